"""Products as they are read best: one quotient, equal factors as powers, numbers in front."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce

from photonic.normal_forms.collecting import HIGHEST_POWER, opened
from photonic.normal_forms.polynomials import TooLargeError
from photonic.terms import apply
from rewriting.term import Term, number

__all__ = ["product_of", "sum_of"]

Signed = tuple[Term, bool]
"""A term, and whether it is to be taken with a minus sign."""


def product_of(
    coefficient: Fraction, above: Iterable[Term], below: Iterable[Term] = (), value: Term | None = None
) -> Term:
    """coefficient · above / below · value, where `value` is a vector or tensor; a minus sign stands in front."""
    size = abs(coefficient)
    groups = _groups(above, below)
    upper = [part for part, _ in groups if part is not None]
    lower = [part for _, part in groups if part is not None]
    if size.numerator == 1 and size != 1:
        lower.insert(0, number(size.denominator))
    elif size != 1:
        upper.insert(0, number(size.numerator if size.denominator == 1 else size))
    product = _quotient(upper, lower) if value is None else _multiple(upper, lower, value)
    return apply("negate", product) if coefficient < 0 else product


def sum_of(parts: Sequence[Term]) -> Term:
    """The sum of some terms, positive ones first, the others subtracted."""
    signed = [(part.args[0], True) if part.op.name == "negate" else (part, False) for part in parts]
    ordered = sorted(signed, key=lambda part: part[1])
    if ordered[0][1]:
        return apply("negate", sum_of([part for part, _ in ordered]))
    return reduce(_plus, ordered[1:], ordered[0][0])


def _plus(total: Term, part: Signed) -> Term:
    return apply("subtract" if part[1] else "add", total, part[0])


def _groups(above: Iterable[Term], below: Iterable[Term]) -> list[tuple[Term | None, Term | None]]:
    """Factors above and below the line, those of one power together: (f g)^2, and (f/g)^2 as f/g above."""
    counts = Counter(above), Counter(below)
    found: list[tuple[Term | None, Term | None]] = []
    for power in sorted({k for count in counts for k in count.values()}):
        upper, lower = ([each for each, k in count.items() if k == power] for count in counts)
        if power == 1:
            found += [*((each, None) for each in upper), *((None, each) for each in lower)]
        elif upper and lower:
            found += [(each, None) for each in _powers(_quotient(upper, lower), power)]
        else:
            found += [(each, None) for each in (_powers(_chain(upper), power) if upper else ())]
            sums = [each for each in lower if _is_sum(each)]
            others = [each for each in lower if each not in sums]
            found += [(None, each) for each in (_powers(_chain(others), power) if others else ())]
            found += [(each, None) for s in sums for each in _powers(apply("divide", number(1), s), power)]
    return found


def _powers(base: Term, power: int) -> list[Term]:
    """base^power in powers that collecting looks through."""
    whole, left = divmod(power, HIGHEST_POWER)
    exponents = [HIGHEST_POWER] * whole + ([left] if left else [])
    return [base if k == 1 else apply("power", base, number(k)) for k in exponents]


def _chain(factors: Sequence[Term]) -> Term:
    return reduce(lambda total, factor: apply("multiply", total, factor), factors) if factors else number(1)


def _quotient(upper: Sequence[Term], lower: Sequence[Term]) -> Term:
    return _over(_chain(upper), lower)


def _over(term: Term, lower: Sequence[Term]) -> Term:
    """A quotient by factors. Two sums are divided by one after the other: collecting multiplies out what is below."""
    sums = [factor for factor in lower if _is_sum(factor)]
    others = [factor for factor in lower if factor not in sums]
    if others or sums:
        term = apply("divide", term, _chain([*others, *sums[:1]]))
    return reduce(lambda total, factor: apply("divide", total, factor), sums[1:], term)


def _is_sum(factor: Term) -> bool:
    """Whether collecting reads a factor as several terms."""
    try:
        return len(opened(factor)) > 1
    except TooLargeError:
        return True


def _multiple(upper: Sequence[Term], lower: Sequence[Term], value: Term) -> Term:
    if upper:
        return apply("multiply", _quotient(upper, lower), value)
    return _over(value, lower)
