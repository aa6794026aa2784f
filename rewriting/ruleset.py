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
    uses: frozenset[tuple[Op, int]]
    """(operator, arity) of all compound subterms of the left side."""

    @property
    def record_width(self) -> int:
        """Rows in a match record."""
        return max(len(self.lhs.nodes) - 1, 0) + len(self.asked) + max(len(self.rhs.nodes) - 1, 0)

    def place(self, variable: str) -> Place | None:
        """Where the left side binds a variable; None if the left side is that variable."""
        return self.lhs.binding.get(variable)


def compile_rule(rule: Rule) -> CompiledRule:
    """Compile one rule."""
    lhs, rhs = compile_pattern(rule.lhs), compile_pattern(rule.rhs)
    asked = tuple(dict.fromkeys(name for condition in rule.conditions for name in condition.arguments))
    return CompiledRule(rule, lhs, rhs, asked, frozenset((node.op, node.arity) for node in lhs.nodes))


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
        self.compiled = tuple(compile_rule(rule) for rule in named.values())

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        return tuple(compiled.rule for compiled in self.compiled)

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
