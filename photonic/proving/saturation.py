"""Saturation: the e-graph of a problem, grown by its theory under the guard of fingerprints, and the proofs in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from attrs import Attribute, field, frozen

from photonic.deciding.generic_constants import generic_constants
from photonic.errors import PhotonicError
from photonic.problem import Hypothesis
from photonic.proving.computations import COMPUTATIONS
from photonic.proving.consequences import solved_seeds
from photonic.proving.divisors import Divisors
from photonic.terms import FUNCTION, SYMBOL, apply
from photonic.theory.fingerprints import JetDomain
from photonic.theory.rules import Theory
from photonic.theory.signs import SIGN_CONDITIONS, has_sign, is_whole
from rewriting.analyses.facts import Clause, Clauses, Facts, hereditary
from rewriting.analyses.fingerprint import Fingerprint
from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.op import NUMBER, Op
from rewriting.proof import Kernel
from rewriting.proofs.shorten import shorten
from rewriting.proofs.steps import Proof
from rewriting.report import RunReport
from rewriting.rule import Rule
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.schedule import BackOff
from rewriting.term import Term, postorder

__all__ = [
    "SURE",
    "Budget",
    "Saturation",
    "facts_of",
    "hypothesis_rules",
    "nonzero_by_parts",
    "premises_of",
    "surely_nonzero",
]

SURE = "surely_nonzero"
"""The fact that a scalar is zero nowhere: what SoulLaw asks of a divisor."""

NEVER_ZERO = frozenset({"exp", "cosh", "pi"})
NOT_ZERO = frozenset({"positive", "negative", "nonzero"})
INHERITS = {"negate": (0,), "multiply": (0, 1), "divide": (0, 1), "power": (0,), "sqrt": (0,)}
"""Operands that must not be zero for the result not to be."""

UNJUDGED = frozenset({FUNCTION, "sqrt", "norm", "power"})
"""Operators whose values at a random point are a convention."""

MOST_JUDGED = 1 << 12
"""Terms of which it is kept whether a condition holds of them."""


def _check_limit(_: Any, attribute: Attribute[Any], value: Any) -> None:
    kinds = (int, float) if attribute.name == "seconds" else (int,)
    if isinstance(value, bool) or not isinstance(value, kinds) or not value >= 0:
        wanted = "a number" if len(kinds) == 2 else "a whole number"
        raise PhotonicError(f"Budget: {attribute.name} is {value!r}: give {wanted} that is not negative")


@frozen
class Budget:
    """Bounds of a search: distinct e-nodes of a graph, rounds of a stage, seconds of all stages together.

    The clock is looked at between laws: one that is being matched is finished. Raises PhotonicError for a bound that
    is none.
    """

    nodes: int = field(default=12_000, validator=_check_limit)
    rounds: int = field(default=24, validator=_check_limit)
    seconds: float = field(default=4.0, validator=_check_limit)


class Saturation:
    """An e-graph over some terms with the hypotheses of a problem; `grow` runs rules in it, `proof` explains it."""

    def __init__(
        self,
        terms: Sequence[Term],
        theory: Theory,
        given: Sequence[Hypothesis] = (),
        domain: JetDomain | None = None,
        values: Mapping[str, float] | None = None,
    ) -> None:
        self.theory = theory
        self.hypotheses = tuple(hypothesis_rules(given))
        self.facts = facts_of(given, domain, values, theory.dimension)
        self.premises = premises_of(self.facts, domain, terms)
        self.facts.demand(frozenset([SURE]))
        guards = [] if domain is None else [Fingerprint(domain)]
        self.graph = EGraph([self.facts, *guards])
        self.rows = [int(row) for row in self.graph.add_all(terms)]
        self.graph.add_all(solved_seeds(given))

    def grow(self, rules: RuleSet, budget: Budget, goals: Sequence[tuple[int, int]] = ()) -> RunReport:
        """Run the rules and the hypotheses within the budget; stop when the rows of each goal are equal."""
        return run(
            self.graph,
            RuleSet([*rules, *self.hypotheses], rules.computations) if self.hypotheses else rules,
            rounds=budget.rounds,
            node_limit=max(budget.nodes, self.graph.node_count),
            time_limit=budget.seconds,
            scheduler=BackOff(),
            goals=goals,
        )

    def proof(self, left: Term, right: Term, lemmas: Sequence[Rule] = ()) -> Proof:
        """The kernel-checked proof that two terms of the graph are equal; `lemmas` are theorems it may rest on."""
        kernel = self.kernel(lemmas)
        rules = [*self.theory.complete, *self.hypotheses, *lemmas]
        return shorten(explain(self.graph, left, right, kernel), rules, kernel)

    def kernel(self, lemmas: Sequence[Rule] = ()) -> Kernel:
        """A kernel that knows the theory's laws, the hypotheses, and how to check the conditions of laws on terms."""
        theory = self.theory
        stepwise = (*theory.unguarded, *theory.quotients, *theory.accurate)
        rules = [*theory.complete, *stepwise, *self.hypotheses, *lemmas]
        return Kernel(rules, self.premises, COMPUTATIONS)


def facts_of(
    given: Sequence[Hypothesis] = (),
    domain: JetDomain | None = None,
    values: Mapping[str, float] | None = None,
    dimension: int = 3,
) -> Facts:
    """What conditions of laws rest on, as facts that an e-graph follows: constant, nonzero, surely not zero."""
    return Facts(
        {
            "constant": hereditary("constant", lambda op: not (op.name == SYMBOL and op.payload.varies)),
            "nonzero": nonzero_clauses(given, domain, dimension),
            SURE: surely_nonzero_clauses(values or {}),
        }
    )


def premises_of(
    facts: Facts, domain: JetDomain | None, terms: Sequence[Term] = ()
) -> dict[str, Callable[[Term], bool]]:
    """What decides the conditions of laws on terms: facts, for "nonzero" the random point as well, and signs.

    Not zero is also what the `terms` of a problem divide by.
    """
    premises: dict[str, Callable[[Term], bool]] = {name: _premise(facts, name) for name in facts.decides()}
    premises |= {name: partial(has_sign, name) for name in SIGN_CONDITIONS} | {"whole": is_whole}
    known, divisors = premises["nonzero"], Divisors(terms)
    premises["nonzero"] = lru_cache(maxsize=MOST_JUDGED)(
        lambda term: known(term) or divisors.holds(term) or (domain is not None and nonzero_by_parts(term, domain))
    )
    return premises


def nonzero_by_parts(term: Term, domain: JetDomain) -> bool:
    """Whether the parts that must not be zero for a scalar not to be are rational, and not zero at the random point.

    Values of functions and roots are a convention there, so what is a sum of such is not judged.
    """
    if term.op.name in INHERITS:
        return all(nonzero_by_parts(term.args[k], domain) for k in INHERITS[term.op.name])
    if term.op.name == "norm":
        return nonzero_by_parts(apply("dot", term.args[0], term.args[0]), domain)
    if any(node.op.name in UNJUDGED for node in postorder(term)):
        return term.op.name == FUNCTION and term.op.payload in NEVER_ZERO
    return domain.is_nonzero_term(term)


def _premise(facts: Facts, name: str) -> Callable[[Term], bool]:
    return lru_cache(maxsize=MOST_JUDGED)(lambda term: facts.premise(name, term))


def hypothesis_rules(given: Sequence[Hypothesis]) -> list[Rule]:
    """The hypotheses as trusted rules without variables, each both ways."""
    rules = []
    for hypothesis in given:
        if hypothesis.left is not hypothesis.right:
            rule = Rule(hypothesis.name, hypothesis.left, hypothesis.right, trusted=True)
            rules += [rule, rule.reversed()]
    return rules


def surely_nonzero(term: Term, values: Mapping[str, float]) -> bool:
    """Whether a scalar is zero nowhere, whatever the fields: numbers, constants with values, exponentials, products."""
    return Facts({SURE: surely_nonzero_clauses(values)}).premise(SURE, term)


def surely_nonzero_clauses(values: Mapping[str, float]) -> Clauses:
    """When a scalar is zero nowhere, as clauses over operators."""

    def leaf(op: Op) -> bool:
        if op.name == NUMBER:
            return bool(op.payload != 0)
        if op.name == SYMBOL:
            return bool(op.payload.sign in NOT_ZERO or (not op.payload.varies and values.get(op.payload.name, 0.0)))
        return op.name == FUNCTION and op.payload in NEVER_ZERO

    return _inherited(SURE, leaf)


def nonzero_clauses(given: Sequence[Hypothesis], domain: JetDomain | None, dimension: int = 3) -> Clauses:
    """When a scalar is not identically zero: numbers but 0, generic fields and constants, products and powers of such.

    A field that hypotheses speak of is generic only if the random solution of them says so; a constant also where
    there is none, if they leave it free.
    """
    bound = {n.op.payload for h in given for side in (h.left, h.right) for n in _symbols(side)}

    def leaf(op: Op) -> bool:
        if op.name == NUMBER:
            return bool(op.payload != 0)
        if op.name != SYMBOL:
            return op.name == FUNCTION and op.payload in NEVER_ZERO
        if op.payload in bound:
            if domain is not None:
                return domain.is_nonzero(op)
            return op.payload.kind == "constant" and op.payload in generic_constants(tuple(given), dimension)
        return True

    return _inherited("nonzero", leaf)


def _inherited(name: str, leaf: Callable[[Op], bool]) -> Clauses:
    """The fact that passes through products, quotients, powers and roots, and holds of exp and its like."""

    def clauses(op: Op, arity: int) -> Sequence[Clause]:
        if not arity:
            return [{}] if leaf(op) else []
        if op.name == FUNCTION and op.payload in NEVER_ZERO:
            return [{}]
        needed = INHERITS.get(op.name)
        return [] if needed is None else [dict.fromkeys(needed, frozenset([name]))]

    return clauses


def _symbols(term: Term) -> list[Term]:
    return [node for node in postorder(term) if node.op.name == SYMBOL]
