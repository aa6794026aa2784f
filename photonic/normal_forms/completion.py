"""Completion: hypotheses as replacements for normal forms, and what follows from them together with the laws.

Each hypothesis is solved for one of its parts: E in E = −∇φ − ∂tA, ∂tv in the momentum equation, ∇·A in a gauge. Where
that part stands inside the left side of a law, the law and the replacement say two things about one term, and that they
are equal is a new equation: ∇×E = −∂tB with the law for ∇×∇×A gives what ΔE is (D. Knuth and P. Bendix, Simple word
problems in universal algebras, 1970). Every equation carries the chain that proves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product

from photonic.expressions.declarations import KINDS
from photonic.normal_forms.chains import Chain, Inside, Lemma, Step, backwards
from photonic.normal_forms.collecting import monomials_of, opened
from photonic.normal_forms.orientation import DirectedRule, Directions
from photonic.normal_forms.polynomials import Polynomial
from photonic.normal_forms.product_heads import product_in
from photonic.normal_forms.reduction import Reducer, TooFarError
from photonic.normal_forms.solving import Solving
from photonic.normal_forms.termorder import order_key
from photonic.terms import FUNCTION, SYMBOL, apply, rank
from rewriting.conditions import Premises
from rewriting.op import NUMBER
from rewriting.proofs.matching import match_term
from rewriting.rule import Rule
from rewriting.term import Term, postorder, substitute, variables

__all__ = ["Completion"]

MOST_REPLACEMENTS = 24
SHORT = 2
"""Monomials of a consequence that is solved for a product."""

MOST_INSTANCES = 9
"""Ways to choose what letters stand for that a replacement leaves free."""

EVERYWHERE = frozenset({"sin", "cos", "exp", "sinh", "cosh", "tanh", "Abs", "sign", "atan", "asinh", "erf", "pi"})
"""Functions that have a value for every operand."""


class Completion:
    """Teaches a reducer the replacements that hypotheses and their consequences amount to.

    Letters of laws may stand for the symbols of the `problem`, some terms; `order` is one of SOLVED_FOR. An
    equation of vectors or tensors that is solved for none of its parts is taken apart along the `axes`, unit vectors:
    (∂x f) ∇x + (∂y f) ∇y = 0 says that ∂x f = 0.
    """

    def __init__(
        self,
        reducer: Reducer,
        directions: Directions,
        premises: Premises,
        problem: Sequence[Term],
        order: Mapping[str, int],
        axes: Sequence[Term] = (),
    ) -> None:
        self._reducer, self._directions, self._premises = reducer, directions, premises
        nodes = list(dict.fromkeys(node for term in problem for node in postorder(term)))
        self._pool = [node for node in nodes if node.op.name == SYMBOL]
        self._familiar = {node.op.name for node in nodes}
        self._axes = tuple(axes)
        self._solving = Solving(directions, premises, order)
        self._heads: list[Term] = []
        self._next = 0
        self._learned = 0
        self._concluding = False
        self._aim: Polynomial = {}
        self.absurd: Term | None = None  # a number other than 0 that would have to vanish

    def assume(self, rule: Rule, bindings: dict[str, Term] | None = None) -> None:
        """Learn a hypothesis, or what a law says of some terms. Raises TooFarError."""
        left, right = (substitute(side, bindings or {}) for side in (rule.lhs, rule.rhs))
        self._learn(left, right, [Step(rule, True, bindings or {})])

    def conclude(self, left: Term, right: Term) -> bool:
        """Learn what follows from the replacements that are new and one law each; False if there is nothing new.

        Long consequences are learnt only where they are left − right up to a number. Raises TooFarError.
        """
        self._concluding = True
        self._aim = opened(self._reducer.normal(apply("subtract", left, right))[0])
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
        if difference.op.name == NUMBER and difference.op.payload != 0:
            self.absurd = difference
            return
        for head, coefficient in self._solving.parts(left, right, difference):
            for start, solved in self._solving.ways(head, coefficient, left, right, chain):
                value, rest = self._reducer.normal(start)
                if not any(node is head for node in postorder(value)):
                    self._replace(head, value, [Lemma(head, start, solved), *rest])
                    return
        if self._axes and rank(left):
            for axis in self._axes:
                self._learn(apply("dot", axis, left), apply("dot", axis, right), [Inside(1, chain)])
            return
        if self._concluding and len(monomials_of(difference)) > SHORT and not self._is_aim(difference):
            return
        for head, coefficient in self._solving.products(left, right, difference):
            start, solved = self._solving.last(head, coefficient, left, right, chain)
            value, rest = self._reducer.normal(start)
            if not product_in(value, head):
                self._replace(head, value, [Lemma(head, start, solved), *rest])
                return

    def _is_aim(self, difference: Term) -> bool:
        """Whether a consequence is what remains of the claim, up to a number."""
        found = opened(difference)
        if found.keys() != self._aim.keys():
            return False
        return len({Fraction(value) / self._aim[monomial] for monomial, value in found.items()}) == 1

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
        """Whether a term has a value wherever the head in it has one: f is no exp(log(f)) where f < 0."""
        known = set(postorder(head))
        return all(node in known or self._is_defined(node) for node in postorder(term))

    def _is_defined(self, node: Term) -> bool:
        """Whether the operator at the root gives a value if its operands have one."""
        match node.op.name:
            case "divide":
                return self._premises["nonzero"](node.args[1])
            case "sqrt":
                return self._premises["nonnegative"](node.args[0])
            case "power":
                base, exponent = node.args
                whole = self._premises["whole"](exponent) and self._premises["nonzero"](base)
                return whole or self._premises["positive"](base)
        if node.op.name != FUNCTION or node.op.payload in EVERYWHERE:
            return True
        return node.op.payload == "log" and self._premises["positive"](node.args[0])

    def _try(self, rule: Rule, bindings: dict[str, Term]) -> None:
        """Compare, and leave a consequence alone that leads too far by itself."""
        try:
            self._compare(rule, bindings)
        except TooFarError:
            if self._reducer.spent:
                raise

    def _compare(self, rule: Rule, bindings: dict[str, Term]) -> None:
        """Learn that what a rule makes of its left side is what replacements inside make of it."""
        if not rule.permits(self._premises, bindings):
            return
        term, made = substitute(rule.lhs, bindings), substitute(rule.rhs, bindings)
        first, forth = self._reducer.normal(made)
        second, back = self._reducer.normal(term)
        if first is not second:
            self._learn(first, second, [*backwards(forth), Step(rule, False, bindings), *back])


def _length(entry: tuple[DirectedRule, Term]) -> int:
    """Nodes of a law's left side: what follows from short laws is looked at first."""
    return int(order_key(entry[0].rule.lhs)[0])
