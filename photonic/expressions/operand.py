"""Operands: the symbols that a user declares, and unknown functions.

Scalars are SymPy's own symbols with SymPy's own arithmetic. Vectors and tensors are expressions of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import sympy
from sympy.core.symbol import Str

from photonic.errors import DeclarationError, RankError
from photonic.expressions.declarations import ASSUMING, ASSUMPTIONS, RANK_NAMES, Declaration
from photonic.expressions.plain_text import AsciiPrinter
from photonic.expressions.ranked import Ranked, expression, one_line, rank_of

__all__ = [
    "Application",
    "Constant",
    "Coordinate",
    "Field",
    "ScalarField",
    "ScalarSymbol",
    "Time",
    "UnknownFunction",
    "declaration_of",
    "symbol_for",
    "symbols",
]


GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER ([A-Z]+)")


def _in_tex(name: str, printer: Any) -> str:
    """A name in LaTeX, with Greek letters as commands."""
    letters = []
    for char in name:
        found = None if char.isascii() else GREEK.fullmatch(unicodedata.name(char, ""))
        word = found[2].lower().replace("lamda", "lambda") if found else char
        letters.append(word.capitalize() if found and found[1] == "CAPITAL" else word)
    spelt = "".join(letters) if len(name.partition("_")[0]) == 1 else name
    return str(printer._print_Symbol(sympy.Symbol(spelt)))


class ScalarSymbol(sympy.Symbol):
    """A declared scalar. To SymPy it is an ordinary symbol; the class tells what it stands for."""

    __slots__ = ()
    declared_kind = "constant"

    def _latex(self, printer: Any) -> str:
        return _in_tex(self.name, printer)

    def _sympyrepr(self, _printer: Any) -> str:
        extra = "".join(f", {k}={v}" for k, v in sorted(self._assumptions_orig.items()))
        return f"{type(self).__name__}({self.name!r}{extra})"


class ScalarField(ScalarSymbol):
    """A scalar that varies in space and time."""

    __slots__ = ()
    declared_kind = "scalar"


class Constant(ScalarSymbol):
    """A number that varies neither in space nor in time."""

    __slots__ = ()
    declared_kind = "constant"


class Coordinate(ScalarSymbol):
    """One of the Cartesian coordinates x, y, z."""

    __slots__ = ()
    declared_kind = "coordinate"


class Time(ScalarSymbol):
    """The time."""

    __slots__ = ()
    declared_kind = "time"


SCALARS = {cls.declared_kind: cls for cls in (ScalarField, Constant, Coordinate, Time)}


class Field(Ranked, sympy.AtomicExpr):
    """A declared vector or tensor: a field, a constant one, or the position."""

    __slots__ = ("declaration",)
    is_symbol = True
    _diff_wrt = True
    precedence = 1000
    is_commutative = True

    def __new__(cls, name: str, kind: str = "vector") -> Any:
        declaration = Declaration(name, kind)
        if not declaration.rank:
            raise DeclarationError(
                f"{name!r} is declared as {kind}: that is {RANK_NAMES[0]}, use ScalarField or Constant"
            )
        field = super().__new__(cls)
        field.declaration = declaration
        return field

    @property
    def rank(self) -> int:
        return self.declaration.rank  # type: ignore[no-any-return]

    @property
    def name(self) -> str:
        """The declared name."""
        return self.declaration.name  # type: ignore[no-any-return]

    @property
    def free_symbols(self) -> set[Any]:
        """Itself, as of a MatrixSymbol."""
        return {self}

    def _hashable_content(self) -> tuple[Any, ...]:
        return (self.declaration.name, self.declaration.kind)

    def __getnewargs__(self) -> tuple[str, str]:
        return (self.declaration.name, self.declaration.kind)

    def _sympystr(self, _printer: Any) -> str:
        return self.name

    def _sympyrepr(self, _printer: Any) -> str:
        return f"Field({self.name!r}, {self.declaration.kind!r})"

    def _latex(self, printer: Any) -> str:
        letter = _in_tex(self.name, printer)
        style = "mathsf" if self.rank == 2 else "mathbf" if letter.isalpha() else "boldsymbol"
        return rf"\{style}{{{letter}}}"

    def _pretty(self, printer: Any) -> Any:
        return printer._print(sympy.Symbol(self.name))

    def _ascii(self, _printer: Any) -> str:
        return self.name

    def _mathml_content(self, printer: Any) -> Any:
        return printer._print(sympy.Symbol(self.name))

    _mathml_presentation = _mathml_content


class Application(Ranked):
    """The n-th derivative of an unknown function of one variable, at a scalar: h(f), h'(f), h''(f), …"""

    precedence = 1000
    is_commutative = True

    def __new__(cls, name: Any, order: Any, argument: Any) -> Any:
        if rank_of(argument):
            raise RankError(f"{name} is a function of a scalar; it was given {RANK_NAMES[rank_of(argument)]}")
        name = name if isinstance(name, Str) else Str(str(name))
        applied = super().__new__(cls, name, sympy.Integer(order), argument)
        hash(applied)  # see Glyph.__new__
        return applied

    def _sympyrepr(self, printer: Any) -> str:
        name, order, argument = self.args
        return f"Application({name.name!r}, {order}, {printer._print(argument)})"

    def _sympystr(self, printer: Any) -> str:
        name, order, argument = self.args
        return f"{name.name}{chr(39) * int(order)}({printer._print(argument)})"

    def _latex(self, printer: Any) -> str:
        name, order, argument = self.args
        letter = _in_tex(name.name, printer)
        return rf"{letter}{chr(39) * int(order)}\left({printer._print(argument)}\right)"

    def _pretty(self, printer: Any) -> Any:
        shown = str(self) if printer._use_unicode else AsciiPrinter().doprint(self)
        return one_line(shown, self.precedence)

    def _ascii(self, printer: Any) -> str:
        return self._sympystr(printer)

    def _mathml_content(self, printer: Any) -> Any:
        name, order, argument = self.args
        return printer._print(sympy.Function(f"{name.name}{chr(39) * int(order)}")(argument))

    _mathml_presentation = _mathml_content

    def _eval_derivative(self, symbol: Any) -> Any:
        name, order, argument = self.args
        return Application(name, order + 1, argument) * argument.diff(symbol)


class UnknownFunction:
    """A declared unknown function: `h(f)` is its value at f, `h.derivative(n)(f)` its n-th derivative there."""

    def __init__(self, name: str, order: int = 0) -> None:
        self.declaration = Declaration(name, "function")
        self.order = order

    def __call__(self, argument: Any) -> Any:
        return Application(self.declaration.name, self.order, expression(argument))

    def derivative(self, order: int = 1) -> UnknownFunction:
        """The function's derivative of this order."""
        return UnknownFunction(self.declaration.name, self.order + order)

    def __repr__(self) -> str:
        return f"UnknownFunction({self.declaration.name!r}, {self.order})"


def symbol_for(declaration: Declaration) -> Any:
    """The object with which a declared name is written in Python."""
    if declaration.kind == "function":
        return UnknownFunction(declaration.name)
    if declaration.rank:
        return Field(declaration.name, declaration.kind)
    return SCALARS[declaration.kind](declaration.name, **dict.fromkeys(declaration.assumed, True))


def declaration_of(symbol: Any) -> Declaration:
    """What a symbol was declared as, with what it assumes; a plain SymPy symbol is a constant.

    Assumptions about coordinates and the time are left aside. Raises DeclarationError for a symbol that is not real.
    """
    if isinstance(symbol, Field):
        return symbol.declaration  # type: ignore[no-any-return]
    kind = getattr(symbol, "declared_kind", "constant")
    if not symbol._assumptions_orig:
        return Declaration(symbol.name, kind)
    if symbol.is_real is False:
        raise DeclarationError(f"{symbol.name!r} is declared as a symbol that is not real: all fields are real")
    assumed = tuple(word for word in ASSUMPTIONS if kind in ASSUMING and getattr(symbol, f"is_{word}"))
    return Declaration(symbol.name, kind, assumed)


def symbols(names: str | Iterable[str], kind: str = "scalar", **assumptions: bool) -> Any:
    """Declared symbols for names separated by spaces or commas: one object, or a tuple of several. As in SymPy a comma
    at the end makes a tuple of one.

    Of scalars and constants may be assumed what SymPy calls positive, negative, nonnegative, nonpositive, nonzero and
    integer, by keyword or in words: `symbols("f g", positive=True)`, `symbols("f g", "positive scalar")`. All are
    real.

    Raises DeclarationError for a word that is no name, an unknown kind, and an assumption that is none of these.
    """
    names = names if isinstance(names, str) else " ".join(map(str, names))
    denied = [word for word, said in assumptions.items() if said is not True]
    if denied:
        raise DeclarationError(f"{denied[0]}={assumptions[denied[0]]!r}: an assumption is made by {denied[0]}=True")
    text = " ".join((*assumptions, kind))
    made = tuple(symbol_for(Declaration.read(name, text)) for name in names.replace(",", " ").split())
    if not made:
        raise DeclarationError("symbols() was given no name: write symbols('E B', 'vector')")
    return made[0] if len(made) == 1 and not names.rstrip().endswith(",") else made
