"""Admission: what a glyph declares is checked when its class is made, in a module of the user's own as in a notebook.

The meaning is traced for every signature, the example is worked out exactly, and each law is tried by exact jets; one
that is false is shown with fields on which its sides differ. The glyphs of this package are checked by its tests, which
costs nothing when it is imported.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy

from backends.components.concrete import evaluate_at
from backends.program import Tracer
from photonic.deciding.counterexample import find_counterexample
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import WATCHERS
from photonic.expressions.declarations import Declaration
from photonic.expressions.glyph import Glyph
from photonic.meaning import program_of, program_of_op
from photonic.simplifying.rewrites import rewrites_for
from photonic.terms import apply, describe, rank_of_op, symbol_term
from photonic.theory.laws import Law, laws_of
from photonic.theory.rules import holds, theory_for
from rewriting.op import VARIABLE, Op
from rewriting.term import Term, fold

__all__ = ["admit"]

KINDS = ("scalar", "vector", "tensor")
AXES = sympy.symbols("x y z t", real=True)
RESERVED = 16
"""Places on a tape that no operand has: a meaning that reads one took a plain number for a value."""


def admit(glyph: type[Glyph]) -> None:
    """Check a glyph that a user has just declared, and forget what was made from an earlier one of its name.

    Raises PhotonicError (ParseError, RankError with file and line for a law that cannot be read) that says which
    fact does not hold; the glyph is then not in the catalogue.
    """
    _forget()
    admitted = False
    try:
        for ranks, result in glyph.signatures.items():
            _check_meaning(glyph, ranks, result)
        _check_example(glyph)
        for law in laws_of(glyph):
            _check_law(glyph, law)
        admitted = True
    finally:
        if not admitted:
            _forget()


def _forget() -> None:
    """Empty what is kept of the meanings and laws of glyphs."""
    for kept in (program_of_op, theory_for, rewrites_for, rank_of_op):
        kept.cache_clear()


def _check_meaning(glyph: type[Glyph], ranks: tuple[int, ...], result: int) -> None:
    """Refuse a meaning of the wrong rank, or one that computes with plain numbers."""
    tracer = Tracer(max(glyph.dimensions))
    for place in range(RESERVED):
        tracer.input(f"reserved_{place}", KINDS[0], 0)
    operands = [tracer.input(f"operand_{place}", KINDS[rank], rank) for place, rank in enumerate(ranks)]
    value = glyph.meaning(tracer, *operands)
    used = {place for instruction in tracer.tape for place in instruction.args} | {value}
    if used & set(range(RESERVED)):
        raise _refused(glyph, "its meaning computes with a plain number: write calculus.number(Fraction(2)) for 2")
    if tracer.rank(value) != result:
        raise _refused(
            glyph,
            f"its meaning makes a {KINDS[tracer.rank(value)]} of "
            f"{' and '.join(f'a {KINDS[r]}' for r in ranks) or 'nothing'}; its signature says a {KINDS[result]}",
        )


def _check_example(glyph: type[Glyph]) -> None:
    """Refuse an example whose value is not what the meaning gives."""
    if max(glyph.dimensions) < len(AXES) - 1:
        return  # an example is in three dimensions
    named = {str(axis): axis for axis in AXES}
    fields = {f"a{i}": _listed(sympy.sympify(text, locals=named)) for i, text in enumerate(glyph.example.operands)}
    operands = (symbol_term(Declaration(name, KINDS[np.ndim(value)])) for name, value in fields.items())
    (found,) = evaluate_at(program_of(apply(glyph.name, *operands)), fields, (0, 0, 0, 0))
    wanted = np.array(glyph.example.value, dtype=object)
    if found.shape != wanted.shape or any(
        sympy.simplify(a - sympy.sympify(b)) != 0 for a, b in zip(found.flat, wanted.flat, strict=True)
    ):
        shown = str(found.item()) if not found.shape else str(tuple(map(str, found.flat))).replace("'", "")
        raise _refused(glyph, f"its example says {glyph.example.value}, but its meaning gives {shown}")


def _listed(value: Any) -> Any:
    return [_listed(entry) for entry in value] if isinstance(value, (tuple, sympy.Tuple)) else value


def _check_law(glyph: type[Glyph], law: Law) -> None:
    """Refuse a law that holds in no dimension in which it may."""
    dimensions = sorted(set(glyph.dimensions) & set(law.dimensions), reverse=True)
    if any(holds(law, dimension) for dimension in dimensions):
        return

    def letter(op: Op, operands: list[Term]) -> Term:
        if op.name != VARIABLE:
            return Term(op, tuple(operands))
        return symbol_term(law.letter(str(op.payload)))

    left, right = fold(law.left, letter), fold(law.right, letter)
    found = find_counterexample(program_of(left, right, dimension=dimensions[0])) if dimensions else None
    raise _refused(
        glyph,
        f"its law {law.name}: {describe(left)} = {describe(right)} ({law.origin}) does not hold"
        + (f" {found}" if found is not None else f" in {dimensions or 'any'} dimensions"),
    )


def _refused(glyph: type[Glyph], why: str) -> PhotonicError:
    return PhotonicError(f"the glyph {glyph.__name__} ({glyph.symbol}) is refused: {why}")


WATCHERS.append(admit)
