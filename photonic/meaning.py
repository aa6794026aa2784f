"""From terms to programs: the meaning of each glyph, written on a tape."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from backends.calculus import SPACE
from backends.program import Program, Tracer
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import Declaration
from photonic.expressions.glyph import Glyph
from photonic.terms import FUNCTION, SYMBOL, UNKNOWN, describe
from rewriting.op import NUMBER, Op
from rewriting.term import Term, postorder

__all__ = ["POSITION", "TIME_NAME", "operand_name", "program_of", "program_of_op"]

POSITION, TIME_NAME = "the position", "the time"
"""The names under which a program asks for the position and the time. No field can have them: r may be a radius."""


def program_of(*terms: Term, dimension: int = 3) -> Program:
    """The program that computes the terms; common subterms are computed once.

    Inputs are the terms' symbols by name. Raises PhotonicError for a glyph that does not exist in `dimension`
    dimensions (∇× and × need three) and for two symbols of one name.
    """
    tracer = Tracer(dimension)
    values: dict[Term, int] = {}
    _refuse_clashes(terms)
    for term in terms:
        for node in postorder(term):
            if node not in values:
                values[node] = _trace(tracer, node.op, [values[child] for child in node.args], node)
    return tracer.program(*(values[term] for term in terms)).pruned()


@lru_cache(maxsize=4096)
def program_of_op(op: Op, dimension: int = 3) -> Program:
    """The program of one operator on operands that are its inputs, named by `operand_name`."""
    tracer = Tracer(dimension)
    ranks: tuple[int, ...] = op.payload if op.name in CATALOGUE else (0,) * (op.payload != "pi")
    kinds = ("scalar", "vector", "tensor")
    operands = [tracer.input(operand_name(i), kinds[rank], rank) for i, rank in enumerate(ranks)]
    return tracer.program(_trace(tracer, op, operands, None))


def operand_name(index: int) -> str:
    """The input name of an operator's operand."""
    return f"operand_{index}"


def _trace(tracer: Tracer, op: Op, operands: list[int], node: Term | None) -> int:
    if op.name in CATALOGUE:
        glyph = CATALOGUE[op.name]
        if tracer.dimension not in glyph.dimensions:
            where = f": in {describe(node)}" if node is not None else ""
            known = " and ".join(map(str, glyph.dimensions))
            raise PhotonicError(
                f"{glyph.shown()} ({glyph.ascii}) exists in {known} dimensions, not in {tracer.dimension}{where}"
            )
        if glyph.roles:
            return _loop(tracer, glyph, operands, node)
        return glyph.meaning(tracer, *operands)  # type: ignore[no-any-return]
    if op.name == NUMBER:
        return tracer.number(op.payload)
    if op.name == SYMBOL:
        return _symbol(tracer, op.payload)
    if op.name == UNKNOWN:
        name, order = op.payload
        return tracer.unknown(name, order, operands[0])
    if op.name == FUNCTION and op.payload == "pi":
        return tracer.multiply(tracer.number(Fraction(4)), tracer.elementary("atan", tracer.number(Fraction(1))))
    if op.name == FUNCTION and len(operands) == 1:
        return tracer.elementary(str(op.payload), operands[0])
    raise PhotonicError(f"{op.payload} of {len(operands)} arguments has no lowering: use functions of one scalar")


def _loop(tracer: Tracer, glyph: type[Glyph], operands: list[int], node: Term | None) -> int:
    """What is repeated is not a value but a program: the last operand's, with the named field as its input."""
    if node is None:
        raise PhotonicError(f"{glyph.symbol} ({glyph.ascii}) has no meaning on values: its last operand is a rule")
    *counts, name, update = node.args
    count = int(counts[0].op.payload) if counts else None
    body = program_of(update, dimension=tracer.dimension)
    return glyph.meaning(tracer, count, name.op.payload.name, body, operands[-2])  # type: ignore[no-any-return]


def _symbol(tracer: Tracer, declaration: Declaration) -> int:
    if declaration.kind == "position":
        return tracer.input(POSITION, "position", 1)
    if declaration.kind == "time":
        return tracer.input(TIME_NAME, "time", 0)
    if declaration.kind == "coordinate":
        axis = SPACE.index(declaration.name)
        if axis >= tracer.dimension:
            raise PhotonicError(f"there is no coordinate {declaration.name} in {tracer.dimension} dimensions")
        unit = tracer.literal(tuple(int(i == axis) for i in range(tracer.dimension)), 1)
        return tracer.einsum("i,i->", unit, tracer.input(POSITION, "position", 1))
    return tracer.input(declaration.name, declaration.kind, declaration.rank, " ".join(declaration.assumed))


def _refuse_clashes(terms: tuple[Term, ...]) -> None:
    seen: dict[str, Declaration] = {}
    for term in terms:
        for node in postorder(term):
            if node.op.name == SYMBOL:
                declaration = node.op.payload
                known = seen.setdefault(declaration.name, declaration)
                if known != declaration:
                    kinds = f"{known.text} and as {declaration.text}"
                    raise PhotonicError(f"{known.name!r} is used as {kinds} in one expression: rename one of them")
