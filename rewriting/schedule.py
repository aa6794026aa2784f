"""Schedulers: which rules take part in a round, and when all is done."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rewriting.rule import Rule

__all__ = ["BackOff", "GoalDirected", "Phase", "Phased", "Scheduler", "Simple"]


class Scheduler(Protocol):
    """Decides, round by round, which rules are searched and which matches are applied. Rules go by their position."""

    def begin(self, rules: Sequence[Rule]) -> None:
        """A run with these rules starts."""
        ...

    def may_search(self, rule: int, round_number: int) -> bool:
        """Whether to look for matches of a rule in this round."""
        ...

    def most(self, rule: int, round_number: int) -> int | None:
        """The most matches that would be applied; the search is broken off where there are more. None: any number."""
        ...

    def may_apply(self, rule: int, round_number: int, matches: int) -> bool:
        """Whether to apply the matches found; the rule is searched again later if not."""
        ...

    def release(self, round_number: int) -> bool:
        """Nothing changed in this round. True if no rule was held back; otherwise let rules go and return False."""
        ...

    def is_finished(self, find: Callable[[int], int]) -> bool:
        """Whether the run has what it was for; asked before each round. `find` gives the class of a row."""
        ...


class Simple:
    """Every rule in every round."""

    def begin(self, rules: Sequence[Rule]) -> None:
        """See Scheduler."""

    def may_search(self, rule: int, round_number: int) -> bool:
        """Always."""
        del rule, round_number
        return True

    def most(self, rule: int, round_number: int) -> int | None:
        """Any number."""
        del rule, round_number
        return None

    def may_apply(self, rule: int, round_number: int, matches: int) -> bool:
        """Always."""
        del rule, round_number, matches
        return True

    def release(self, round_number: int) -> bool:
        """Nothing is ever held back."""
        del round_number
        return True

    def is_finished(self, find: Callable[[int], int]) -> bool:
        """Never."""
        del find
        return False


@dataclass
class BackOff(Simple):
    """Exponential back-off: a rule with too many matches in a round is banned for some rounds (egg's scheduler).

    A rule that found more than match_limit · 2ᵇ matches, where b counts its earlier bans, drops them and is not
    searched for ban_length · 2ᵇ rounds. Only matches that are new to the rule are counted.
    """

    match_limit: int = 1000
    ban_length: int = 5
    _bans: list[int] = field(default_factory=list, init=False, repr=False)
    _until: list[int] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        for name, value in (("match_limit", self.match_limit), ("ban_length", self.ban_length)):
            if not value >= 1:
                raise ValueError(f"{name} is {value}: it must be at least 1, or no rule could ever apply")

    def begin(self, rules: Sequence[Rule]) -> None:
        """No rule is banned."""
        self._bans = [0] * len(rules)
        self._until = [0] * len(rules)

    def may_search(self, rule: int, round_number: int) -> bool:
        """Unless it is banned."""
        return round_number >= self._until[rule]

    def most(self, rule: int, round_number: int) -> int | None:
        """What would get the rule banned."""
        del round_number
        return self.match_limit << self._bans[rule]

    def may_apply(self, rule: int, round_number: int, matches: int) -> bool:
        """Unless there are too many matches: then the rule is banned."""
        if matches <= self.match_limit << self._bans[rule]:
            return True
        self._until[rule] = round_number + 1 + (self.ban_length << self._bans[rule])
        self._bans[rule] += 1
        return False

    def release(self, round_number: int) -> bool:
        """True if no rule is banned; otherwise the rules whose ban ends soonest may be searched in the next round."""
        banned = [until for until in self._until if until > round_number]
        if not banned:
            return True
        early = min(banned) - (round_number + 1)
        self._until = [until - early if until > round_number else until for until in self._until]
        return False


class _Around:
    """A scheduler that asks another one everything that it does not decide itself."""

    def __init__(self, inner: Scheduler | None) -> None:
        self.inner: Scheduler = Simple() if inner is None else inner

    def begin(self, rules: Sequence[Rule]) -> None:
        """See Scheduler."""
        self.inner.begin(rules)

    def may_search(self, rule: int, round_number: int) -> bool:
        """See Scheduler."""
        return self.inner.may_search(rule, round_number)

    def most(self, rule: int, round_number: int) -> int | None:
        """See Scheduler."""
        return self.inner.most(rule, round_number)

    def may_apply(self, rule: int, round_number: int, matches: int) -> bool:
        """See Scheduler."""
        return self.inner.may_apply(rule, round_number, matches)

    def release(self, round_number: int) -> bool:
        """See Scheduler."""
        return self.inner.release(round_number)

    def is_finished(self, find: Callable[[int], int]) -> bool:
        """See Scheduler."""
        return self.inner.is_finished(find)


class GoalDirected(_Around):
    """Stops as soon as the two rows of every goal are equal; in between, the rules take part as `inner` says."""

    def __init__(self, goals: Sequence[tuple[int, int]], inner: Scheduler | None = None) -> None:
        super().__init__(inner)
        self.goals = tuple(goals)
        if not self.goals:
            raise ValueError("goals is empty: a run directed at no goal would stop at once; give pairs of row ids")

    def is_finished(self, find: Callable[[int], int]) -> bool:
        """Whether every goal is proved."""
        return all(find(left) == find(right) for left, right in self.goals) or self.inner.is_finished(find)


@dataclass(frozen=True)
class Phase:
    """Rules, by name, that work together for at most so many rounds or until they find nothing more."""

    rules: Container[str]
    rounds: int | None = None

    def __post_init__(self) -> None:
        if self.rounds is not None and not self.rounds >= 1:
            raise ValueError(f"rounds is {self.rounds}: a phase needs at least one round; None means until saturated")


class Phased(_Around):
    """Phases that take turns: one works until its rounds are over or nothing changes, then the next; then the first.

    The run is saturated when all phases, one after another, changed nothing. Within a phase `inner` decides.
    Raises ValueError when a run begins with a rule that is in no phase, since it could never be searched.
    """

    def __init__(self, phases: Sequence[Phase], inner: Scheduler | None = None) -> None:
        super().__init__(inner)
        self.phases = tuple(phases)
        if not self.phases:
            raise ValueError("phases is empty: give at least one Phase")
        self._begun = self._idle = self._current = 0
        self._members: list[list[bool]] = []
        self._last_idle = -1

    def begin(self, rules: Sequence[Rule]) -> None:
        """The first phase begins."""
        super().begin(rules)
        self._members = [[rule.name in phase.rules for rule in rules] for phase in self.phases]
        for index, rule in enumerate(rules):
            if not any(members[index] for members in self._members):
                raise ValueError(f"rule {rule.name} is in no phase: name it in one, or leave it out of the rule set")
        self._begun = self._idle = self._current = 0
        self._last_idle = -1

    def may_search(self, rule: int, round_number: int) -> bool:
        """Whether the rule belongs to the phase of this round."""
        rounds = self.phases[self._current].rounds
        if rounds is not None and round_number - self._begun >= rounds:
            self._next(round_number)
        return self._members[self._current][rule] and self.inner.may_search(rule, round_number)

    def release(self, round_number: int) -> bool:
        """True once no phase, one after another, has changed anything; otherwise the next phase begins."""
        if not self.inner.release(round_number):
            return False
        if round_number != self._last_idle + 1:
            self._idle = 0
        self._idle, self._last_idle = self._idle + 1, round_number
        if self._idle >= len(self.phases):
            return True
        self._next(round_number + 1)
        return False

    def _next(self, round_number: int) -> None:
        self._current = (self._current + 1) % len(self.phases)
        self._begun = round_number
