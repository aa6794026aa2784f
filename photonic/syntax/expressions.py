"""Expressions as data: terms to nodes of the JSON form and back."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from backends.contracts.photon_ast import EXPRESSIONS
from photonic.errors import PhotonicError, Place
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import Declaration
from photonic.expressions.functions import KNOWN_FUNCTIONS
from photonic.syntax.conform import AstError, require
from photonic.terms import FUNCTION, SYMBOL, UNKNOWN, apply, symbol_term
from rewriting.op import NUMBER, Op
from rewriting.term import Term, fold, number

__all__ = ["DEEPEST", "node_of", "term_of"]

DEEPEST = 200
"""Levels of an expression's nodes: JSON readers and writers refuse data that is nested much deeper."""

CHAINS: Mapping[str, str] = {"add": "sum", "subtract": "sum", "multiply": "product"}
"""Glyphs that are written in a row from left to right, with the kind of row."""

Node = dict[str, Any]


def node_of(term: Term, place: Place | None = None) -> Node:
    """The node of a term. Raises PhotonicError at the place where it would be nested deeper than DEEPEST."""
    node, depth = fold(term, _node)
    if depth > DEEPEST:
        raise PhotonicError(f"nested deeper than {DEEPEST} levels: define a part of it by a name", place)
    return node


def _node(op: Op, operands: list[tuple[Node, int]]) -> tuple[Node, int]:
    nodes = [node for node, _ in operands]
    depth = 1 + max((depth for _, depth in operands), default=0)
    if op.name == NUMBER:
        return {"number": _decimal(Fraction(op.payload))}, depth
    if op.name == SYMBOL:
        return {"symbol": op.payload.name, "kind": op.payload.text}, depth
    if op.name == FUNCTION:
        return {"function": str(op.payload), "operands": nodes}, depth
    if op.name == UNKNOWN:
        return {"unknown": op.payload[0], "order": op.payload[1], "operands": nodes}, depth
    row = CHAINS.get(op.name)
    if row is not None:
        first = nodes[0]
        before = first.get("chain") or [first["glyph"]] if "glyph" in first or "chain" in first else []
        if before and CHAINS.get(before[0]) == row:
            level = max(operands[0][1], 1 + operands[1][1])
            return {"chain": [*before, op.name], "operands": [*first["operands"], nodes[1]]}, level
    return {"glyph": op.name, "operands": nodes}, depth


def _decimal(value: Fraction) -> str:
    """The digits of a number that was written as a decimal."""
    places = next(n for n in range(value.denominator.bit_length()) if 10**n % value.denominator == 0)
    digits = f"{value.numerator * 10**places // value.denominator:0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def term_of(node: Any, path: str) -> Term:
    """The term of a node at a path. Raises AstError with the path of the part that is wrong."""
    return _term(node, path, DEEPEST)


def _term(node: Any, path: str, levels: int) -> Term:
    if levels == 0:
        raise AstError(path, f"nested deeper than {DEEPEST} levels: define a part of it by a name")
    kinds = [kind for kind in EXPRESSIONS if isinstance(node, dict) and kind in node]
    if len(kinds) != 1:
        raise AstError(path, f"an expression is an object with one of {', '.join(EXPRESSIONS)}")
    kind = kinds[0]
    require(node, EXPRESSIONS[kind], path)
    given = enumerate(node.get("operands", ()))
    operands = [_term(operand, f"{path}.operands[{index}]", levels - 1) for index, operand in given]
    try:
        return _built(kind, node, operands, path)
    except AstError:
        raise
    except PhotonicError as error:
        raise AstError(path, error.message) from None


def _built(kind: str, node: Node, operands: list[Term], path: str) -> Term:
    if kind == "number":
        return number(Fraction(node["number"]))
    if kind == "symbol":
        return symbol_term(Declaration.read(node["symbol"], node["kind"]))
    if kind == "unknown":
        _scalar(operands, path)
        return Term(Op(UNKNOWN, (node["unknown"], node["order"])), tuple(operands))
    if kind == "function":
        name = node["function"]
        if name not in KNOWN_FUNCTIONS | {"pi"} or len(operands) != (name != "pi"):
            raise AstError(
                f"{path}.function", f"{name!r} is no function of {len(operands)} operands: sin of 1, pi of 0"
            )
        _scalar(operands, path)
        return Term(Op(FUNCTION, name), tuple(operands))
    if kind == "chain":
        if len(operands) != 1 + len(node["chain"]):
            raise AstError(f"{path}.operands", f"{len(node['chain'])} signs stand between one operand more")
        term = operands[0]
        for glyph, operand in zip(node["chain"], operands[1:], strict=True):
            term = apply(glyph, term, operand)
        return term
    if node["glyph"] not in CATALOGUE:
        near = get_close_matches(node["glyph"], CATALOGUE, 3, 0.5) or sorted(CATALOGUE)
        raise AstError(f"{path}.glyph", f"{node['glyph']!r} is no glyph: write {', '.join(near)}")
    return apply(node["glyph"], *operands)


def _scalar(operands: list[Term], path: str) -> None:
    """A function is applied to scalars: to refuse others is what the sum with a scalar does."""
    for index, operand in enumerate(operands):
        try:
            apply("sqrt", operand)
        except PhotonicError:
            raise AstError(f"{path}.operands[{index}]", "a function is applied to a scalar") from None
