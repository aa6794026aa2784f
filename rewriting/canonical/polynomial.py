"""Sums and products of numbers and opaque terms: polynomials with exact rational coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from rewriting.canonical.theory import PRIME, Normalisation, Sketch, TooLargeError, leaves_below, order, reshaped
from rewriting.op import NUMBER, Op
from rewriting.term import Term, number
from rewriting.unwind import from_below

__all__ = ["Polynomials"]

_Monomial: TypeAlias = tuple[Term, ...]
"""Opaque factors with repetition, sorted by `order`."""
_Polynomial: TypeAlias = dict[_Monomial, Fraction | int]


class Polynomials:
    """A commutative ring with + − * and neg. Like terms are collected, products of sums are multiplied out.

    The normal form is a sum bracketed to the right of monomials `coefficient * (factor * …)` sorted by `order`, without
    coefficients of one. `most` bounds the monomials; what has more is not normalised. The sketch of a term is its value
    where the opaque subterms have random values modulo a prime (Schwartz 1980, Zippel 1979).
    """

    def __init__(self, most: int = 256) -> None:
        self.operators = frozenset(("+", "-", "*", "neg"))
        self._most = most
        self.normalisation = Normalisation("collect", self.normal, tuple(sorted(self.operators)), self.knows)

    def knows(self, op: Op, arity: int) -> bool:
        """See Theory."""
        return op.payload is None and op.name in self.operators and arity == (1 if op.name == "neg" else 2)

    def leaf(self, op: Op) -> Sequence[int] | None:
        """Numbers have their value."""
        if op.name != NUMBER:
            return None
        value = Fraction(op.payload)
        residue = value.numerator * pow(value.denominator, -1, int(PRIME)) % int(PRIME)
        return residue, residue

    def sketch(self, op: Op, operands: Sequence[Sketch]) -> Sketch:
        """See Theory."""
        if op.name == "neg":
            result = -operands[0]
        elif op.name == "*":
            result = operands[0] * operands[1]
        else:
            result = operands[0] + (operands[1] if op.name == "+" else -operands[1])
        reduced: Sketch = np.mod(result, PRIME)
        return reduced

    def normal(self, term: Term) -> Term | None:
        """The normal form, a pure function of the term; None where it would have too many monomials."""
        try:
            return self.together(self.parts(term))
        except TooLargeError:
            return None

    def parts(self, term: Term) -> list[Term]:
        """The monomials with their coefficients. Raises TooLargeError."""
        return _written(self._polynomial(term))

    def alternatives(self, part: Term) -> list[Term]:
        """The monomial with its coefficient, and without."""
        bare = part.op.name == "*" and part.args[0].op.name == NUMBER
        return [part, part.args[1]] if bare else [part]

    def without(self, term: Term, parts: Sequence[Term]) -> list[Term] | None:
        """The monomials of the difference. Raises TooLargeError."""
        total = self._polynomial(term)
        for part in parts:
            for monomial, coefficient in self._polynomial(part).items():
                total[monomial] = total.get(monomial, 0) - coefficient
        return _written(total)

    def shaped(self, pattern: Term, parts: Sequence[Term]) -> Term:
        """See Theory."""
        return reshaped(pattern, frozenset("+"), parts)

    def pieces(self, pattern: Term) -> list[Term]:
        """The summands of a pattern as written."""
        return list(leaves_below(pattern, frozenset("+")))

    def together(self, parts: Sequence[Term]) -> Term:
        """The sum of the parts, bracketed to the right; 0 for none."""
        return _bracketed("+", parts) if parts else number(0)

    def _polynomial(self, term: Term) -> _Polynomial:
        """Worked out from the leaves up, without recursion; shared subterms once."""
        polynomial: _Polynomial = from_below(term, self._inner, self._combined)
        return dict(polynomial)

    def _inner(self, node: Term) -> tuple[Term, ...]:
        """The operands that the polynomial of a node is made of; an opaque term has none."""
        return node.args if self.knows(node.op, len(node.args)) else ()

    def _combined(self, node: Term, below: list[_Polynomial]) -> _Polynomial:
        if not below:
            if node.op.name == NUMBER and not node.args:
                return {(): node.op.payload} if node.op.payload else {}
            return {(node,): 1}
        if node.op.name == "*":
            result = self._product(*below)
        else:
            sign = 1 if node.op.name == "+" else -1
            result = dict(below[0]) if len(below) == 2 else {}
            for monomial, coefficient in below[-1].items():
                result[monomial] = result.get(monomial, 0) + sign * coefficient
        result = {monomial: coefficient for monomial, coefficient in result.items() if coefficient}
        if len(result) > self._most:
            raise TooLargeError(f"{node} has more than {self._most} monomials")
        return result

    def _product(self, left: _Polynomial, right: _Polynomial) -> _Polynomial:
        if len(left) * len(right) > self._most**2 or len(left) + len(right) > 2 * self._most:
            raise TooLargeError(f"a product of {len(left)} and {len(right)} monomials; at most {self._most} are kept")
        result: _Polynomial = {}
        for a, p in left.items():
            for b, q in right.items():
                monomial = tuple(sorted(a + b, key=order)) if a and b else a or b
                result[monomial] = result.get(monomial, 0) + p * q
        return result


def _written(polynomial: _Polynomial) -> list[Term]:
    """The monomials as terms, in order."""
    keyed = [([order(factor) for factor in m], m, c) for m, c in polynomial.items() if c]
    parts = []
    for _, monomial, coefficient in sorted(keyed, key=lambda entry: entry[0]):
        value = coefficient.numerator if coefficient.denominator == 1 else coefficient
        factors = [*([number(value)] if value != 1 or not monomial else []), *monomial]
        parts.append(_bracketed("*", factors))
    return parts


def _bracketed(operator: str, parts: Sequence[Term]) -> Term:
    total = parts[-1]
    for part in reversed(parts[:-1]):
        total = Term(Op(operator), (part, total))
    return total
