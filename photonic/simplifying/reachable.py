"""What a goal about one glyph cannot reach: seen from the term in a moment, where a search would take many.

A glyph that makes a vector is around no scalar. One that makes nothing of constants, as the laws of derivatives say, is
around no term that is not zero where all fields are constant: f ∇·A + f is no divergence, whatever its operand. A
gradient has no curl, a curl no divergence, and a divergence no mean over periodic waves: f Δg is none.
"""

from __future__ import annotations

from functools import lru_cache

from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import Declaration
from photonic.simplifying.means import has_a_mean
from photonic.simplifying.measure import Measure, key_of
from photonic.simplifying.rewrites import Rewrites
from photonic.simplifying.zeros import not_zero
from photonic.substitution import names_in
from photonic.terms import apply, rank, rank_of_op, symbol_term, zero
from photonic.theory.rules import DERIVATIVES
from rewriting.op import Op
from rewriting.term import Term, fold, postorder

__all__ = ["may_be_reached"]

POSITIONS = frozenset({"position", "coordinate", "time"})
"""Kinds of names that are not constant where all fields are."""

NAME = "any_direction"

DIVERGENCES = frozenset({"divergence", "laplacian"})
"""Glyphs that make divergences."""

ZERO_OF = {"gradient": "curl", "curl": "divergence"}
"""Glyphs, and what makes zero of everything that they make."""


def may_be_reached(term: Term, measure: Measure, rewrites: Rewrites, dimension: int) -> bool:
    """Whether a term may be equal to one application of the glyph that a goal asks for; True where that is not seen."""
    if not measure.goal.startswith("factored"):
        return True
    about = [CATALOGUE[name] for name in measure.about if name in CATALOGUE]
    if about and all(rank(term) not in glyph.signatures.values() for glyph in about):
        return False
    if any(_is_seen_to_be_none(term, name, dimension) for name in measure.about):
        return False
    if measure.about and measure.about <= DIVERGENCES and has_a_mean(term, dimension):
        return False
    gone = _zero_on_constants(rewrites)
    if not measure.about <= {key_of(op) for op in gone}:
        return True
    left = _where_constant(term, gone)
    return left is None or not not_zero(_component(left), dimension)


def _is_seen_to_be_none(term: Term, name: str, dimension: int) -> bool:
    """Whether a term is no gradient since its curl is not zero, or no curl since its divergence is not."""
    test = ZERO_OF.get(name)
    if test is None or dimension < 3 or (rank(term),) not in CATALOGUE[test].signatures:
        return False
    return not_zero(_component(apply(test, term)), dimension)


@lru_cache(maxsize=8)
def _zero_on_constants(rewrites: Rewrites) -> frozenset[Op]:
    """The operators of which a law says that they make zero of what is constant."""
    return frozenset(
        rule.lhs.op
        for rule in rewrites.rules
        if rule.rhs is zero(rank(rule.lhs)) and any(condition.name == "constant" for condition in rule.conditions)
    )


def _where_constant(term: Term, gone: frozenset[Op]) -> Term | None:
    """The term where all fields are constant; None where it has no value there, or none that is known."""
    nodes = list(postorder(term))
    if POSITIONS & set(names_in(term).values()):
        return None
    if any(node.op.name in ("divide", "power") and _has(node.args[1], gone) for node in nodes):
        return None
    left = fold(term, lambda op, args: zero(rank_of_op(op)) if op in gone else Term(op, tuple(args)))
    known = all(node.op.name not in DERIVATIVES | {"dalembertian"} for node in postorder(left))
    powers = any(node.op.name == "power" and _has(node.args[0], gone) for node in nodes)
    return left if known and not powers else None


def _has(term: Term, ops: frozenset[Op]) -> bool:
    return any(node.op in ops for node in postorder(term))


def _component(term: Term) -> Term:
    """A scalar that is zero only if a vector or tensor is: its component in directions that nothing is known of."""
    count = 0
    while rank(term):
        count += 1
        direction = symbol_term(Declaration(f"{NAME}_{count}", "constant_vector"))
        term = apply("dot", term, direction)
    return term
