"""A rule set as tables with a column for each rule, so that one program of array operations serves all rules at once.

A rule by itself costs some dozens of calls into NumPy, which on a small graph take longer than the work in them. With
the differences between rules in tables, the number of calls in a round depends on the longest pattern only.

What a match holds are values, canonical ids numbered by place: place 0 is the class of the matched root, place
1 + n · width + k child k of compound subterm n of the left side. Subterm n of the right side follows at
`built + n` once it is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rewriting.columns import Flags, Offsets
from rewriting.op import Op
from rewriting.ruleset import CompiledRule

__all__ = ["NONE", "JointPlan", "Level"]

NONE = -1
"""Stands in a table where a rule has nothing there."""

_MOST_SUBTERMS = 16
"""Rules with larger sides are looked for one by one: each subterm and child costs a row of values in every match."""

Codes = NDArray[np.intp]


class Level:
    """The subterms of one height on all right sides: those of rule i stand from starts[i] on, counts[i] of them.

    For each: the number of its operator among `JointPlan.made`, where its children come from (a place, −2 less the
    number of a leaf among `JointPlan.leaves`, or NONE), and the place of its own row.
    """

    def __init__(self, rules: Sequence[CompiledRule], height: int, plan: JointPlan) -> None:
        starts: list[int] = []
        counts: list[int] = []
        operators: list[int] = []
        places: list[int] = []
        children: list[list[int]] = []
        for rule, eligible in zip(rules, plan.eligible.tolist(), strict=True):
            starts.append(len(operators))
            for number, node in enumerate(rule.rhs.nodes if eligible else ()):
                if node.height == height:
                    operators.append(plan.maker(node.op, node.arity))
                    places.append(plan.built + number)
                    codes = [plan.source(rule, child) for child in node.children]
                    children.append(codes + [NONE] * (plan.widest - len(codes)))
            counts.append(len(operators) - starts[-1])
        self.starts, self.counts = _codes(starts), _codes(counts)
        self.numbers = np.arange(len(operators))
        self.operators, self.places = _codes(operators), _codes(places)
        self.children = np.array(children, dtype=np.intp).reshape(-1, plan.widest).T.copy()


class JointPlan:
    """The tables of a rule set; `symbols` numbers the operators and leaves of the left sides.

    `eligible` are the rules that the tables speak of: those with one pattern, no leaf by itself, and not too large.
    """

    def __init__(self, rules: Sequence[CompiledRule], symbols: Mapping[tuple[Op, int], int]) -> None:
        self.rules = tuple(rules)
        self.eligible: Flags = np.array([_is_eligible(rule) for rule in rules], dtype=np.bool_)
        joint = [rule for rule, eligible in zip(rules, self.eligible.tolist(), strict=True) if eligible]
        self.width = max((node.arity for rule in joint for node in rule.lhs.nodes), default=1)
        self.widest = max((node.arity for rule in joint for node in rule.rhs.nodes), default=1)
        self.most = max((len(rule.lhs.nodes) for rule in joint), default=0)
        self.built = 1 + max(self.most, 1) * self.width
        self.places = self.built + max((len(rule.rhs.nodes) for rule in joint), default=0)
        self.size = _codes([len(rule.lhs.nodes) for rule in rules])
        """Compound subterms of each left side; 0 for a variable by itself."""
        self.depth = _codes([max(rule.lhs.height - 1, 0) for rule in rules])
        """How far below its root a left side reaches."""
        self.trusted: Flags = np.array([rule.rule.trusted for rule in rules], dtype=np.bool_)
        self.made: list[tuple[Op, int]] = []
        """The operators of the right sides with their arity."""
        self.leaves: list[Op] = []
        """The leaves of the right sides."""
        self._makers: dict[tuple[Op, int], int] = {}
        self._leaf_numbers: dict[Op, int] = {}
        self._fill_left(symbols)
        tallest = max((rule.rhs.height for rule in joint), default=0)
        self.levels = [Level(rules, height, self) for height in range(1, tallest + 1)]
        self.result = _codes([self.source(rule, rule.rhs.root) if _is_eligible(rule) else 0 for rule in rules])
        """Where the whole right side of each rule comes from, as for a child of a `Level`."""
        self.cost = _codes([len(rule.rhs.nodes) + len(rule.rhs.leaves) for rule in rules])
        """The most rows that one match of each rule can add."""
        self._fill_records()

    def _fill_left(self, symbols: Mapping[tuple[Op, int], int]) -> None:
        """The tables of the left sides, all by number of the subterm, then index of the child, then rule.

        `symbol` is the operator; `origin` the place of the class it is looked for in; `same` the place whose value a
        child must have (its own, where it may have any); `leaf` the symbol of the leaf it must be, or NONE.
        """
        shape = (max(self.most, 1), len(self.rules))
        self.symbol, self.origin = np.zeros(shape, dtype=np.intp), np.zeros(shape, dtype=np.intp)
        own = 1 + np.arange(shape[0] * self.width).reshape(shape[0], self.width, 1)
        self.same = np.repeat(own, len(self.rules), axis=2)
        self.leaf = np.full_like(self.same, NONE)
        leaf_pairs: list[tuple[int, int]] = []
        for index, rule in enumerate(self.rules):
            if not self.eligible[index]:
                continue
            leaf_pairs += [(index, symbols[leaf, 0]) for leaf in rule.lhs.leaves]
            for number, node in enumerate(rule.lhs.nodes):
                self.symbol[number, index] = symbols[node.op, node.arity]
                if node.parent is not None:
                    self.origin[number, index] = self.place(*node.parent)
                for k, (other, place) in node.same:
                    self.same[number, k, index] = self.place(other, place)
                for k, child in enumerate(node.children):
                    if isinstance(child, Op):
                        self.leaf[number, k, index] = symbols[child, 0]
        self.has_same: list[list[bool]] = (self.same != own).any(axis=2).tolist()
        self.has_leaf: list[list[bool]] = (self.leaf != NONE).any(axis=2).tolist()
        self.node_of = np.r_[0, np.repeat(np.arange(shape[0]), self.width)]
        """For each place of a left side, the subterm it belongs to, and in `child_of` which child of it."""
        self.child_of = np.r_[self.width, np.tile(np.arange(self.width), shape[0])]
        self.leaf_pairs = np.array(leaf_pairs, dtype=np.intp).reshape(-1, 2).T
        """Rules and the leaves of their left sides, as symbols."""

    def _fill_records(self) -> None:
        """What a match record is made of: which matched rows, which evidence, which built rows."""
        self.asked = max((len(rule.asked) for rule in self.rules), default=0)
        most_built = self.places - self.built
        self.record: Flags = np.zeros(
            (max(self.most - 1, 0) + self.asked + most_built, len(self.rules)), dtype=np.bool_
        )
        for index, rule in enumerate(self.rules):
            if self.eligible[index]:
                start = max(self.most - 1, 0)
                self.record[: max(len(rule.lhs.nodes) - 1, 0), index] = True
                self.record[start : start + len(rule.asked), index] = True
                self.record[start + self.asked + 1 : start + self.asked + len(rule.rhs.nodes), index] = True

    def place(self, number: int, k: int) -> int:
        """The place of child k of subterm `number` of a left side."""
        return 1 + number * self.width + k

    def variable(self, rule: CompiledRule, name: str) -> int:
        """The place of a variable of a left side."""
        place = rule.place(name)
        return 0 if place is None else self.place(*place)

    def source(self, rule: CompiledRule, child: str | Op | int) -> int:
        """Where a child on the right side comes from; see `Level`."""
        if isinstance(child, str):
            return self.variable(rule, child)
        if isinstance(child, int):
            return self.built + child
        number = self._leaf_numbers.setdefault(child, len(self.leaves))
        if number == len(self.leaves):
            self.leaves.append(child)
        return -2 - number

    def maker(self, op: Op, arity: int) -> int:
        """The number of an operator of the right sides."""
        number = self._makers.setdefault((op, arity), len(self.made))
        if number == len(self.made):
            self.made.append((op, arity))
        return number


def _is_eligible(rule: CompiledRule) -> bool:
    largest = max(len(rule.lhs.nodes), len(rule.rhs.nodes))
    return not rule.others and not isinstance(rule.lhs.root, Op) and largest <= _MOST_SUBTERMS


def _codes(numbers: Sequence[int]) -> Offsets:
    return np.array(numbers, dtype=np.intp)
