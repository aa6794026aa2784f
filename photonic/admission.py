"""Admission: what a glyph declares is checked when its class is made, in a module of the user's own as in a notebook.

The meaning is traced for every signature, the example is worked out exactly, and each law is tried by exact jets; one
that is false is shown with fields on which its sides differ. The glyphs of this package are checked by its tests, which
costs nothing when it is imported.
"""

from __future__ import annotations

import difflib
from collections import Counter
from typing import Any

import numpy as np
import sympy

from backends.calculus import SPACE, TIME
from backends.components.concrete import evaluate_at
from backends.program import Tracer
from photonic.deciding.counterexample import find_counterexample
from photonic.errors import GlyphError, PhotonicError
from photonic.expressions.catalogue import glyphs
from photonic.expressions.declarations import AMBIENT, Declaration
from photonic.expressions.glyph import Glyph
from photonic.formulas import formula, formulas
from photonic.meaning import program_of, program_of_op
from photonic.simplifying.rewrites import rewrites_for
from photonic.terms import apply, describe, rank_of_op, symbol_term
from photonic.text.parser import parse_term
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
            for dimension in sorted(glyph.dimensions, reverse=True):
                _check_meaning(glyph, ranks, result, dimension)
            _check_reading(glyph, ranks)
        _check_example(glyph)
        _check_law_names(glyph)
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


def _check_meaning(glyph: type[Glyph], ranks: tuple[int, ...], result: int, dimension: int) -> None:
    """Refuse a meaning that cannot be worked out, has the wrong rank, or computes with plain numbers."""
    tracer = Tracer(dimension)
    for place in range(RESERVED):
        tracer.input(f"reserved_{place}", KINDS[0], 0)
    operands = [tracer.input(f"operand_{place}", KINDS[rank], rank) for place, rank in enumerate(ranks)]
    given = " and ".join(f"a {KINDS[r]}" for r in ranks) or "nothing"
    value = _traced(glyph, tracer, operands, given)
    used = {place for instruction in tracer.tape for place in instruction.args} | {value}
    if used & set(range(RESERVED)) or not all(isinstance(place, int) for place in used):
        raise _refused(glyph, "its meaning computes with a plain number: write calculus.number(Fraction(2)) for 2")
    if tracer.rank(value) != result:
        made = f"its meaning makes a {KINDS[tracer.rank(value)]} of {given}"
        raise _refused(glyph, f"{made}; its signature says a {KINDS[result]}")


def _traced(glyph: type[Glyph], tracer: Tracer, operands: list[int], given: str) -> int:
    """The value of the meaning. Raises PhotonicError for whatever goes wrong in it, as it is the user's code."""
    try:
        value = glyph.meaning(tracer, *operands)
    except AttributeError as error:
        near = difflib.get_close_matches(str(error.name), [name for name in dir(tracer) if name[0] != "_"], n=1)
        advice = f": did you mean {near[0]!r}?" if near else ""
        raise _refused(glyph, f"its meaning asks the calculus for {error.name!r}{advice}") from error
    except (ArithmeticError, LookupError, NameError, RuntimeError, TypeError, ValueError) as error:
        if any(isinstance(place, float) for instruction in tracer.tape for place in instruction.args):
            number = "its meaning computes with a plain number: write calculus.number(Fraction(1, 2)) for 0.5"
            raise _refused(glyph, number) from error
        known = sorted(set(glyph.dimensions) - {tracer.dimension})
        advice = f"; if it exists elsewhere alone, declare dimensions = {tuple(known)}" if known else ""
        where = f"of {given} cannot be worked out in {_space(tracer)}"
        raise _refused(glyph, f"its meaning {where}: {type(error).__name__}: {error}{advice}") from error
    _check_axes(glyph, tracer)
    if not isinstance(value, int):
        raise _refused(glyph, f"its meaning returns {value!r}: return what the calculus gave")
    return value


def _check_axes(glyph: type[Glyph], tracer: Tracer) -> None:
    """Refuse a derivative along an axis that there is not in this number of dimensions."""
    axes = {i.static[0] for i in tracer.tape if i.op == "partial"} - {*SPACE[: tracer.dimension], TIME}
    if axes:
        known = [n for n in glyph.dimensions if axes <= {*SPACE[:n]}]
        advice = f"declare dimensions = {tuple(known)}" if known else "the axes are x, y, z and t"
        raise _refused(glyph, f"its meaning differentiates by axis {max(axes)!r} in {_space(tracer)}: {advice}")


def _space(tracer: Tracer) -> str:
    return f"{tracer.dimension} dimension{'' if tracer.dimension == 1 else 's'}"


def _check_reading(glyph: type[Glyph], ranks: tuple[int, ...]) -> None:
    """Refuse spellings that the parser does not take for this glyph: what is printed must read back."""
    fields = {f"operand_{place}": Declaration(f"operand_{place}", KINDS[rank]) for place, rank in enumerate(ranks)}
    term = apply(glyph.name, *map(symbol_term, fields.values()))
    for text in (describe(term), f"{glyph.ascii}({', '.join(fields)})" if fields else glyph.ascii):
        try:
            same = parse_term(text, {**AMBIENT, **fields}) == term
        except PhotonicError:
            same = False
        if not same:
            others = "a word or a sign of its own before its operand, between two, behind one, or before brackets"
            raise _refused(glyph, f"what it prints, {text}, is not read back: choose {others}")


def _check_law_names(glyph: type[Glyph]) -> None:
    """Refuse a law with a name that another law has."""
    own = Counter(law.name for law in laws_of(glyph))
    for name, count in own.items():
        if count > 1:
            raise _refused(glyph, f"two laws are called {name}: rename one")
    for other in glyphs():
        if other is not glyph and (taken := own.keys() & {law.name for law in laws_of(other)}):
            raise _refused(glyph, f"{min(taken)} is a law of {other.__name__}: rename it")


def _check_example(glyph: type[Glyph]) -> None:
    """Refuse an example whose value is not what the meaning gives."""
    if max(glyph.dimensions) < len(AXES) - 1:
        return  # an example is in three dimensions
    fields = {f"a{place}": _listed(glyph, operand) for place, operand in enumerate(glyph.example.operands)}
    operands = (symbol_term(Declaration(name, KINDS[np.ndim(value)])) for name, value in fields.items())
    try:
        (found,) = evaluate_at(program_of(apply(glyph.name, *operands)), fields, (0, 0, 0, 0))
    except (PhotonicError, ValueError) as error:
        raise _refused(glyph, f"its example cannot be worked out: {error}") from error
    shown = str(found.item()) if not found.shape else str(tuple(map(str, found.flat))).replace("'", "")
    if any(entry.has(sympy.nan, sympy.zoo, sympy.oo) for entry in found.flat):
        raise _refused(glyph, f"its example has no value at the origin: {shown}")
    wanted = np.array(glyph.example.value, dtype=object)
    if found.shape != wanted.shape or not all(map(_equal, found.flat, wanted.flat)):
        raise _refused(glyph, f"its example says {glyph.example.value}, but its meaning gives {shown}")


def _equal(found: Any, wanted: Any) -> bool:
    try:
        number = formula(wanted, {}) if isinstance(wanted, str) else sympy.sympify(wanted, strict=True)
    except sympy.SympifyError:
        return False
    return bool(sympy.simplify(found - number) == 0)


def _listed(glyph: type[Glyph], operand: Any) -> Any:
    """The operand of an example in the coordinates, nested as it is written."""
    if isinstance(operand, (tuple, list)):
        return [_listed(glyph, entry) for entry in operand]
    try:
        value = formulas(str(operand), {str(axis): axis for axis in AXES})
    except PhotonicError as error:
        raise _refused(glyph, f"its example: {error.message}") from None
    strange = {str(symbol) for entry in sympy.flatten([value]) for symbol in entry.free_symbols - set(AXES)}
    if strange:
        found = ", ".join(sorted(strange))
        raise _refused(glyph, f"its example names {found}: its operands are functions of x, y, z and t")
    return value


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


def _refused(glyph: type[Glyph], why: str) -> GlyphError:
    return GlyphError(f"the glyph {glyph.__name__} ({glyph.symbol}) is refused: {why}")
