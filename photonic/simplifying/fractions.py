"""Fractions: a sum, product or quotient with quotients in it, as one quotient without a common divisor.

Quotients are put together from the inside, a law at a time; the greatest common divisor of what then stands above and
below is FLINT's, and taken out by a law that asks that it is not zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from photonic.normal_forms.collecting import exponent_of, is_arithmetic, opened
from photonic.normal_forms.factoring import divided, greatest_divisor
from photonic.normal_forms.polynomials import (
    ONE,
    UNIT,
    Polynomial,
    TooLargeError,
    atoms,
    is_inverse,
    multiplied,
    primitive,
    scaled,
)
from photonic.simplifying.offers import Way, rearranged
from photonic.simplifying.rewrites import Rewrites
from photonic.terms import apply, rank
from rewriting.proofs.move import Move, shifted
from rewriting.term import Term, number, replace_at

__all__ = ["Fractions"]

Write = Callable[[Polynomial, int], Term]
WIDEST = 16
"""Terms above or below that are divided."""

PUT_TOGETHER: Mapping[str, str] = {
    "add": "quotient_sum",
    "multiply": "quotient_product",
    "divide": "quotient_quotient",
    "negate": "quotient_negative",
}
"""The law that makes one quotient of an operation on quotients."""


class Fractions:
    """Calculation with quotients by the laws of a theory; `write` writes a polynomial of a rank."""

    def __init__(self, rewrites: Rewrites, write: Write) -> None:
        self._rewrites, self._write = rewrites, write

    def ways(self, term: Term) -> Iterator[Way]:
        """The term as one quotient without a common divisor; nothing where there is no quotient in it."""
        if not has_quotient(term):
            return
        try:
            whole, moves = self._whole(term)
            if whole.op.name == "divide":
                for sign in (1, -1):
                    form, more = self._reduced(whole, sign)
                    yield form, [*moves, *more]
        except (TooLargeError, _NoLawError):
            return

    def _whole(self, term: Term) -> Way:
        """The term as a quotient of terms without quotients, or without any."""
        if not has_quotient(term):
            return term, []
        if term.op.name == "power":
            product = _as_product(term)
            form, more = self._whole(product)
            return form, [*rearranged(term, product), *more]
        moves: list[Move] = []
        for prepare in (self._operands, self._as_sum, self._scalar_first):
            term, more = prepare(term)
            moves += more
        if all(arg.op.name != "divide" for arg in term.args):
            return term, moves
        for prepare in (self._over_one, self._by_law):
            term, more = prepare(term)
            moves += more
        return term, moves

    def _operands(self, term: Term) -> Way:
        """The term on operands that are whole."""
        wholes = [self._whole(child) for child in term.args]
        moves = [move for k, (_, own) in enumerate(wholes) for move in shifted(own, (k,))]
        return Term(term.op, tuple(form for form, _ in wholes)), moves

    def _as_sum(self, term: Term) -> Way:
        """A difference as the sum with the negative, which goes into a quotient."""
        if term.op.name != "subtract":
            return term, []
        term, moves = self._step("subtract_as_add", term)
        if term.args[1].args[0].op.name != "divide":
            return term, moves
        negated, more = self._step("quotient_negative", term.args[1])
        return replace_at(term, (1,), negated), [*moves, *shifted(more, (1,))]

    def _scalar_first(self, term: Term) -> Way:
        """A product whose second factor is the vector or the tensor."""
        if term.op.name != "multiply" or not rank(term.args[0]):
            return term, []
        return self._step("multiply_scalar_first" if rank(term) == 1 else "multiply_tensor_first", term)

    def _over_one(self, term: Term) -> Way:
        """The term with all its operands as quotients, over 1 where there was none."""
        moves = []
        for k, operand in enumerate(term.args):
            if operand.op.name != "divide":
                over_one = apply("divide", operand, number(1))
                _, (back,) = self._step("divide_one", over_one)
                moves.append(Move(back.rule, False, (k,), back.bindings))
                term = replace_at(term, (k,), over_one)
        return term, moves

    def _by_law(self, term: Term) -> Way:
        """What is made of quotients, as one."""
        return self._step(PUT_TOGETHER[term.op.name], term)

    def _reduced(self, term: Term, sign: int) -> Way:
        """A quotient without what its two sides have in common; the sign below is the first one's, or the other."""
        above, below = (opened(side) for side in term.args)
        if not below or any(is_inverse(each) for each in (*atoms(above), *atoms(below))):
            raise TooLargeError
        common: Polynomial = {ONE: UNIT}
        if above and max(len(above), len(below)) <= WIDEST:
            _, monomial, rest = primitive(greatest_divisor([above, below]))
            common = multiplied(rest, {monomial: UNIT})
        upper, lower = (divided(side, common)[0] if side else side for side in (above, below))
        content = sign * primitive(lower)[0]
        upper, lower = (scaled(side, 1 / content) if side else side for side in (upper, lower))
        shared = self._write(scaled(common, content), 0)
        n, d = self._write(upper, rank(term)), self._write(lower, 0)
        if d is number(1):
            return self._after("quotient_whole", term, apply("divide", apply("multiply", shared, n), shared))
        if shared is number(1):
            end = apply("divide", n, d)
            return end, _sides(term, end)
        start = apply("divide", apply("multiply", shared, n), apply("multiply", shared, d))
        return self._after("quotient_common", term, start)

    def _after(self, law: str, term: Term, start: Term) -> Way:
        """What a law makes of a quotient whose sides are the term's, collected in another way."""
        form, moves = self._step(law, start)
        return form, [*_sides(term, start), *moves]

    def _step(self, name: str, term: Term) -> Way:
        """What a law makes of a term at its root."""
        found = next(self._rewrites.one_step(name, term), None)
        if found is None:
            raise _NoLawError(name)
        return found


class _NoLawError(ValueError):
    """A law is not there in this dimension, or its condition does not hold."""


def has_quotient(term: Term) -> bool:
    """Whether a quotient, or a power with a negative exponent, is among the sums and products at the top of a term."""
    stack = [term]
    while stack:
        node = stack.pop()
        exponent = exponent_of(node.args[1]) if node.op.name == "power" else 1
        if node.op.name == "divide" or (exponent is not None and exponent < 0):
            return True
        if node.op.name == "power":
            stack += node.args[:1] if exponent is not None else ()
        elif is_arithmetic(node):
            stack += node.args
    return False


def _as_product(term: Term) -> Term:
    """A whole power as the product that collecting reads it as."""
    exponent = exponent_of(term.args[1])
    if exponent is None:
        raise TooLargeError
    factor = term.args[0] if exponent > 0 else apply("divide", number(1), term.args[0])
    product = factor
    for _ in range(abs(exponent) - 1):
        product = apply("multiply", factor, product)
    return product


def _sides(start: Term, end: Term) -> list[Move]:
    """The moves from one quotient to another whose sides are collected to the same."""
    return [move for k in (0, 1) for move in shifted(rearranged(start.args[k], end.args[k]), (k,))]
