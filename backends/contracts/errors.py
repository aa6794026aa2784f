"""What a record's reader says when it refuses."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

__all__ = ["ContractError", "Problem", "member_path"]


@frozen
class Problem:
    """One fault: the path of the field, as in `payload.detail.energy` or `parents[2]`, and what is wrong."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    def under(self, parent: str) -> Problem:
        """The same fault seen from the enclosing record, whose field `parent` holds this one."""
        path = f"{parent}{self.path}" if self.path.startswith("[") else member_path(parent, self.path)
        return Problem(path, self.message)


class ContractError(ValueError):
    """A record that breaks its contract: every fault found in it, not only the first.

    `record` is the name of its class, `problems` the faults in the order of the fields.
    """

    def __init__(self, record: str, problems: Sequence[Problem]) -> None:
        super().__init__(record, tuple(problems))
        self.record = record
        self.problems = tuple(problems)

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return f"{self.record}: {self.problems[0]}"
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        return f"{self.record} has {len(self.problems)} problems:{lines}"


def member_path(path: str, name: str) -> str:
    """The path of a member of the object at `path`; the whole record's path is empty."""
    return f"{path}.{name}" if path and name else path or name
