"""Random jets that satisfy linear hypotheses: elements of the null space of their Taylor coefficients modulo p.

Under ∇×E = −∂ₜB, … generic jets are the wrong judge. The Taylor coefficients of all unknown fields are one vector u;
the residuals' coefficients, up to their trust, are M u; a random u with M u = 0 is a jet of a solution.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from flint import nmod_mat

from backends.exact.depth import derivative_depth
from backends.exact.drawing import draw as drawn
from backends.exact.drawing import key
from backends.exact.jet import Jet, make_jet
from backends.exact.jets import JetCalculus
from backends.exact.modular import PRIME, Residues, multiply
from backends.exact.monomials import monomials
from backends.exact.residuals import UNDEFINED, NonlinearHypothesisError, Unknowns, unknowns
from backends.program import Program, evaluate

__all__ = ["draw"]


def draw(
    residuals: Sequence[Program],
    order: int,
    seed: int = 0,
    draws: int = 1,
    given: Collection[str] = (),
    margin: int = 1,
) -> dict[str, Jet]:
    """Jets of the unknown fields on which every residual vanishes, by name; batch shape (draws,), trust `order`.

    Constants, position, time and the fields named in `given` are known data: they are drawn by
    `JetCalculus(order, dimension, seed, draws).field`, and the solution fits exactly those. The system is solved
    `margin` orders beyond `order`, so that consequences that need that many further derivatives of the hypotheses
    hold too.

    Raises NonlinearHypothesisError if a residual is not linear and homogeneous in the unknown fields, and ValueError if
    the order does not reach the derivatives in it.
    """
    sought = unknowns(residuals, given)
    for index, residual in enumerate(residuals):
        if derivative_depth(residual) > order + margin:
            raise ValueError(
                f"order {order} is below the {derivative_depth(residual)} derivatives of hypothesis {index}"
            )
    calculus = JetCalculus(order + margin, sought.dimension, seed, draws)
    data = {item.name: calculus.field(item.name, item.kind, item.sign) for item in sought.data}
    solutions = [_solution(residuals, sought, calculus, _pick(data, index), index) for index in range(draws)]
    return _split(np.stack(solutions), sought, monomials(sought.dimension + 1, order).count, order)


def _solution(
    residuals: Sequence[Program], sought: Unknowns, calculus: JetCalculus, data: Mapping[str, Jet], index: int
) -> Residues:
    """The coefficients, shape (total components, monomials), of one random solution."""
    count = calculus.table.count
    size = sought.total * count
    _require_linear(residuals, sought, calculus, data)
    matrix = _apply(residuals, sought, calculus, data, np.eye(size, dtype=np.int64).reshape(size, -1, count))
    basis, dimension = nmod_mat(matrix.shape[1], size, matrix.T.ravel().tolist(), PRIME).nullspace()
    weights = drawn(key(calculus.seed, "hypotheses", index), np.arange(size))
    weights[dimension:] = 0
    solution = basis * nmod_mat(size, 1, weights.tolist(), PRIME)
    return np.array([int(entry) for entry in solution.entries()], dtype=np.int64).reshape(-1, count)


def _require_linear(
    residuals: Sequence[Program], sought: Unknowns, calculus: JetCalculus, data: Mapping[str, Jet]
) -> None:
    """Compare M(a u + b v) with a M u + b M v at random u, v, a, b."""
    shape = (2, sought.total, calculus.table.count)
    first, second = drawn(key(calculus.seed, "linearity"), np.arange(np.prod(shape))).reshape(shape)
    a, b = (np.int64(value) for value in drawn(key(calculus.seed, "weights"), np.arange(2)))
    mixed = (multiply(first, a) + multiply(second, b)) % PRIME
    for index, residual in enumerate(residuals):
        rows = _apply([residual], sought, calculus, data, np.stack([first, second, mixed]))
        if not rows.shape[1]:
            raise NonlinearHypothesisError(index, sought.names, UNDEFINED)
        if not np.array_equal((multiply(rows[0], a) + multiply(rows[1], b)) % PRIME, rows[2]):
            raise NonlinearHypothesisError(index, sought.names, "additivity fails on random fields")


def _apply(
    residuals: Sequence[Program],
    sought: Unknowns,
    calculus: JetCalculus,
    data: Mapping[str, Jet],
    coefficients: Residues,
) -> Residues:
    """The trusted coefficients of all residuals, one row for each of n candidates (n, components, monomials)."""
    inputs = {**data, **_split(coefficients, sought, calculus.table.count, calculus.order)}
    columns = []
    for residual in residuals:
        for jet in evaluate(residual, calculus, inputs):
            rank, trusted = jet.rank, calculus.table.degrees <= jet.trust.min()
            values = np.broadcast_to(
                jet.coefficients, (*jet.coefficients.shape[:rank], len(coefficients), trusted.size)
            )
            columns.append(np.moveaxis(values[..., trusted], rank, 0).reshape(len(coefficients), -1))
    return np.concatenate(columns, axis=1)


def _split(coefficients: Residues, sought: Unknowns, count: int, order: int) -> dict[str, Jet]:
    """The jets of the fields, with batch shape (n,), from coefficients of shape (n, components, ≥ count)."""
    jets, start = {}, 0
    for field in sought.fields:
        stop = start + sought.components(field)
        own = np.moveaxis(coefficients[:, start:stop, :count], 0, 1)
        shape = (sought.dimension,) * field.rank + own.shape[1:]
        jets[field.name] = make_jet(own.reshape(shape), order, field.rank)
        start = stop
    return jets


def _pick(data: Mapping[str, Jet], index: int) -> dict[str, Jet]:
    """The data of one draw, without batch axes."""
    return {name: Jet(np.take(jet.coefficients, index, axis=jet.rank), jet.trust[index]) for name, jet in data.items()}
