"""What analyses add counts toward the limit of e-nodes, exactly, and is made up for when there is room."""

import random

import pytest

from rewriting.analyses.constants import Constants
from rewriting.canonical.analysis import Canonical
from rewriting.canonical.multiset import Multiset
from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.infix import parse_term
from rewriting.proof import Kernel
from rewriting.report import StopReason
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.syntax import parse_rules
from rewriting.term import postorder
from rewriting.theories.arithmetic import FOLDING, full_rules

SUM = "((x3 + x1) + (x0 + x5)) + ((x4 + x2) + (x7 + x6))"
NUMBERS = "(1 + 2) * x + (3 + 4) * y + (5 + 6) * z + (1 + 2 * 3) * (8 + 1 * 3)"


def rules_of(text):
    return RuleSet(parse_rules(text))


def seeded(analysis, text):
    graph = EGraph([analysis])
    graph.add(parse_term(text))
    return graph


def size_of(text):
    return len(set(postorder(parse_term(text))))


def unpruned():
    return Constants([FOLDING], prune=False)


def plain():
    return Canonical(Multiset("+"))


CASES = [(plain, SUM), (unpruned, NUMBERS)]


@pytest.mark.parametrize(("analysis", "text"), CASES)
def test_no_limit_is_overstepped_and_the_rest_is_made_up_for(analysis, text):
    whole = seeded(analysis(), text)
    most, least = whole.node_count, size_of(text)
    assert most >= least + 3
    for limit in range(least, most + 1):
        graph = seeded(analysis(), text)
        report = run(graph, rules_of("none: nowhere(?a) => ?a"), node_limit=limit)
        assert graph.node_count <= limit
        assert (report.reason is StopReason.NODE_LIMIT) == (limit < most)
        check(graph)
        assert run(graph, rules_of("none: nowhere(?a) => ?a")).reason is StopReason.SATURATED
        assert graph.node_count == most
        check(graph)


def test_numbers_are_added_one_by_one_up_to_the_limit():
    most, least = seeded(unpruned(), NUMBERS).node_count, size_of(NUMBERS)
    for limit in range(least, most + 1):
        graph = seeded(unpruned(), NUMBERS)
        run(graph, rules_of("none: nowhere(?a) => ?a"), node_limit=limit)
        assert graph.node_count == limit


@pytest.mark.parametrize("analysis", [plain, unpruned])
def test_within_a_round_too(analysis):
    rules = full_rules() if analysis is unpruned else rules_of("double: f(?a) => ?a + (?a + x)\nsame: ?a + x => x + ?a")
    chance = random.Random(3)
    text = "2 * (x + 1) + 3 * (x + 2)" if analysis is unpruned else "f(x1 + x2) + (f(x3) + f(x4 + f(x5)))"
    for limit in [chance.randrange(12, 200) for _ in range(12)]:
        graph = seeded(analysis(), text)
        report = run(graph, rules, rounds=6, node_limit=limit)
        assert graph.node_count <= max(limit, size_of(text))
        assert report.reason is not StopReason.NODE_LIMIT or graph.node_count > limit - 40
        check(graph)


def test_a_sum_held_back_is_still_proved_equal():
    left, right = parse_term(SUM), parse_term("x0 + (x1 + (x2 + (x3 + (x4 + (x5 + (x6 + x7))))))")
    theory = Multiset("+")
    graph = EGraph([Canonical(theory)])
    graph.add_all([left, right])
    size = len(set(postorder(left)) | set(postorder(right)))
    run(graph, rules_of("none: nowhere(?a) => ?a"), node_limit=size)
    assert graph.node_count <= size
    assert graph.equal(left, right)
    explain(graph, left, right, Kernel([], {}, [theory.normalisation]))
