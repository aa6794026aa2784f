"""Symmetric hyperbolic systems: A_t ∂t u + Σ A_i ∂ᵢ u = … with symmetric A_i and A_t, after scaling the equations.

K. O. Friedrichs, Symmetric hyperbolic linear differential equations (1954): such a system is well posed.
"""

from __future__ import annotations

import sympy

from backends.symbols.characteristic import Shape
from backends.symbols.linearised import GROWTH, Linearised
from backends.symbols.signs import Signs

__all__ = ["is_symmetric"]


def is_symmetric(system: Linearised, shape: Shape, signs: Signs) -> bool:
    """Whether a positive factor for each equation makes every matrix of a first-order system in time symmetric."""
    matrix = system.matrix(shape.rows, True)
    if any(row.order > 1 or row.time_order != 1 for row in shape.rows) or matrix.rows < 2:
        return False
    time = matrix.applyfunc(lambda entry: entry.coeff(GROWTH, 1))
    if any(sum(entry != 0 for entry in time.row(i)) != 1 for i in range(time.rows)):
        return False
    order = [next(j for j in range(time.cols) if time[i, j] != 0) for i in range(time.rows)]
    if sorted(order) != list(range(time.cols)):
        return False
    rows = [order.index(j) for j in range(time.cols)]
    spatial = [
        sympy.Matrix(
            len(rows), len(rows), lambda i, j, k=k: sympy.cancel(matrix[rows[i], j].coeff(k) / time[rows[i], i])
        )
        for k in system.waves
    ]
    return _scales(spatial, signs)


def _scales(matrices: list[sympy.Matrix], signs: Signs) -> bool:
    """Whether positive d_i make d_i A_ij = d_j A_ji for all matrices: found along a spanning forest, then checked."""
    import networkx  # slow to load

    size = matrices[0].rows
    pairs = [(i, j, m) for m in matrices for i in range(size) for j in range(i) if m[i, j] != 0 or m[j, i] != 0]
    if any(m[i, j] == 0 or m[j, i] == 0 for i, j, m in pairs):
        return False
    scale = dict.fromkeys(range(size), sympy.S.One)
    linked = networkx.Graph()
    linked.add_nodes_from(range(size))
    for i, j, m in pairs:
        linked.add_edge(i, j, matrix=m)
    for part in networkx.connected_components(linked):
        for known, found in networkx.bfs_edges(linked, min(part)):
            m = linked.edges[known, found]["matrix"]
            scale[found] = sympy.cancel(scale[known] * m[known, found] / m[found, known])
    equal = all(sympy.cancel(scale[i] * m[i, j] - scale[j] * m[j, i]) == 0 for i, j, m in pairs)
    return equal and all(signs.of(factor) > 0 for factor in scale.values())
