"""Magics: `%fields E B : vector`, `%scalars f g`, `%glyph ∇×`, `%photonic ascii`."""

from __future__ import annotations

import re
from typing import Any

from photonic.errors import DeclarationError, PhotonicError
from photonic.expressions.catalogue import reserved_words
from photonic.expressions.declarations import KINDS, declare, plain_name
from photonic.expressions.operand import symbol_for
from photonic.repl.help import glyph_help, glyph_table
from photonic.repl.session import Session

__all__ = ["Magics", "declared"]

PLURALS = {
    "scalars": "scalar",
    "vectors": "vector",
    "tensors": "tensor",
    "constants": "constant",
    "functions": "function",
}
GROUP = re.compile(r"(?P<names>[^:;=]+?)\s*(?::\s*(?P<kind>\w+(?:\s+\w+)*)\s*)?(?:;|$)")
ASK = "write '%fields E B : vector; f g : scalar'"


def declared(text: str, kind: str = "scalar") -> dict[str, Any]:
    """The symbols that a line of declarations makes, by name: `E B : vector; f`, `kind` where none is given.

    Raises DeclarationError for what is no name, a word of the language, and an unknown kind.
    """
    kinds: dict[str, str] = {}
    position = 0
    while position < len(text.strip()):
        group = GROUP.match(text.strip(), position)
        if group is None:
            raise DeclarationError(f"{text.strip()!r} is no declaration: {ASK}")
        names = group["names"].replace(",", " ").split()
        if not group["kind"] and names and _singular(names[-1]) in KINDS:
            listed = " ".join(names[:-1]) or "A B"
            raise DeclarationError(f"{names[-1]!r} is a kind: a colon stands before it, '{listed} : {names[-1]}'")
        kinds |= dict.fromkeys(names, _singular(group["kind"] or kind))
        position = group.end()
    if not kinds:
        raise DeclarationError(f"nothing is declared: {ASK}; the kinds are {', '.join(KINDS)}")
    declarations = declare(kinds, reserved_words())
    return {name: symbol_for(declarations[name]) for name in map(plain_name, kinds)}


def _singular(kind: str) -> str:
    *assumed, word = kind.split()
    return " ".join((*assumed, PLURALS.get(word, word)))


class Magics:
    """The line magics of a session."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def all(self) -> dict[str, Any]:
        """The magics by name."""
        kinds = {plural: self._of_kind(kind) for plural, kind in PLURALS.items()}
        return {"fields": self._of_kind("scalar"), **kinds, "glyph": self.glyph, "photonic": self.photonic}

    def _of_kind(self, kind: str) -> Any:
        def declare_names(line: str) -> None:
            self.session.shell.user_ns.update(declared(line, kind))

        declare_names.__doc__ = (
            f"Declare names, as in '%fields E B : vector; f g : scalar'. Without a kind, each is a {kind}.\n\n"
            f"The kinds are {', '.join(KINDS)}."
        )
        return declare_names

    def glyph(self, line: str) -> None:
        """Tell what a glyph means, its laws and an example: '%glyph ∇×'. Without a glyph, list them all."""
        print(self.session.text(glyph_help(line) if line.strip() else glyph_table()))

    def photonic(self, line: str) -> None:
        """'%photonic ascii' shows everything without Unicode, '%photonic unicode' with it; alone, what is declared."""
        word = line.strip()
        if word in ("ascii", "unicode"):
            self.session.is_ascii = word == "ascii"
        elif word:
            raise PhotonicError(f"%photonic {word}: it takes ascii, unicode, or nothing")
        print(self.session.text(self._state()))

    def _state(self) -> str:
        hidden = self.session.shell.user_ns_hidden
        by_kind: dict[str, list[str]] = {}
        for name, value in list(self.session.shell.user_ns.items()):
            declaration = getattr(value, "declaration", None)
            kind = str(getattr(declaration or value, "kind" if declaration else "declared_kind", ""))
            if kind in KINDS and name not in hidden and not name.startswith("_") and not isinstance(value, type):
                by_kind.setdefault(kind, []).append(name)
        lines = [f"output: {'ASCII' if self.session.is_ascii else 'Unicode'}"]
        return "\n".join([*lines, *(f"{kind}: {' '.join(names)}" for kind, names in by_kind.items())])
