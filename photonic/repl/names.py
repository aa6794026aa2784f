"""What a word typed at the prompt stands for: a value that may enter an expression, or something of Python's own."""

from __future__ import annotations

import ast
import builtins
import inspect
import numbers
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import sympy
from attrs import field, frozen

from photonic.expressions.catalogue import CATALOGUE, by_spelling, glyphs
from photonic.expressions.declarations import ARROW
from photonic.expressions.functions import KNOWN_FUNCTIONS
from photonic.expressions.operand import Field, ScalarField, UnknownFunction
from photonic.expressions.ranked import Ranked
from photonic.proving.verdict import Simplified
from photonic.text.lexer import PUNCTUATION, SPELLINGS, SUPERSCRIPTS
from photonic.text.look_alikes import LOOK_ALIKES

__all__ = ["Binding", "Names", "bindings", "glyph_characters", "is_soft", "is_value", "names_used"]

LOWERED_DIGITS = "₀₁₂₃₄₅₆₇₈₉"
"""As in u₀, which Python refuses. Lowered letters it takes for plain ones, so that they are left to it."""


def glyph_characters() -> frozenset[str]:
    """The characters by which a line is recognised as the language's: those of the glyphs, and what looks like them.

    Letters that only look like a glyph are left to Python.
    """
    return _characters(len(CATALOGUE))


@lru_cache(maxsize=8)
def _characters(_catalogue_size: int) -> frozenset[str]:
    spellings = [s for glyph in glyphs() for s in (glyph.symbol, *glyph.aliases)]
    further = (*SPELLINGS, *SUPERSCRIPTS, *PUNCTUATION, *LOWERED_DIGITS, ARROW)
    own = {c for spelling in (*spellings, *further) for c in spelling if not c.isascii()}
    likes = {c for c in LOOK_ALIKES if not c.isascii() and not ("a" + c).isidentifier()}
    return frozenset(own | likes | {"∂"})


def is_soft(char: str) -> bool:
    """Whether Python takes the glyph's character for a part of a name, as it does with Δ, ·, ᵀ and 𝟎."""
    return not char.isascii() and ("a" + char).isidentifier()


def is_value(value: Any) -> bool:
    """Whether a Python object can stand in an expression."""
    if isinstance(value, type):
        return False
    known = (sympy.Expr, UnknownFunction, Simplified, numbers.Real)
    return isinstance(value, known) and not isinstance(value, bool)


def is_field(value: Any) -> bool:
    """Whether the object varies in space: a declared field or a glyph expression, but no coordinate."""
    if isinstance(value, Field):
        return value.declaration.kind in ("vector", "tensor")
    return isinstance(value, (ScalarField, Ranked))


@frozen
class Binding:
    """Names that the text of a cell binds: anywhere, inside functions and comprehensions, as functions, and
    otherwise than by a plain assignment outside functions, which could be an equation.
    """

    anywhere: frozenset[str] = frozenset()
    nested: frozenset[str] = frozenset()
    callables: frozenset[str] = frozenset()
    otherwise: frozenset[str] = frozenset()


def bindings(source: str) -> Binding:
    """The names that Python source binds; none if it cannot be read."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Binding()
    anywhere: set[str] = set()
    nested: set[str] = set()
    callables: set[str] = set()
    otherwise: set[str] = set()
    plain = {id(node.targets[0]) for node in tree.body if isinstance(node, ast.Assign) and len(node.targets) == 1}
    stack: list[tuple[ast.AST, bool]] = [(tree, False)]
    while stack:
        node, inside = stack.pop()
        own = _bound_by(node)
        anywhere |= own
        otherwise |= set() if id(node) in plain else own
        if inside:
            nested |= own
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.alias)):
            callables |= own
        inside = inside or isinstance(node, SCOPES)
        stack.extend((child, inside) for child in ast.iter_child_nodes(node))
    return Binding(frozenset(anywhere), frozenset(nested), frozenset(callables), frozenset(otherwise))


def names_used(source: str) -> frozenset[str]:
    """The names whose values Python source asks for."""
    nodes = ast.walk(ast.parse(source))
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))


SCOPES = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.ClassDef,
)


def _bound_by(node: ast.AST) -> set[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            return {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.alias(name=name, asname=asname):
            return {asname or name.partition(".")[0]}
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return {name}
    return set()


@frozen
class Names:
    """The words of a session: its namespace, and what the cell at hand binds."""

    namespace: Mapping[str, Any]
    cell: Binding = field(factory=Binding)

    def is_bound(self, word: str) -> bool:
        """Whether Python would find the word."""
        word = unicodedata.normalize("NFKC", word)
        return word in self.namespace or word in self.cell.anywhere or hasattr(builtins, word)

    def stands_for_value(self, word: str) -> bool:
        """Whether the word may stand in an expression, as far as can be known before the cell runs."""
        if word in self.cell.nested:
            return word not in self.cell.callables
        return is_value(self.namespace.get(word))

    def is_call(self, word: str) -> bool:
        """Whether the word before a bracket calls a function of Python's; in the language it may be a product."""
        if word in self.cell.callables:
            return True
        if self.stands_for_value(word) or word in self.cell.nested:
            return False
        if (by_spelling(word) is not None and not self._is_function_too(word)) or word in KNOWN_FUNCTIONS:
            return False
        return callable(self.namespace.get(word, getattr(builtins, word, None)))

    def _is_function_too(self, word: str) -> bool:
        """Whether a glyph's word names a function of Photonic's besides, as `components` does: brackets call it."""
        return inspect.isfunction(value := self.namespace.get(word)) and value.__module__.startswith("photonic.")

    def spells_glyphs(self, word: str) -> bool:
        """Whether a word that Python takes for one name is glyphs and names: Δu, A·B or Tᵀ, where no such name is."""
        return not self.is_bound(word) or glyph_characters().issuperset(word)

    def spells_field(self, word: str) -> bool:
        """Whether such a word is about declared fields, so that `Δu = 0` is an equation and `Δx = 0.1` is Python's."""
        known = unicodedata.normalize("NFKC", word)
        if known in self.namespace or known in self.cell.otherwise:
            return False
        return self._parts_are(word, lambda part: is_field(self.namespace.get(part)))

    def _parts_are(self, word: str, test: Callable[[str], bool]) -> bool:
        characters = glyph_characters()
        soft = "".join(c for c in set(word) if c in characters and is_soft(c))
        parts = [part for part in re.split(f"[{re.escape(soft)}]", word) if part] if soft else []
        return bool(parts) and all(map(test, parts))

    def refuses(self, function: str, argument: str) -> bool:
        """Whether it is certain that a function takes no argument of this name."""
        called = self.namespace.get(function)
        if called is None or function in self.cell.anywhere:
            return False
        try:
            parameters = inspect.signature(called).parameters.values()
        except (TypeError, ValueError):
            return False
        return all(p.name != argument and p.kind is not p.VAR_KEYWORD for p in parameters)
