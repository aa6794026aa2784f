"""Laws about sums and products as patterns: a law's left side as a polynomial in what its patterns say.

f ∇·A + ∇f·A has the monomials {f, ∇·A} and {∇f·A}: what says something is matched, single letters take what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import combinations

from attrs import field, frozen

from photonic.normal_forms.collecting import COLLECTING, opened, operands
from photonic.normal_forms.polynomials import TooLargeError
from photonic.terms import apply
from rewriting.op import NUMBER, VARIABLE, Op
from rewriting.proofs.move import Move, shifted
from rewriting.rule import Rule
from rewriting.term import Term, number, postorder, substitute, variable, variables

__all__ = ["Bindings", "Pattern", "SumLaw", "if_any", "law_of", "letters_of"]

Bindings = dict[str, Term]


@frozen(eq=False)
class Pattern:
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
class SumLaw:
    """A law, read in one direction, with the patterns of the side that it starts from, those that say most first."""

    rule: Rule
    patterns: tuple[Pattern, ...]
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

    def doubled(self, orders: Callable[[Term], Iterable[Term]]) -> Term | None:
        """Its two patterns where they are one, as two of their letters are the same: A·∂t A of A·∂t B + B·∂t A."""
        alone = (len(each.opaque) == 1 and not each.letters and each.value is None for each in self.patterns)
        if len(self.patterns) != 2 or not all(alone):
            return None
        (one,), (two,) = (each.opaque for each in self.patterns)
        if one.op != two.op or all(arg.op.name == VARIABLE for arg in one.args):
            return None
        for first, second in combinations(variables(one), 2):
            if first.partition(":")[2] == second.partition(":")[2]:
                same = {name: variable(first if name == second else name) for name in variables(one)}
                pattern = substitute(one, same)
                if variables(two) and set(variables(two)) <= same.keys() and pattern in orders(substitute(two, same)):
                    return pattern
        return None

    def may_apply(self, present: frozenset[Op]) -> bool:
        """Whether what it speaks of is there: the first pattern, and all others, or all but one of three and more."""
        if not self.needed[0] <= present:
            return False
        there = sum(ops <= present for ops in self.needed)
        return there >= max(1, len(self.needed) - (len(self.needed) > 2))


@lru_cache(maxsize=1 << 12)
def law_of(rule: Rule, forward: bool) -> SumLaw | None:
    """The rule as a law about sums; None where it says only what collecting does."""
    start, end = (rule.lhs, rule.rhs) if forward else (rule.rhs, rule.lhs)
    balanced = end.op.name == NUMBER and bool(end.op.payload)
    try:
        polynomial = opened(apply("subtract", start, end) if balanced else start)
    except TooLargeError:
        return None
    patterns = []
    for factors, value in polynomial:
        parts = (*factors, *if_any(value))
        letters = tuple(str(p.op.payload) for p in factors if p.op.name == VARIABLE)
        opaque = tuple(p for p in parts if p.op.name != VARIABLE)
        own = str(value.op.payload) if value is not None and value.op.name == VARIABLE else None
        patterns.append(Pattern(tuple(sorted(opaque, key=lambda p: -len(list(postorder(p))))), letters, own))
    patterns.sort(key=lambda pattern: -pattern.size())
    bound = {name for pattern in patterns for name in letters_of(pattern)}
    says = any(not operands(node) for p in patterns for each in p.opaque for node in postorder(each) if node.args)
    if not says or not set(variables(end)) <= bound or not set(rule.variables) <= bound:
        return None
    needed = tuple(pattern.ops for pattern in patterns)
    return SumLaw(rule, tuple(patterns), needed, forward, balanced)


def letters_of(pattern: Pattern) -> tuple[str, ...]:
    """The letters that a match of a pattern binds."""
    inside = (name for each in pattern.opaque for name in variables(each))
    return (*inside, *pattern.letters, *(() if pattern.value is None else (pattern.value,)))


def if_any(value: Term | None) -> Iterable[Term]:
    """A monomial's vector or tensor, if it has one."""
    return () if value is None else (value,)
