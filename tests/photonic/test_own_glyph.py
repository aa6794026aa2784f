"""A glyph of the user's own module: parsed, printed, checked, proved, compiled and explained like any other."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import sympy

import photonic as ph
from photonic.expressions.catalogue import CATALOGUE
from photonic.meaning import program_of_op
from photonic.repl.help import glyph_help
from photonic.simplifying.rewrites import rewrites_for
from photonic.terms import rank_of_op
from photonic.theory.rules import theory_for

FIELDS = {"u": "scalar", "v": "scalar", "A": "vector", "k": "constant"}
MODULE = """
import photonic as ph

class Helmholtz(ph.Glyph):
    '''ℋ(X, k) = ΔX + k² X.'''

    name = "helmholtz"
    symbol = "ℋ"
    ascii = "helmholtz"
    typeset = {1: r"\\mathcal{H} <0>", 2: r"\\mathcal{H}_{<1>} <0>"}
    fixity = ph.Fixity.PREFIX
    precedence = ph.Precedence.PREFIX
    signatures = {(0,): 0, (1,): 1, (0, 0): 0, (1, 0): 1}
    laws = '''
        helmholtz:              ℋ X = ΔX + X
        helmholtz_wave_number:  ℋ(X, c) = ΔX + c^2 X
    '''
    example = ph.Example(("cos(x) + cos(2*y)", "3"), 13)

    @staticmethod
    def meaning(calculus, X, k=None):
        mass = X if k is None else calculus.multiply(calculus.multiply(k, k), X)
        return calculus.add(calculus.laplacian(X), mass)
"""
Load = Callable[[str], ModuleType]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Imports a text as a module of its own; afterwards no glyph of it is left."""
    before = dict(CATALOGUE)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    names: list[str] = []

    def make(text: str) -> ModuleType:
        names.append(f"own_operators_{len(names)}")
        (tmp_path / f"{names[-1]}.py").write_text(text, encoding="utf-8")
        importlib.invalidate_caches()
        return importlib.import_module(names[-1])

    yield make
    for name in names:
        sys.modules.pop(name, None)
    CATALOGUE.clear()
    CATALOGUE.update(before)
    for kept in (program_of_op, theory_for, rewrites_for, rank_of_op):
        kept.cache_clear()


def test_it_is_read_and_written(load: Load) -> None:
    glyph = load(MODULE).Helmholtz
    u, k = ph.symbols("u"), ph.symbols("k", "constant")
    for text in ("ℋ(u, k)", "helmholtz(u, k)"):
        assert ph.parse(text, FIELDS) == glyph(u, k)
    for text in ("ℋ u", "ℋ  u", "helmholtz(u)", "ℋ(u)"):
        assert ph.parse(text, FIELDS) == glyph(u)
    for text in ("ℋ∇·A", "ℋ(u v, k)", "∇ℋ u·A", "Δℋ(∇u, k)", "u ℋ v"):
        expression = ph.parse(text, FIELDS)
        assert expression.has(glyph)
        assert ph.parse(str(expression), FIELDS) == expression
    assert sympy.latex(glyph(u, k)) == r"\mathcal{H}_{k} u"
    assert sympy.pretty(glyph(u, k)) == "ℋ(u, k)"
    with pytest.raises(ph.RankError, match="it was given a tensor"):
        glyph(ph.symbols("T", "tensor"))


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("ℋ(u v, k) = u ℋ(v, k) + v Δu + 2 ∇u·∇v", "proved"),
        ("ℋ(∇u, k) = ∇ℋ(u, k)", "proved"),
        ("∇·ℋ(A, k) = ℋ(∇·A, k)", "proved"),
        ("∂t ℋ u = ℋ ∂t u", "proved"),
        ("ℋ(u v, k) = u ℋ(v, k) + v ℋ(u, k)", "refuted"),
        ("ℋ(u, k) = ℋ u", "refuted"),
    ],
)
def test_it_is_proved_with(load: Load, claim: str, status: str) -> None:
    load(MODULE)
    verdict = ph.prove(claim, fields=FIELDS)
    assert (verdict.status, verdict.method) == (status, "rewriting" if status == "proved" else "counterexample")


def test_it_stands_in_hypotheses(load: Load) -> None:
    load(MODULE)
    assert ph.prove("ℋ(u, k) = 0", given=["∂t ∂t u = -k^2 u", "□u = 0"], fields=FIELDS).status == "proved"
    assert ph.prove("Δu = -k^2 u", given=["ℋ(u, k) = 0"], fields=FIELDS).status == "proved"


@pytest.mark.parametrize(("method", "error"), [("spectral", 1e-11), ("fd4", 2e-2)])
def test_it_runs_on_a_grid(load: Load, method: str, error: float) -> None:
    glyph = load(MODULE).Helmholtz
    x = np.arange(48) * 2 * np.pi / 48
    u, k = ph.symbols("u"), ph.symbols("k", "constant")
    module = ph.compile(glyph(u, k), (48,), parameters={"k": 3.0}, precision="float64", method=method)
    found = np.asarray(module(u=np.sin(2 * x) + np.cos(3 * x)))
    assert np.abs(found - 5 * np.sin(2 * x)).max() < error


def test_it_is_explained(load: Load) -> None:
    load(MODULE)
    for word in ("ℋ", "helmholtz"):
        shown = glyph_help(word)
        assert "helmholtz_wave_number:  ℋ(X, c) = ΔX + c^2 X" in shown
        assert "at the origin ℋ(A, B) = 13" in shown


WRONG = [
    ("= ΔX + X", "= ΔX − X", r"law helmholtz: ℋ X = ΔX − X \(own_operators_0.py:15\) does not hold with X = "),
    ("(X, c) = ΔX + c^2 X", "(X, c) = ΔX + c X", "law helmholtz_wave_number"),
    ('"3"), 13)', '"3"), 12)', "its example says 12, but its meaning gives 13"),
    ("X if k is None else", "calculus.multiply(2, X) if k is None else", "computes with a plain number"),
    ("(1, 0): 1}", "(1, 0): 0}", "its meaning makes a vector of a vector and a scalar; its signature says a scalar"),
    ("ℋ X = ΔX + X", "ℋ X = ΔX + Q", "'Q' is not declared"),
]


@pytest.mark.parametrize(("right", "wrong", "message"), WRONG)
def test_a_false_fact_is_refused_when_it_is_declared(load: Load, right: str, wrong: str, message: str) -> None:
    assert MODULE.count(right) == 1
    with pytest.raises(ph.PhotonicError, match=message):
        load(MODULE.replace(right, wrong))
    assert "helmholtz" not in CATALOGUE
    load(MODULE)
    assert ph.prove("ℋ(u, k) = Δu + k^2 u", fields=FIELDS).status == "proved"


def test_a_class_declared_anew_replaces_the_old_one() -> None:
    before = dict(CATALOGUE)
    names: dict[str, object] = {"__name__": "__main__"}
    try:
        exec(MODULE, names)
        assert ph.prove("ℋ u = Δu + u", fields=FIELDS).status == "proved"
        other = MODULE.replace("ΔX + X", "−(ΔX + X)").replace("calculus.add(", "calculus.negate(calculus.add(")
        exec(other.replace("mass)", "mass))").replace("= ΔX + c^2", "= −ΔX − c^2").replace("13", "-13"), names)
        assert ph.prove("ℋ u = −Δu − u", fields=FIELDS).status == "proved"
        assert ph.prove("ℋ u = Δu + u", fields=FIELDS).status == "refuted"
    finally:
        CATALOGUE.clear()
        CATALOGUE.update(before)
        for kept in (program_of_op, theory_for, rewrites_for, rank_of_op):
            kept.cache_clear()
