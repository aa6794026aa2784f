"""Matching of laws about sums with a sum, whatever the order, the brackets and a common factor.

The pattern that says most is matched with the factors of the sum's terms first; what else stands in that term is a
factor that the whole law is multiplied by, and the law's other terms are looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from photonic.normal_forms.collecting import opened
from photonic.normal_forms.polynomials import ONE, Monomial, Polynomial, TooLargeError, atoms, is_inverse, rest_of
from photonic.simplifying.law_patterns import Bindings, Pattern, SumLaw, if_any, letters_of
from photonic.simplifying.products import product_of
from photonic.simplifying.variants import Origins, Parts, Variants
from rewriting.op import Op
from rewriting.proofs.matching import match_term
from rewriting.term import Term

__all__ = ["Matches"]


class Matches:
    """A sum's terms, and how laws fit them."""

    def __init__(self, sum_: Polynomial, variants: Variants, origins: Origins) -> None:
        self.parts = Parts(atoms(sum_), variants, origins)
        self._monomials = [(each, self._ops_of(each)) for each in sum_]
        self.ops: frozenset[Op] = frozenset().union(*(ops for _, ops in self._monomials))
        """The operators that patterns may see."""

    def _ops_of(self, monomial: Monomial) -> frozenset[Op]:
        """The operators that patterns may see in a monomial."""
        factors, value = monomial
        return frozenset(op for each in (*factors, *if_any(value)) for op in self.parts.forms(each))

    def of(self, law: SumLaw) -> Iterator[tuple[Bindings, Monomial]]:
        """Bindings of all letters, and the factor that the terms have besides."""
        first, *others = law.patterns
        needed = set(law.rule.variables)
        for monomial, ops in self._monomials:
            if not first.ops <= ops:
                continue
            for bindings, rest in self._in_monomial(first, monomial, {}):
                if needed <= bindings.keys():
                    yield bindings, rest
                    continue
                for more in self._others(others, bindings, rest):
                    if needed <= more.keys():
                        yield more, rest

    def _others(self, patterns: list[Pattern], bindings: Bindings, times: Monomial) -> Iterator[Bindings]:
        """Letters that are still free, from the patterns that have them."""
        pattern = next((p for p in patterns if set(letters_of(p)) - bindings.keys()), None)
        if pattern is None:
            yield bindings
            return
        left = [p for p in patterns if p is not pattern]
        for monomial, ops in self._monomials:
            if pattern.ops <= ops and _divides(times, monomial):
                for more, rest in self._in_monomial(pattern, rest_of(monomial, times), bindings):
                    if rest == ((), None):
                        yield from self._others(left, more, times)

    def _in_monomial(
        self, pattern: Pattern, monomial: Monomial, bindings: Bindings
    ) -> Iterator[tuple[Bindings, Monomial]]:
        """Ways in which a pattern stands in a monomial, and the factors that are left."""
        for found, rest in self._opaque(pattern.opaque, monomial, bindings):
            factors, value = list(rest[0]), rest[1]
            for letter in (each for each in pattern.letters if each in found):
                taken = _factors_of(found[letter])
                if taken is None or any(factors.count(f) < taken.count(f) for f in taken):
                    break
                for factor in taken:
                    factors.remove(factor)
            else:
                free = [each for each in pattern.letters if each not in found]
                if pattern.value is not None:
                    if value is None:
                        continue
                    bound = found.get(pattern.value)
                    if bound is None and factors and not free:
                        yield {**found, pattern.value: _product(factors, value)}, ONE
                    if bound is not None and bound is not value:
                        left = _without(bound, (tuple(factors), value))
                        if left is None:
                            continue
                        factors = list(left)
                    found, value = {pattern.value: value, **found}, None
                if not free:
                    yield found, (tuple(factors), value)
                elif len(free) > 1 and len(set(free)) == 1:
                    for factor in dict.fromkeys(factors):
                        if factors.count(factor) >= len(free):
                            same = (factor,) * len(free)
                            yield {**found, free[0]: factor}, rest_of((tuple(factors), value), (same, None))
                elif len(free) == 1 and factors:
                    yield {**found, free[0]: _product(factors)}, ((), value)
                    if len(factors) > 1:
                        for factor in dict.fromkeys(factors):
                            yield {**found, free[0]: factor}, rest_of((tuple(factors), value), ((factor,), None))

    def _opaque(
        self, patterns: tuple[Term, ...], monomial: Monomial, bindings: Bindings
    ) -> Iterator[tuple[Bindings, Monomial]]:
        if not patterns:
            yield bindings, monomial
            return
        first, *others = patterns
        factors, value = monomial
        for factor in dict.fromkeys((*factors, *if_any(value))):
            part: Monomial = ((), value) if factor is value else ((factor,), None)
            for form in self.parts.forms(factor).get(first.op, ()):
                found = match_term(first, form)
                if found is not None and all(bindings.get(k, v) is v for k, v in found.items()):
                    yield from self._opaque(tuple(others), rest_of(monomial, part), {**bindings, **found})


def _factors_of(term: Term) -> tuple[Term, ...] | None:
    """The factors that a scalar is a product of; None where it is none."""
    polynomial = opened(term)
    ((monomial, coefficient),) = polynomial.items() if len(polynomial) == 1 else (((((term,), None)), Fraction(1)),)
    return monomial[0] if coefficient == 1 else None


def _product(factors: Iterable[Term], value: Term | None = None) -> Term:
    """The product of a monomial's parts as it is written elsewhere: with 1/f below a line."""
    sides: tuple[list[Term], list[Term]] = [], []
    for factor in factors:
        below = is_inverse(factor)
        sides[below].append(factor.args[1] if below else factor)
    return product_of(Fraction(1), *sides, value)


def _without(value: Term, monomial: Monomial) -> tuple[Term, ...] | None:
    """The factors that a monomial has besides a vector or tensor, which may be a multiple; None where it has not."""
    try:
        polynomial = opened(value)
    except TooLargeError:
        return None
    part, coefficient = next(iter(polynomial.items()), (ONE, 0))
    if len(polynomial) != 1 or coefficient != 1 or part[1] is not monomial[1] or not _divides(part, monomial):
        return None
    return rest_of(monomial, part)[0]


def _divides(part: Monomial, monomial: Monomial) -> bool:
    factors = monomial[0]
    return all(factors.count(f) >= part[0].count(f) for f in part[0]) and part[1] in (None, monomial[1])
