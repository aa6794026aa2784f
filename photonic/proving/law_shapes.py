"""What laws say of an operator as a whole: in which operands it is linear, and of which factors.

Nothing of this is declared: it is read off the laws of the operator's glyph, ∇·(X + Y) = ∇·X + ∇·Y and
∇·(f X) = f ∇·X for constant f.
"""

from __future__ import annotations

from functools import lru_cache

from attrs import frozen

from backends.calculus import SPACE
from photonic.expressions.catalogue import CATALOGUE
from photonic.terms import rank_of_op
from photonic.theory.laws import Law, laws_of
from rewriting.op import VARIABLE, Op
from rewriting.term import Term, postorder

__all__ = ["Shape", "shape_of"]


@frozen
class Shape:
    """The operands in which an operator is additive, and out of which it lets factors, constants or any."""

    additive: frozenset[int] = frozenset()
    constants: frozenset[int] = frozenset()
    factors: frozenset[int] = frozenset()

    @property
    def homogeneous(self) -> frozenset[int]:
        """The operands that make it zero when they are."""
        return self.constants | self.factors

    @property
    def linear(self) -> frozenset[int]:
        """The operands in which it is linear, over constants at least."""
        return self.additive & self.homogeneous


@lru_cache(maxsize=1 << 10)
def shape_of(op: Op, arity: int) -> Shape:
    """What the laws of an operator's glyph say of it."""
    if op.name in ("multiply", "divide"):
        return Shape(factors=frozenset((0, 1) if op.name == "multiply" else (0,)))
    declared = laws_of(CATALOGUE[op.name]) if op.name in CATALOGUE else ()
    laws = [law for law in declared if law.left.op == op and len(law.dimensions) == len(SPACE)]
    additive = {k for law in laws if (k := _summed(law)) is not None}
    scaled = [(k, law.conditions) for law in laws if (k := _scaled(law)) is not None]
    factors = {k for k, conditions in scaled if not conditions}
    constants = {k for k, conditions in scaled if conditions}
    if arity == 2 and any(_commutes(law) for law in laws):
        additive, factors, constants = ({*ks, *(1 - k for k in ks)} for ks in (additive, factors, constants))
    return Shape(frozenset(additive), frozenset(constants), frozenset(factors))


def _place(law: Law, operator: str) -> tuple[int, Term] | None:
    """The one operand of the left side that is no letter but this operator on two letters, all letters distinct."""
    places = [k for k, part in enumerate(law.left.args) if part.op.name != VARIABLE]
    letters = [node for node in postorder(law.left) if node.op.name == VARIABLE]
    if len(places) != 1 or len(letters) != len(law.left.args) + 1:
        return None
    part = law.left.args[places[0]]
    fits = part.op.name == operator and all(each.op.name == VARIABLE for each in part.args)
    return (places[0], part) if fits else None


def _with(term: Term, place: int, part: Term) -> Term:
    return Term(term.op, (*term.args[:place], part, *term.args[place + 1 :]))


def _summed(law: Law) -> int | None:
    """Which operand a law says the operator is additive in."""
    found = _place(law, "add")
    if found is None or law.conditions:
        return None
    place, part = found
    of_rank = rank_of_op(law.left.op)
    parts = tuple(_with(law.left, place, each) for each in part.args)
    return place if law.right is Term(Op("add", (of_rank, of_rank)), parts) else None


def _scaled(law: Law) -> int | None:
    """Which operand a law takes a factor out of, a constant one perhaps."""
    found = _place(law, "multiply")
    if found is None or any(predicate != "constant" for predicate, _ in law.conditions):
        return None
    place, part = found
    factor, rest = part.args
    if any(about != str(factor.op.payload) for _, about in law.conditions):
        return None
    product = Term(Op("multiply", (0, rank_of_op(law.left.op))), (factor, _with(law.left, place, rest)))
    return place if law.right is product else None


def _commutes(law: Law) -> bool:
    """Whether a law says that two operands may be exchanged, up to a sign."""
    right = law.right.args[0] if law.right.op.name == "negate" else law.right
    both = all(part.op.name == VARIABLE for part in law.left.args)
    return both and not law.conditions and right.op == law.left.op and right.args == law.left.args[::-1]
