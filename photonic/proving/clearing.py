"""Clearing: zero terms, factors of one and double minus signs left out, as one step that a kernel works out itself.

X + 0, 0 X, 1 X, −−X and X/1 are written shorter, the order of what stays is kept. So is ∇0, k·𝟎 or 𝟘 : I: an operator
is zero where an operand is in which it is homogeneous, and that is read off the laws that its glyph declares.
"""

from __future__ import annotations

from functools import lru_cache

from photonic.expressions.catalogue import CATALOGUE
from photonic.terms import apply, rank_of_op, zero
from photonic.theory.laws import Law, laws_of
from rewriting.op import NUMBER, VARIABLE, Op
from rewriting.proof import Computation
from rewriting.term import Term, number, postorder

__all__ = ["CLEARING", "cleared", "cleared_root", "is_zero"]

ZEROS = frozenset({"zero_vector", "zero_tensor"})
ONE = number(1)


def is_zero(term: Term) -> bool:
    """Whether a term is written as a zero."""
    return term.op.name in ZEROS or (term.op.name == NUMBER and term.op.payload == 0)


def cleared(term: Term, known: dict[Term, Term] | None = None) -> Term:
    """The term with everything cleared, inside and outside; `known` keeps what was cleared before."""
    known = {} if known is None else known
    stack = [term]
    while stack:
        node = stack[-1]
        missing = [child for child in node.args if child not in known]
        if missing and node not in known:
            stack += missing
        elif stack.pop() not in known:
            args = tuple(known[child] for child in node.args)
            same = all(new is old for new, old in zip(args, node.args, strict=True))
            known[node] = cleared_root(node if same else Term(node.op, args))
    return known[term]


def cleared_root(term: Term) -> Term:
    """The term cleared at its root, where its operands are."""
    args = term.args
    if not args:
        return term
    match term.op.name:
        case "negate":
            return args[0] if is_zero(args[0]) else _negated(args[0], term)
        case "add":
            return args[1] if is_zero(args[0]) else args[0] if is_zero(args[1]) else term
        case "subtract":
            if is_zero(args[1]):
                return args[0]
            return _negated(args[1], None) if is_zero(args[0]) else term
        case "multiply" if ONE in args:
            return args[1] if args[0] is ONE else args[0]
        case "divide" if args[1] is ONE:
            return args[0]
    if any(is_zero(args[k]) for k in _homogeneous(term.op, len(args))):
        return zero(rank_of_op(term.op))
    return term


def _negated(term: Term, written: Term | None) -> Term:
    return term.args[0] if term.op.name == "negate" else written or apply("negate", term)


@lru_cache(maxsize=1 << 10)
def _homogeneous(op: Op, arity: int) -> tuple[int, ...]:
    """The operands in which an operator is homogeneous: f (c X) = c f(X), at least for constant c."""
    if op.name in ("multiply", "divide"):
        return (0, 1) if op.name == "multiply" else (0,)
    if op.name not in CATALOGUE:
        return ()
    laws = [law for law in laws_of(CATALOGUE[op.name]) if law.left.op == op]
    found = {place for law in laws if (place := _scaled_operand(law)) is not None}
    if found and arity == 2 and any(_commutes(law) for law in laws):
        found = {0, 1}
    return tuple(sorted(found))


def _scaled_operand(law: Law) -> int | None:
    """Which operand a law takes a factor out of, if that is what it says."""
    left, right = law.left, law.right
    places = [k for k, part in enumerate(left.args) if part.op.name != VARIABLE]
    if len(places) != 1 or any(predicate != "constant" for predicate, _ in law.conditions):
        return None
    (place,) = places
    part = left.args[place]
    letters = [node for node in postorder(left) if node.op.name == VARIABLE]
    if part.op.name != "multiply" or len(letters) != len(left.args) + 1:
        return None
    factor, rest = part.args
    plain = Term(left.op, (*left.args[:place], rest, *left.args[place + 1 :]))
    return place if right is Term(Op("multiply", (0, rank_of_op(left.op))), (factor, plain)) else None


def _commutes(law: Law) -> bool:
    """Whether a law says that two operands may be exchanged, up to a sign."""
    right = law.right.args[0] if law.right.op.name == "negate" else law.right
    both = all(part.op.name == VARIABLE for part in law.left.args)
    return both and not law.conditions and right.op == law.left.op and right.args == law.left.args[::-1]


CLEARING = Computation("clear_zeros", cleared)
"""Zero terms and unit factors left out. It is cited in proofs only; no e-graph runs it."""
