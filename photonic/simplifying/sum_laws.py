"""Laws about sums and products, found in a sum whatever the order, the brackets and a common factor.

A law's left side is read as a polynomial in its patterns: f ∇·A + ∇f·A has the monomials {f, ∇·A} and {∇f·A}. The
pattern that says most is matched with the factors of the sum's terms first; what else stands in that term is a factor
that the whole law is multiplied by, and the law's other terms are looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache, reduce

from attrs import field, frozen

from photonic.normal_forms.collecting import COLLECTING, is_arithmetic, opened, operands
from photonic.normal_forms.polynomials import UNIT, Monomial, Polynomial, TooLargeError, multiplied, rest_of
from photonic.simplifying.offers import Offer, Way
from photonic.simplifying.rewrites import Rewrites
from photonic.terms import apply
from rewriting.op import NUMBER, VARIABLE, Op
from rewriting.proofs.matching import match_term
from rewriting.proofs.move import Move, reversed_moves, shifted
from rewriting.rule import Rule
from rewriting.term import Term, number, postorder, substitute, variables

__all__ = ["Read", "SumLaws"]

Bindings = dict[str, Term]
Read = Callable[[Term], Polynomial]
MOST_FORMS = 500
"""Factors whose forms are kept."""

Settled = Callable[[Term], Way]
_Seen = tuple[Monomial, frozenset[Op]]
"""A monomial, and the operators that patterns may see in it."""


@frozen(eq=False)
class _Pattern:
    """A monomial of a law's left side: patterns that say something, letters for scalars, a letter for the rest."""

    opaque: tuple[Term, ...]
    letters: tuple[str, ...]
    value: str | None
    ops: frozenset[Op] = field(init=False)
    """The operators of the patterns: a monomial without one of them does not fit."""

    @ops.default
    def _ops_of_patterns(self) -> frozenset[Op]:
        return frozenset(each.op for each in self.opaque)

    def size(self) -> int:
        """How much the patterns say."""
        return sum(1 for each in self.opaque for _ in postorder(each))


@frozen(eq=False)
class _Law:
    rule: Rule
    patterns: tuple[_Pattern, ...]
    needed: tuple[frozenset[Op], ...]
    forward: bool
    """Whether the patterns are those of the rule's left side; a law from left to right only is looked for both ways."""
    balanced: bool
    """Whether the patterns are those of left − right, a number: sin² + cos² − 1, so that 1 − sin² is seen."""

    def start(self, bindings: Bindings) -> Term:
        """What the law's patterns are an instance of."""
        start, end = self._sides()
        found = substitute(start, bindings)
        return apply("subtract", found, substitute(end, bindings)) if self.balanced else found

    def end(self, bindings: Bindings) -> Term:
        """What the law says that this is."""
        return number(0) if self.balanced else substitute(self._sides()[1], bindings)

    def moves(self, bindings: Bindings) -> list[Move]:
        """The way from one to the other."""
        moves = [Move(self.rule, self.forward, (), bindings)]
        if not self.balanced:
            return moves
        end = substitute(self._sides()[1], bindings)
        return [*shifted(moves, (0,)), Move(COLLECTING, True, (), {"term": apply("subtract", end, end)})]

    def _sides(self) -> tuple[Term, Term]:
        return (self.rule.lhs, self.rule.rhs) if self.forward else (self.rule.rhs, self.rule.lhs)

    def may_apply(self, present: frozenset[Op]) -> bool:
        """Whether enough of the operators that it speaks of are there: all, or all but one of three and more."""
        there = sum(ops <= present for ops in self.needed)
        return there >= max(1, len(self.needed) - (len(self.needed) > 2))


class SumLaws:
    """The laws of a theory whose left side is a sum or product."""

    def __init__(self, rewrites: Rewrites) -> None:
        self._rewrites = rewrites
        two_way = {rule.name for rule in rewrites.rules if rule.backward}
        found = [_law(rule, True) for rule in rewrites.rules if is_arithmetic(rule.lhs)]
        one_way = (rule for rule in rewrites.rules if rule.name not in two_way)
        found += [_law(rule, False) for rule in one_way if is_arithmetic(rule.rhs)]
        self._laws = [law for law in found if law is not None]
        self._forms: dict[Term, dict[Op, list[Term]]] = {}
        self._applicable: dict[frozenset[Op], list[_Law]] = {}

    def offers(self, sum_: Polynomial, read: Read, settled: Settled) -> Iterator[Offer]:
        """What laws make of some of a sum's terms, which are `settled`; `read` is how the sum was read."""
        monomials = [(each, self._ops_of(each)) for each in sum_]
        for law in self._about(frozenset().union(*(ops for _, ops in monomials))):
            seen = set()
            for bindings, times in self._matches(law, monomials):
                if not self._rewrites.holds(law.rule, bindings):
                    continue
                start, own = settled(law.start(bindings))
                if (start, times) in seen:
                    continue
                scale = _scale(sum_, read, start, times)
                end = law.end(bindings) if scale else None
                if end is start:
                    continue
                seen.add((start, times))
                if scale and end is not None:
                    yield Offer(start, end, [*reversed_moves(own), *law.moves(bindings)], (times, scale))

    def _ops_of(self, monomial: Monomial) -> frozenset[Op]:
        """The operators that patterns may see in a monomial."""
        factors, value = monomial
        return frozenset(op for each in (*factors, *_if_any(value)) for op in self._forms_of(each))

    def _about(self, present: frozenset[Op]) -> list[_Law]:
        """The laws that speak of these operators; looked up once for each set of them."""
        known = self._applicable.get(present)
        if known is None:
            if len(self._applicable) > MOST_FORMS:
                self._applicable.clear()
            known = self._applicable[present] = [law for law in self._laws if law.may_apply(present)]
        return known

    def _matches(self, law: _Law, monomials: list[_Seen]) -> Iterator[tuple[Bindings, Monomial]]:
        """Bindings of all letters, and the factor that the terms have besides."""
        first, *others = law.patterns
        needed = set(law.rule.variables)
        for monomial, ops in monomials:
            if not first.ops <= ops:
                continue
            for bindings, rest in self._in_monomial(first, monomial, {}):
                if needed <= bindings.keys():
                    yield bindings, rest
                    continue
                for more in self._others(others, monomials, bindings, rest):
                    if needed <= more.keys():
                        yield more, rest

    def _others(
        self, patterns: list[_Pattern], monomials: list[_Seen], bindings: Bindings, times: Monomial
    ) -> Iterator[Bindings]:
        """Letters that are still free, from the patterns that have them."""
        pattern = next((p for p in patterns if set(_letters(p)) - bindings.keys()), None)
        if pattern is None:
            yield bindings
            return
        left = [p for p in patterns if p is not pattern]
        for monomial, ops in monomials:
            if pattern.ops <= ops and _divides(times, monomial):
                for more, rest in self._in_monomial(pattern, rest_of(monomial, times), bindings):
                    if rest == ((), None):
                        yield from self._others(left, monomials, more, times)

    def _in_monomial(
        self, pattern: _Pattern, monomial: Monomial, bindings: Bindings
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
                    if value is None or found.get(pattern.value, value) is not value:
                        continue
                    found, value = {**found, pattern.value: value}, None
                if not free:
                    yield found, (tuple(factors), value)
                elif len(free) > 1 and len(set(free)) == 1:
                    for factor in dict.fromkeys(factors):
                        if factors.count(factor) >= len(free):
                            same = (factor,) * len(free)
                            yield {**found, free[0]: factor}, rest_of((tuple(factors), value), (same, None))
                elif len(free) == 1 and factors:
                    product = reduce(lambda a, b: apply("multiply", a, b), factors)
                    yield {**found, free[0]: product}, ((), value)
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
        for factor in dict.fromkeys((*factors, *_if_any(value))):
            part: Monomial = ((), value) if factor is value else ((factor,), None)
            for form in self._forms_of(factor).get(first.op, ()):
                found = match_term(first, form)
                if found is not None and all(bindings.get(k, v) is v for k, v in found.items()):
                    yield from self._opaque(tuple(others), rest_of(monomial, part), {**bindings, **found})

    def _forms_of(self, factor: Term) -> dict[Op, list[Term]]:
        """The factor, and what single laws make of it, as a pattern may see it; by operator."""
        if factor not in self._forms:
            if len(self._forms) > MOST_FORMS:
                self._forms.clear()
            others = () if is_arithmetic(factor) else (new for new, _ in self._rewrites.at_root(factor))
            forms = dict.fromkeys((factor, *(new for new in others if not is_arithmetic(new))))
            by_op: dict[Op, list[Term]] = {}
            for form in dict.fromkeys(order for each in forms for order in self._rewrites.orders(each)):
                by_op.setdefault(form.op, []).append(form)
            self._forms[factor] = by_op
        return self._forms[factor]


@lru_cache(maxsize=1 << 12)
def _law(rule: Rule, forward: bool) -> _Law | None:
    """The rule as a law about sums; None where it says only what collecting does."""
    start, end = (rule.lhs, rule.rhs) if forward else (rule.rhs, rule.lhs)
    balanced = end.op.name == NUMBER and bool(end.op.payload)
    try:
        polynomial = opened(apply("subtract", start, end) if balanced else start)
    except TooLargeError:
        return None
    patterns = []
    for factors, value in polynomial:
        parts = (*factors, *_if_any(value))
        letters = tuple(str(p.op.payload) for p in factors if p.op.name == VARIABLE)
        opaque = tuple(p for p in parts if p.op.name != VARIABLE)
        own = str(value.op.payload) if value is not None and value.op.name == VARIABLE else None
        patterns.append(_Pattern(tuple(sorted(opaque, key=lambda p: -len(list(postorder(p))))), letters, own))
    patterns.sort(key=lambda pattern: -pattern.size())
    bound = {name for pattern in patterns for name in _letters(pattern)}
    says = any(not operands(node) for p in patterns for each in p.opaque for node in postorder(each) if node.args)
    if not says or not set(variables(end)) <= bound or not set(rule.variables) <= bound:
        return None
    needed = tuple(pattern.ops for pattern in patterns)
    return _Law(rule, tuple(patterns), needed, forward, balanced)


def _letters(pattern: _Pattern) -> tuple[str, ...]:
    inside = (name for each in pattern.opaque for name in variables(each))
    return (*inside, *pattern.letters, *(() if pattern.value is None else (pattern.value,)))


def _factors_of(term: Term) -> tuple[Term, ...] | None:
    """The factors that a scalar is a product of; None where it is none."""
    polynomial = opened(term)
    ((monomial, coefficient),) = polynomial.items() if len(polynomial) == 1 else (((((term,), None)), Fraction(1)),)
    return monomial[0] if coefficient == 1 else None


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


def _divides(part: Monomial, monomial: Monomial) -> bool:
    factors = monomial[0]
    return all(factors.count(f) >= part[0].count(f) for f in part[0]) and part[1] in (None, monomial[1])


def _if_any(value: Term | None) -> Iterable[Term]:
    return () if value is None else (value,)
