"""What a run did, and why it stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from rewriting.proof import Computation
from rewriting.rule import Rule
from rewriting.term import Term

__all__ = ["Contradiction", "RoundReport", "RuleReport", "RunReport", "Stop", "StopReason"]


class StopReason(Enum):
    """Why a run ended."""

    SATURATED = "nothing more to find"
    NODE_LIMIT = "the limit of e-nodes is reached"
    MATCH_LIMIT = "the limit of matches is reached"
    TIME_LIMIT = "the time is used up"
    MEMORY_LIMIT = "the limit of memory is reached"
    ROUND_LIMIT = "all rounds are done"
    GOAL_REACHED = "every goal is proved"
    CONTRADICTION = "a rule would make different things equal"


@dataclass(frozen=True)
class Contradiction:
    """A union that an analysis refused. The graph does not hold it.

    `left` and `right` are the two terms that the rule says are equal under `bindings`, as they stand in the graph
    (rows `left_row` and `right_row`, −1 where the right side is not in it). The values are what the analysis knows of
    them, or, where only what follows from the union cannot be, the two values that would come together in one class.
    Without a rule, the two have become equal by congruence: an earlier union was wrong and passed because a value was
    not known then.
    """

    rule: Rule | Computation | None
    bindings: Mapping[str, Term]
    left_row: int
    right_row: int
    left: Term
    right: Term
    left_value: Any
    right_value: Any
    analysis: str

    def __str__(self) -> str:
        if self.rule is None:
            return (
                f"by congruence, {self.left} and {self.right} are in one class, and {self.analysis} finds two values: "
                f"{self.left_value} and {self.right_value}; some rule is wrong where a value is not known"
            )
        bound = ", ".join(f"?{name} = {term}" for name, term in self.bindings.items())
        origin = f" ({self.rule.origin})" if isinstance(self.rule, Rule) and self.rule.origin else ""
        return (
            f"rule {self.rule}{origin} would make {self.left} equal to {self.right} "
            f"where {bound or 'nothing is bound'}, but "
            f"{self.analysis} tells them apart: {self.left_value} against {self.right_value}"
        )


@dataclass(frozen=True)
class Stop:
    """Why a run ended, with what belongs to the reason: the limit that was reached, or the contradiction."""

    reason: StopReason
    limit: float | None = None
    contradiction: Contradiction | None = None

    def __str__(self) -> str:
        if self.contradiction is not None:
            return str(self.contradiction)
        return self.reason.value + (f" ({self.limit:g})" if self.limit is not None else "")


@dataclass(frozen=True)
class RoundReport:
    """Distinct e-nodes and e-classes after a round, the unions that rules made in it, and what it took in seconds."""

    nodes: int
    classes: int
    unions: int
    seconds: float


class RuleReport(NamedTuple):
    """One rule in one run: rounds in which it was searched, matches found, unions made, seconds spent searching."""

    rule: Rule
    tries: int
    hits: int
    unions: int
    seconds: float


@dataclass(frozen=True)
class RunReport:
    """A whole run. `rule_reports` makes `rules`, since most callers never ask for them."""

    stop: Stop
    rounds: tuple[RoundReport, ...]
    rule_reports: Callable[[], tuple[RuleReport, ...]] = field(repr=False, compare=False)
    seconds: float

    @property
    def rules(self) -> tuple[RuleReport, ...]:
        """What each rule did, in the order of the rule set."""
        return self.rule_reports()

    @property
    def reason(self) -> StopReason:
        """Why the run ended."""
        return self.stop.reason

    def __str__(self) -> str:
        last = f", {self.rounds[-1].nodes} e-nodes in {self.rounds[-1].classes} classes" if self.rounds else ""
        return f"{self.stop} after {len(self.rounds)} rounds and {self.seconds:.3g} s{last}"
