"""Differences: X + (−Y) as X − Y and (−2) X as −2 X, for who reads a proof.

Normal forms are sums of multiples, the negative ones too, and laws of sums speak of them so. That is how a proof is
checked, but not how its lines are written; the two sides of a claim are, as they were given.
"""

from __future__ import annotations

from collections.abc import Callable

from photonic.terms import apply
from rewriting.op import NUMBER, Op
from rewriting.proofs.steps import Proof
from rewriting.term import Term, fold, number

__all__ = ["with_differences", "writer_of"]

Write = Callable[[Term], str]


def writer_of(whole: Term, proof: Proof, write: Write) -> Write:
    """How an expression of a proof is written, and its parts: a side of the claim as it stands."""
    if whole is proof.lhs or whole is proof.rhs:
        return write
    return lambda term: write(with_differences(term))


def with_differences(term: Term) -> Term:
    """An equal term in which no multiple is added that could be subtracted."""
    return fold(term, _rebuilt)


def _rebuilt(op: Op, args: list[Term]) -> Term:
    match op.name:
        case "add" if args[1].op.name == "negate":
            return apply("subtract", args[0], args[1].args[0])
        case "multiply" | "divide" if (size := _without_sign(args[0])) is not None:
            return apply("negate", apply(op.name, size, args[1]))
    return Term(op, tuple(args))


def _without_sign(factor: Term) -> Term | None:
    """The positive number of which a factor is the opposite, if it is a negative one."""
    if factor.op.name == NUMBER and factor.op.payload < 0:
        return number(-factor.op.payload)
    below = factor.args[0] if factor.op.name == "negate" else None
    is_quotient = below is not None and below.op.name == "divide" and all(p.op.name == NUMBER for p in below.args)
    return below if is_quotient else None
