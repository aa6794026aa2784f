"""Reduction: a term brought into normal form by directed laws, innermost first, with the chain that leads there.

Where two terms have one normal form, their chains, one way and back, are a proof. This costs a few microseconds for
each step, so it is tried before any e-graph; what it cannot join is left to the search.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import is_

from photonic.normal_forms.chains import Chain, Inside, Step, lifted
from photonic.normal_forms.collecting import COLLECTING, collected, is_arithmetic
from photonic.normal_forms.fronting import fronted
from photonic.normal_forms.orientation import DirectedRule, Directions
from photonic.normal_forms.product_heads import exposed
from rewriting.conditions import Premises
from rewriting.proofs.matching import match_term
from rewriting.term import Term, replace_at

__all__ = ["Reducer", "TooFarError"]

DEEPEST = 120
"""Levels of a term that is reduced; two calls of Python's stand on each."""


MOST_LOOKS = 12_000
"""Sums, products and what stands in them that all reductions together look at: six times what any known proof asks."""


class TooFarError(ValueError):
    """A reduction that took too many steps, or met a term too large for it."""


class Reducer:
    """Brings terms into normal form; what it has found for subterms is kept.

    `premises` decide every condition that a law may have, by name; `most_steps` bounds the rule applications of all
    reductions, and `MOST_LOOKS` what they look at.
    """

    def __init__(self, directions: Directions, premises: Premises, most_steps: int) -> None:
        self._directions = directions
        self._premises = premises
        self._known: dict[Term, tuple[Term, Chain]] = {}
        self._loose: dict[Term, tuple[Term, Chain]] = {}
        self._lemmas: dict[Term, tuple[Term, Chain]] = {}
        self._products: dict[Term, tuple[Term, Chain]] = {}
        self._left = most_steps
        self._looks = MOST_LOOKS

    def normal(self, term: Term) -> tuple[Term, Chain]:
        """The normal form, and the chain from the term to it. Raises TooFarError."""
        return self._normal(term, 0)

    @property
    def spent(self) -> bool:
        """Whether nothing more may be reduced."""
        return min(self._left, self._looks) < 0

    def learn(self, head: Term, value: Term, chain: Chain) -> None:
        """Replace `head`, no sum, by `value` from now on; the chain leads from one to the other.

        A product is replaced in every monomial that is a multiple of it.
        """
        (self._products if is_arithmetic(head) else self._lemmas)[head] = (value, chain)
        self._known.clear()
        self._loose.clear()

    def calm(self) -> Reducer:
        """One that has learnt the same and uses no rules that only permute."""
        twin = Reducer(self._directions.calm(), self._premises, self._left)
        twin._lemmas, twin._products = self._lemmas, self._products
        return twin

    def unlearn(self, head: Term) -> tuple[Term, Chain] | None:
        """Replace `head` no more: what it was replaced by, with the chain; None if it was not."""
        self._known.clear()
        self._loose.clear()
        return self._lemmas.pop(head, None) or self._products.pop(head, None)

    def knows(self, head: Term) -> bool:
        """Whether `head` is replaced."""
        return head in self._lemmas or head in self._products

    def _normal(self, term: Term, depth: int) -> tuple[Term, Chain]:
        if term in self._known:
            return self._known[term]
        if depth > DEEPEST:
            raise TooFarError
        form, chain = (self._layer if is_arithmetic(term) else self._expanded)(term, depth)
        self._known[form] = (form, [])
        self._known[term] = (form, chain)
        return form, chain

    def _expanded(self, term: Term, depth: int) -> tuple[Term, Chain]:
        """Operands first, then rules at the root as long as there are any; what becomes a sum is collected."""
        chain: Chain = []
        term, further = self._opened(term, depth, chain)
        if further is None and is_arithmetic(term):
            term, further = self._normal(term, depth + 1)
        return term, chain + (further or [])

    def _opened(self, term: Term, depth: int, chain: Chain) -> tuple[Term, Chain | None]:
        """The term as far as rules at its root lead: to what is known, with its chain, to a sum, or to an end."""
        while not is_arithmetic(term):
            if term in self._known:
                return self._known[term]
            term = self._within(term, depth, chain)
            made = self._applied(term, chain)
            if made is None:
                break
            term = made
        return term, None

    def _loosened(self, term: Term, depth: int) -> tuple[Term, Chain]:
        """As `_expanded`, for a part of a sum or product: what becomes a sum is collected with the whole."""
        if term not in self._loose:
            if depth > DEEPEST:
                raise TooFarError
            chain: Chain = []
            form, further = self._opened(term, depth, chain)
            if further is None and is_arithmetic(form):
                form = self._inside(form, depth + 1, chain)
            self._loose[term] = (form, chain + (further or []))
        return self._loose[term]

    def _within(self, term: Term, depth: int, chain: Chain) -> Term:
        """The term with its operands in normal form."""
        parts = []
        for index, child in enumerate(term.args):
            form, inner = self._normal(child, depth + 1)
            if inner:
                chain.append(Inside(index, inner))
            parts.append(form)
        return _rebuilt(term, parts)

    def _applied(self, term: Term, chain: Chain) -> Term | None:
        """What a lemma, or else the first rule that applies at the root, makes of the term."""
        if term in self._lemmas:
            value, lemma = self._lemmas[term]
            self._count()
            chain += lemma
            return value
        for directed in self._directions.fitting(term):
            made = self._use(directed, term, chain)
            if made is not None:
                return made
        return self._let_out(term, chain)

    def _let_out(self, term: Term, chain: Chain) -> Term | None:
        """What a rule makes of a root, logarithm or power once squares and positive factors stand in front."""
        arranged = fronted(term, self._premises["positive"])
        if arranged is None:
            return None
        for directed in self._directions.fitting(arranged):
            steps: Chain = []
            made = self._use(directed, arranged, steps)
            if made is not None:
                chain += [Inside(0, [Step(COLLECTING, False, {"term": arranged.args[0]})]), *steps]
                return made
        return None

    def _use(self, directed: DirectedRule, term: Term, chain: Chain) -> Term | None:
        bindings = directed.match(term)
        if bindings is None or not directed.rule.permits(self._premises, bindings):
            return None
        made = directed.result(term, bindings, self._directions.mirrored)
        if made is None or made is term:
            return None
        self._count()
        chain.append(Step(directed.rule, True, bindings))
        return made

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooFarError

    def _layer(self, term: Term, depth: int) -> tuple[Term, Chain]:
        """Sums and products: what stands in them first, then collected, then rules about products of factors."""
        chain: Chain = []
        while True:
            term = self._inside(term, depth, chain)
            form = collected(term)
            if form is None:
                raise TooFarError
            if form is not term:
                chain.append(Step(COLLECTING, True, {"term": term}))
            if not is_arithmetic(form):
                further = self._normal(form, depth + 1)
                return further[0], chain + further[1]
            made = self._in_products(form, chain) or self._by_product_heads(form, chain)
            if made is None:
                return form, chain
            term = made

    def _inside(self, term: Term, depth: int, chain: Chain) -> Term:
        """The term with everything below its layer of sums and products in normal form."""
        self._looks -= 1
        if depth > DEEPEST or self._looks < 0:
            raise TooFarError
        parts = []
        for index, child in enumerate(term.args):
            inner: Chain = []
            if is_arithmetic(child):
                form = self._inside(child, depth + 1, inner)
            else:
                form, inner = self._loosened(child, depth + 1)
            if inner:
                chain.append(Inside(index, inner))
            parts.append(form)
        return _rebuilt(term, parts)

    def _in_products(self, term: Term, chain: Chain) -> Term | None:
        """The term after the first rule that applies to a sum or product in it, or to two neighbouring factors."""
        nodes = list(_layer_nodes(term))
        for _, part in nodes:
            self._directions.meet(part.op.name)
        for position, part in nodes:
            steps: Chain = []
            made = self._applied(part, steps)
            if made is None:
                made = self._at_neighbours(part, steps)
            if made is not None:
                chain += lifted(steps, position)
                return replace_at(term, position, made)
        return None

    def _by_product_heads(self, form: Term, chain: Chain) -> Term | None:
        """The collected term after the first product in it that is replaced."""
        for head, (value, lemma) in self._products.items():
            found = exposed(form, head)
            if found is not None:
                arranged, position = found
                self._count()
                if arranged is not form:
                    chain.append(Step(COLLECTING, False, {"term": arranged}))
                chain += lifted(lemma, position)
                return replace_at(arranged, position, value)
        return None

    def _at_neighbours(self, part: Term, steps: Chain) -> Term | None:
        """f (g X) by a rule about f g: regrouped first."""
        regrouping = self._directions.regrouping.get(part.op)
        if regrouping is None or part.args[1].op.name != "multiply":
            return None
        first, (second, rest) = part.args[0], part.args[1].args
        inner: Chain = []
        pair = Term(regrouping.lhs.args[0].op, (first, second))
        made = self._applied(pair, inner)
        if made is None:
            return None
        bindings = match_term(regrouping.rhs, part)
        assert bindings is not None, "a regrouping law matches every product of three; please report this"
        steps += [Step(regrouping, False, bindings), Inside(0, inner)]
        return Term(regrouping.lhs.op, (made, rest))


def _rebuilt(term: Term, parts: list[Term]) -> Term:
    """The term on other operands; itself where they are its own."""
    return term if all(map(is_, parts, term.args)) else Term(term.op, tuple(parts))


def _layer_nodes(term: Term) -> Iterator[tuple[tuple[int, ...], Term]]:
    """Sums and products at the top of a term, with their positions."""
    stack: list[tuple[tuple[int, ...], Term]] = [((), term)]
    while stack:
        position, node = stack.pop()
        yield position, node
        stack += [((*position, k), child) for k, child in enumerate(node.args) if is_arithmetic(child)]
