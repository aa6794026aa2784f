"""Operands: expressions that have a rank, and the symbols that a user declares.

Scalars are SymPy's own symbols with SymPy's own arithmetic. Vectors and tensors are expressions of their own, with
the operators of `sympy.vector`: `&` dot, `^` cross, `|` outer; what their rank forbids they refuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import sympy
from sympy.core.symbol import Str
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.pretty.stringpict import prettyForm

from photonic.errors import DeclarationError, RankError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import ASSUMING, ASSUMPTIONS, RANK_NAMES, Declaration

__all__ = [
    "Application",
    "Constant",
    "Coordinate",
    "Field",
    "Ranked",
    "ScalarField",
    "ScalarSymbol",
    "Time",
    "UnknownFunction",
    "declaration_of",
    "one_line",
    "rank_of",
    "symbol_for",
    "symbols",
]

VECTOR_PRIORITY = 20.0
"""Above that of every SymPy scalar, so that `f * A` is asked of A."""


def rank_of(expr: Any) -> int:
    """The rank of an expression: SymPy's scalars have rank 0."""
    return expr.rank if isinstance(expr, Ranked) else 0


def one_line(text: str, binding: int) -> prettyForm:
    """A one-line pretty form."""
    if binding <= PRECEDENCE["Add"]:
        return prettyForm(text, binding=prettyForm.ADD)
    return prettyForm(text, binding=prettyForm.ATOM if binding >= 1000 else prettyForm.MUL)


class Ranked(sympy.Expr):
    """A SymPy expression with a rank: 0 scalar, 1 vector, 2 tensor."""

    abstract = True

    @property
    def rank(self) -> int:
        """0 for a scalar, 1 for a vector, 2 for a tensor."""
        return 0

    @property
    def _op_priority(self) -> float:
        return VECTOR_PRIORITY if self.rank else 10.0

    def _combine(self, name: str, left: Any, right: Any, scalar: Callable[[Any, Any], Any] | None) -> Any:
        """The glyph `name` on both sides, or SymPy's arithmetic when both are scalars and it has one."""
        try:
            left, right = sympy.sympify(left, strict=True), sympy.sympify(right, strict=True)
        except sympy.SympifyError:
            return NotImplemented
        if scalar is not None and not rank_of(left) and not rank_of(right):
            return scalar(left, right)
        return CATALOGUE[name](left, right)

    def __add__(self, other: Any) -> Any:
        return self._combine("add", self, other, sympy.Add)

    def __radd__(self, other: Any) -> Any:
        return self._combine("add", other, self, sympy.Add)

    def __sub__(self, other: Any) -> Any:
        return self._combine("subtract", self, other, lambda a, b: sympy.Add(a, -b))

    def __rsub__(self, other: Any) -> Any:
        return self._combine("subtract", other, self, lambda a, b: sympy.Add(a, -b))

    def __neg__(self) -> Any:
        return CATALOGUE["negate"](self) if self.rank else sympy.Mul(-1, self)

    def __mul__(self, other: Any) -> Any:
        return self._combine("multiply", self, other, sympy.Mul)

    def __rmul__(self, other: Any) -> Any:
        return self._combine("multiply", other, self, sympy.Mul)

    def __truediv__(self, other: Any) -> Any:
        return self._combine("divide", self, other, lambda a, b: sympy.Mul(a, sympy.Pow(b, -1)))

    def __rtruediv__(self, other: Any) -> Any:
        return self._combine("divide", other, self, lambda a, b: sympy.Mul(a, sympy.Pow(b, -1)))

    def __pow__(self, other: Any, modulo: Any = None) -> Any:
        if modulo is not None:
            return NotImplemented
        return self._combine("power", self, other, sympy.Pow)

    def __and__(self, other: Any) -> Any:
        return other.__rand__(self) if _is_nabla(other) else self._combine("dot", self, other, None)

    def __xor__(self, other: Any) -> Any:
        return self._combine("cross", self, other, None)

    def __or__(self, other: Any) -> Any:
        return self._combine("outer", self, other, None)

    def __rand__(self, other: Any) -> Any:
        return self._combine("dot", other, self, None)

    def __rxor__(self, other: Any) -> Any:
        return self._combine("cross", other, self, None)

    def __ror__(self, other: Any) -> Any:
        return self._combine("outer", other, self, None)


def _is_nabla(other: Any) -> bool:
    return getattr(other, "is_nabla", False)


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

    def _pretty(self, _printer: Any) -> Any:
        return one_line(str(self), self.precedence)

    def _eval_derivative(self, symbol: Any) -> Any:
        name, order, argument = self.args
        return Application(name, order + 1, argument) * argument.diff(symbol)


class UnknownFunction:
    """A declared unknown function: `h(f)` is its value at f, `h.derivative(n)(f)` its n-th derivative there."""

    def __init__(self, name: str, order: int = 0) -> None:
        self.declaration = Declaration(name, "function")
        self.order = order

    def __call__(self, argument: Any) -> Any:
        return Application(self.declaration.name, self.order, sympy.sympify(argument))

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


def symbols(names: str, kind: str = "scalar", **assumptions: bool) -> Any:
    """Declared symbols for names separated by spaces or commas: one object, or a tuple of several.

    Of scalars and constants may be assumed what SymPy calls positive, negative, nonnegative, nonpositive, nonzero and
    integer, by keyword or in words: `symbols("f g", positive=True)`, `symbols("f g", "positive scalar")`. All are
    real.

    Raises DeclarationError for a word that is no name, an unknown kind, and an assumption that is none of these.
    """
    denied = [word for word, said in assumptions.items() if said is not True]
    if denied:
        raise DeclarationError(f"{denied[0]}={assumptions[denied[0]]!r}: an assumption is made by {denied[0]}=True")
    text = " ".join((*assumptions, kind))
    made = tuple(symbol_for(Declaration.read(name, text)) for name in names.replace(",", " ").split())
    if not made:
        raise DeclarationError("symbols() was given no name: write symbols('E B', 'vector')")
    return made[0] if len(made) == 1 else made
