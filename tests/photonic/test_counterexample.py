"""A false identity gets a counterexample that plain SymPy confirms; a true one never gets any."""

from __future__ import annotations

import json
import re
from itertools import permutations
from typing import Any

import pytest
import sympy

from photonic.deciding import counterexample
from photonic.deciding.counterexample import Counterexample, find_counterexample
from photonic.expressions.declarations import Declaration
from photonic.meaning import program_of
from photonic.problem import residual
from photonic.text.parser import parse_term
from rewriting.term import Term, postorder
from tests.corpus import DATA, Row, read_rows
from tests.plain import AXES, I3, SPACE, Plain, entries

ROWS = {row.name: row for row in read_rows()}
DATA_ROWS = {row["name"]: row for row in json.loads(DATA.read_text())["rows"]}
PLAIN = [name for name, row in ROWS.items() if not row.given]
FALSE = [name for name in PLAIN if not ROWS[name].true]
TRUE = [name for name in PLAIN if ROWS[name].true]


def functions_in(*terms: Term) -> list[str]:
    """The unknown functions' names."""
    return sorted({n.op.payload[0] for term in terms for n in postorder(term) if n.op.name == "unknown"})


def search(row: Row) -> Counterexample | None:
    """A counterexample to a row, if the search finds one."""
    return find_counterexample(program_of(row.left, row.right), (), functions_in(row.left, row.right))


def plain_fields(found: Counterexample) -> dict[str, Any]:
    """The counterexample's fields as nested lists of SymPy expressions, read back from their text."""
    fields = {}
    for name, value in found.fields.items():
        body = re.fullmatch(r"\(s ↦ (.*)\)", value).group(1) if isinstance(value, str) else value
        read = sympy.sympify(str(body), locals={"x": AXES[0], "y": AXES[1], "z": AXES[2], "t": AXES[3]})
        fields[name] = listed(read)
    return fields


def listed(value: Any) -> Any:
    """Tuples as lists."""
    return [listed(entry) for entry in value] if isinstance(value, (tuple, sympy.Tuple)) else value


@pytest.mark.parametrize("name", FALSE)
def test_a_false_row_has_a_counterexample_that_plain_sympy_confirms(name: str) -> None:
    found = search(ROWS[name])
    assert found is not None
    data = DATA_ROWS[name]
    plain = Plain(plain_fields(found), data["fields"])
    point = {axis: found.point[str(axis)] for axis in AXES}
    sides = [[sympy.sympify(e).subs(point) for e in entries(plain.value(data[side]))] for side in ("lhs", "rhs")]
    shown = [[sympy.sympify(e) for e in entries(side)] for side in (found.left, found.right)]
    for ours, theirs in zip(sides, shown, strict=True):
        assert all(abs(sympy.N(a - b, 30)) < 1e-20 for a, b in zip(ours, theirs, strict=True))
    assert any(abs(sympy.N(a - b, 30)) > 1e-9 for a, b in zip(*sides, strict=True))


@pytest.mark.parametrize("name", TRUE)
def test_a_true_row_never_has_a_counterexample(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counterexample, "TRIES", 9)  # the first tries of sixty; a later one has longer polynomials
    assert search(ROWS[name]) is None


def test_the_corpus_has_enough_of_both() -> None:
    assert len(FALSE) >= 8
    assert len(TRUE) >= 20


NAMES = {"E": Declaration("E", "vector"), "B": Declaration("B", "vector"), "u": Declaration("u", "scalar")}


def test_under_hypotheses_the_fields_satisfy_them() -> None:
    left, right = (parse_term(text, NAMES) for text in ("∇×E", "0*E"))
    free = program_of(residual(parse_term("∇·E", NAMES), parse_term("0", NAMES)))
    found = find_counterexample(program_of(left, right), [free])
    assert found is not None
    field = plain_fields(found)["E"]
    assert sympy.expand(sum(sympy.diff(field[i], SPACE[i]) for i in I3)) == 0
    assert Plain({}, {}).do_curl(field) != [0, 0, 0]
    follows = program_of(parse_term("∇·E", NAMES), parse_term("0", NAMES))
    assert find_counterexample(follows, [free], seconds=0.5) is None


FLOW = {"ρ": Declaration("ρ", "scalar"), "v": Declaration("v", "vector")}
CONSERVED = "∂t ρ + ∇·(ρ v)"


def search_in_flow(left: str, right: str, seconds: float) -> Counterexample | None:
    """A counterexample to a claim about a density that is conserved."""
    sides = (parse_term(text, FLOW) for text in (left, right))
    return find_counterexample(program_of(*sides), [program_of(parse_term(CONSERVED, FLOW))], seconds=seconds)


def test_fields_for_which_the_claim_has_no_value_refute_nothing() -> None:
    true = search_in_flow(
        "∂t log(ρ) + (v·∇)log(ρ)", "−∇·v", seconds=1
    )  # ρ = 0 solves the hypothesis; log(0) is no number
    assert true is None
    wrong_sign = search_in_flow("∂t log(ρ) + (v·∇)log(ρ)", "∇·v", seconds=5)
    assert wrong_sign is not None
    at = {axis: wrong_sign.point[str(axis)] for axis in AXES}
    assert plain_fields(wrong_sign)["ρ"].subs(at) != 0


def test_the_same_seed_finds_the_same_fields() -> None:
    program = program_of(parse_term("u u", NAMES), parse_term("u", NAMES))
    first, second = find_counterexample(program, seed=3), find_counterexample(program, seed=3)
    assert first == second
    assert first is not None
    assert json.loads(json.dumps(first.to_json()))["fields"].keys() == {"u"}
    assert "the left side is" in str(first)


def test_the_oracle_knows_the_alternating_tensor() -> None:
    for i, j, k in permutations(I3):
        unit = [[sympy.Integer(a == b) for b in I3] for a in I3]
        assert Plain({}, {}).do_cross(unit[i], unit[j])[k] == sympy.LeviCivita(i, j, k)
