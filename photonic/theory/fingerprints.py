"""Fingerprints: the exact value of every e-class at a random point, as jets modulo a prime.

Two forms that are equal have equal fingerprints; two that differ agree by accident with a probability of about
degree / 2³¹. The e-graph asks this domain before every union, and the prover before every search.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from backends.exact.jet import Jet, agree
from backends.exact.jets import JetCalculus
from backends.program import Input, evaluate
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import Declaration
from photonic.meaning import POSITION, TIME_NAME, operand_name, program_of_op
from photonic.terms import SYMBOL, rank_of_op
from rewriting.op import NUMBER, Op
from rewriting.term import Term, fold

__all__ = ["JetDomain"]

Ints = NDArray[np.int64]


class JetDomain:
    """The fingerprint domain of field expressions. Its sorts are the ranks 0, 1, 2.

    A stored value has shape (dimension,) * rank + (draws, coefficients); `order` must be at least the number of
    derivatives that the expressions stack, or their values are unknown (trust −1) and exempt from checks.
    `given` holds jets of fields that satisfy hypotheses and replaces the random ones.
    """

    def __init__(
        self, order: int, dimension: int = 3, seed: int = 0, draws: int = 1, given: dict[str, Jet] | None = None
    ) -> None:
        self.calculus = JetCalculus(order, dimension, seed, draws)
        self.dimension, self.draws = dimension, draws
        self.given = given or {}

    def sort(self, op: Op, _child_sorts: tuple[int, ...]) -> int:
        """The rank of a term with this operator."""
        return rank_of_op(op)

    def shape(self, sort: int) -> tuple[int, ...]:
        """The array shape of one value of a rank."""
        return (*(self.dimension,) * sort, self.draws, self.calculus.table.count)

    def make(self, op: Op, operands: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
        """Values (n, *shape) and trust (n,) of n applications of `op` to operands given the same way."""
        if op.name == SYMBOL:
            return self._stored(self._symbol(op.payload))
        if op.name == NUMBER:
            return self._stored(self.calculus.number(op.payload))
        ranks = op.payload if op.name in CATALOGUE else (0,) * len(operands)
        jets = {operand_name(i): self._jet(*pair, ranks[i]) for i, pair in enumerate(operands)}
        (value,) = evaluate(program_of_op(op, self.dimension), self.calculus, jets)
        return self._stored(value)

    def agree(self, sort: int, left: Ints, left_trust: Ints, right: Ints, right_trust: Ints) -> NDArray[np.bool_]:
        """Whether n pairs of values of one rank are equal as far as both are trusted."""
        same = agree(
            self._jet(left, left_trust, sort), self._jet(right, right_trust, sort), self.calculus.table.degrees
        )
        return np.asarray(same.all(axis=-1))

    def is_nonzero(self, symbol: Op) -> bool:
        """Whether the field with this operator is not zero at the random point."""
        jet = self._symbol(symbol.payload)
        return bool((jet.constant_term != 0).any())

    def is_nonzero_term(self, term: Term) -> bool:
        """Whether a term is defined and not zero at the random point."""

        def value(op: Op, operands: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
            return self.make(op, operands)

        values, trust = fold(term, value)
        return bool(trust.min() >= 0) and bool((values[..., 0] != 0).any())

    def input(self, item: Input) -> Jet:
        """The jet of a program's input."""
        if item.name in self.given:
            return self.given[item.name]
        return self.calculus.field(item.name, item.kind, item.sign)

    def _symbol(self, declaration: Declaration) -> Jet:
        name, kind = declaration.name, declaration.kind
        if name in self.given:
            return self.given[name]
        if kind == "coordinate":
            axis = "xyz".index(name)
            position = self.calculus.field(POSITION, "position")
            return Jet(position.coefficients[axis], position.trust)
        if kind == "position":
            return self.calculus.field(POSITION, kind)
        return self.calculus.field(TIME_NAME if kind == "time" else name, kind, declaration.sign)

    def _jet(self, values: Ints, trust: Ints, rank: int) -> Jet:
        """Stored values as a jet whose batch is (n, draws)."""
        return Jet(np.moveaxis(values, 0, rank), np.broadcast_to(trust[:, None], (len(trust), self.draws)))

    def _stored(self, jet: Jet) -> tuple[Ints, Ints]:
        """A jet as stored values: the batch axis n first, one trust for all draws."""
        rank, count = jet.rank, self.calculus.table.count
        batch = (1,) * (2 - len(jet.batch)) + jet.batch
        shape = (*jet.coefficients.shape[:rank], *batch[:-1], self.draws, count)
        flat = jet.coefficients.reshape(*jet.coefficients.shape[:rank], *batch, count)
        values = np.ascontiguousarray(np.moveaxis(np.broadcast_to(flat, shape), rank, 0))
        return values, np.broadcast_to(jet.trust.reshape(batch), (batch[0], self.draws)).min(axis=1)
