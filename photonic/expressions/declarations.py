"""Declarations: what a name stands for. Each kind has a rank and says whether it varies in space and time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from attrs import frozen

from photonic.errors import DeclarationError

__all__ = ["AMBIENT", "KINDS", "Declaration", "Declarations", "Kind", "declare", "is_name"]

RANK_NAMES = ("a scalar", "a vector", "a tensor")


@frozen
class Kind:
    """What all names of a kind share."""

    rank: int
    varies: bool
    meaning: str


KINDS: Mapping[str, Kind] = {
    "scalar": Kind(0, True, "a scalar field of x, y, z, t"),
    "vector": Kind(1, True, "a vector field"),
    "tensor": Kind(2, True, "a field of second-rank tensors"),
    "constant": Kind(0, False, "a number that varies neither in space nor in time"),
    "constant_vector": Kind(1, False, "a vector that varies neither in space nor in time"),
    "constant_tensor": Kind(2, False, "a tensor that varies neither in space nor in time"),
    "position": Kind(1, True, "the position vector (x, y, z)"),
    "coordinate": Kind(0, True, "one of the coordinates x, y, z"),
    "time": Kind(0, True, "the time"),
    "function": Kind(0, False, "an unknown function of one variable"),
}


@lru_cache(maxsize=1 << 12)
def is_name(text: str) -> bool:
    """Whether the text can name a field: a Python identifier without the characters that are glyphs.

    Python takes the middle dot (U+00B7) for a part of an identifier; here it is the inner product.
    """
    return text.isidentifier() and all(c == "_" or (c.isalnum() and c not in "Δ∆ᵀ") for c in text)


@frozen
class Declaration:
    """A name with its kind: the payload of a symbol's operator. Equal names of different kinds are different."""

    name: str
    kind: str

    def __attrs_post_init__(self) -> None:
        if self.kind not in KINDS:
            raise DeclarationError(f"{self.name!r} is declared as {self.kind!r}; the kinds are {', '.join(KINDS)}")
        if not is_name(self.name):
            raise DeclarationError(f"{self.name!r} is not a name: use letters, digits and _, beginning with a letter")
        if self.kind == "coordinate" and self.name not in ("x", "y", "z"):
            raise DeclarationError(f"{self.name!r} is declared as a coordinate; the coordinates are x, y, z")

    @property
    def rank(self) -> int:
        """0, 1 or 2."""
        return KINDS[self.kind].rank

    @property
    def varies(self) -> bool:
        """Whether it depends on position or time."""
        return KINDS[self.kind].varies


Declarations = Mapping[str, Declaration]

AMBIENT: Declarations = {
    name: Declaration(name, kind)
    for name, kind in (("x", "coordinate"), ("y", "coordinate"), ("z", "coordinate"), ("r", "position"), ("t", "time"))
}
"""What a name means where nobody declared it."""


def declare(fields: Mapping[str, str] | Iterable[Declaration] | None, reserved: Iterable[str] = ()) -> Declarations:
    """Declarations by name, over the ambient ones.

    `fields` maps each name to its kind, or holds declarations. Raises DeclarationError for an unknown kind, a name
    that is none, or a `reserved` one.
    """
    taken = frozenset(reserved)
    items = fields.items() if isinstance(fields, Mapping) else ((d.name, d.kind) for d in fields or ())
    declared = dict(AMBIENT)
    for name, kind in items:
        if name in taken:
            raise DeclarationError(f"{name!r} is a word of the language: choose another name for this {kind}")
        declared[name] = Declaration(name, kind)
    return declared
