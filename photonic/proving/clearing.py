"""Clearing: zero terms, factors of one and double minus signs left out, as one step that a kernel works out itself.

X + 0, 0 X, 1 X, −−X, X − (−Y) and X/1 are written shorter, the order of what stays is kept. So is ∇0, k·𝟎 or 𝟘 : I:
an operator is zero where an operand is in which it is homogeneous, and that is read off the laws of its glyph.
"""

from __future__ import annotations

from photonic.proving.law_shapes import shape_of
from photonic.terms import apply, rank_of_op, zero
from rewriting.op import NUMBER
from rewriting.proof import Computation
from rewriting.term import Term, number

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
            if is_zero(args[0]):
                return _negated(args[1], None)
            return apply("add", args[0], args[1].args[0]) if args[1].op.name == "negate" else term
        case "multiply" if ONE in args:
            return args[1] if args[0] is ONE else args[0]
        case "divide" if args[1] is ONE:
            return args[0]
    if any(map(is_zero, args)) and any(is_zero(args[k]) for k in shape_of(term.op, len(args)).homogeneous):
        return zero(rank_of_op(term.op))
    return term


def _negated(term: Term, written: Term | None) -> Term:
    return term.args[0] if term.op.name == "negate" else written or apply("negate", term)


CLEARING = Computation("clear_zeros", cleared)
"""Zero terms and unit factors left out. It is cited in proofs only; no e-graph runs it."""
