"""Roles: what an operand must be where not any expression will do, as the count and the name of an iteration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from photonic.errors import RankError

__all__ = ["COUNT", "FIELD_KINDS", "NAME", "refuse_roles"]

COUNT, NAME = "count", "name"
FIELD_KINDS = ("scalar", "vector", "tensor")
WANTED: Mapping[str, str] = {
    COUNT: "a whole number that is not negative, as in ⟲(3, u, u + Δu)",
    NAME: "the name of a declared field: the one that is updated",
}
ORDINALS = ("first", "second", "third")


def refuse_roles(glyph: Any, parts: Sequence[str]) -> None:
    """Raises RankError, in words, where an operand cannot play its role; `parts` are the roles that they can play."""
    for index, role in enumerate(glyph.roles.get(len(parts), ())):
        if role and parts[index] != role:
            wanted = WANTED[role]
            raise RankError(f"the {ORDINALS[index]} operand of {glyph.symbol} ({glyph.ascii}) should be {wanted}")
