"""Names with what stands behind them: symbols, glyphs that are words, functions with and without brackets."""

from __future__ import annotations

from typing import NoReturn

from photonic.errors import RankError, quoted
from photonic.expressions.catalogue import CATALOGUE, by_spelling, reserved_words
from photonic.expressions.declarations import AMBIENT, Declaration
from photonic.expressions.functions import KNOWN_FUNCTIONS, OF_SEVERAL
from photonic.expressions.glyph import Glyph
from photonic.expressions.notation import Fixity
from photonic.terms import FUNCTION, SYMBOL, UNKNOWN, rank, symbol_term
from photonic.text.grammar import Grammar
from photonic.text.lexer import Token
from photonic.text.name_advice import advice_on, twin_of
from rewriting.op import NUMBER, Op
from rewriting.term import Term, number

__all__ = ["Applied"]

INVERSES = ("sin", "cos", "tan", "sinh", "cosh", "tanh")
SPOKEN = {"ln": "log", "abs": "Abs", "sgn": "sign"} | {f"arc{name}": f"a{name}" for name in INVERSES}
"""Names of functions that are not SymPy's."""


class Applied(Grammar):
    """Reads a name and, where it names an operator or a function, its operands."""

    def named(self, token: Token) -> Term:
        """What a name stands for; declared names come before words of the language."""
        word = token.text
        declaration = self.declarations.get(word)
        if declaration is not None and declaration.kind == "function":
            return self.unknown_function(token)
        if declaration is not None and declaration != AMBIENT.get(word):
            self.refuse_coordinates(token)
            return self.symbol(declaration, token)
        glyph = by_spelling(word)
        if glyph is not None:
            return self.glyph_word(glyph, token)
        if word in ("pi", "π"):
            return Term(Op(FUNCTION, "pi"))
        known = SPOKEN.get(word, word)
        is_letter = bool(twin_of(word)) and self.token.text != "("  # γ u in words, and not the function Γ of u
        if known in KNOWN_FUNCTIONS and (self.is_applied() or declaration is None) and not is_letter:
            return self.known_function(known, token)
        twin = declaration or self.declarations.get(twin_of(word))
        return self.undeclared(token) if twin is None else self.symbol(twin, token)

    def refuse_coordinates(self, token: Token) -> None:
        """Refuse u(x, t), which would be a product with a vector: a field depends on place and time as it is."""
        if self.token.text != "(" or self.token.column != token.column + len(token.text):
            return
        closing = next((i for i, t in enumerate(self.tokens) if i > self.index and t.text in ("(", ")")), self.index)
        inside = self.tokens[self.index + 1 : closing]
        listed = all(
            other.text == "," if place % 2 else AMBIENT.get(other.text, 0) == self.declarations.get(other.text, 1)
            for place, other in enumerate(inside)
        )
        if inside and listed and len(inside) % 2:
            behind = ", ".join(other.text for other in inside[::2])
            product = f", and {token.text}*{behind} for a product" if len(inside) == 1 else ""
            self.fail(
                f"{token.text} is declared, and a field depends on x, y, z and t as it is: write {token.text} "
                f"without ({behind}){product}"
            )

    def symbol(self, declaration: Declaration, token: Token) -> Term:
        """A declared name; an arrow above it says that it is a vector."""
        if token.arrow and declaration.rank != 1:
            self.fail(f"the arrow marks a vector, but {declaration.name!r} is declared as a {declaration.text}", token)
        return symbol_term(declaration)

    def glyph_word(self, glyph: type[Glyph], token: Token) -> Term:
        """A glyph called by its word: curl(A), dot(A, B), and with one operand also curl A, tr S."""
        if glyph.fixity is Fixity.ATOM:
            return self.build(glyph, token)
        if self.token.text == "(" or not any(len(ranks) == 1 for ranks in glyph.signatures):
            return self.build(glyph, token, *self.arguments())
        if not self.begins_operand():
            self.fail(f"expected '(' before the arguments, found {self.found()}")
        with self.deeper():
            operand = self.factor() if glyph.fixity is Fixity.PREFIX else self.spoken(token)
        return self.build(glyph, token, operand)

    def is_applied(self) -> bool:
        """Whether the operand of a function begins here, be it in brackets or not."""
        token = self.token
        raised = token.kind == "superscript" or token.text == "^"
        return token.text in ("(", "−") or raised or self.begins_operand()

    def known_function(self, name: str, token: Token) -> Term:
        """sin(f), and without brackets sin f, sin 3x, sin² x."""
        power = self.raised()
        if power is not None and power < 1:
            self.fail(f"{token.text}⁻¹ is read in two ways: write 1/{token.text}(f), or the inverse by its name", token)
        if self.token.text == "^":
            self.fail(f"a power stands behind the operand of {token.text}: {token.text}(f)^2; an inverse has its name")
        if self.token.text == "(":
            arguments = self.arguments()
        elif self.is_applied():
            with self.deeper():
                arguments = [self.spoken(token)]
        else:
            self.fail(f"{token.text} is a function: its operand stands behind it, as in {token.text}(f)", token)
        if len(arguments) != 1:
            self.fail(f"{token.text} is a function of one scalar; it was given {len(arguments)} operands", token)
        if rank(arguments[0]):
            raise RankError(f"{token.text} is a function of one scalar: apply it to components", self.place_of(token))
        value = Term(Op(FUNCTION, name), tuple(arguments))
        return value if power is None else self.build(CATALOGUE["power"], token, value, number(power))

    def spoken(self, function: Token) -> Term:
        """An operand without brackets: numbers and constants, and one factor behind them.

        Whether a further factor belongs to it would be a guess, which is refused.
        """
        sign = self.token
        if self.accept("−"):
            with self.deeper():
                return self.build(CATALOGUE["negate"], sign, self.spoken(function))
        value = last = self.factor()
        while self.begins_operand() and _is_coefficient(last):
            if self.names_function():
                return value
            token = self.token
            last = self.factor()
            value = self.build(CATALOGUE["multiply"], token, value, last)
        if self.begins_operand() and not self.names_function():
            self.fail(
                f"does this belong to {function.text}? Use brackets: {function.text}(f) g, or {function.text}(f g)"
            )
        return value

    def names_function(self) -> bool:
        """Whether a function's name comes next, with which a new factor begins: sin x cos y."""
        token = self.token
        if token.kind != "name" or token.text in self.declarations:
            return False
        return SPOKEN.get(token.text, token.text) in KNOWN_FUNCTIONS or by_spelling(token.text) is not None

    def unknown_function(self, token: Token) -> Term:
        """h(f), h'(f), …, of a declared function."""
        order = 0
        while self.accept("'"):
            order += 1
        if self.token.text != "(":
            self.fail(
                f"expected '(' before the arguments, found {self.found()}: {token.text} is a function, {token.text}(f)"
            )
        arguments = self.arguments()
        if len(arguments) != 1 or rank(arguments[0]):
            raise RankError(f"{token.text} is an unknown function of one scalar", self.place_of(token))
        return Term(Op(UNKNOWN, (token.text, order)), tuple(arguments))

    def undeclared(self, token: Token) -> NoReturn:
        """Complain of a name that stands for nothing."""
        if token.text in OF_SEVERAL and self.token.text == "(":
            self.fail(f"{token.text} has no meaning for fields here: functions of one scalar do, such as sin", token)
        words = reserved_words() | (KNOWN_FUNCTIONS if self.is_applied() else set())
        behind = "".join(t.text for t in self.tokens[self.index : self.index + 2])
        self.fail(
            f"{quoted(token.text)} is not declared: {advice_on(token.text, self.declarations, words, behind)}", token
        )

    def found(self) -> str:
        """What comes next, for a message."""
        return f"{quoted(self.token.text)}" if self.token.text else "the end"


def _is_coefficient(term: Term) -> bool:
    """Whether it stands before the variable of a function as a matter of course: 3, π, a constant."""
    if term.op.name == SYMBOL:
        return bool(term.op.payload.kind == "constant")
    return term.op.name == NUMBER or term.op == Op(FUNCTION, "pi")
