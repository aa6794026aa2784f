"""Rewrite rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rewriting.conditions import Condition, Premises
from rewriting.op import VARIABLE
from rewriting.term import Term, postorder, variables

__all__ = ["Rule", "RuleError"]


class RuleError(ValueError):
    """A rule that cannot be used as written."""


@dataclass(frozen=True, slots=True)
class Rule:
    """lhs ⇒ rhs under conditions, for every binding of the pattern variables.

    `origin` says where the rule is written (`file:line`); it takes no part in equality. `trusted` marks a hypothesis:
    unions that it makes are not checked against fingerprints. `backward` marks the second direction of a two-way rule;
    the first direction is then what a proof cites.

    `where` are further patterns: (v, p) asks that what ?v stands for has the form p too. They may bind variables, ?v
    among them. A proof that cites the rule proves each of these equations.

    Raises RuleError, naming the rule and its origin, if it has no name, if the right side or a condition uses a
    variable that the left side does not bind, if the two sides are the same term, or if a variable has operands.
    """

    name: str
    lhs: Term
    rhs: Term
    conditions: tuple[Condition, ...] = ()
    origin: str = field(default="", compare=False)
    trusted: bool = False
    backward: bool = False
    where: tuple[tuple[str, Term], ...] = ()

    def __post_init__(self) -> None:
        bound = set(self.variables)
        if not self.name:
            raise RuleError(f"rule {self.text} has no name: give it one, proofs cite it")
        for name, pattern in self.where:
            if not pattern.args:
                self._refuse(f"?{name} = {pattern}: a further pattern must be an operator with operands")
        for pattern in (self.lhs, self.rhs, *(pattern for _, pattern in self.where)):
            applied = _applied_variable(pattern)
            if applied is not None:
                self._refuse(f"the variable {applied.op} has operands; only an operator can have them")
        known = _show(bound)
        for name in variables(self.rhs):
            if name not in bound:
                self._refuse(f"the right side uses ?{name}, which the left side does not bind; bound: {known}")
        for condition in self.conditions:
            for name in condition.arguments:
                if name not in bound:
                    self._refuse(
                        f"condition {condition} uses ?{name}, which the left side does not bind; bound: {known}"
                    )
        if self.lhs is self.rhs:
            self._refuse("both sides are the same term, so it would do nothing: remove it")

    @property
    def text(self) -> str:
        """The rule in one line, without its name."""
        when = " if " + ", ".join(map(str, self.conditions)) if self.conditions else ""
        also = " where " + ", ".join(f"?{name} = {p}" for name, p in self.where) if self.where else ""
        return f"{self.lhs} => {self.rhs}{also}{when}"

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables that a match binds, those of the left side first."""
        further = (name for v, pattern in self.where for name in (v, *variables(pattern)))
        return tuple(dict.fromkeys([*variables(self.lhs), *further]))

    def permits(self, premises: Premises, bindings: Mapping[str, Term]) -> bool:
        """Whether every condition holds of what its variables are bound to."""
        for condition in self.conditions:
            if not premises[condition.name](*[bindings[name] for name in condition.arguments]):
                return False
        return True

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"

    def reversed(self) -> Rule:
        """The rule read from right to left. Raises RuleError if that leaves a variable unbound."""
        return Rule(
            self.name, self.rhs, self.lhs, self.conditions, self.origin, self.trusted, not self.backward, self.where
        )

    @property
    def equation(self) -> tuple[str, Term, Term, tuple[object, ...]]:
        """What the rule says: its name, left and right side in the first direction, conditions and further patterns."""
        sides = (self.rhs, self.lhs) if self.backward else (self.lhs, self.rhs)
        return (self.name, *sides, (*self.conditions, *self.where))

    @property
    def placed(self) -> str:
        """What messages call the rule: its name, where it is written, and its text."""
        where = f" ({self.origin})" if self.origin else ""
        return f"rule {self.name}{where}: {self.text}"

    def _refuse(self, why: str) -> None:
        raise RuleError(f"{self.placed}: {why}")


@lru_cache(maxsize=1 << 12)
def _applied_variable(pattern: Term) -> Term | None:
    """A variable in the pattern that has operands, if there is one."""
    return next((node for node in postorder(pattern) if node.op.name == VARIABLE and node.args), None)


def _show(names: set[str]) -> str:
    return ", ".join(f"?{name}" for name in sorted(names)) or "none"
