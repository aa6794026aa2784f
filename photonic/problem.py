"""Problems: what a user asks, as terms. Texts, glyph expressions and SymPy scalars may be mixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sympy
from attrs import frozen

from photonic.errors import PhotonicError, RankError
from photonic.expressions.catalogue import reserved_words
from photonic.expressions.declarations import Declaration, Declarations, declare
from photonic.expressions.glyph import Glyph
from photonic.terms import SYMBOL, apply, describe, rank, to_term
from photonic.text.parser import level_ranks, parse_equation, parse_term
from rewriting.term import Term, postorder

__all__ = ["Hypothesis", "Problem", "as_term", "pose", "residual", "symbols_in"]


@frozen
class Hypothesis:
    """An equation that is taken for granted."""

    name: str
    left: Term
    right: Term

    def __str__(self) -> str:
        return f"{self.name}: {describe(self.left)} = {describe(self.right)}"


@frozen
class Problem:
    """Is left = right, given the hypotheses, in so many dimensions?"""

    left: Term
    right: Term
    given: tuple[Hypothesis, ...] = ()
    dimension: int = 3

    def __str__(self) -> str:
        return f"{describe(self.left)} = {describe(self.right)}"

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms that occur: both sides and the hypotheses'."""
        return (self.left, self.right, *(side for h in self.given for side in (h.left, h.right)))


def pose(
    lhs: Any,
    rhs: Any = None,
    given: Iterable[Any] = (),
    fields: Mapping[str, str] | Declarations | None = None,
    dimension: int = 3,
) -> Problem:
    """The problem that a user's words or expressions pose.

    `lhs` may be a whole equation, a text, a pair or an `Eq` of SymPy, if `rhs` is left out. Hypotheses are pairs, `Eq`s
    or texts `left = right`; a single text is one hypothesis.
    Raises PhotonicError (ParseError, RankError, DeclarationError) for what cannot be read.
    """
    if type(dimension) is not int or dimension not in (1, 2, 3):
        raise PhotonicError(f"dimension {dimension!r}: it is 1, 2 or 3")
    if isinstance(given, (str, Glyph)) or hasattr(given, "left"):
        given = (given,)  # one hypothesis by itself: a text, X ↔ Y, or an equation of the prompt
    if not isinstance(given, Iterable):
        raise PhotonicError(f"given is {given!r}: hypotheses stand in a list, given=['∇·A = 0']")
    known = _declarations(fields)
    lhs = (lhs.lhs, lhs.rhs) if isinstance(lhs, sympy.Equality) else lhs
    if rhs is None and isinstance(lhs, tuple) and len(lhs) == 2:
        lhs, rhs = lhs
    if rhs is not None and isinstance(lhs, tuple) and len(lhs) == 2:
        raise PhotonicError(f"{lhs[0]} = {lhs[1]} is an equation already, with both sides: write prove(equation)")
    if rhs is None:
        left, right = parse_equation(lhs, known) if isinstance(lhs, str) else _entangled(lhs)
    else:
        left, right = level_ranks(as_term(lhs, known), as_term(rhs, known))
    hypotheses = tuple(_hypothesis(item, index, known) for index, item in enumerate(given, 1))
    return Problem(left, right, hypotheses, dimension)


def as_term(value: Any, declarations: Declarations) -> Term:
    """The term of a text, an expression or a term."""
    if isinstance(value, Term):
        return value
    return parse_term(value, declarations) if isinstance(value, str) else to_term(value)


def residual(left: Term, right: Term) -> Term:
    """left − right: what vanishes where the equation holds."""
    return apply("subtract", left, right)


def symbols_in(terms: Iterable[Term]) -> dict[str, Declaration]:
    """The declared names that occur, by name."""
    nodes = (node for term in terms for node in postorder(term))
    return {node.op.payload.name: node.op.payload for node in nodes if node.op.name == SYMBOL}


def _declarations(fields: Mapping[str, Any] | None) -> Declarations:
    if fields is not None and not isinstance(fields, Mapping):
        raise PhotonicError(f"fields is {fields!r}: give a mapping from names to kinds, for example {{'f': 'scalar'}}")
    if fields and all(isinstance(value, Declaration) for value in fields.values()):
        return fields
    return declare(fields, reserved_words())


def _entangled(expr: Any) -> tuple[Term, Term]:
    """The two sides of the equation that an expression X ↔ Y is."""
    term = to_term(expr) if isinstance(expr, Glyph) else None
    if term is None or term.op.name != "entanglement":
        raise PhotonicError("the right side is missing: write prove(lhs, rhs), prove('lhs = rhs') or prove(lhs ↔ rhs)")
    return term.args[0], term.args[1]


def _hypothesis(item: Any, index: int, known: Declarations) -> Hypothesis:
    name = f"given {index}"
    if isinstance(item, Hypothesis):
        return item
    if isinstance(item, Glyph):
        if item.name != "entanglement":
            raise PhotonicError(f"the hypothesis {item} is no equation: write 'left = right', or the pair of its sides")
        return Hypothesis(name, *_entangled(item))
    item = (item.lhs, item.rhs) if isinstance(item, sympy.Equality) else item
    if isinstance(item, str):
        left, right = parse_equation(item, known)
        return Hypothesis(name, left, right)
    try:
        left, right = item
    except (TypeError, ValueError):
        raise PhotonicError(f"the hypothesis {item!r} is no equation: give a pair (left, right) or a text") from None
    left, right = as_term(left, known), as_term(right, known)
    try:
        return Hypothesis(name, *level_ranks(left, right))
    except RankError as error:
        raise RankError(f"{name}: {error.message} (ranks {rank(left)} and {rank(right)})") from None
