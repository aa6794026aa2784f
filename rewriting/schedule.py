"""Schedulers: which rules take part in a round."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["BackOff", "Scheduler", "Simple"]


class Scheduler(Protocol):
    """Decides, round by round, which rules are searched and which matches are applied. Rules go by their position."""

    def begin(self, rules: int) -> None:
        """A run with this many rules starts."""
        ...

    def may_search(self, rule: int, round_number: int) -> bool:
        """Whether to look for matches of a rule in this round."""
        ...

    def may_apply(self, rule: int, round_number: int, matches: int) -> bool:
        """Whether to apply the matches found; the rule is searched again later if not."""
        ...

    def release(self, round_number: int) -> bool:
        """Nothing changed in this round. True if no rule was held back; otherwise let rules go and return False."""
        ...


class Simple:
    """Every rule in every round."""

    def begin(self, rules: int) -> None:
        """See Scheduler."""

    def may_search(self, rule: int, round_number: int) -> bool:
        """Always."""
        del rule, round_number
        return True

    def may_apply(self, rule: int, round_number: int, matches: int) -> bool:
        """Always."""
        del rule, round_number, matches
        return True

    def release(self, round_number: int) -> bool:
        """Nothing is ever held back."""
        del round_number
        return True


@dataclass
class BackOff:
    """Exponential back-off: a rule with too many matches in a round is banned for some rounds (egg's scheduler).

    A rule that found more than match_limit · 2ᵇ matches, where b counts its earlier bans, drops them and is not
    searched for ban_length · 2ᵇ rounds.
    """

    match_limit: int = 1000
    ban_length: int = 5
    _bans: list[int] = field(default_factory=list, init=False, repr=False)
    _until: list[int] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        for name, value in (("match_limit", self.match_limit), ("ban_length", self.ban_length)):
            if value < 1:
                raise ValueError(f"{name} is {value}: it must be at least 1, or no rule could ever apply")

    def begin(self, rules: int) -> None:
        """No rule is banned."""
        self._bans = [0] * rules
        self._until = [0] * rules

    def may_search(self, rule: int, round_number: int) -> bool:
        """Unless it is banned."""
        return round_number >= self._until[rule]

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
