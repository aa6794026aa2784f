"""Laws about sums and products, found in a sum whatever the order, the brackets and a common factor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction

from photonic.normal_forms.collecting import is_arithmetic
from photonic.normal_forms.polynomials import UNIT, Monomial, Polynomial, TooLargeError, multiplied
from photonic.simplifying.law_patterns import SumLaw, law_of
from photonic.simplifying.offers import Offer, Way
from photonic.simplifying.rewrites import Rewrites
from photonic.simplifying.sum_matching import Matches
from photonic.simplifying.variants import Origins, Variants
from rewriting.op import Op
from rewriting.proofs.matching import match_term
from rewriting.proofs.move import reversed_moves
from rewriting.term import Term

__all__ = ["Read", "SumLaws"]

Read = Callable[[Term], Polynomial]
Settled = Callable[[Term], Way]

MOST_SETS = 500
"""Sets of operators for which it is kept which laws speak of them."""


class SumLaws:
    """The laws of a theory whose left side is a sum or product."""

    def __init__(self, rewrites: Rewrites) -> None:
        self._rewrites, self._variants = rewrites, Variants(rewrites)
        two_way = {rule.name for rule in rewrites.rules if rule.backward}
        found = [law_of(rule, True) for rule in rewrites.rules if is_arithmetic(rule.lhs)]
        one_way = (rule for rule in rewrites.rules if rule.name not in two_way)
        found += [law_of(rule, False) for rule in one_way if is_arithmetic(rule.rhs)]
        self._laws: defaultdict[Op, list[tuple[int, SumLaw]]] = defaultdict(list)
        for number, law in enumerate(each for each in found if each is not None):
            self._laws[min(law.patterns[0].ops, key=str)].append((number, law))
        doubled = (law.doubled(rewrites.orders) for laws in self._laws.values() for _, law in laws)
        self._doubled = [pattern for pattern in doubled if pattern is not None]
        self._applicable: dict[frozenset[Op], list[SumLaw]] = {}

    def offers(self, sum_: Polynomial, read: Read, settled: Settled, origins: Origins) -> Iterator[Offer]:
        """What laws make of some of a sum's terms.

        `read` is how the sum was read, `settled` how parts are written that do not stand in it, and `origins` tells
        what its parts were.
        """
        matches = Matches(sum_, self._variants, origins)
        for law in self._about(matches.ops):
            seen = set()
            for bindings, times in matches.of(law):
                if not self._rewrites.holds(law.rule, bindings):
                    continue
                start, own = matches.parts.as_it_stands(law.start(bindings), settled)
                if (start, times) in seen:
                    continue
                scale = _scale(sum_, read, start, times)
                end = law.end(bindings) if scale else None
                if end is start:
                    continue
                seen.add((start, times))
                if scale and end is not None:
                    yield Offer(start, end, [*reversed_moves(own), *law.moves(bindings)], (times, scale))

    def may_be_half(self, term: Term) -> bool:
        """Whether a law speaks of a sum of two such terms: A·∂t A twice is ∂t(A·A)."""
        forms = [form for form in self._rewrites.orders(term) if any(form.op == each.op for each in self._doubled)]
        return any(match_term(pattern, form) is not None for form in forms for pattern in self._doubled)

    def _about(self, present: frozenset[Op]) -> list[SumLaw]:
        """The laws that speak of these operators; looked up once for each set of them."""
        known = self._applicable.get(present)
        if known is None:
            if len(self._applicable) > MOST_SETS:
                self._applicable.clear()
            near = sorted((each for op in present for each in self._laws.get(op, ())), key=lambda each: each[0])
            known = self._applicable[present] = [law for _, law in near if law.may_apply(present)]
        return known


def _scale(sum_: Polynomial, read: Read, start: Term, times: Monomial) -> Fraction | None:
    """How often the terms of times · start are in the sum, if they are: all, or all but one of three and more."""
    try:
        part = multiplied({times: UNIT}, read(start))
    except TooLargeError:
        return None
    ratios = [sum_[m] / c for m, c in part.items() if m in sum_]
    if not ratios or len(ratios) < len(part) - (len(part) > 2):
        return None
    return max(set(ratios), key=ratios.count)
