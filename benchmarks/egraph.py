"""Speed and size of the e-graph: `python benchmarks/egraph.py [rounds]`.

Prints the growth of the micro theory round by round with cumulative seconds, the memory for each e-node, the time to
extract and to explain in the largest graph, and the time of one round of about a hundred rules on a small and on a
middling graph. Proofs are recorded throughout.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from rewriting.egraph import EGraph
from rewriting.explain import Explainer
from rewriting.extract import extract
from rewriting.op import NUMBER, VARIABLE, Op
from rewriting.proof import Kernel
from rewriting.rule import Rule
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.term import Term, fold
from rewriting.theories.arithmetic import micro_rules, micro_seeds

__all__ = ["growth", "main", "small_rounds"]

ROUND_11 = 1_047_896
"""E-nodes after eleven rounds, by egg and by egglog."""


def growth(rounds: int) -> EGraph:
    """Grow the micro theory and print each round."""
    graph = EGraph()
    graph.add_all(micro_seeds())
    report = run(graph, micro_rules(), rounds=rounds, node_limit=20_000_000, time_limit=600)
    elapsed = 0.0
    for number, each in enumerate(report.rounds, 1):
        elapsed += each.seconds
        print(f"round {number:2}  {each.nodes:9} e-nodes  {each.classes:8} classes  {elapsed:8.3f} s")
        if number == 11 and each.nodes != ROUND_11:
            raise AssertionError(f"round 11 has {each.nodes} e-nodes, it must have {ROUND_11}; please report this")
    print(f"memory: {graph.nbytes / graph.node_count:.0f} bytes for each e-node, proofs included")
    return graph


def family(term: Term, number: int) -> Term:
    """The term with its operators made those of another rank, so that rules multiply as in a typed language."""

    def tagged(op: Op, args: list[Term]) -> Term:
        keep = op.name in (VARIABLE, NUMBER) or not args
        return Term(op if keep else Op(op.name, number), tuple(args))

    return fold(term, tagged)


def small_rounds(families: int, seeds: int, rounds: int) -> None:
    """Print the time of one more round of 24 · families rules, after `rounds` rounds from some seeds of each family."""
    rules = RuleSet(
        Rule(f"{rule.name}-{k}", family(rule.lhs, k), family(rule.rhs, k))
        for k in range(families)
        for rule in micro_rules()
    )
    times = []
    for _ in range(15):
        graph = EGraph()
        graph.add_all([family(seed, k) for k in range(families) for seed in micro_seeds()[-seeds:]])
        run(graph, rules, rounds=rounds)
        before = graph.node_count
        times.append(timed(lambda graph=graph: run(graph, rules, rounds=1)))
    print(f"{len(rules)} rules on {before} e-nodes, one round: {1e3 * statistics.median(times):.1f} ms")


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> None:
    """Run everything, small graphs first."""
    small_rounds(4, seeds=1, rounds=0)
    small_rounds(4, seeds=7, rounds=5)
    graph = growth(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
    print(f"extraction of one class from all of it: {timed(lambda: extract(graph, 0, lambda _: 1.0)):.3f} s")
    explainers: list[Explainer] = []
    print(f"preparing explanations: {timed(lambda: explainers.append(Explainer(graph))):.3f} s")
    left, right = int(graph.history.left[graph.history.count - 1]), int(graph.history.right[graph.history.count - 1])
    kernel = Kernel(micro_rules())
    print(f"explaining and checking the last union: {timed(lambda: explainers[0].proof(left, right, kernel)):.4f} s")


if __name__ == "__main__":
    main()
