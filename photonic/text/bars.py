"""Bars: |A| and ‖A‖ are the norm of a vector, |f| the magnitude of a scalar."""

from __future__ import annotations

from photonic.expressions.catalogue import CATALOGUE
from photonic.terms import FUNCTION, rank
from photonic.text.applied import Applied
from photonic.text.lexer import Token
from rewriting.op import Op
from rewriting.term import Term

__all__ = ["Barred"]

SINGLE = "|"


class Barred(Applied):
    """Reads what stands between bars. A bar opens where an operand is wanted, and closes where an operator is."""

    def barred(self, opening: Token) -> Term:
        """The norm or the magnitude whose opening bar was taken."""
        count = 2 if self.is_double() else 1
        self.index += count - 1
        self.bars.append(opening.text)
        with self.deeper():
            value = self.expression()
        self.bars.pop()
        for _ in range(count):
            self.expect(opening.text, f"for the bar in column {opening.column}")
        if rank(value) > 1:
            self.fail("bars hold a vector or a scalar; of a tensor S there are sqrt(S : S) and det(S)", opening)
        return self.build(CATALOGUE["norm"], opening, value) if rank(value) else Term(Op(FUNCTION, "Abs"), (value,))

    def is_double(self) -> bool:
        """Whether the bar that was taken begins ||A||, rather than a bar in bars, as in ||A| − |B||."""
        if not self.is_pair(self.index - 1):
            return False
        depth = 0
        for position in range(self.index + 1, len(self.tokens)):
            text = self.tokens[position].text
            depth += (text == "(") - (text == ")")
            if text == SINGLE and not depth:
                return self.is_pair(position)
        return False

    def is_pair(self, position: int) -> bool:
        """Whether two bars stand here without a blank."""
        first, second = self.tokens[position : position + 2]
        return first.text == second.text == SINGLE and second.column == first.column + 1
