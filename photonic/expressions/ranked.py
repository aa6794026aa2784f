"""Expressions that have a rank: what Python's operators, `diff` and `subs` do with vectors and tensors.

The operators are those of `sympy.vector`: `&` dot, `^` cross, `|` outer; what their rank forbids they refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.pretty.stringpict import prettyForm

from photonic.errors import PhotonicError, RankError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import RANK_NAMES

__all__ = ["Ranked", "expression", "one_line", "rank_of"]

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

    def diff(self, *symbols: Any, **options: Any) -> Any:
        """The derivative by symbols, as SymPy takes them: by x, y, z and t the glyph ∂x, …, ∂t; by others SymPy's.

        By a vector or tensor it is left as it stands. Raises RankError where neither is known.
        """
        if options.get("evaluate") is False or not symbols:
            return super().diff(*symbols, **options)
        result: Any = self
        for symbol, count in derivatives(symbols):
            if rank_of(symbol):
                return sympy.Derivative(self, *symbols) if self.has(symbol) else sympy.S.Zero
            glyph = CATALOGUE.get(PARTIALS.get(getattr(symbol, "name", ""), ""))
            if glyph is None:
                result = result.diff((symbol, count)) if result is not self else super().diff((symbol, count))
                continue
            for _ in range(int(count)):
                result = sympy.S.Zero if result.is_number else glyph(result)
        return result

    def subs(self, *pairs: Any, **options: Any) -> Any:
        """What `subs` of SymPy gives; 0 in the place of a vector is the zero vector.

        Raises RankError for a replacement of another rank.
        """
        several = pairs[0].items() if hasattr(pairs[0], "items") else pairs[0]
        named = {getattr(symbol, "name", ""): symbol for symbol in self.free_symbols}
        listed = [(named.get(old, old), new) for old, new in ([pairs] if len(pairs) == 2 else several)]
        replaced = [(old, level(old, expression(new))) for old, new in ((expression(a), b) for a, b in listed)]
        if not options.pop("simultaneous", False):
            return super().subs(replaced, **options)
        places = [stand_in(old, index) for index, (old, _) in enumerate(replaced)]
        between = super().subs([(old, place) for (old, _), place in zip(replaced, places, strict=True)], **options)
        return between.xreplace({place: new for (_, new), place in zip(replaced, places, strict=True)})

    def _combine(self, name: str, left: Any, right: Any, scalar: Callable[[Any, Any], Any] | None) -> Any:
        """The glyph `name` on both sides, or SymPy's arithmetic when both are scalars and it has one.

        A number 0 beside a vector, with which Python's sum() begins, is nothing.
        """
        try:
            left, right = sympy.sympify(left, strict=True), sympy.sympify(right, strict=True)
        except sympy.SympifyError:
            return NotImplemented
        if scalar is not None and not rank_of(left) and not rank_of(right):
            return scalar(left, right)
        if name in ("add", "subtract") and (right.is_zero or left.is_zero) and rank_of(left) != rank_of(right):
            kept = left if right.is_zero else right
            return CATALOGUE["negate"](kept) if name == "subtract" and kept is right else kept
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
        return self if other == 1 else self._combine("power", self, other, sympy.Pow)

    def __rpow__(self, other: Any) -> Any:
        return self._combine("power", other, self, sympy.Pow)

    def __abs__(self) -> Any:
        return CATALOGUE["norm"](self) if self.rank == 1 else sympy.Abs(self)

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


PARTIALS = {"x": "partial_x", "y": "partial_y", "z": "partial_z", "t": "time_derivative"}


def derivatives(symbols: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Symbols with their counts, from SymPy's ways of writing them: x, y · x, 2 · (x, 2)."""
    found: list[tuple[Any, Any]] = []
    for item in symbols:
        if isinstance(item, (tuple, sympy.Tuple)) and len(item) == 2:
            found.append((sympy.sympify(item[0]), item[1]))
        elif found and isinstance(item, (int, sympy.Integer)):
            found[-1] = (found[-1][0], item)
        else:
            found.append((sympy.sympify(item), 1))
    return found


def expression(value: Any) -> Any:
    """An object of SymPy, a number or an array as an expression; a text is none, as SymPy would run it.

    Raises PhotonicError for anything else.
    """
    try:
        return sympy.sympify(value, strict=True)
    except sympy.SympifyError:
        raise PhotonicError(f"{value!r} is not an expression: use symbols and numbers, or parse a text") from None


def level(old: Any, new: Any) -> Any:
    """What takes the place of an expression; its rank must be the same, and 0 takes it."""
    if rank_of(old) == rank_of(new):
        return new
    if new == 0:
        return CATALOGUE[("", "zero_vector", "zero_tensor")[rank_of(old)]]()
    ranks = f"{old} is {RANK_NAMES[rank_of(old)]}, {new} is {RANK_NAMES[rank_of(new)]}"
    raise RankError(f"{ranks}: only an expression of its rank can take the place of another")


class StandIn(Ranked, sympy.AtomicExpr):
    """Something new of a rank, in the place of an expression for a while."""

    __slots__ = ("place", "stood_for")
    is_commutative = True

    def __new__(cls, place: int, rank: int) -> Any:
        made = super().__new__(cls)
        made.place, made.stood_for = place, rank
        return made

    @property
    def rank(self) -> int:
        return self.stood_for  # type: ignore[no-any-return]

    def _hashable_content(self) -> tuple[Any, ...]:
        return (self.place, self.stood_for)


def stand_in(expr: Any, place: int) -> Any:
    """A stand-in for an expression: of a scalar a new symbol."""
    return StandIn(place, rank_of(expr)) if rank_of(expr) else sympy.Dummy()


def _is_nabla(other: Any) -> bool:
    return getattr(other, "is_nabla", False)
