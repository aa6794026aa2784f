"""The parser: text to term by operator precedence. Nothing is reordered, merged or distributed.

    expression := sum (('⊕' | '↔') sum)*      ⊕ tighter than ↔
    sum      := term (('+' | '−') term)*
    term     := '−' term | product
    product  := factor ((infix | nothing) factor)*     tighter: · :  then ⊗  then ×
    factor   := prefix exponent? factor | '√' factor | '∇_' atom factor | derivative | base ('^' exponent)?
    base     := atom postfix*
    atom     := number | name | name '(' arguments ')' | function operand | '(' expression (',' …)* ')'
              | '|' expression '|' | '(' A '·∇' ')' factor
    derivative := '∂' factor '/' '∂t' | '∂/∂t' factor

Precedences, fixities and spellings are the glyphs' own.
"""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from photonic.errors import Place, RankError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import AMBIENT, Declarations
from photonic.expressions.glyph import Glyph
from photonic.expressions.notation import Precedence
from photonic.terms import rank, zero
from photonic.text.derivatives import Derivatives
from photonic.text.grammar import ALONG, BARS
from photonic.text.lexer import Token
from rewriting.term import Term, number

__all__ = ["level_ranks", "parse_equation", "parse_term"]

LONGEST_NUMBER = 2000
LARGEST_NUMBER = 10**340
"""Large enough for every double-precision number that is written out, 5e-324 among them."""
PRODUCT = "*"


def parse_term(text: str, declarations: Declarations = AMBIENT, place: Place | None = None) -> Term:
    """The term that a text spells.

    Raises ParseError with the column and the repair, RankError where operands do not fit.
    """
    parser = _Parser(text, declarations, place or Place(text=text))
    term = parser.expression()
    parser.expect_end()
    return term


def parse_equation(
    text: str, declarations: Declarations = AMBIENT, place: Place | None = None, sign: str = "="
) -> tuple[Term, Term]:
    """The two sides of `left = right` or `left ↔ right`, of one rank; a plain 0 takes the rank of the other side.

    Raises ParseError with the column and the repair, RankError where operands or sides do not fit.
    """
    parser = _Parser(text, declarations, place or Place(text=text))
    left = parser.expression()
    if left.op.name == "entanglement" and parser.token.kind == "end":
        return left.args[0], left.args[1]
    if not parser.accept(sign):
        if parser.token.kind != "end":
            parser.expect_end()
        parser.fail(f"an equation needs {sign!r}: write 'left {sign} right'")
    right = parser.expression()
    parser.expect_end(is_equation=True)
    try:
        return level_ranks(left, right)
    except RankError as error:
        raise RankError(error.message, parser.place_of(parser.tokens[0])) from None


def level_ranks(left: Term, right: Term) -> tuple[Term, Term]:
    """Both sides at one rank, a literal 0 adapted. Raises RankError where they differ."""
    literal = number(0)
    if left is literal:
        left = zero(rank(right))
    if right is literal:
        right = zero(rank(left))
    if rank(left) != rank(right):
        names = ("a scalar", "a vector", "a tensor")
        raise RankError(
            f"the left side is {names[rank(left)]}, the right side {names[rank(right)]}: they cannot be equal"
            f"{'; is a factor or a ∇ missing?' if abs(rank(left) - rank(right)) == 1 else ''}"
        )
    return left, right


class _Parser(Derivatives):
    """Precedence climbing over the tokens of one line."""

    summands = 0

    def expression(self, lowest: int = 0) -> Term:
        """Sums, joined by what binds less than they do: ⊕ and, less than that, ↔."""
        left = self.sum()
        while self.token.kind == "symbol" and self.token.text in self.infix:
            found = self.infix[self.token.text]
            if not lowest <= found.precedence < Precedence.SUM:
                return left
            left = self.build(found, self.advance(), left, self.expression(found.precedence + 1))
        return left

    def sum(self) -> Term:
        with self.deeper():
            total, summands = self.term(), 1
            while self.token.kind == "symbol" and self.token.text in ("+", "−"):
                token, summands = self.advance(), summands + 1
                total = self.build(CATALOGUE["add" if token.text == "+" else "subtract"], token, total, self.term())
        self.summands = summands
        return total

    def term(self) -> Term:
        signs = []
        while self.token.kind == "symbol" and self.token.text == "−":
            signs.append(self.advance())
        value = self.product(Precedence.PRODUCT)
        for sign in reversed(signs):
            value = self.build(CATALOGUE["negate"], sign, value)
        return value

    def product(self, lowest: int) -> Term:
        left = self.factor()
        while True:
            found = self.operator()
            if found is None or found.precedence < lowest:
                return left
            if found.symbol == "·" and self.closes_advection():
                return left
            is_beside = self.token.text not in self.infix
            before = self.tokens[self.index - 1].text
            token = self.token if is_beside else self.advance()
            right = self.product(found.precedence + 1)
            if is_beside and before == "x" and rank(left) and rank(right):
                self.fail("x is a coordinate here: the cross product is written × or cross(A, B)", token)
            left = self.build(found, token, left, right)

    def operator(self) -> type[Glyph] | None:
        """The infix glyph that comes next; two factors side by side are a product."""
        token = self.token
        if token.kind == "symbol" and token.text in self.infix:
            found = self.infix[token.text]
            return found if Precedence.SUM < found.precedence < Precedence.POWER else None
        return self.infix[PRODUCT] if self.begins_operand() else None

    def closes_advection(self) -> bool:
        return [t.text for t in self.tokens[self.index + 1 : self.index + 3]] == ["∇", ")"]

    def factor(self) -> Term:
        """A prefix with its operand, or a base with its exponent."""
        token = self.token
        if token.kind != "symbol" or token.text in ("−", "("):
            return self.power(self.base())
        if token.text in self.prefix:
            self.advance()
            return self.prefixed(self.prefix[token.text], token)
        if self.accept("√"):
            with self.deeper():
                return self.build(CATALOGUE["sqrt"], token, self.factor())
        if self.accept(ALONG):
            direction = self.atom()
            with self.deeper():
                return self.build(CATALOGUE["advection"], token, direction, self.factor())
        if self.accept("∂"):
            return self.quotient(token)
        return self.power(self.base())

    def power(self, base: Term) -> Term:
        """The base with the exponent behind it, if there is one."""
        token = self.token
        if token.kind == "superscript":
            exponent = self.superscript()
            signed = number(abs(exponent))
            signed = self.build(CATALOGUE["negate"], token, signed) if exponent < 0 else signed
            return self.build(CATALOGUE["power"], token, base, signed)
        if not self.accept("^"):
            return base
        if rank(base) == 2 and self.token.text in ("T", "ᵀ"):
            return self.build(CATALOGUE["transpose"], self.advance(), base)
        with self.deeper():
            return self.build(CATALOGUE["power"], token, base, self.exponent())

    def exponent(self) -> Term:
        signs = []
        while self.token.kind == "symbol" and self.token.text == "−":
            signs.append(self.advance())
        value = self.factor()
        for sign in reversed(signs):
            value = self.build(CATALOGUE["negate"], sign, value)
        return value

    def base(self) -> Term:
        value = self.atom()
        while self.token.kind == "symbol" and self.token.text in self.postfix:
            token = self.advance()
            value = self.build(self.postfix[token.text], token, value)
        return value

    def atom(self) -> Term:
        token = self.advance()
        if token.kind == "number":
            return self.number(token)
        if token.kind == "name":
            return self.named(token)
        if token.text == "(":
            return self.bracket(token)
        if token.text in self.atoms:
            return self.build(self.atoms[token.text], token)
        if token.kind == "symbol" and token.text in self.called:
            return self.build(self.called[token.text], token, *self.arguments())
        if token.text in BARS:
            return self.barred(token)
        self.index -= 1
        return self.no_operand(token)

    def number(self, token: Token) -> Term:
        exponent = token.text.lower().partition("e")[2]
        if len(token.text) <= LONGEST_NUMBER and len(exponent) <= 5:
            value = Fraction(unicodedata.normalize("NFKC", token.text).replace("⁄", "/"))
            if max(value.numerator, value.denominator) <= LARGEST_NUMBER:
                return number(int(value) if value.denominator == 1 else value)
        return self.fail("the number has too many digits: at most 340 are read on each side of the point", token)

    def bracket(self, opening: Token) -> Term:
        with self.brackets():
            inner = [self.expression()]
            if self.token.text == "·" and self.closes_advection():
                return self.advection(inner[0], opening)
            while self.accept(","):
                inner.append(self.expression())
            self.expect(")", f"for the '(' in column {opening.column}")
        if len(inner) == 1:
            return inner[0]
        return self.build(self.listed.get(len(inner), CATALOGUE["components"]), opening, *inner)

    def advection(self, along: Term, opening: Token) -> Term:
        """(A·∇)X behind A."""
        if self.summands > 1:
            self.fail("put the sum before '·∇' in brackets of its own: ((A + B)·∇)f", opening)
        self.index += 3
        with self.deeper():
            return self.build(CATALOGUE["advection"], opening, along, self.factor())
