"""Completion: hypotheses as replacements for normal forms, and what follows from them together with the laws.

Each hypothesis is solved for one of its parts: E in E = −∇φ − ∂tA, ∂tv in the momentum equation, ∇·A in a gauge. Where
that part stands inside the left side of a law, the law and the replacement say two things about one term, and that they
are equal is a new equation: ∇×E = −∂tB with the law for ∇×∇×A gives what ΔE is (D. Knuth and P. Bendix, Simple word
problems in universal algebras, 1970). Every equation carries the chain that proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice, product

from photonic.expressions.declarations import KINDS
from photonic.normal_forms.chains import Chain, Inside, Step, backwards, lifted
from photonic.normal_forms.collecting import COLLECTING, collected, monomials_of
from photonic.normal_forms.orientation import DirectedRule, Directions
from photonic.normal_forms.product_heads import product_in, product_of
from photonic.normal_forms.reduction import Reducer, TooFarError
from photonic.normal_forms.termorder import order_key
from photonic.terms import FUNCTION, SYMBOL, apply, rank
from photonic.theory.signs import is_whole
from rewriting.proofs.shorten import match_term
from rewriting.rule import Rule
from rewriting.term import Term, number, postorder, substitute, variables

__all__ = ["SOLVED_FOR", "Completion"]

MOST_REPLACEMENTS = 24
SHORT = 2
"""Monomials of a consequence that is solved for a product."""

MOST_INSTANCES = 9
"""Ways to choose what letters stand for that a replacement leaves free."""

SOLVED_FOR: Sequence[Mapping[str, int]] = (
    {SYMBOL: 5, "time_derivative": 4, "curl": 3, "divergence": 3, "transpose": 2, "laplacian": 2, "gradient": 1},
    {SYMBOL: 5, "curl": 4, "divergence": 4, "transpose": 3, "laplacian": 3, "gradient": 2, "time_derivative": 1},
    {SYMBOL: 5, "curl": 4, "divergence": 4, "gradient": 3, "laplacian": 2, "time_derivative": 1},
)
"""Which part an equation is solved for, the highest first: with time derivatives first, last, and before Δ also ∇."""


EVERYWHERE = frozenset({"sin", "cos", "exp", "sinh", "cosh", "tanh", "Abs", "sign", "atan", "asinh", "erf", "pi"})
"""Functions that have a value for every operand."""


class Completion:
    """Teaches a reducer the replacements that hypotheses and their consequences amount to.

    Letters of laws may stand for the symbols of the `problem`, some terms; `order` is one of SOLVED_FOR.
    """

    def __init__(
        self,
        reducer: Reducer,
        directions: Directions,
        premises: Mapping[str, Callable[[Term], bool]],
        problem: Sequence[Term],
        order: Mapping[str, int],
    ) -> None:
        self._reducer, self._directions, self._premises = reducer, directions, premises
        nodes = list(dict.fromkeys(node for term in problem for node in postorder(term)))
        self._pool = [node for node in nodes if node.op.name == SYMBOL]
        self._familiar = {node.op.name for node in nodes}
        self._order = order
        self._heads: list[Term] = []
        self._next = 0
        self._learned = 0
        self._concluding = False

    def assume(self, rule: Rule) -> None:
        """Learn a hypothesis. Raises TooFarError."""
        self._learn(rule.lhs, rule.rhs, [Step(rule, True, {})])

    def conclude(self) -> bool:
        """Learn what follows from the replacements that are new and one law each; False if there is nothing new."""
        self._concluding = True
        start, self._next = self._next, len(self._heads)
        for head in sorted(filter(self._reducer.knows, self._heads[start : self._next]), key=self._remoteness):
            for rule, part in sorted(self._directions.above(head.op), key=_length):
                bindings = match_term(part, head)
                if bindings is not None:
                    for chosen in self._instances(rule.rule, bindings):
                        if self._has_a_value(substitute(rule.rule.lhs, chosen), head):
                            self._try(rule.rule, chosen)
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
                    self._replace(head, value, [*solved, *rest])
                    return
        if self._concluding and len(monomials_of(difference)) > SHORT:
            return
        for head, coefficient in self._products(left, right, difference):
            start, solved = self._last(head, coefficient, left, right, chain)
            value, rest = self._reducer.normal(start)
            if not product_in(value, head):
                self._replace(head, value, [*solved, *rest])
                return

    def _replace(self, head: Term, value: Term, chain: Chain) -> None:
        """Learn a replacement; those of terms in which its head stands are solved anew."""
        self._reducer.learn(head, value, chain)
        stale = [old for old in self._heads if any(node is head for node in postorder(old))]
        self._heads.append(head)
        for old in stale:
            self._learned += 1
            if self._learned > MOST_REPLACEMENTS:
                raise TooFarError
            known = self._reducer.unlearn(old)
            if known is not None:
                self._learn(old, *known)

    def _solved(
        self, head: Term, coefficient: Term, left: Term, right: Term, chain: Chain
    ) -> Iterator[tuple[Term, Chain]]:
        """What a part of an equation equals, not yet in normal form, and the chain from the part to it: the best first.

        Only the last way serves where the part stands in both sides.
        """
        if head is left:
            yield right, chain
        if head is right:
            yield left, backwards(chain)
        if right is apply("negate", head):  # head = −(−head) by collecting, and −head is the left side
            yield (
                apply("negate", left),
                [Step(COLLECTING, False, {"term": apply("negate", right)}), *lifted(backwards(chain), (0,))],
            )
        yield self._last(head, coefficient, left, right, chain)

    def _last(
        self, head: Term, coefficient: Term, left: Term, right: Term, chain: Chain
    ) -> tuple[Term, Chain]:
        """head = head − (left − left)/q by collecting, and one of these becomes right.

        Where q is a sum, head = (1/q)(q head) first, and q head = q head − (left − left).
        """
        if coefficient.op.name == "add":
            cancelling = self._cancelling(coefficient, head)
            whole = _times(coefficient, head)
            before, after = (apply("subtract", whole, apply("subtract", left, other)) for other in (left, right))
            steps = [Step(COLLECTING, True, {"term": whole}), Step(COLLECTING, False, {"term": before})]
            return (
                _times(apply("divide", number(1), coefficient), after),
                [cancelling, Inside(1, [*steps, *lifted(chain, (1, 1))])],
            )
        (before, _), (after, position) = (_corrected(head, coefficient, left, other) for other in (left, right))
        return after, [Step(COLLECTING, False, {"term": before}), *lifted(chain, position)]

    def _cancelling(self, factor: Term, head: Term) -> Step:
        """head = (1/q)(q head), by the law that cancels."""
        whole = _times(apply("divide", number(1), factor), _times(factor, head))
        for directed in self._directions.at(whole.op):
            bindings = directed.match(whole)
            if bindings is not None and substitute(directed.rule.rhs, bindings) is head:
                return Step(directed.rule, False, bindings)
        raise TooFarError

    def _solvable(self, difference: Term) -> list[tuple[Term, Term]]:
        """The parts that an equation difference = 0 may be solved for, with their coefficients, constant ones first."""
        found: dict[Term, list[tuple[list[Term], Term]]] = {}
        monomials = monomials_of(difference)
        constant = self._passive(monomials)
        for number_, factors, value in monomials:
            for head in [value] if value is not None else [f for f in factors if not constant(f)]:
                others = list(factors)
                if head is not value:
                    others.remove(head)
                found.setdefault(head, []).append((others, reduce(_times, others, number_)))
        solvable = []
        for head, parts in found.items():
            if any(head in others for others, _ in parts) or _is_coordinate(head):
                continue
            steady = all(constant(other) for others, _ in parts for other in others)
            if len(parts) == 1 and all(map(self._premises["nonzero"], parts[0][0])):
                solvable.append((steady, head, parts[0][1]))
            elif len(parts) > 1:
                total = collected(reduce(lambda a, b: apply("add", a, b), (scale for _, scale in parts)))
                if total is not None and self._premises["nonzero"](total):
                    solvable.append((steady, head, total))
        solvable.sort(
            key=lambda each: (each[0], self._preference(each[1]), order_key(each[1])), reverse=True
        )
        return [(head, coefficient) for _, head, coefficient in solvable]

    def _preference(self, head: Term) -> float:
        """How much an equation is to be solved for a part; v·T stands for Tᵀ·v, so it goes before T·v."""
        if head.op.name == "dot" and [rank(part) for part in head.args] == [1, 2]:
            return 0.5
        return self._order.get(head.op.name, 0)

    def _products(self, left: Term, right: Term, difference: Term) -> list[tuple[Term, Term]]:
        """The products that an equation difference = 0 may be solved for, with their coefficients.

        The order is that of their parts, then a whole side as it is written comes first, then a short one.
        """
        found = []
        monomials = monomials_of(difference)
        constant = self._passive(monomials)
        sides = [collected(side) for side in (left, right)]
        for number_, factors, value in monomials:
            others = [factor for factor in factors if constant(factor)]
            kept = tuple(factor for factor in factors if not constant(factor))
            if len(kept) + (value is not None) < 2 or not all(map(self._premises["nonzero"], others)):
                continue
            highest = max(map(self._preference, (*kept, *([] if value is None else [value]))))
            head = product_of((kept, value))
            key = (highest, head in sides, -len(kept), order_key(head))
            found.append((key, head, reduce(_times, others, number_)))
        found.sort(key=lambda each: each[0], reverse=True)
        return [(head, scale) for _, head, scale in found]

    def _passive(self, monomials: Sequence[tuple[Term, list[Term], Term | None]]) -> Callable[[Term], bool]:
        """What an equation is not solved for: constants, unless it is about constants alone."""
        constant = self._premises["constant"]
        if all(constant(part) for _, factors, value in monomials for part in (*factors, *([value] if value else []))):
            return lambda _term: False
        return constant

    def _remoteness(self, head: Term) -> tuple[int, int]:
        """How far a head is from the problem: operators that do not occur there, and nodes."""
        nodes = list(postorder(head))
        return len({node.op.name for node in nodes} - self._familiar), len(nodes)

    def _instances(self, rule: Rule, bindings: dict[str, Term]) -> Iterator[dict[str, Term]]:
        """The bindings, with every letter that they leave free bound to a term of the pool."""
        free = [name for name in variables(rule.lhs) if name not in bindings]
        choices = [[term for term in self._pool if rank(term) == KINDS[name.split(":")[1]].rank] for name in free]
        for chosen in islice(product(*choices), MOST_INSTANCES):
            yield bindings | dict(zip(free, chosen, strict=True))

    def _has_a_value(self, term: Term, head: Term) -> bool:
        """Whether a term has a value wherever the part of an equation in it has one: f is no exp(log(f)) where f < 0."""
        known = set(postorder(head))
        return all(node in known or self._is_defined(node) for node in postorder(term))

    def _is_defined(self, node: Term) -> bool:
        """Whether the operator at the root gives a value if its operands have one."""
        nonzero, never = self._premises["nonzero"], _never
        match node.op.name:
            case "divide":
                return nonzero(node.args[1])
            case "sqrt":
                return self._premises.get("nonnegative", never)(node.args[0])
            case "power":
                return self._premises.get("positive", never)(node.args[0]) or (
                    is_whole(node.args[1]) and nonzero(node.args[0])
                )
        if node.op.name != FUNCTION or node.op.payload in EVERYWHERE:
            return True
        return node.op.payload == "log" and self._premises.get("positive", never)(node.args[0])

    def _try(self, rule: Rule, bindings: dict[str, Term]) -> None:
        """Compare, and leave a consequence alone that leads too far by itself."""
        try:
            self._compare(rule, bindings)
        except TooFarError:
            if self._reducer.spent:
                raise

    def _compare(self, rule: Rule, bindings: dict[str, Term]) -> None:
        """Learn that what a rule makes of its left side is what replacements inside make of it."""
        if not all(self._premises[c.name](bindings[c.arguments[0]]) for c in rule.conditions):
            return
        term, made = substitute(rule.lhs, bindings), substitute(rule.rhs, bindings)
        first, forth = self._reducer.normal(made)
        second, back = self._reducer.normal(term)
        if first is not second:
            self._learn(first, second, [*backwards(forth), Step(rule, False, bindings), *back])


def _never(_term: Term) -> bool:
    return False


def _length(entry: tuple[DirectedRule, Term]) -> int:
    """Nodes of a law's left side: what follows from short laws is looked at first."""
    return int(order_key(entry[0].rule.lhs)[0])


def _times(product: Term, factor: Term) -> Term:
    return apply("multiply", product, factor)


def _is_coordinate(term: Term) -> bool:
    return term.op.name == SYMBOL and term.op.payload.kind in ("position", "time", "coordinate")


def _corrected(head: Term, coefficient: Term, left: Term, right: Term) -> tuple[Term, tuple[int, ...]]:
    """head − (left − right)/coefficient, and where `right` stands in it."""
    difference = apply("subtract", left, right)
    if coefficient in (number(1), number(-1)):
        return apply("subtract" if coefficient is number(1) else "add", head, difference), (1, 1)
    inverse = apply("divide", number(1), coefficient)
    return apply("subtract", head, apply("multiply", inverse, difference)), (1, 1, 1)
