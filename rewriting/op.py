"""Operators: what stands at a node of a term."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["NUMBER", "VARIABLE", "Op"]

NUMBER = "number"
"""Name of the operator whose payload is an exact rational constant."""

VARIABLE = "?"
"""Name of the operator that stands for a pattern variable; its payload is the variable's name."""


@dataclass(frozen=True, slots=True, eq=False)
class Op:
    """An operator: a name and, where the name alone does not tell it, a payload (any hashable value).

    Two operators are the same when name and payload are equal. A language with ranks or types puts them
    into the payload (`Op("add", (1, 1))` adds vectors), so that patterns never need a type check.
    """

    name: str
    payload: Any = None
    _hash: int | None = field(init=False, repr=False)
    """Worked out once: every look-up of a term asks for it. None where the payload has none, which `Term` refuses."""

    def __post_init__(self) -> None:
        try:
            known = hash((self.name, self.payload))
        except TypeError:
            known = None
        object.__setattr__(self, "_hash", known)

    def __eq__(self, other: object) -> bool:
        """Written out: every look-up of a term compares operators, and most are one object or differ in the name."""
        if self is other:
            return True
        if other.__class__ is not Op:
            return NotImplemented
        return self.name == other.name and bool(self.payload == other.payload)

    def __hash__(self) -> int:
        known = self._hash
        return hash((self.name, self.payload)) if known is None else known

    def __reduce__(self) -> tuple[Callable[..., Op], tuple[str, Any]]:
        """Without the hash, which is another in each process."""
        return Op, (self.name, self.payload)

    def __deepcopy__(self, memo: dict[int, Any]) -> Op:
        """The operator itself: it never changes."""
        return self

    def __str__(self) -> str:
        if self.name == VARIABLE:
            return f"?{self.payload}"
        if self.name == NUMBER:
            return str(self.payload)
        if self.payload is None:
            return self.name
        return f"{self.name}[{self.payload}]"
