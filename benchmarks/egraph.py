"""Speed and size of the e-graph, beside egglog: `python -m benchmarks.egraph [repetitions]`.

Growth of the micro theory to rounds 10 and 11, our engine with and without proofs and egglog by turns, each in a
process of its own, medians; the floor under it; the published goals; rounds of many rules on small graphs.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks import egglog_peer
from benchmarks.peer_environment import interpreter
from rewriting.canonical.analysis import Canonical
from rewriting.canonical.multiset import Multiset
from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.infix import parse_term
from rewriting.op import NUMBER, VARIABLE, Op
from rewriting.proof import Kernel
from rewriting.report import StopReason
from rewriting.rule import Rule
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.schedule import BackOff
from rewriting.term import Term, fold
from rewriting.theories.arithmetic import folding, full_rules, micro_rules, micro_seeds

__all__ = ["canonical_sum", "floor", "goals", "grow", "growth_table", "main", "small_rounds"]

CASES = Path(__file__).parents[1] / "tests" / "data" / "egraph.json"
NODES = {10: 136_446, 11: 1_047_896}
"""E-nodes after so many rounds, by egg and by egglog."""


def grow(rounds: int, record: bool) -> tuple[EGraph, float, float]:
    """The graph of the micro theory after so many rounds, the seconds and the processor seconds it took."""
    graph, rules = EGraph(record=record), micro_rules()
    graph.add_all(micro_seeds())
    began, busy = time.perf_counter(), time.process_time()
    run(graph, rules, rounds=rounds, node_limit=20_000_000, time_limit=600)
    seconds, processor = time.perf_counter() - began, time.process_time() - busy
    if graph.node_count != NODES.get(rounds, graph.node_count):
        raise AssertionError(f"round {rounds} has {graph.node_count} e-nodes, must have {NODES[rounds]}; please report")
    return graph, seconds, processor


def floor(rounds: int) -> float:
    """Processor seconds to sort the keys of the rows changed in each round and to gather their columns once."""
    graph, rules, total = EGraph(record=False), micro_rules(), 0.0
    graph.add_all(micro_seeds())
    for _ in range(rounds):
        run(graph, rules, rounds=1, node_limit=20_000_000, time_limit=600)
        table = graph.table
        rows = np.flatnonzero(table.stamp[: table.count] == table.clock)
        keys = np.random.default_rng(0).permutation(table.key.take(rows))
        columns = [*table.children, *table.original, table.functor, table.stamp, table.sets.parent]
        order = keys.argsort(kind="stable") % table.count
        began = time.process_time()
        keys.sort()
        for column in columns:
            column.take(order)
        total += time.process_time() - began
    return total


def growth_table(repetitions: int) -> None:
    """Print the medians of growth by turns, the ratios to egglog, and the bytes for each e-node."""
    python = interpreter("egglog", egglog_peer.VERSION)
    text = egglog_peer.program([(rule.lhs, rule.rhs) for rule in micro_rules()], micro_seeds())
    if isinstance(python, str):
        print(f"egglog cannot be had ({python}); our figures stand alone")
    for rounds in NODES:
        times: dict[str, list[tuple[float, float]]] = {"egglog": [], "proofs": [], "no proofs": []}
        size = 0.0
        for _ in range(repetitions):
            if not isinstance(python, str):
                times["egglog"].append(egglog_peer.seconds(python, text, rounds))
            for name, record in (("proofs", True), ("no proofs", False)):
                seconds, processor, bytes_each = _in_a_process(rounds, record)
                times[name].append((seconds, processor))
                size = bytes_each if record else size
        middle = {name: statistics.median(s for s, _ in each) for name, each in times.items() if each}
        busy = {name: statistics.median(p for _, p in each) for name, each in times.items() if each}
        print(f"round {rounds}: {NODES[rounds]} e-nodes, {size:.0f} bytes for each with proofs")
        for name, seconds in middle.items():
            ratio = ""
            if "egglog" in middle:
                ratio = (
                    f"{seconds / middle['egglog']:.2f} × egglog, {busy[name] / busy['egglog']:.2f} by processor time"
                )
            lowest, highest = min(times[name])[0], max(times[name])[0]
            print(f"  {name:10} {seconds:7.3f} s  ({lowest:.3f} to {highest:.3f}; busy {busy[name]:.3f})  {ratio}")
        print(f"  recording proofs costs {100 * (busy['proofs'] / busy['no proofs'] - 1):.0f} % of processor time")
        lowest = statistics.median(floor(rounds) for _ in range(3))
        distance = busy["no proofs"] / lowest
        print(f"  floor (sort and gather) {lowest:.3f} s; we take {distance:.1f} times that without proofs")


def _in_a_process(rounds: int, record: bool) -> tuple[float, float, float]:
    """`grow` in a process of its own: seconds, processor seconds, and bytes for each e-node."""
    command = [sys.executable, "-m", "benchmarks.egraph", "--grow", str(rounds), str(int(record))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    seconds, processor, size = json.loads(done.stdout)
    return seconds, processor, size


def goals(repetitions: int) -> None:
    """Print the median milliseconds of each published goal, from the seeds to the proof of equality."""
    every, medians = full_rules(), []
    for test in json.loads(CASES.read_text(encoding="utf-8"))["tests"]:
        if not test["goals"] or "expect" in test:
            continue
        terms = [parse_term(text) for text in (test["start"], test["goals"][0])]
        named = test["rules_used"]
        rules = every if isinstance(named, str) else RuleSet(rule for rule in every if rule.name in named)
        times, reason, nodes = [], StopReason.SATURATED, 0
        for _ in range(repetitions):
            began = time.process_time()
            graph = EGraph([folding()])
            left, right = graph.add_all(terms).tolist()
            report = run(graph, rules, rounds=12, node_limit=5000, scheduler=BackOff(), goals=[(left, right)])
            times.append(time.process_time() - began)
            reason, nodes = report.reason, graph.node_count
        milliseconds = 1e3 * statistics.median(times)
        told = "" if reason is StopReason.GOAL_REACHED else f"  not reached: {reason.value}"
        medians += [] if told else [milliseconds]
        print(f"  {test['name']:24} {milliseconds:7.2f} ms  {len(report.rounds):2} rounds  {nodes:5} e-nodes{told}")
    print(f"  {len(medians)} goals reached, median {statistics.median(medians):.2f} ms, most {max(medians):.2f} ms")


def family(term: Term, number: int) -> Term:
    """The term with its operators made those of another rank, so that rules multiply as in a typed language."""

    def tagged(op: Op, args: list[Term]) -> Term:
        keep = op.name in (VARIABLE, NUMBER) or not args
        return Term(op if keep else Op(op.name, number), tuple(args))

    return fold(term, tagged)


def small_rounds(families: int, seeds: int, rounds: int, repetitions: int = 25) -> None:
    """Print the time of one more round of 24 · families rules, after `rounds` rounds from some seeds of each family."""
    rules = RuleSet(
        Rule(f"{rule.name}-{k}", family(rule.lhs, k), family(rule.rhs, k))
        for k in range(families)
        for rule in micro_rules()
    )
    times, before = [], 0
    for _ in range(repetitions):
        graph = EGraph()
        graph.add_all([family(seed, k) for k in range(families) for seed in micro_seeds()[-seeds:]])
        run(graph, rules, rounds=rounds)
        before = graph.node_count
        times.append(timed(lambda graph=graph: run(graph, rules, rounds=1)))
    print(f"  {len(rules)} rules on {before} e-nodes: {1e3 * statistics.median(times):.2f} ms a round")


def canonical_sum(terms: int, repetitions: int) -> None:
    """Print the milliseconds to bring two orders of a sum to one class, match a rule in it and check the proof.

    The rule takes two summands that stand far apart; the goal has its right side in another order and bracketing.
    """
    theory = Multiset("+")
    rule = Rule("squares", parse_term("sin(?a)**2 + cos(?a)**2"), parse_term("1"))
    names = [f"x{i}" for i in range(terms - 2)]
    start = parse_term(" + ".join(["sin(y)**2", *names, "cos(y)**2"]))
    goal = parse_term(" + (".join(["1", *reversed(names)]) + ")" * len(names))
    kernel, times, nodes = Kernel([rule], {}, [theory.normalisation]), [], 0
    for _ in range(repetitions):
        began = time.perf_counter()
        graph = EGraph([Canonical(theory, [rule.lhs])])
        left, right = graph.add_all([start, goal]).tolist()
        run(graph, RuleSet([rule]), rounds=5, goals=[(left, right)])
        explain(graph, start, goal, kernel).check(kernel)
        times.append(time.perf_counter() - began)
        nodes = graph.node_count
    milliseconds = 1e3 * statistics.median(times)
    print(f"  a sum of {terms}, reordered, matched and proved: {milliseconds:.1f} ms, {nodes} e-nodes (bar 50 ms)")


def timed(action: Callable[[], object]) -> float:
    """Processor seconds that an action takes."""
    start = time.process_time()
    action()
    return time.process_time() - start


def main() -> None:
    """Run everything; `--grow rounds record` is what a process of its own is asked."""
    if sys.argv[1:2] == ["--grow"]:
        graph, *seconds = grow(int(sys.argv[2]), record=sys.argv[3] == "1")
        print(json.dumps([*seconds, graph.nbytes / graph.node_count]))
        return
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print("many rules on small graphs, once compiled (processor time)")
    small_rounds(5, seeds=1, rounds=0)
    small_rounds(5, seeds=2, rounds=2)
    small_rounds(5, seeds=7, rounds=5)
    print("published goals (processor time)")
    goals(repetitions)
    print("relief from associativity and commutativity (elapsed)")
    canonical_sum(20, max(repetitions, 5))
    growth_table(repetitions)


if __name__ == "__main__":
    main()
