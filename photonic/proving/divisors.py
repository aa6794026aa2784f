"""Divisors: what a problem itself divides by, and which is therefore not zero wherever the problem says anything.

A claim with division holds where no denominator vanishes. So a factor of a denominator, an operand of log and the base
of a power with a symbol in its exponent may be cancelled, whatever the hypotheses say of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from photonic.normal_forms.collecting import is_arithmetic, monomials_of
from photonic.normal_forms.polynomials import TooLargeError
from photonic.terms import FUNCTION, apply
from photonic.theory.signs import literal
from rewriting.op import NUMBER
from rewriting.term import Term, number, postorder

__all__ = ["Divisors"]


class Divisors:
    """The scalars that some terms divide by, with the factors of each."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._known: set[Term] = set()
        written = dict.fromkeys(found for term in terms for found in _divisors(term))
        self.written: tuple[Term, ...] = tuple(written)
        for divisor in self.written:
            self.add(divisor)

    def add(self, divisor: Term) -> None:
        """Take a scalar for not zero, and with it its factors."""
        for factor in _factors(divisor):
            if factor not in self._known:
                self._known.add(factor)
                for part in _within(factor):
                    self.add(part)

    def holds(self, term: Term) -> bool:
        """Whether a scalar is a product of known divisors, of their powers and of numbers."""
        if not self._known:
            return False
        return all(factor in self._known or _inverse_of_known(factor, self._known) for factor in _factors(term))


def _inverse_of_known(factor: Term, known: set[Term]) -> bool:
    """Whether a factor is 1/f, √f, a norm or a power of something known."""
    parts = _within(factor)
    return bool(parts) and all(inner in known for part in parts for inner in _factors(part))


def _factors(term: Term) -> list[Term]:
    """The factors of a collected scalar, without numbers; a sum is one factor, in its collected form."""
    if not is_arithmetic(term):
        return [] if term.op.name == NUMBER and term.op.payload else [term]
    try:
        monomials = monomials_of(term)
    except TooLargeError:
        return [term]
    if len(monomials) == 1:
        return [factor for factor in monomials[0][1] if factor.op.name != NUMBER]
    return [_primitive_sum(term)]


def _primitive_sum(term: Term) -> Term:
    """A sum as it stands in a denominator: 1/(2 f − 2 g) is 1/2 of 1/(f − g)."""
    inverse = monomials_of(apply("divide", number(1), term))
    ((_, factors, _),) = inverse
    sums = [factor.args[1] for factor in factors if factor.op.name == "divide" and is_arithmetic(factor.args[1])]
    return sums[0] if sums else term


def _within(factor: Term) -> tuple[Term, ...]:
    """What is not zero where a factor is not zero and has a value, and the other way round."""
    if factor.op.name in ("sqrt", "power"):
        return (factor.args[0],)
    if factor.op.name == "divide":
        return (factor.args[1],)
    if factor.op.name == "norm":
        return (apply("dot", factor.args[0], factor.args[0]),)
    return ()


def _divisors(term: Term) -> Iterator[Term]:
    """Denominators, operands of logarithms, bases of powers that may be negative."""
    for node in postorder(term):
        if node.op.name == "divide" and literal(node.args[1]) is None:
            yield node.args[1]
        elif node.op.name == "power":
            exponent = literal(node.args[1])
            if exponent is None or exponent < 0:
                yield node.args[0]
        elif node.op.name == "dalembertian" and len(node.args) == 2:
            yield node.args[1]
        elif node.op.name == FUNCTION and node.op.payload == "log":
            yield node.args[0]
