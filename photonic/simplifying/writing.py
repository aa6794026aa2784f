"""Writing: of the ways to write a polynomial, the one with the lowest measure.

A sum is written as it is, in factors, and split by the part that stands in most of its terms (W. Horner's scheme, in
several variables). All of them have one collected form, so collecting terms proves that they are equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction

from photonic.normal_forms.collecting import collected, opened, operands, unopened
from photonic.normal_forms.factoring import factors_of
from photonic.normal_forms.polynomials import (
    ONE,
    Monomial,
    Polynomial,
    TooLargeError,
    atoms,
    is_inverse,
    primitive,
    rest_of,
)
from photonic.simplifying.products import product_of, sum_of
from photonic.terms import rank, rank_of_op, zero
from rewriting.term import Term

__all__ = ["Writer"]

WIDEST = 24
"""Terms of a sum that is looked at in factors and split."""

FEW = 8
"""Terms of a sum of which one may be left out so that the others are a product."""


class Writer:
    """Writes polynomials so that a measure of terms, `value`, is low; what it has written it knows again."""

    def __init__(self, value: Callable[[Term], tuple[float, ...]]) -> None:
        self._value = value
        self._written: dict[frozenset[tuple[Monomial, Fraction]], Term] = {}
        self._forms: dict[Term, Term] = {}
        self._products: dict[tuple[Monomial, Fraction, Term | None], Term] = {}

    def lowest(self, term: Term) -> Term:
        """The lowest form found of a term that collecting looks through; itself where there is none that is lower."""
        known = self._forms.get(term)
        if known is None:
            known = self._forms[term] = self._lowest(term)
            self._forms.setdefault(known, known)
        return known

    def _lowest(self, term: Term) -> Term:
        if not operands(term) or collected(term) is None:
            return term
        of_rank = rank(term)
        forms = [term, self.written(opened(term), of_rank)]
        for start in (term, forms[1]):
            try:
                forms.append(self.written(unopened(start), of_rank))
            except TooLargeError:
                continue
        forms.append(self._all_but_one(opened(term), of_rank))
        return min(forms, key=self._value)

    def written(self, polynomial: Polynomial, of_rank: int) -> Term:
        """The lowest of the ways in which a polynomial is written here."""
        if not polynomial:
            return zero(of_rank)
        key = frozenset(polynomial.items())
        if key not in self._written:
            self._written[key] = min(self._ways(polynomial, of_rank), key=self._value)
        return self._written[key]

    def _ways(self, polynomial: Polynomial, of_rank: int) -> Iterator[Term]:
        parts = sorted(polynomial.items(), key=lambda part: part[0] == ONE)
        yield sum_of([self._product(monomial, coefficient) for monomial, coefficient in parts])
        if not 1 < len(polynomial) <= WIDEST:
            return
        content, common, rest = primitive(polynomial)
        if common != ONE or content != 1:
            inner = self.written(rest, of_rank if common[1] is None else 0)
            yield self._product(common, content, inner)
            return
        yield from self.in_factors(rest, of_rank)
        split = self._splitting(rest)
        if split is not None:
            with_it = {rest_of(m, split): c for m, c in rest.items() if _has(m, split)}
            others = {m: c for m, c in rest.items() if not _has(m, split)}
            inner = self.written(with_it, of_rank if split[1] is None else 0)
            yield sum_of([self._product(split, Fraction(1), inner), self.written(others, of_rank)])

    def in_factors(self, polynomial: Polynomial, of_rank: int) -> Iterator[Term]:
        """The product of a polynomial's factors, where there are several."""
        if _irreducible(polynomial) and primitive(polynomial)[1] == ONE:
            return
        content, factors = factors_of(polynomial)
        if sum(power for _, power in factors) < 2:
            return
        scalars, value = [], None
        for factor, power in factors:
            if any(own is not None for _, own in factor):
                value = self.written(factor, of_rank)
            else:
                scalars += [self.written(factor, 0)] * power
        yield _signed_product(content, scalars, [], value)

    def _all_but_one(self, polynomial: Polynomial, of_rank: int) -> Term:
        """A product and one term beside it, where that is lower: (f + g)^2 + u."""
        best = self.written(polynomial, of_rank)
        if not 2 < len(polynomial) <= FEW or len(atoms(polynomial)) > FEW:
            return best
        for monomial, coefficient in polynomial.items():
            others = {m: c for m, c in polynomial.items() if m != monomial}
            for form in self.in_factors(others, of_rank):
                whole = sum_of([form, self._product(monomial, coefficient)])
                best = min(best, whole, key=self._value)
        return best

    def _splitting(self, polynomial: Polynomial) -> Monomial | None:
        """The part whose single occurrence saves most."""
        found = [(count, each) for each, count in atoms(polynomial).items() if count > 1]
        if not found:
            return None
        _, best = max(found, key=lambda pair: ((pair[0] - 1) * (1 + self._value(pair[1])[0]), pair[0]))
        return ((), best) if rank_of_op(best.op) else ((best,), None)

    def _product(self, monomial: Monomial, coefficient: Fraction, inner: Term | None = None) -> Term:
        """A monomial, times what is written already."""
        key = (monomial, coefficient, inner)
        if key not in self._products:
            self._products[key] = self._multiple(*key)
        return self._products[key]

    def _multiple(self, monomial: Monomial, coefficient: Fraction, inner: Term | None) -> Term:
        factors, value = monomial
        above = [self.lowest(factor) for factor in factors if not is_inverse(factor)]
        below = [self.lowest(factor.args[1]) for factor in factors if is_inverse(factor)]
        if value is not None:
            value = self.lowest(value)
        if inner is not None and rank(inner):
            value = inner
        elif inner is not None:
            above.append(inner)
        return _signed_product(coefficient, above, below, value)


def _signed_product(coefficient: Fraction, above: list[Term], below: list[Term], value: Term | None) -> Term:
    """The product with the minus signs of its factors taken in front."""
    for side in (above, below):
        for k, factor in enumerate(side):
            if factor.op.name == "negate":
                side[k], coefficient = factor.args[0], -coefficient
    if value is not None and value.op.name == "negate":
        value, coefficient = value.args[0], -coefficient
    if coefficient < 0:
        for side in (above, below):
            turned = next((k for k, factor in enumerate(side) if _is_difference(factor)), None)
            if turned is not None:
                side[turned] = Term(side[turned].op, side[turned].args[::-1])
                return product_of(-coefficient, above, below, value)
        if value is not None and _is_difference(value):
            return product_of(-coefficient, above, below, Term(value.op, value.args[::-1]))
    return product_of(coefficient, above, below, value)


def _is_difference(term: Term) -> bool:
    """Whether a term is X − Y with X no sum, so that Y − X is written as briefly."""
    return term.op.name == "subtract" and term.args[0].op.name not in ("add", "subtract")


def _irreducible(polynomial: Polynomial) -> bool:
    """Whether a sum whose terms have nothing in common is seen to have no factors: one part stands in one term, once.

    Then it is m x + p where x is in neither m nor p: a factor without x would divide m, so be common to all terms.
    """
    times: Counter[Term] = Counter()
    for factors, value in polynomial:
        times.update(factors)
        if value is not None:
            times[value] += 1
    return 1 in times.values()


def _has(monomial: Monomial, part: Monomial) -> bool:
    return part[0][0] in monomial[0] if part[0] else monomial[1] is part[1]
