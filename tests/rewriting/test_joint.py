"""All rules searched and applied together find and make what they find and make one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.analyses.facts import Facts, hereditary, needing
from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.infix import parse_term
from rewriting.joint import match as joint_match_module
from rewriting.joint import search as joint_search_module
from rewriting.joint.match import match_together
from rewriting.joint.plan import JointPlan
from rewriting.live_index import LiveIndex
from rewriting.match import match
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.schedule import BackOff, Simple
from rewriting.sieve import Sieve
from rewriting.syntax import parse_rules
from rewriting.theories.arithmetic import folding, full_rules, micro_rules, micro_seeds
from tests.rewriting.matchers import rules_for
from tests.rewriting.small_terms import apply_changes, changes, letters, terms_over, with_variables

symbols = letters("abc")
ground = terms_over(symbols)
patterns = with_variables(symbols)
scripts = changes(ground)
RULES = RuleSet(
    parse_rules("""
    comm:  g(?a, ?b)            <=> g(?b, ?a)
    assoc: g(?a, g(?b, ?c))     <=> g(g(?a, ?b), ?c)
    same:  g(?a, ?a)            =>  f(?a)
    unit:  g(?a, c)             =>  ?a
    grow:  ?a                   =>  g(?a, c)
    three: h(?a, g(?b, ?a), ?b) =>  h(?b, ?a, f(?a))
    leaf:  b                    =>  f(f(c))
    none:  k(?a)                =>  k(k(?a))
    free:  f(g(?a, ?b))         =>  g(f(?a), f(?b)) if free(?a), free(?b)
    odd:   h(?a, ?b, ?c)        =>  h(?c, ?b, ?a) if odd(?a), free(?a), free(?c)
""")
)


def facts():
    return Facts(
        {
            "free": hereditary("free", lambda op: op.payload != "a"),
            "odd": needing("odd", {"f": (0,), "g": (1,)}, lambda op: op.payload == "b"),
        }
    )


@settings(deadline=None, max_examples=200)
@given(
    st.lists(ground, min_size=1, max_size=4),
    st.lists(scripts, min_size=1, max_size=3),
    st.lists(patterns, min_size=1, max_size=8),
    st.data(),
)
def test_matches_are_those_of_each_rule_in_its_order(seeds, steps, lefts, data):
    rules = rules_for(lefts)
    sieve, graph = Sieve(rules), EGraph()
    plan, resolution = JointPlan(rules, sieve.symbols), sieve.resolve(graph.table)
    for script in ([("add", seed, None) for seed in seeds], *steps):
        apply_changes(graph, script)
        clocks = st.lists(st.integers(-1, graph.table.clock), min_size=len(rules), max_size=len(rules))
        seen = np.array(data.draw(clocks), dtype=np.int64)
        snapshot = LiveIndex(graph.table)
        passing = sieve.passing(resolution, snapshot, seen, jointly=True)
        together = match_together(plan, resolution, snapshot, (passing & plan.eligible).nonzero()[0], seen)
        assert together.who.tolist() == sorted(together.who.tolist())
        for index, rule in enumerate(rules):
            if plan.eligible[index]:
                alone = match(rule.lhs, LiveIndex(graph.table), int(seen[index]))
                own = together.rows[:, together.who == index]
                count = max(len(rule.lhs.nodes), 1)
                assert own[:count].tolist() == ([[]] * count if alone is None else [c.tolist() for c in alone.rows])
        graph.table.clock += 1


def grown(analysis, rules, seeds, rounds, scheduler, jointly):
    """What a run does, rule by rule and round by round, when it is or is not to search rules together."""
    graph = EGraph([analysis])
    graph.add_all(seeds)
    before = joint_search_module._MOST_ROWS
    joint_search_module._MOST_ROWS = before if jointly else -1
    try:
        report = run(graph, rules, rounds=rounds, node_limit=1500, scheduler=scheduler)
    finally:
        joint_search_module._MOST_ROWS = before
    check(graph)
    counts = [(each.nodes, each.classes, each.unions) for each in report.rounds]
    return report.reason, counts, [(each.rule.name, each.hits) for each in report.rules]


@settings(deadline=None, max_examples=60)
@given(st.lists(ground, min_size=1, max_size=3), st.booleans())
def test_runs_agree_with_those_that_take_one_rule_after_another(seeds, backs_off):
    together, alone = (
        grown(facts(), RULES, seeds, 4, BackOff(20, 1) if backs_off else Simple(), jointly) for jointly in (True, False)
    )
    assert together == alone


@pytest.mark.parametrize("seed", range(len(micro_seeds())))
def test_runs_with_constants_and_relations_agree(seed):
    together, alone = (
        grown(folding(), full_rules(), micro_seeds()[seed : seed + 2], 5, BackOff(100, 2), jointly)
        for jointly in (True, False)
    )
    assert together == alone


def test_where_there_are_too_many_partial_matches_rules_are_taken_one_by_one(monkeypatch):
    monkeypatch.setattr(joint_match_module, "_MOST", 50)
    graph = EGraph()
    graph.add_all(micro_seeds())
    counts = [each.nodes for each in run(graph, micro_rules(), rounds=5).rounds]
    monkeypatch.undo()
    twin = EGraph()
    twin.add_all(micro_seeds())
    assert counts == [each.nodes for each in run(twin, micro_rules(), rounds=5).rounds]


def test_a_rule_too_large_for_the_tables_is_searched_by_itself():
    large = "f(" * 20 + "?a" + ")" * 20
    rules = RuleSet(parse_rules(f"large: {large} => done(?a)\nsmall: f(f(?a)) => g(?a, ?a)"))
    graph = EGraph()
    term = parse_term(large.replace("?a", "x"))
    row = graph.add(term)
    run(graph, rules, rounds=1)
    assert graph.find(row) == graph.find(graph.lookup(parse_term("done(x)")))
    assert graph.lookup(parse_term("g(x, x)")) is not None
    check(graph)
