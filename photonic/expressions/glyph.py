"""The glyph: one class holds all that is known of an operator.

A subclass declares facts; parsing, printing, typing, lowering, law tests and the reference page are derived from
them. A declaration that contradicts itself is refused when the class is made, in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import sympy
from attrs import frozen

from photonic.errors import RankError
from photonic.expressions.catalogue import CATALOGUE, WATCHERS
from photonic.expressions.facts import check_facts
from photonic.expressions.line import text
from photonic.expressions.mathml import content, presentation
from photonic.expressions.notation import Fixity, Precedence
from photonic.expressions.operand import Application, Field, ScalarSymbol, declaration_of
from photonic.expressions.plain_text import AsciiPrinter, ascii_text
from photonic.expressions.rank_advice import explain_ranks
from photonic.expressions.ranked import Ranked, one_line, rank_of
from photonic.expressions.roles import COUNT, FIELD_KINDS, NAME, refuse_roles
from photonic.expressions.slopes import differentiates, product_rule
from photonic.expressions.traversal import Row, flatten, postorder, rebuild, same, without_recursion
from photonic.expressions.typeset import latex
from photonic.expressions.written import as_written

__all__ = ["Example", "Fixity", "Glyph", "Precedence"]


@frozen
class Example:
    """One case worked by hand: the operands as functions of x, y, z, t (2π-periodic), the value at the origin.

    Operands are texts; a vector is a tuple of three, a tensor a tuple of three tuples. The value is numbers of the
    result's shape.
    """

    operands: tuple[Any, ...]
    value: Any


class Glyph(Ranked):
    """An operator applied to operands: a SymPy expression of a certain rank.

    A subclass declares `name` (of the operator), `symbol` and `ascii` (its spellings), `typeset` (LaTeX with <0>, <1>
    for the operands), `fixity`, `precedence`, `signatures` (ranks of the operands to rank of the result), `meaning`,
    `laws` (one on a line: `name: left = right`, `=>` where only one direction helps) and `example`.
    """

    name: ClassVar[str]
    symbol: ClassVar[str]
    ascii: ClassVar[str]
    typeset: ClassVar[str | Mapping[int, str]]
    """LaTeX, or LaTeX by the number of operands."""
    fixity: ClassVar[Fixity]
    precedence: ClassVar[int]
    signatures: ClassVar[Mapping[tuple[int, ...], int]]
    laws: ClassVar[str] = ""
    example: ClassVar[Example]
    aliases: ClassVar[tuple[str, ...]] = ()
    """Further spellings that the parser takes; each is a word or a symbol."""
    advice: ClassVar[Mapping[tuple[int, ...], str]] = {}
    """What to write in its place, by ranks of operands that it does not take."""
    dimensions: ClassVar[tuple[int, ...]] = (1, 2, 3)
    """The numbers of space dimensions in which the meaning exists."""
    on_demand: ClassVar[str] = ""
    """A family's name, where laws that speak of the glyph join a search only if the problem speaks of the family."""
    flops: ClassVar[int] = 1
    """Estimated floating-point operations for each component of the result."""
    roles: ClassVar[Mapping[int, tuple[str, ...]]] = {}
    """By the number of operands what each must be: "count" a whole number, "name" a declared field, "" anything."""
    meaning: ClassVar[Callable[..., Any]]
    chosen: ClassVar[Callable[[Any], Any]]
    """The form that a collapse chooses; the Codex, on a floor above, sets it when it is loaded."""

    is_commutative = True
    known_rank: int

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.__dict__.get("abstract", False):
            return
        check_facts(cls, Example)
        known, admitted = dict(CATALOGUE), False
        CATALOGUE[cls.name] = cls
        try:
            for watcher in WATCHERS:
                watcher(cls)
            admitted = True
        finally:
            if not admitted:
                CATALOGUE.clear()
                CATALOGUE.update(known)

    def __new__(cls, *operands: Any) -> Any:
        written = _lifted(cls, cls.admit(*operands))
        rank = cls.result_rank(tuple(map(rank_of, written)))
        refuse_roles(cls, tuple(map(_part, written)))
        expression = super().__new__(cls, *written)
        expression.known_rank = rank
        hash(expression)  # kept by SymPy; a deep expression could not be hashed later without deep recursion
        return expression

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        rows: list[Row] = flatten(self)
        return (rebuild, (rows,)) if self.args else (type(self), ())

    @classmethod
    def admit(cls, *operands: Any) -> tuple[Any, ...]:
        """The operands as expressions kept as written: SymPy sums and products become glyphs of their own."""
        return tuple(map(as_written, operands))

    @classmethod
    def result_rank(cls, ranks: tuple[int, ...]) -> int:
        """The rank that operands of these ranks give. Raises RankError, in words."""
        if ranks not in cls.signatures:
            raise RankError(explain_ranks(cls, ranks))
        return cls.signatures[ranks]

    @classmethod
    def shown(cls) -> str:
        """The symbol as a message names it, letters standing for operands that it encloses."""
        return cls.symbol.format(*"XYZ") if cls.fixity is Fixity.BRACKET else cls.symbol

    @property
    def rank(self) -> int:
        """0 for a scalar, 1 for a vector, 2 for a tensor."""
        return self.known_rank

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Glyph) or not self.args:
            return type(self) is type(other)
        return same(self, other)

    __hash__ = Ranked.__hash__

    def _sympystr(self, printer: Any) -> str:
        return without_recursion(self, printer, text)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        body = without_recursion(self, printer, latex)
        return body if exp is None else rf"\left({body}\right)^{{{exp}}}"

    def _pretty(self, printer: Any) -> Any:
        shown = str(self) if printer._use_unicode else AsciiPrinter().doprint(self)
        return one_line(shown, self.precedence)

    def _ascii(self, printer: Any) -> str:
        return without_recursion(self, printer, ascii_text)

    def _mathml_content(self, printer: Any) -> Any:
        return content(self, printer)

    def _mathml_presentation(self, printer: Any) -> Any:
        return presentation(self, printer)

    def _sympyrepr(self, printer: Any) -> str:
        return f"{type(self).__name__}({', '.join(_unevaluated(operand, printer) for operand in self.args)})"

    def doit(self, **hints: Any) -> Any:
        """The twin in which SymPy has evaluated all scalar arithmetic."""
        done: dict[Any, Any] = {}
        for node in postorder(self):
            operands = [done[operand] for operand in node.args]
            if isinstance(node, Glyph):
                done[node] = node.evaluated(*operands)
            else:
                done[node] = node.func(*operands) if operands else node.doit(**hints)
        return done[self]

    @classmethod
    def evaluated(cls, *operands: Any) -> Any:
        """The evaluated form on evaluated operands; scalar arithmetic overrides this with SymPy's."""
        return cls(*operands)

    def evalf(self, *args: Any, **options: Any) -> Any:
        """The expression with its numbers as decimals, as SymPy's `evalf`."""
        if not self.args:
            return self
        numbers = (operand.evalf(*args, **options) for operand in self.args)
        return self.func(*numbers) if not self.roles else self

    n = evalf

    def _eval_derivative(self, symbol: Any) -> Any:
        evaluated = self.doit()
        if not isinstance(evaluated, Glyph):
            return evaluated.diff(symbol)
        if not self.has(symbol):
            return sympy.Integer(0)
        varies, own = getattr(symbol, "declared_kind", "constant") != "constant", self.func
        slope = None
        if not (varies and differentiates(own, tuple(map(rank_of, self.args)))):
            slope = product_rule(own, self.args, [operand.diff(symbol) for operand in self.args])
        if slope is None:
            advice = "use dt, grad, div, curl or laplacian" if varies else "take the components first, by to_sympy"
            raise RankError(f"{self} has no derivative by {symbol} in SymPy's sense: {advice}")
        return slope


def _lifted(cls: type[Glyph], operands: tuple[Any, ...]) -> tuple[Any, ...]:
    """The operands, where a number 0 takes the rank that its place asks for, as in a text."""
    ranks = tuple(map(rank_of, operands))
    if ranks in cls.signatures or sympy.S.Zero not in operands:
        return operands
    for signature in cls.signatures:
        pairs = list(zip(operands, ranks, signature, strict=False))
        if len(signature) == len(ranks) and all(r == s or operand == 0 for operand, r, s in pairs):
            zeros = (sympy.S.Zero, *(CATALOGUE[name] for name in ("zero_vector", "zero_tensor")))
            return tuple(operand if r == s else zeros[s]() for operand, r, s in pairs)
    return operands


def _part(operand: Any) -> str:
    """The role that an operand can play."""
    if isinstance(operand, sympy.Integer) and operand >= 0:
        return COUNT
    kind = declaration_of(operand).kind if isinstance(operand, (Field, ScalarSymbol)) else ""
    return NAME if kind in FIELD_KINDS else ""


def _unevaluated(expr: Any, printer: Any) -> str:
    """What evaluates back to the expression as it stands; SymPy's own form of sin(0) evaluates to 0."""
    if isinstance(expr, sympy.Function):
        operands = "".join(f"{_unevaluated(operand, printer)}, " for operand in expr.args)
        return f"{type(expr).__name__}({operands}evaluate=False)"
    if isinstance(expr, Application):
        name, order, argument = expr.args
        return f"Application({name.name!r}, {order}, {_unevaluated(argument, printer)})"
    return str(printer._print(expr))
