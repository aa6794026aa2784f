"""Jets: tensor fields known through their Taylor coefficients at one point, modulo p."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backends.exact.modular import Residues

__all__ = ["Jet", "agree", "align", "common_trust", "make_jet"]


@dataclass(frozen=True, slots=True, eq=False)
class Jet:
    """A field's Taylor coefficients at a random point, for each entry of a batch.

    `coefficients` has shape (dimension,) * rank + batch + (number of monomials,), `trust` has the shape of the batch:
    the coefficients up to that total order are right, and none at −1, where the value is undefined. `literal` holds
    the exact entries in row-major order if the jet is a constant that was written down, else None.
    """

    coefficients: Residues
    trust: NDArray[np.int64]
    literal: tuple[Fraction, ...] | None = None

    @property
    def batch(self) -> tuple[int, ...]:
        """The shape of the batch."""
        return self.trust.shape

    @property
    def rank(self) -> int:
        """The number of tensor axes."""
        return self.coefficients.ndim - self.trust.ndim - 1

    @property
    def constant_term(self) -> Residues:
        """The values at the point: shape (dimension,) * rank + batch."""
        return self.coefficients[..., 0]


def make_jet(coefficients: ArrayLike, trust: ArrayLike, rank: int) -> Jet:
    """A jet from its coefficients; `trust` is broadcast over the batch, which are the axes between tensor and last."""
    array = np.asarray(coefficients, dtype=np.int64)
    return Jet(array, np.broadcast_to(np.asarray(trust, dtype=np.int64), array.shape[rank:-1]))


def align(jets: Sequence[Jet]) -> tuple[list[Residues], tuple[int, ...]]:
    """Coefficients whose batch axes broadcast as NumPy's do, aligned at the last one; and the common batch."""
    batch = jets[0].batch
    if all(jet.batch == batch for jet in jets):
        return [jet.coefficients for jet in jets], batch
    batch = np.broadcast_shapes(*[jet.batch for jet in jets])
    arrays = []
    for jet in jets:
        shape = jet.coefficients.shape
        missing = (1,) * (len(batch) - len(jet.batch))
        arrays.append(jet.coefficients.reshape(shape[: jet.rank] + missing + shape[jet.rank :]))
    return arrays, batch


def common_trust(jets: Sequence[Jet]) -> NDArray[np.int64]:
    """The smallest trust among the jets, for each entry of their common batch."""
    trust = jets[0].trust
    for jet in jets[1:]:
        trust = np.minimum(trust, jet.trust)
    return np.asarray(trust)


def agree(left: Jet, right: Jet, degrees: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether two jets of one rank have equal coefficients up to their common trust, for each entry of the batch.

    `degrees` are the total degrees of the monomials. Where the common trust is −1 there is nothing to compare and the
    answer is True.
    """
    (first, second), batch = align([left, right])
    trust = common_trust([left, right])
    differs = (first != second) & (degrees <= trust[..., None])
    axes = (*range(left.rank), differs.ndim - 1)
    return np.broadcast_to(~differs.any(axis=axes), batch)
