"""Derivatives as on paper: ∂f/∂t, ∂²f/∂x∂y, ∂/∂t (f g), and powers of operators, as in ∇²f, ∂t² u, Δ² f."""

from __future__ import annotations

from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.glyph import Glyph
from photonic.text.bars import Barred
from photonic.text.lexer import Token
from rewriting.term import Term

__all__ = ["Derivatives"]

PARTIAL = "∂"
WANTED = "∂ needs the variable of differentiation: '∂t u' is the time derivative, '∂x u' the one along x"
JOINED = {"·": "divergence", "×": "curl", "⊗": "gradient"}
"""What a sign behind ∇ makes of it, with a blank between them too."""

HIGHEST = 20


class Derivatives(Barred):
    """Reads what begins with ∂ alone, and with a prefix."""

    def quotient(self, token: Token) -> Term:
        """∂f/∂t behind its first ∂: what is differentiated stands above the stroke or behind the whole."""
        order = self.order()
        above = self.above(token)
        if not self.accept("/"):
            if self.begins_operand():
                self.fail("put what is differentiated in brackets: ∂(f g)/∂t")
            self.fail(WANTED, token)
        along: list[tuple[type[Glyph], Token]] = []
        while self.token.kind == "symbol" and self.token.text.startswith(PARTIAL):
            along += self.axis()
        if not along:
            self.fail(f"below the stroke stands a variable, as in ∂f/∂t and ∂²f/∂x∂y, not {self.found()}")
        if len(along) != order:
            self.fail(
                f"{order} above the stroke and {len(along)} below: for the second derivative write ∂²f/∂x²", token
            )
        with self.deeper():
            value = self.factor() if above is None else above
        for glyph, sign in reversed(along):
            value = self.build(glyph, sign, value)
        return value

    def above(self, token: Token) -> Term | None:
        """What stands above the stroke besides ∂, if anything does."""
        if self.token.text == "/":
            return None
        has_stroke = any(later.text == "/" for later in self.tokens[self.index :])
        if not has_stroke or not self.begins_operand() or self.token.text.startswith("_"):
            self.fail(WANTED, token)
        with self.deeper():
            return self.factor()

    def axis(self) -> list[tuple[type[Glyph], Token]]:
        """∂x or ∂x², below the stroke: its derivative as often as it says."""
        token = self.advance()
        name = token.text
        if name == PARTIAL:
            name += self.advance().text
        if name not in self.prefix:
            self.fail(f"derivatives are taken by t, x, y and z, not by {name[1:] or 'nothing'}", token)
        return [(self.prefix[name], token)] * self.order()

    def order(self) -> int:
        """The power of an operator, 1 if there is none."""
        token = self.token
        power = self.raised()
        if power is not None and not 1 <= power <= HIGHEST:
            self.fail(f"an operator is applied 1 to {HIGHEST} times, not {power}", token)
        return 1 if power is None else power

    def prefixed(self, glyph: type[Glyph], token: Token) -> Term:
        """The operand of a prefix, and the prefix applied to it as often as its power says."""
        several = any(len(ranks) > 1 for ranks in glyph.signatures)
        joined = self.token.text if glyph.name == "gradient" and self.token.kind == "symbol" else ""
        if joined in JOINED:
            self.advance()
            glyph = CATALOGUE[JOINED[joined]]
        raised = self.token
        times = self.order()
        if glyph.name == "gradient" and times > 1:
            if times % 2:
                self.fail("an even power of ∇ is one of Δ; of an odd one write ∇Δ f or ∇·ΔA", raised)
            glyph, times = CATALOGUE["laplacian"], times // 2
        with self.deeper():
            arguments = self.arguments() if several and self.lists_arguments() else [self.factor()]
        value = self.build(glyph, token, *arguments)
        for _ in range(times - 1):
            value = self.build(glyph, token, value)
        return value

    def lists_arguments(self) -> bool:
        """Whether the bracket that begins here holds commas of its own: □(E, c), but not □(E) or □((f, g, u))."""
        depth = 0
        for position in range(self.index, len(self.tokens)):
            text = self.tokens[position].text
            depth += (text == "(") - (text == ")")
            if depth == 0 or (text == "," and depth == 1):
                return depth == 1
        return False
