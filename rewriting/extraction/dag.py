"""Extraction by DAG cost: what a term costs when each distinct subterm is paid for once.

Finding the cheapest DAG is NP-hard. A greedy pass gives every class the choice whose set of classes costs least, shared
ones counted once, among the e-nodes near the cheapest trees; branch and bound, which sees all e-nodes, then improves on
it until it is proved best or the budget is spent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rewriting.egraph import EGraph
from rewriting.extract import Cost, Extraction, ExtractionError, Veto
from rewriting.extraction.dag_options import Choice, Options
from rewriting.term import Term

__all__ = ["DagForm", "extract_dag"]


@dataclass(frozen=True, slots=True)
class DagForm:
    """Terms for the classes asked for, what their distinct subterms cost together, whether that is proved cheapest."""

    terms: tuple[Term, ...]
    cost: float
    optimal: bool


_MOST_NEAR = 10_000
"""E-nodes that the greedy pass looks at: those near the cheapest trees."""


def extract_dag(
    egraph: EGraph, rows: int | Sequence[int], cost: Cost, veto: Veto = None, *, budget: int = 20_000
) -> DagForm:
    """One term for the class of each row, sharing between them, each distinct subterm paid for once.

    `budget` bounds the choices that branch and bound tries after the greedy pass; 0 leaves that out. Deterministic.
    Raises ExtractionError if a class has no form without vetoed operators, ValueError for a cost below zero.
    """
    wanted = list(rows) if isinstance(rows, Iterable) else [rows]
    goals = tuple(dict.fromkeys(egraph.find(row) for row in wanted))
    extraction = Extraction(egraph, cost, veto)
    for goal in goals:
        if extraction.choice[goal] < 0:
            raise ExtractionError(f"class {goal}, which holds {egraph.term(goal)}, has no form that is not vetoed")
    options = Options(extraction)
    tree = options.tree(goals)
    greedy = {**tree, **_Greedy(options.near(goals, _MOST_NEAR), extraction).choices()}
    best = min((greedy, tree), key=lambda choice: _paid(choice, goals))
    search = _Search(options, goals, best, budget)
    search.run()
    terms = _terms(egraph, search.best)
    return DagForm(tuple(terms[egraph.find(row)] for row in wanted), search.least, search.complete)


class _Greedy:
    """For each class the choice whose set of classes is cheapest so far; sets are bit masks."""

    def __init__(self, options: dict[int, list[Choice]], extraction: Extraction) -> None:
        self._options = options
        self._number = {goal: k for k, goal in enumerate(sorted(options))}
        self._goals = sorted(options)
        self._mask: dict[int, int] = {}
        self._chosen: dict[int, Choice] = {}
        self._order = sorted(options, key=lambda goal: (float(extraction.cheapest[goal]), goal))

    def choices(self) -> dict[int, Choice]:
        """Sweep over the classes, cheap ones first, until no class improves; at most one sweep for each class."""
        for _ in range(len(self._order)):
            improved = [self._improve(goal) for goal in self._order]
            if not any(improved):
                break
        return self._chosen

    def _improve(self, goal: int) -> bool:
        bit = 1 << self._number[goal]
        known = self._mask.get(goal)
        least = float("inf") if known is None else self._weight(known)
        improved = False
        for node in self._options[goal]:
            if all(child in self._mask for child in node.children):
                mask = 0
                for child in node.children:
                    mask |= self._mask[child]
                weight = self._weight(mask) + node.cost
                if not mask & bit and weight < least:
                    least, improved = weight, True
                    self._mask[goal], self._chosen[goal] = mask | bit, node
        return improved

    def _weight(self, mask: int) -> float:
        total = 0.0
        while mask:
            low = mask & -mask
            total += self._chosen[self._goals[low.bit_length() - 1]].cost
            mask ^= low
        return total


def _used(choice: dict[int, Choice], goals: Sequence[int]) -> dict[int, Choice] | None:
    """The choices that the goals need; None if they run in a circle or one is missing."""
    used: dict[int, Choice] = {}
    entered: set[int] = set()
    stack = [(goal, False) for goal in reversed(goals)]
    while stack:
        goal, ready = stack.pop()
        if ready:
            used[goal] = choice[goal]
        elif goal not in used:
            if goal in entered or goal not in choice:
                return None
            entered.add(goal)
            stack.append((goal, True))
            stack.extend((child, False) for child in choice[goal].children if child not in used)
    return used


def _paid(choice: dict[int, Choice], goals: Sequence[int]) -> float:
    used = _used(choice, goals)
    return float("inf") if used is None else sum(node.cost for node in used.values())


class _Search:
    """Branch and bound. A state is (cost of what is chosen, choices, classes still to be chosen for).

    The bound adds, for each open class, the cheapest of its own costs.
    """

    def __init__(self, options: Options, goals: tuple[int, ...], best: dict[int, Choice], budget: int) -> None:
        self._options, self._goals, self._budget = options, goals, budget
        self._floors: dict[int, float] = {}
        self._hint = best
        used = _used(best, goals)
        if used is None:
            raise AssertionError("no choice of e-nodes without a circle was found; please report this")
        self.best, self.least = used, sum(node.cost for node in used.values())
        self.complete = False

    def run(self) -> None:
        """Search depth first, choices of the greedy pass first."""
        stack: list[tuple[float, dict[int, Choice], tuple[int, ...]]] = [(0.0, {}, self._goals)]
        tried = 0
        while stack:
            paid, chosen, todo = stack.pop()
            if not todo:
                if paid < self.least and _used(chosen, self._goals) is not None:
                    self.best, self.least = chosen, paid
                continue
            tried += 1
            if tried > self._budget:
                return
            stack.extend(self._branches(paid, chosen, todo))
        self.complete = True

    def _floor(self, goal: int) -> float:
        """The cheapest of a class's own costs."""
        known = self._floors.get(goal)
        if known is None:
            known = self._floors[goal] = min(choice.cost for choice in self._options[goal])
        return known

    def _branches(
        self, paid: float, chosen: dict[int, Choice], todo: tuple[int, ...]
    ) -> list[tuple[float, dict[int, Choice], tuple[int, ...]]]:
        """The open class with the fewest ways to choose, each of them; the most promising one last."""
        goal = min(todo, key=lambda each: len(self._options[each]))
        rest = tuple(each for each in todo if each != goal)
        branches = []
        for node in self._options[goal]:
            more = tuple(c for c in dict.fromkeys(node.children) if c not in chosen and c not in rest)
            pending = rest + more
            bound = paid + node.cost + sum(self._floor(each) for each in pending)
            if bound < self.least and not _reaches(chosen, node.children, goal):
                branches.append((bound, node is not self._hint.get(goal), node, pending))
        branches.sort(key=lambda branch: branch[:2], reverse=True)
        return [(paid + node.cost, {**chosen, goal: node}, pending) for _, _, node, pending in branches]


def _reaches(chosen: dict[int, Choice], starts: Sequence[int], goal: int) -> bool:
    """Whether what is chosen leads from one of the classes back to the goal."""
    seen: set[int] = set()
    stack = list(starts)
    while stack:
        each = stack.pop()
        if each == goal:
            return True
        if each not in seen and each in chosen:
            seen.add(each)
            stack.extend(chosen[each].children)
    return False


def _terms(egraph: EGraph, chosen: dict[int, Choice]) -> dict[int, Term]:
    terms: dict[int, Term] = {}
    for goal in _used(chosen, tuple(chosen)) or {}:
        node = chosen[goal]
        terms[goal] = Term(egraph.table.op_of(node.row), tuple(terms[child] for child in node.children))
    return terms
