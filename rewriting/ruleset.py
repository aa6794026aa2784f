"""Rule sets: rules compiled once, for use on any number of e-graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rewriting.op import Op
from rewriting.pattern import Pattern, Place, compile_pattern
from rewriting.proof import Computation
from rewriting.rule import Rule, RuleError

__all__ = ["CompiledRule", "RuleSet", "compile_rule"]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its two sides compiled. `asked` are the variables that its conditions speak of.

    What a match record holds, in this order: the rows of lhs.nodes from the second on (the first is the edge's left
    row), the evidence for each variable asked about, the rows of rhs.nodes from the second on (the first is the right
    row).
    """

    rule: Rule
    lhs: Pattern
    rhs: Pattern
    asked: tuple[str, ...]
    others: tuple[tuple[str, Pattern, int], ...]
    """Each further pattern with its variable and the place of its root row among the matched rows."""
    places: dict[str, Place]
    """Where the matched rows bind each variable; child −1 stands for the row itself."""
    uses: frozenset[tuple[Op, int]]
    """(operator, arity) of all compound subterms of the patterns."""

    @property
    def record_width(self) -> int:
        """Rows in a match record."""
        return self.matched_rows - 1 + len(self.asked) + max(len(self.rhs.nodes) - 1, 0)

    @property
    def matched_rows(self) -> int:
        """Rows that a match is made of."""
        return max(len(self.lhs.nodes), 1) + sum(len(pattern.nodes) for _, pattern, _ in self.others)

    def place(self, variable: str) -> Place | None:
        """Where the left side binds a variable; None if the left side is that variable."""
        return self.places.get(variable)


def compile_rule(rule: Rule) -> CompiledRule:
    """Compile one rule."""
    lhs, rhs = compile_pattern(rule.lhs), compile_pattern(rule.rhs)
    asked = tuple(dict.fromkeys(name for condition in rule.conditions for name in condition.arguments))
    others: list[tuple[str, Pattern, int]] = []
    places = dict(lhs.binding)
    start = max(len(lhs.nodes), 1)
    for name, term in rule.where:
        pattern = compile_pattern(term)
        others.append((name, pattern, start))
        if name != lhs.root:
            places.setdefault(name, (start, -1))
        for inner, (number, k) in pattern.binding.items():
            if inner != lhs.root:
                places.setdefault(inner, (start + number, k))
        start += len(pattern.nodes)
    nodes = [node for pattern in (lhs, *(pattern for _, pattern, _ in others)) for node in pattern.nodes]
    uses = frozenset((node.op, node.arity) for node in nodes)
    return CompiledRule(rule, lhs, rhs, asked, tuple(others), places, uses)


class RuleSet:
    """Rules in a fixed order, and computations on numbers, which every round does too.

    Raises RuleError if two different rules share a name and a direction.
    """

    def __init__(self, rules: Iterable[Rule], computations: Iterable[Computation] = ()) -> None:
        self.computations = tuple(computations)
        named: dict[tuple[str, bool], Rule] = {}
        for rule in rules:
            known = named.setdefault((rule.name, rule.backward), rule)
            if known is not rule and known != rule:
                raise RuleError(
                    f"two rules are named {rule.name}: {known.text} ({known.origin or 'no origin'}) and "
                    f"{rule.text} ({rule.origin or 'no origin'}); give each a name of its own"
                )
        self.rules = tuple(named.values())
        """The rules, in order."""
        self.compiled = tuple(compile_rule(rule) for rule in self.rules)

    def only(self, names: Iterable[str]) -> RuleSet:
        """The rules with these names, and all computations. Raises RuleError for a name that no rule has."""
        wanted = set(names)
        missing = wanted - {rule.name for rule in self.rules}
        if missing:
            raise RuleError(f"no rule is named {', '.join(sorted(missing))}; there are {', '.join(self.names)}")
        return RuleSet([rule for rule in self.rules if rule.name in wanted], self.computations)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the rules, each once, in order."""
        return tuple(dict.fromkeys(rule.name for rule in self.rules))

    def __len__(self) -> int:
        return len(self.compiled)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __repr__(self) -> str:
        return f"RuleSet({list(self.rules)!r}, {list(self.computations)!r})"
