"""Factors, common divisors and quotients of polynomials, worked out by FLINT.

Nothing rests on them: who uses a factorisation proves it by collecting terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from photonic.normal_forms.polynomials import Monomial, Polynomial, atoms, factor_key
from photonic.normal_forms.termorder import order_key
from photonic.terms import rank_of_op
from rewriting.term import Term

__all__ = ["divided", "factors_of", "greatest_divisor"]


def factors_of(polynomial: Polynomial) -> tuple[Fraction, list[tuple[Polynomial, int]]]:
    """A number and the irreducible factors of a polynomial, not 0, with their multiplicities."""
    ring = _Ring([polynomial])
    content, found = ring.element(polynomial).factor()
    return _fraction(content), sorted(
        ((ring.polynomial(factor), int(power)) for factor, power in found), key=lambda pair: (pair[1], len(pair[0]))
    )


def divided(polynomial: Polynomial, divisor: Polynomial) -> tuple[Polynomial, Polynomial]:
    """The quotient and the remainder of a division by a polynomial that is not 0."""
    ring = _Ring([polynomial, divisor])
    quotient, remainder = divmod(ring.element(polynomial), ring.element(divisor))
    return ring.polynomial(quotient), ring.polynomial(remainder)


def greatest_divisor(polynomials: Sequence[Polynomial]) -> Polynomial:
    """The greatest common divisor of polynomials, not all 0."""
    ring = _Ring(polynomials)
    found = ring.element(polynomials[0])
    for other in polynomials[1:]:
        found = found.gcd(ring.element(other))
    return ring.polynomial(found)


class _Ring:
    """The ring in the scalars, vectors and tensors that some polynomials speak of."""

    def __init__(self, polynomials: Iterable[Polynomial]) -> None:
        from flint import fmpq_mpoly_ctx  # seldom needed, and not free to import

        found = dict.fromkeys(each for polynomial in polynomials for each in atoms(polynomial))
        self._atoms: list[Term] = sorted(found, key=order_key)
        self._place = {each: k for k, each in enumerate(self._atoms)}
        self._context = fmpq_mpoly_ctx.get([f"x{k}" for k in range(max(len(self._atoms), 1))], "lex")

    def element(self, polynomial: Polynomial) -> Any:
        """The polynomial as FLINT's."""
        from flint import fmpq

        found = {}
        for (factors, value), coefficient in polynomial.items():
            exponents = [0] * max(len(self._atoms), 1)
            for each in (*factors, *(() if value is None else (value,))):
                exponents[self._place[each]] += 1
            found[tuple(exponents)] = fmpq(coefficient.numerator, coefficient.denominator)
        return self._context.from_dict(found)

    def polynomial(self, element: Any) -> Polynomial:
        """FLINT's polynomial as ours."""
        return {self._monomial(exponents): _fraction(c) for exponents, c in element.to_dict().items()}

    def _monomial(self, exponents: Sequence[int]) -> Monomial:
        factors: list[Term] = []
        value = None
        for each, power in zip(self._atoms, exponents, strict=False):
            if power and rank_of_op(each.op):
                value = each
            else:
                factors += [each] * int(power)
        return tuple(sorted(factors, key=factor_key)), value


def _fraction(number: Any) -> Fraction:
    return Fraction(int(number.p), int(number.q))
