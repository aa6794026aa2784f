"""Completion: hypotheses as replacements for normal forms, and what follows from them together with the laws.

Each hypothesis is solved for one of its parts: E in E = −∇φ − ∂tA, ∂tv in the momentum equation, ∇·A in a gauge. Where
that part stands inside the left side of a law, the law and the replacement say two things about one term, and that they
are equal is a new equation: ∇×E = −∂tB with the law for ∇×∇×A gives what ΔE is (D. Knuth and P. Bendix, Simple word
problems in universal algebras, 1970). Every equation carries the chain that proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, product

from photonic.expressions.declarations import KINDS
from photonic.normal_forms.chains import Chain, Lemma, Step, backwards, lifted
from photonic.normal_forms.collecting import COLLECTING, monomials_of
from photonic.normal_forms.orientation import Directions
from photonic.normal_forms.reduction import Reducer
from photonic.normal_forms.solving import Solver
from photonic.normal_forms.termorder import order_key
from photonic.terms import SYMBOL, apply, rank
from rewriting.proofs.shorten import match_term
from rewriting.rule import Rule
from rewriting.term import Term, number, postorder, substitute, variables

__all__ = ["Completion"]

MOST_REPLACEMENTS = 24
MOST_INSTANCES = 9
"""Ways to choose what letters stand for that a replacement leaves free."""

SOLVED_FOR: Mapping[bool, Mapping[str, int]] = {
    True: {SYMBOL: 5, "time_derivative": 4, "curl": 3, "divergence": 3, "transpose": 2, "laplacian": 2, "gradient": 1},
    False: {SYMBOL: 5, "curl": 4, "divergence": 4, "transpose": 3, "laplacian": 3, "gradient": 2, "time_derivative": 1},
}
"""Which part an equation is solved for, the highest first: with time derivatives first or last."""


class Completion:
    """Teaches a reducer the replacements that hypotheses and their consequences amount to.

    `pool` are terms that letters may stand for in consequences; `evolving` prefers to solve for time derivatives.
    """

    def __init__(
        self,
        reducer: Reducer,
        directions: Directions,
        premises: Mapping[str, Callable[[Term], bool]],
        pool: Sequence[Term],
        evolving: bool,
    ) -> None:
        self._reducer, self._directions, self._premises = reducer, directions, premises
        self._pool, self._order = pool, SOLVED_FOR[evolving]
        self._solver = Solver(directions, premises)
        self._heads: list[Term] = []
        self._next = 0

    def assume(self, rule: Rule) -> None:
        """Learn a hypothesis. Raises TooFarError."""
        self._learn(rule.lhs, rule.rhs, [Step(rule, True, {})])

    def conclude(self) -> bool:
        """Learn what follows from the replacements that are new and one law each; False if there is nothing new."""
        start, self._next = self._next, len(self._heads)
        for head in self._heads[start : self._next]:
            for rule, part in self._directions.above(head.op):
                bindings = match_term(part, head)
                if bindings is not None:
                    for chosen in self._instances(rule.rule, bindings):
                        self._compare(rule.rule, chosen)
                if len(self._heads) >= MOST_REPLACEMENTS:
                    return True
        return len(self._heads) > self._next

    def _learn(self, left: Term, right: Term, chain: Chain) -> None:
        """Solve left = right, which the chain proves, for a part of it, and replace that from now on."""
        difference, _ = self._reducer.normal(apply("subtract", left, right))
        for head, coefficient in self._solvable(difference):
            for start, solved in self._solved(head, coefficient, left, right, chain):
                value, rest = self._reducer.normal(start)
                if not any(node is head for node in postorder(value)):
                    self._reducer.learn(head, value, [Lemma(head, start, solved), *rest])
                    self._heads.append(head)
                    return

    def _solved(
        self, head: Term, coefficient: Term, left: Term, right: Term, chain: Chain
    ) -> Iterator[tuple[Term, Chain]]:
        """What a part of an equation equals, not yet in normal form, and the chain from the part to it: the best first.

        Only the last way serves where the part stands in both sides.
        """
        yield from self._solver.solved(head, left, right, chain)
        # head = head − (left − left)/q by collecting, and one of these becomes right
        (before, _), (after, position) = (_corrected(head, coefficient, left, other) for other in (left, right))
        yield after, [Step(COLLECTING, False, {"term": before}), *lifted(chain, position)]

    def _solvable(self, difference: Term) -> list[tuple[Term, Term]]:
        """The parts that an equation difference = 0 may be solved for, with their constant coefficients."""
        found = []
        for coefficient, factors, value in monomials_of(difference):
            parts = [value] if value is not None else [f for f in factors if not self._premises["constant"](f)]
            if len(parts) != 1:
                continue
            (head,) = parts
            others = [factor for factor in factors if factor is not head]
            if not all(self._premises["constant"](other) and self._premises["nonzero"](other) for other in others):
                continue
            if head.op.name == SYMBOL and head.op.payload.kind in ("position", "time", "coordinate"):
                continue
            for other in others:
                coefficient = apply("multiply", coefficient, other)
            found.append((head, coefficient))
        found.sort(key=lambda each: (self._order.get(each[0].op.name, 0), order_key(each[0])), reverse=True)
        return found

    def _instances(self, rule: Rule, bindings: dict[str, Term]) -> Iterator[dict[str, Term]]:
        """The bindings, with every letter that they leave free bound to a term of the pool."""
        free = [name for name in variables(rule.lhs) if name not in bindings]
        choices = [[term for term in self._pool if rank(term) == KINDS[name.split(":")[1]].rank] for name in free]
        for chosen in islice(product(*choices), MOST_INSTANCES):
            yield bindings | dict(zip(free, chosen, strict=True))

    def _compare(self, rule: Rule, bindings: dict[str, Term]) -> None:
        """Learn that what a rule makes of its left side is what replacements inside make of it."""
        if not all(self._premises[c.name](bindings[c.arguments[0]]) for c in rule.conditions):
            return
        term, made = substitute(rule.lhs, bindings), substitute(rule.rhs, bindings)
        first, forth = self._reducer.normal(made)
        second, back = self._reducer.normal(term)
        if first is not second:
            self._learn(first, second, [*backwards(forth), Step(rule, False, bindings), *back])


def _corrected(head: Term, coefficient: Term, left: Term, right: Term) -> tuple[Term, tuple[int, ...]]:
    """head − (left − right)/coefficient, and where `right` stands in it."""
    difference = apply("subtract", left, right)
    if coefficient in (number(1), number(-1)):
        return apply("subtract" if coefficient is number(1) else "add", head, difference), (1, 1)
    inverse = apply("divide", number(1), coefficient)
    return apply("subtract", head, apply("multiply", inverse, difference)), (1, 1, 1)
