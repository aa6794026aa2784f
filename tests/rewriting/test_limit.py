"""The node limit holds within a round, exactly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting import limit as limit_module
from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.instantiate import Job
from rewriting.limit import instantiate_within
from rewriting.live_index import LiveIndex
from rewriting.match import match
from rewriting.op import VARIABLE
from rewriting.report import StopReason
from rewriting.run import run
from rewriting.term import variables
from rewriting.theories.arithmetic import micro_rules, micro_seeds


def grown_graph(rounds):
    graph = EGraph()
    graph.add_all(micro_seeds())
    run(graph, micro_rules(), rounds=rounds)
    return graph


def jobs_of(graph):
    snapshot = LiveIndex(graph.table)
    found = [(c, match(c.lhs, snapshot)) for c in micro_rules().compiled]
    return [Job(c, number, matches) for number, (c, matches) in enumerate(found) if matches is not None]


def naive_prefix(graph, jobs, limit):
    """How many matches, one by one, can be instantiated before the next would overstep the limit."""
    nodes = {graph.enode(row): graph.find(row) for row in graph.table.live_rows().tolist()}
    done = 0
    for job in jobs:
        bound = {name: job.classes(graph.table, name).tolist() for name in variables(job.compiled.rule.lhs)}
        for i in range(len(job.matches)):
            new = {}

            def build(term, i=i, bound=bound, new=new):
                if term.op.name == VARIABLE:
                    return bound[term.op.payload][i]
                key = (term.op, tuple(build(argument) for argument in term.args))
                return nodes.get(key) if key in nodes else new.setdefault(key, ("new", *key))

            build(job.compiled.rule.rhs)
            if len(nodes) + len(new) > limit:
                return done, len(nodes)
            nodes.update(new)
            done += 1
    return done, len(nodes)


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 5), st.floats(0, 1.1), st.sampled_from([1, 7, 100, 1 << 16]))
def test_matches_are_cut_where_the_next_one_would_overstep(rounds, share, chunk):
    graph = grown_graph(rounds)
    jobs = jobs_of(graph)
    unlimited = naive_prefix(graph, jobs, 10**9)[1]
    limit = graph.node_count + int(share * (unlimited - graph.node_count))
    expected = naive_prefix(graph, jobs, limit)
    before = limit_module._SMALLEST_CHUNK
    limit_module._SMALLEST_CHUNK = chunk
    try:
        made, cut = instantiate_within(graph.table, jobs, limit)
    finally:
        limit_module._SMALLEST_CHUNK = before
    assert (sum(len(job.matches) for job in made), graph.table.live_count) == expected
    assert cut == (expected[0] < sum(len(job.matches) for job in jobs))
    check(graph)


@pytest.mark.parametrize("limit", [35, 36, 68, 69, 70, 100, 500, 2000])
def test_a_run_never_exceeds_its_limit_and_stays_valid(limit):
    graph = EGraph()
    graph.add_all(micro_seeds())
    report = run(graph, micro_rules(), rounds=8, node_limit=limit, on_round=lambda _: check(graph))
    assert report.reason is StopReason.NODE_LIMIT
    assert report.stop.limit == limit
    assert all(r.nodes <= limit for r in report.rounds)
    check(graph)
    run(graph, micro_rules(), rounds=1, node_limit=10**6)
    check(graph)


def test_a_limit_that_is_not_reached_changes_nothing():
    graph = EGraph()
    graph.add_all(micro_seeds())
    report = run(graph, micro_rules(), rounds=3, node_limit=208)
    assert (report.rounds[-1].nodes, report.reason) == (208, StopReason.ROUND_LIMIT)


@pytest.mark.parametrize("limit", [0, 1, 34])
def test_a_limit_below_what_is_there_already_leaves_everything_as_it_is(limit):
    graph = grown_graph(2)
    jobs, before = jobs_of(graph), (graph.table.count, graph.table.live_count)
    assert instantiate_within(graph.table, jobs, limit) == ([], True)
    assert (graph.table.count, graph.table.live_count) == before
    report = run(graph, micro_rules(), rounds=3, node_limit=limit)
    assert (report.reason, report.rounds) == (StopReason.NODE_LIMIT, ())
    assert (graph.table.count, graph.table.live_count) == before
    check(graph)
