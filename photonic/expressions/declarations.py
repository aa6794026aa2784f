"""Declarations: what a name stands for. Each kind has a rank and says whether it varies in space and time.

Of a scalar and a constant its sign may be assumed as well, and that it is a whole number: `positive scalar`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache

from attrs import field, frozen

from photonic.errors import DeclarationError

__all__ = [
    "AMBIENT",
    "ASSUMING",
    "ASSUMPTIONS",
    "KINDS",
    "SIGNS",
    "Declaration",
    "Declarations",
    "Kind",
    "declare",
    "is_name",
]

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

SIGNS: Mapping[str, frozenset[str]] = {
    "positive": frozenset({"positive", "nonnegative", "nonzero"}),
    "negative": frozenset({"negative", "nonpositive", "nonzero"}),
    "nonnegative": frozenset({"nonnegative"}),
    "nonpositive": frozenset({"nonpositive"}),
    "nonzero": frozenset({"nonzero"}),
}
"""What may be assumed of a sign, with all that it says; it holds everywhere and at all times."""

ASSUMPTIONS = (*SIGNS, "integer")
ASSUMING = ("scalar", "constant")
"""Kinds of which something may be assumed."""


@lru_cache(maxsize=1 << 12)
def is_name(text: str) -> bool:
    """Whether the text can name a field: a Python identifier without the characters that are glyphs.

    Python takes the middle dot (U+00B7) for a part of an identifier; here it is the inner product.
    """
    return text.isidentifier() and all(c == "_" or (c.isalnum() and c not in "Δ∆ᵀ") for c in text)


def _fewest(assumed: Iterable[str]) -> tuple[str, ...]:
    """The strongest assumptions, in order: what follows from another one is left out, as is that a field is real."""
    said = set(assumed) - {"real"}
    for sign, parts in SIGNS.items():
        if len(parts) > 1 and parts - {sign} <= said:
            said |= parts
    implied = {part for sign in said & SIGNS.keys() for part in SIGNS[sign] - {sign}}
    return tuple(word for word in (*ASSUMPTIONS, *sorted(said - {*ASSUMPTIONS})) if word in said - implied)


@frozen
class Declaration:
    """A name with its kind: the payload of a symbol's operator. Equal names of different kinds are different.

    `assumed` are words of ASSUMPTIONS; that it is "real" may be said of any scalar and changes nothing.
    """

    name: str
    kind: str
    assumed: tuple[str, ...] = field(default=(), converter=_fewest)

    def __attrs_post_init__(self) -> None:
        if self.kind not in KINDS:
            raise DeclarationError(f"{self.name!r} is declared as {self.kind!r}; the kinds are {', '.join(KINDS)}")
        if self.assumed:
            self._check_assumed()
        if not is_name(self.name):
            raise DeclarationError(f"{self.name!r} is not a name: use letters, digits and _, beginning with a letter")
        if self.kind == "coordinate" and self.name not in ("x", "y", "z"):
            raise DeclarationError(f"{self.name!r} is declared as a coordinate; the coordinates are x, y, z")

    def _check_assumed(self) -> None:
        unknown = [word for word in self.assumed if word not in ASSUMPTIONS]
        if unknown:
            raise DeclarationError(f"{self.name!r} is {unknown[0]!r}: what may be assumed is {', '.join(ASSUMPTIONS)}")
        if self.kind not in ASSUMING:
            raise DeclarationError(
                f"{self.name!r} is a {self.kind}: a sign may be assumed of a {' or a '.join(ASSUMING)} alone"
            )
        signs = [word for word in self.assumed if word in SIGNS]
        if len(signs) > 1:
            raise DeclarationError(f"{self.name!r} cannot be {' and '.join(signs)}: assume one of them")

    @classmethod
    def read(cls, name: str, text: str) -> Declaration:
        """The declaration that says of a name what a text says: `scalar`, `positive constant`, `nonzero scalar`.

        Raises DeclarationError for words that are no kind and no assumption.
        """
        *assumed, kind = (text.split() if isinstance(text, str) else []) or [text]
        wrong = [word for word in assumed if word not in (*ASSUMPTIONS, "real")]
        if kind not in KINDS or wrong:
            before = f"; before {' or '.join(ASSUMING)} may stand {', '.join(ASSUMPTIONS)}" if assumed else ""
            near = get_close_matches(str(kind).casefold(), KINDS, n=1)
            guess = f" (did you mean {near[0]!r}?)" if near and not wrong else ""
            raise DeclarationError(f"{name!r} is declared as {text!r}{guess}; the kinds are {', '.join(KINDS)}{before}")
        return cls(name, kind, tuple(assumed))

    @property
    def text(self) -> str:
        """The kind with what is assumed, as `read` takes it."""
        return " ".join((*self.assumed, self.kind))

    @property
    def sign(self) -> str:
        """The assumed sign, a key of SIGNS, or nothing."""
        return next((word for word in self.assumed if word in SIGNS), "")

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

    `fields` maps each name to its kind, with what is assumed before it, or holds declarations. Raises DeclarationError
    for an unknown kind, a name that is none, or a `reserved` one.
    """
    taken = frozenset(reserved)
    items = fields.items() if isinstance(fields, Mapping) else ((d.name, d.text) for d in fields or ())
    declared = dict(AMBIENT)
    for name, kind in items:
        if name in taken:
            raise DeclarationError(f"{name!r} is a word of the language: choose another name for this {kind}")
        declared[name] = Declaration.read(name, kind)
    return declared
