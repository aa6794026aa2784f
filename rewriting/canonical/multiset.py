"""An associative and commutative operator: terms under it are multisets of operands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rewriting.canonical.theory import PRIME, Normalisation, Sketch, leaves_below, order, reshaped
from rewriting.op import Op
from rewriting.term import Term

__all__ = ["Multiset"]


class Multiset:
    """`a ∘ (b ∘ c)` in any order and with any brackets. The normal form is sorted and bracketed to the right.

    With `unit`, a leaf, that operand is dropped. The sketch of a term is the sum of the sketches of its operands.
    """

    def __init__(self, operator: str, unit: Term | None = None) -> None:
        self.operators = frozenset([operator])
        self.op, self.unit = Op(operator), unit
        self.normalisation = Normalisation(f"reorder {operator}", self.normal, (operator,), self.knows)

    def knows(self, op: Op, arity: int) -> bool:
        """See Theory."""
        return op == self.op and arity == 2

    def leaf(self, op: Op) -> Sequence[int] | None:
        """The unit counts for nothing."""
        return (0, 0) if self.unit is not None and op == self.unit.op else None

    def sketch(self, op: Op, operands: Sequence[Sketch]) -> Sketch:
        """See Theory."""
        del op
        total: Sketch = (operands[0] + operands[1]) % PRIME
        return total

    def normal(self, term: Term) -> Term:
        """The normal form: a pure function of the term."""
        return self.together(self.parts(term))

    def parts(self, term: Term) -> list[Term]:
        """The operands, sorted."""
        return sorted((leaf for leaf in leaves_below(term, self.operators) if leaf is not self.unit), key=order)

    def alternatives(self, part: Term) -> list[Term]:
        """The part itself."""
        return [part]

    def without(self, term: Term, parts: Sequence[Term]) -> list[Term] | None:
        """See Theory."""
        left = Counter(self.parts(term))
        for part in parts:
            for leaf in self.parts(part):
                left[leaf] -= 1
                if left[leaf] < 0:
                    return None
        return sorted(left.elements(), key=order)

    def shaped(self, pattern: Term, parts: Sequence[Term]) -> Term:
        """See Theory."""
        return reshaped(pattern, self.operators, parts)

    def pieces(self, pattern: Term) -> list[Term]:
        """See Theory."""
        return list(leaves_below(pattern, self.operators))

    def together(self, parts: Sequence[Term]) -> Term:
        """The parts bracketed to the right; the unit for none, or ValueError where there is no unit."""
        if not parts:
            if self.unit is None:
                raise ValueError(f"{self.op} has no unit: there is no term for no operands")
            return self.unit
        total = parts[-1]
        for part in reversed(parts[:-1]):
            total = Term(self.op, (part, total))
        return total
