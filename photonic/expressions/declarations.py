"""Declarations: what a name stands for. Each kind has a rank and says whether it varies in space and time.

Of a scalar and a constant its sign may be assumed as well, and that it is a whole number: `positive scalar`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from attrs import field, frozen

from photonic.errors import DeclarationError, quoted

__all__ = [
    "AMBIENT",
    "ARROW",
    "ASSUMING",
    "ASSUMPTIONS",
    "INDICES",
    "KINDS",
    "RANK_NAMES",
    "SIGNS",
    "Declaration",
    "Declarations",
    "Kind",
    "declare",
    "is_name",
    "plain_name",
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

ELSEWHERE: Mapping[str, str] = {
    **dict.fromkeys(("const", "number", "real", "float", "parameter"), "constant"),
    **dict.fromkeys(("tensor2", "matrix", "dyadic"), "tensor"),
    **dict.fromkeys(("func", "func1"), "function"),
    **dict.fromkeys(("symbol", "field"), "scalar"),
    "constvec": "constant_vector",
    "consttensor": "constant_tensor",
}
"""Words for kinds that other notations have: they are told, not taken."""

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

    Python takes the middle dot (U+00B7) for a part of an identifier; here it is the inner product. It takes raised
    letters for plain ones; here fⁿ is no name.
    """
    return text.isidentifier() and all(c == "_" or (c.isalnum() and c not in "Δ∆ᵀ" and not _is_raised(c)) for c in text)


def _is_raised(char: str) -> bool:
    return not char.isascii() and unicodedata.decomposition(char).startswith("<super>")


INDICES = "".join(map(chr, [*range(0x1D62, 0x1D6B), *range(0x2080, 0x208A), *range(0x2090, 0x209D), 0x2C7C]))
"""Lowered digits and letters, as in u₀ and Eₓ."""

INDEX = re.compile(f"[{INDICES}]+")
ARROW = "\u20d7"
"""What makes E⃗ of E: the name is E, and the arrow says that it is a vector."""


def plain_name(text: str) -> str:
    """The name that is meant, as Python would write it: u₀ is u_0, 𝐀 and E⃗ are A and E, ϕ is φ.

    Letters are put into the form that Python gives to identifiers (NFKC); indices keep their place behind `_`.
    """
    return text if text.isascii() else _plain(text)


@lru_cache(maxsize=1 << 12)
def _plain(text: str) -> str:
    marked = INDEX.sub(lambda found: f"_{found[0]}", text.replace(ARROW, ""))
    return unicodedata.normalize("NFKC", marked)


def _fewest(assumed: Iterable[str]) -> tuple[str, ...]:
    """The strongest assumptions, in order: what follows from another one is left out, as is that a field is real."""
    said = set(assumed) - {"real"}
    for sign, parts in SIGNS.items():
        if len(parts) > 1 and parts - {sign} <= said:
            said |= parts
    implied = {part for sign in said & SIGNS.keys() for part in SIGNS[sign] - {sign}}
    return tuple(word for word in (*ASSUMPTIONS, *sorted(said - {*ASSUMPTIONS})) if word in said - implied)


def _no_kind(text: object) -> str:
    """What was given for a kind and is none, with the kind that was probably meant, or all of them."""
    words = text.casefold().split() if isinstance(text, str) and len(text) < 100 else []
    near = [word if word == "real" and len(words) > 1 else _meant(word) or word for word in words]
    if words and near != str(text).split():
        return f"{quoted(text)}; did you mean {' '.join(near)!r}?"
    before = f"; before {' or '.join(ASSUMING)} may stand {', '.join(ASSUMPTIONS)}" if len(words) > 1 else ""
    return f"{quoted(text)}; the kinds are {', '.join(KINDS)}{before}"


def _meant(word: str) -> str:
    """The kind or assumption that a word stands for elsewhere, or is a misspelling of; empty if there is none."""
    return ELSEWHERE.get(word) or next(iter(difflib.get_close_matches(word, (*KINDS, *ASSUMPTIONS), n=1)), "")


@frozen
class Declaration:
    """A name with its kind: the payload of a symbol's operator. Equal names of different kinds are different.

    `assumed` are words of ASSUMPTIONS; that it is "real" may be said of any scalar and changes nothing.
    """

    name: str = field(converter=plain_name)
    kind: str
    assumed: tuple[str, ...] = field(default=(), converter=_fewest)

    def __attrs_post_init__(self) -> None:
        if self.kind not in KINDS:
            raise DeclarationError(f"{quoted(self.name)} is declared as {_no_kind(self.kind)}")
        if self.assumed:
            self._check_assumed()
        if not is_name(self.name):
            raise DeclarationError(
                f"{quoted(self.name)} is not a name: use letters, digits and _, beginning with a letter"
            )
        if self.kind == "coordinate" and self.name not in ("x", "y", "z"):
            raise DeclarationError(f"{quoted(self.name)} is declared as a coordinate; the coordinates are x, y, z")

    def _check_assumed(self) -> None:
        unknown = [word for word in self.assumed if word not in ASSUMPTIONS]
        if unknown:
            raise DeclarationError(
                f"{quoted(self.name)} is {unknown[0]!r}: what may be assumed is {', '.join(ASSUMPTIONS)}"
            )
        if self.kind not in ASSUMING:
            raise DeclarationError(
                f"{quoted(self.name)} is a {self.kind}: a sign may be assumed of a {' or a '.join(ASSUMING)} alone"
            )
        signs = [word for word in self.assumed if word in SIGNS]
        if len(signs) > 1:
            raise DeclarationError(f"{quoted(self.name)} cannot be {' and '.join(signs)}: assume one of them")

    @classmethod
    def read(cls, name: str, text: str) -> Declaration:
        """The declaration that says of a name what a text says: `scalar`, `positive constant`, `constant vector`.

        Raises DeclarationError for words that are no kind and no assumption.
        """
        words = text.split() if isinstance(text, str) else []
        if words[-1:] == ["field"] and len(words) > 1:
            del words[-1]
        kind = "_".join(words[-2:]) if "_".join(words[-2:]) in KINDS else words[-1] if words else text
        assumed = words[: len(words) - 1 - kind.count("_")] if words else []
        if kind not in KINDS or any(word not in (*ASSUMPTIONS, "real") for word in assumed):
            raise DeclarationError(f"{quoted(name)} is declared as {_no_kind(text)}")
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
    declared, spelt = dict(AMBIENT), dict[str, str]()
    for name, kind in items:
        if name in taken:
            raise DeclarationError(f"{quoted(name)} is a word of the language: choose another name for this {kind}")
        declaration = Declaration.read(name, kind)
        if spelt.setdefault(declaration.name, name) != name:
            raise DeclarationError(
                f"{spelt[declaration.name]!r} and {quoted(name)} spell one name: choose another for one"
            )
        declared[declaration.name] = declaration
    return declared
