"""The engine against forty obvious lines of dictionaries, on rule sets and terms drawn at random."""

from itertools import product
from math import inf

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.op import VARIABLE, Op
from rewriting.proof import Kernel
from rewriting.report import StopReason
from rewriting.rule import Rule
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.syntax import parse_rules
from rewriting.term import Term, variable, variables


class Naive:
    """An e-graph of dictionaries: the class of each e-node (operator, classes of operands); no indices, no order."""

    def __init__(self):
        self.up, self.nodes = [], {}

    def find(self, c):
        return c if self.up[c] == c else self.find(self.up[c])

    def add(self, term, bound=None):
        if term.op.name == VARIABLE:
            return self.find(bound[term.op.payload])
        key = term.op, tuple(self.add(child, bound) for child in term.args)
        if key not in self.nodes:
            self.nodes[key] = len(self.up)
            self.up.append(len(self.up))
        return self.find(self.nodes[key])

    def close(self):
        """Unite classes that hold one e-node until none does."""
        while True:
            tidy = {}
            for (op, below), c in self.nodes.items():
                key, c = (op, tuple(map(self.find, below))), self.find(c)
                self.up[self.find(tidy.setdefault(key, c))] = c
            done = len(tidy) == len(self.nodes) and all(self.find(c) == c for c in tidy.values())
            self.nodes = {key: self.find(c) for key, c in tidy.items()}
            if done:
                return

    def matches(self, pattern, c, bound):
        """Every way to bind the pattern's variables so that it stands for class c."""
        if pattern.op.name == VARIABLE:
            if bound.setdefault(pattern.op.payload, c) == c:
                yield bound
            return
        for (op, below), own in self.nodes.items():
            if own == c and op == pattern.op and len(below) == len(pattern.args):
                ways = [dict(bound)]
                for child, part in zip(pattern.args, below, strict=True):
                    ways = [more for way in ways for more in self.matches(child, part, dict(way))]
                yield from ways

    def round(self, rules):
        found = [
            (c, rule.rhs, way)
            for rule, c in product(rules, set(self.nodes.values()))
            for way in self.matches(rule.lhs, c, {})
        ]
        pairs = [(c, self.add(rhs, way)) for c, rhs, way in found]
        for left, right in pairs:
            self.up[self.find(left)] = self.find(right)
        self.close()

    def counts(self):
        return len(self.nodes), len(set(self.nodes.values()))


def trees(leaves, most):
    return st.recursive(
        leaves,
        lambda below: st.one_of(
            st.tuples(below, below).map(lambda args: Term(Op("f"), args)),
            below.map(lambda child: Term(Op("g"), (child,))),
            st.tuples(below, below, below).map(lambda args: Term(Op("h"), args)),
        ),
        max_leaves=most,
    )


constants = st.sampled_from("abc").map(lambda name: Term(Op(name)))
holes = st.sampled_from(["x", "y", "z"]).map(variable)
patterns = trees(st.one_of(holes, holes, constants), 4)
rules_drawn = st.lists(st.tuples(patterns, patterns), min_size=1, max_size=4)


def as_rules(pairs):
    """The pairs that can be rules; a left side is an operator, what the right side leaves unbound is dropped."""
    return [
        Rule(f"r{number}", left, right)
        for number, (left, right) in enumerate(pairs)
        if left is not right and left.op.name != VARIABLE and set(variables(right)) <= set(variables(left))
    ]


@settings(deadline=None, max_examples=150)
@given(rules_drawn, st.lists(trees(constants, 5), min_size=1, max_size=3))
def test_random_rules_grow_as_dictionaries_do_and_every_union_is_explained(pairs, seeds):
    rules = as_rules(pairs)
    assume(rules)
    graph, naive = EGraph(), Naive()
    rows = graph.add_all(seeds).tolist()
    for seed in seeds:
        naive.add(seed)
    assert (graph.node_count, graph.class_count) == naive.counts()
    compiled = RuleSet(rules)
    for _ in range(4):
        if len(naive.nodes) > 120:
            break
        naive.round(rules)
        run(graph, compiled, rounds=1, node_limit=10**6)
        assert (graph.node_count, graph.class_count) == naive.counts()
    check(graph)
    assert [graph.find(a) == graph.find(b) for a, b in product(rows, rows)] == [
        naive.add(a) == naive.add(b) for a, b in product(seeds, seeds)
    ]
    kernel = Kernel(rules)
    for row in range(graph.table.count)[:200]:
        head = int(graph.find(row))
        if head != row:
            theorem = explain(graph, row, head, kernel).theorem
            assert theorem.proved_by(kernel)
            assert (theorem.lhs, theorem.rhs) == (graph.term(row), graph.term(head))


@settings(deadline=None, max_examples=40)
@given(rules_drawn, st.lists(trees(constants, 5), min_size=1, max_size=3))
def test_rounds_together_are_the_rounds_one_by_one(pairs, seeds):
    rules = as_rules(pairs)
    assume(rules)
    together, single = EGraph(), EGraph()
    for graph in (together, single):
        graph.add_all(seeds)
    compiled = RuleSet(rules)
    report = run(together, compiled, rounds=3, node_limit=5000)
    assume(report.reason is not StopReason.NODE_LIMIT)
    for counted in report.rounds:
        run(single, compiled, rounds=1)
        assert (single.node_count, single.class_count) == (counted.nodes, counted.classes)


@pytest.mark.parametrize("n", [3, 5, 8, 10, 11])
def test_sums_of_n_terms_fill_out_exactly(n):
    """Every non-empty subset is a class; every ordered split of a subset in two, and every leaf, an e-node."""
    rules = RuleSet(parse_rules("comm: ?a + ?b => ?b + ?a\nassoc: ?a + (?b + ?c) <=> (?a + ?b) + ?c"))
    total = Term(Op("x0"))
    for k in range(1, n):
        total = Term(Op("+"), (total, Term(Op(f"x{k}"))))
    graph = EGraph()
    graph.add(total)
    assert run(graph, rules, rounds=40, node_limit=inf).reason is StopReason.SATURATED
    assert (graph.node_count, graph.class_count) == (3**n - 2 ** (n + 1) + 1 + n, 2**n - 1)
