"""The parser: text to term by operator precedence. Nothing is reordered, merged or distributed.

    expression := sum (('⊕' | '↔') sum)*      ⊕ tighter than ↔
    sum      := term (('+' | '−') term)*
    term     := '−' term | product
    product  := factor ((infix | nothing) factor)*     tighter: · :  then ⊗  then ×
    factor   := prefix factor | '∇_' atom factor | base ('^' exponent)?
    base     := atom postfix*
    atom     := number | name | name '(' arguments ')' | '(' expression (',' …)* ')' | '(' A '·∇' ')' factor

Precedences, fixities and spellings are the glyphs' own.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NoReturn

from photonic.errors import Place, RankError
from photonic.expressions.catalogue import CATALOGUE, by_spelling, glyphs, reserved_words
from photonic.expressions.declarations import AMBIENT, Declarations
from photonic.expressions.functions import KNOWN_FUNCTIONS, OF_SEVERAL
from photonic.expressions.glyph import Glyph
from photonic.expressions.notation import Fixity, Precedence
from photonic.terms import FUNCTION, UNKNOWN, apply, rank, symbol_term, zero
from photonic.text.lexer import SUPERSCRIPTS, Token
from photonic.text.name_advice import advice_on
from photonic.text.token_stream import TokenStream
from rewriting.op import Op
from rewriting.term import Term, number

__all__ = ["KNOWN_FUNCTIONS", "parse_equation", "parse_term"]

LONGEST_NUMBER = 2000
LARGEST_NUMBER = 10**340
"""Large enough for every double-precision number that is written out, 5e-324 among them."""
SPOKEN = {"ln": "log", "abs": "Abs", "sgn": "sign"}
PRODUCT = "*"
ALONG = "∇_"
"""What begins a directional derivative, as in ∇_A f."""


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
    """The two sides of `left = right` or `left ↔ right`, of one rank; a plain 0 takes the rank of the other side."""
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
        )
    return left, right


@lru_cache(maxsize=8)
def _places(known: tuple[type[Glyph], ...]) -> Mapping[Fixity, Mapping[str, type[Glyph]]]:
    """The glyphs by where they stand and how they are spelt; what stands before or between operands has aliases."""
    places: dict[Fixity, dict[str, type[Glyph]]] = {fixity: {} for fixity in Fixity}
    for glyph in known:
        places[glyph.fixity][glyph.symbol] = glyph
    for fixity in (Fixity.INFIX, Fixity.PREFIX):
        for glyph in list(places[fixity].values()):
            places[fixity].update(dict.fromkeys(glyph.aliases, glyph))
    return places


class _Parser(TokenStream):
    """Precedence climbing over the tokens of one line."""

    def __init__(self, text: str, declarations: Declarations, place: Place) -> None:
        super().__init__(text, place)
        self.declarations = declarations
        self.summands = 0
        places = _places(tuple(glyphs()))
        self.infix, self.prefix = places[Fixity.INFIX], places[Fixity.PREFIX]
        self.postfix, self.atoms, self.called = places[Fixity.POSTFIX], places[Fixity.ATOM], places[Fixity.FUNCTION]
        brackets = places[Fixity.BRACKET].items()
        self.listed = {shown.count("{"): glyph for shown, glyph in brackets if shown.startswith("({0},")}

    def build(self, glyph: type[Glyph], token: Token, *operands: Term) -> Term:
        try:
            return apply(glyph.name, *operands)
        except RankError as error:
            raise RankError(error.message, self.place_of(token)) from None

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
            token = self.token if self.token.text not in self.infix else self.advance()
            left = self.build(found, token, left, self.product(found.precedence + 1))

    def operator(self) -> type[Glyph] | None:
        """The infix glyph that comes next; two factors side by side are a product."""
        token = self.token
        if token.kind == "symbol" and token.text in self.infix:
            found = self.infix[token.text]
            return found if Precedence.SUM < found.precedence < Precedence.POWER else None
        starts = token.kind in ("number", "name") or token.text == "(" or token.text in self.atoms
        starts = starts or (token.text in self.prefix and token.text != "−")
        starts = starts or (token.kind == "symbol" and (token.text in self.called or token.text == ALONG))
        return self.infix[PRODUCT] if starts else None

    def closes_advection(self) -> bool:
        following = [t.text for t in self.tokens[self.index + 1 : self.index + 3]]
        return following == ["∇", ")"] or following == ["nabla", ")"]

    def factor(self) -> Term:
        token = self.token
        if token.kind == "symbol" and token.text in self.prefix and token.text != "−":
            self.advance()
            return self.prefixed(self.prefix[token.text], token)
        if self.accept(ALONG):
            direction = self.atom()
            with self.deeper():
                return self.build(CATALOGUE["advection"], token, direction, self.factor())
        base = self.base()
        if self.token.kind == "superscript":
            token = self.advance()
            return self.build(CATALOGUE["power"], token, base, number(SUPERSCRIPTS[token.text]))
        if self.accept("^"):
            token = self.tokens[self.index - 1]
            with self.deeper():
                return self.build(CATALOGUE["power"], token, base, self.exponent())
        return base

    def exponent(self) -> Term:
        signs = []
        while self.token.kind == "symbol" and self.token.text == "−":
            signs.append(self.advance())
        value = self.factor()
        for sign in reversed(signs):
            value = self.build(CATALOGUE["negate"], sign, value)
        return value

    def prefixed(self, glyph: type[Glyph], token: Token) -> Term:
        several = any(len(ranks) > 1 for ranks in glyph.signatures)
        squared = self.token.text == "^" and self.tokens[self.index + 1].text == "2"
        if glyph.name == "gradient" and (squared or self.token.text == "²"):
            self.index += 2 if squared else 1
            glyph = CATALOGUE["laplacian"]
        elif glyph.name == "gradient" and self.accept("⊗"):
            pass
        with self.deeper():
            arguments = self.arguments() if several and self.lists_arguments() else [self.factor()]
        return self.build(glyph, token, *arguments)

    def lists_arguments(self) -> bool:
        """Whether the bracket that begins here holds commas of its own: □(E, c), but not □(E) or □((f, g, u))."""
        depth = 0
        for position in range(self.index, len(self.tokens)):
            text = self.tokens[position].text
            depth += (text == "(") - (text == ")")
            if depth == 0 or (text == "," and depth == 1):
                return depth == 1
        return False

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
        self.index -= 1
        if token.kind == "end":
            self.fail("the text ends where an operand should stand" if self.text.strip() else "the text is empty")
        return self.fail(f"an operand should stand here, not {token.text!r}")

    def number(self, token: Token) -> Term:
        exponent = token.text.lower().partition("e")[2]
        if len(token.text) <= LONGEST_NUMBER and len(exponent) <= 5:
            value = Fraction(token.text)
            if max(value.numerator, value.denominator) <= LARGEST_NUMBER:
                return number(int(value) if value.denominator == 1 else value)
        return self.fail("the number has too many digits: at most 340 are read on each side of the point", token)

    def bracket(self, opening: Token) -> Term:
        inner = [self.expression()]
        if self.token.text == "·" and self.closes_advection():
            if self.summands > 1:
                self.fail("put the sum before '·∇' in brackets of its own: ((A + B)·∇)f", opening)
            self.index += 3
            with self.deeper():
                return self.build(CATALOGUE["advection"], opening, inner[0], self.factor())
        while self.accept(","):
            inner.append(self.expression())
        self.expect(")", f"for the '(' in column {opening.column}")
        if len(inner) == 1:
            return inner[0]
        return self.build(self.listed.get(len(inner), CATALOGUE["components"]), opening, *inner)

    def arguments(self) -> list[Term]:
        opening = self.token
        self.expect("(", "before the arguments")
        values = [self.expression()]
        while self.accept(","):
            values.append(self.expression())
        self.expect(")", f"for the '(' in column {opening.column}")
        return values

    def named(self, token: Token) -> Term:
        word = token.text
        declaration = self.declarations.get(word)
        if declaration is not None and declaration.kind == "function":
            return self.unknown_function(token)
        if declaration is not None and declaration != AMBIENT.get(word):
            return symbol_term(declaration)
        glyph = by_spelling(word)
        if glyph is not None:
            called = glyph.fixity is not Fixity.ATOM
            return self.build(glyph, token, *(self.arguments() if called else ()))
        if word in ("pi", "π"):
            return Term(Op(FUNCTION, "pi"))
        known = SPOKEN.get(word, word)
        if known in KNOWN_FUNCTIONS and self.token.text == "(":
            return self.known_function(known, token)
        if declaration is not None:
            return symbol_term(declaration)
        return self.undeclared(token)

    def known_function(self, name: str, token: Token) -> Term:
        arguments = self.arguments()
        if len(arguments) != 1:
            self.fail(f"{token.text} is a function of one scalar; it was given {len(arguments)} operands", token)
        if rank(arguments[0]):
            raise RankError(f"{token.text} is a function of one scalar: apply it to components", self.place_of(token))
        return Term(Op(FUNCTION, name), tuple(arguments))

    def unknown_function(self, token: Token) -> Term:
        order = 0
        while self.accept("'"):
            order += 1
        arguments = self.arguments()
        if len(arguments) != 1 or rank(arguments[0]):
            raise RankError(f"{token.text} is an unknown function of one scalar", self.place_of(token))
        return Term(Op(UNKNOWN, (token.text, order)), tuple(arguments))

    def undeclared(self, token: Token) -> NoReturn:
        if token.text in OF_SEVERAL and self.token.text == "(":
            self.fail(f"{token.text} has no meaning for fields here: functions of one scalar do, such as sin", token)
        known = {*self.declarations, *reserved_words(), *(KNOWN_FUNCTIONS if self.token.text == "(" else ())}
        self.fail(f"{token.text!r} is not declared: {advice_on(token.text, known)}", token)
