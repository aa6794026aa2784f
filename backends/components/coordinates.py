"""Orthogonal coordinates of flat space: all that is needed of them follows from where they place a point.

From the position X(q) come the scale factors hᵢ = |∂X/∂qᵢ|, the orthonormal frame eᵢ = (∂X/∂qᵢ)/hᵢ, and how the frame
turns along the coordinate lines (G. B. Arfken, H. J. Weber, Mathematical Methods for Physicists, section 2.1):

    ∂ᵢeⱼ = (∂ⱼhᵢ / hⱼ) eᵢ  for i ≠ j,        ∂ᵢeᵢ = −Σₖ (∂ₖhᵢ / hₖ) eₖ  over k ≠ i.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from backends.calculus import SPACE

__all__ = ["NAMED", "Coordinates", "named_coordinates"]

Entries = NDArray[Any]


class Coordinates:
    """Orthogonal, right-handed coordinates with their orthonormal frame.

    `symbols` are the coordinates q or their names, as "u v z"; `position` the Cartesian components of the point that
    they place. Scale factors are taken positive, so |u| among them is read as u: coordinates are used where they are
    regular, as sin θ > 0.
    Raises ValueError where the coordinate lines are not orthogonal, or the frame is not right-handed.

    >>> Coordinates(sympy.symbols("u v", real=True), lambda u, v: ((u**2 - v**2) / 2, u * v)).scale_factors
    (sqrt(u**2 + v**2), sqrt(u**2 + v**2))
    """

    def __init__(
        self, symbols: Sequence[sympy.Symbol] | str, position: Callable[..., Sequence[Any]], name: str = ""
    ) -> None:
        self.name = name
        names = symbols.replace(",", " ").split() if isinstance(symbols, str) else ()
        self.symbols = tuple(sympy.Symbol(name, real=True) for name in names) or tuple(symbols)
        self.position = tuple(sympy.sympify(entry) for entry in position(*self.symbols))
        if len(self.position) != len(self.symbols) or len(self.symbols) not in (1, 2, 3):
            raise ValueError(
                f"{len(self.symbols)} coordinates place a point with {len(self.position)} components: "
                f"as many are needed of each, 1 to 3"
            )
        if any(sympy.simplify(self.frame[i].dot(self.frame[j])) for i in range(self.dimension) for j in range(i)):
            raise ValueError(
                f"the coordinate lines of {self.symbols} are not orthogonal: such coordinates cannot be used"
            )
        if sympy.simplify(sympy.Matrix(self.rotation).det() - 1) != 0:
            raise ValueError(f"the frame of {self.symbols} is not right-handed: give the coordinates in another order")

    @property
    def dimension(self) -> int:
        """1, 2 or 3."""
        return len(self.symbols)

    @cached_property
    def scale_factors(self) -> tuple[sympy.Expr, ...]:
        """hᵢ: length per unit of each coordinate."""
        return tuple(_length(tangent) for tangent in self._tangents)

    @cached_property
    def frame(self) -> tuple[sympy.Matrix, ...]:
        """The unit vectors eᵢ, each by its Cartesian components."""
        pairs = zip(self._tangents, self.scale_factors, strict=True)
        return tuple((tangent / h).applyfunc(sympy.trigsimp) for tangent, h in pairs)

    @cached_property
    def rotation(self) -> Entries:
        """Row i holds the Cartesian components of eᵢ, so it takes Cartesian components to those in the frame."""
        rows = np.empty((self.dimension, self.dimension), dtype=np.object_)
        for i, vector in enumerate(self.frame):
            rows[i, :] = list(vector)
        return rows

    @cached_property
    def connection(self) -> Mapping[tuple[int, int], tuple[tuple[int, sympy.Expr], ...]]:
        """What is not zero of hᵢ⁻¹ ∂ᵢeⱼ, for each (i, j): pairs of a direction k and the component along eₖ."""
        h, q = self.scale_factors, self.symbols
        turns: dict[tuple[int, int], list[tuple[int, sympy.Expr]]] = {}
        for i in range(self.dimension):
            for j in range(self.dimension):
                rate = sympy.simplify(h[i].diff(q[j]) / (h[i] * h[j])) if i != j else sympy.Integer(0)
                if rate != 0:
                    turns.setdefault((i, j), []).append((i, rate))
                    turns.setdefault((i, i), []).append((j, -rate))
        return {key: tuple(found) for key, found in turns.items()}

    @cached_property
    def _tangents(self) -> tuple[sympy.Matrix, ...]:
        place = sympy.Matrix(self.position)
        return tuple(place.diff(symbol) for symbol in self.symbols)


def _length(tangent: sympy.Matrix) -> sympy.Expr:
    root = sympy.sqrt(sympy.factor(sympy.trigsimp(sympy.simplify(tangent.dot(tangent)))))
    length = sympy.powdenest(root, force=True).replace(sympy.Abs, lambda inner: inner)
    if length == 0:
        raise ValueError("a coordinate does not move the point: it is no coordinate")
    return length


def _cylindrical(*q: sympy.Symbol) -> tuple[sympy.Expr, ...]:
    return (q[0] * sympy.cos(q[1]), q[0] * sympy.sin(q[1]), *q[2:])


def _spherical(r: sympy.Symbol, theta: sympy.Symbol, phi: sympy.Symbol) -> tuple[sympy.Expr, ...]:
    across = r * sympy.sin(theta)
    return across * sympy.cos(phi), across * sympy.sin(phi), r * sympy.cos(theta)


_RADII = {"rho", "r"}
NAMED: Mapping[str, Mapping[int, tuple[tuple[str, ...], Callable[..., Sequence[Any]]]]] = {
    "cartesian": {n: (SPACE[:n], lambda *q: q) for n in (1, 2, 3)},
    "cylindrical": {2: (("rho", "phi"), _cylindrical), 3: (("rho", "phi", "z"), _cylindrical)},
    "polar": {2: (("rho", "phi"), _cylindrical)},
    "spherical": {3: (("r", "theta", "phi"), _spherical)},
}
"""name → dimension → (names of the coordinates, where they place a point). θ is the polar angle, φ the azimuth."""


@lru_cache(maxsize=16)
def named_coordinates(name: str, dimension: int = 3) -> Coordinates:
    """Cartesian, cylindrical (polar in two dimensions) or spherical coordinates. Raises ValueError for other names."""
    if name not in NAMED:
        near = difflib.get_close_matches(str(name).strip().lower(), NAMED, n=1)
        advice = f": did you mean {near[0]!r}?" if near else "; a Coordinates object gives others"
        raise ValueError(f"coordinates {name!r} are none of {', '.join(NAMED)}{advice}")
    if dimension not in NAMED[name]:
        raise ValueError(f"{name} coordinates need {' or '.join(map(str, NAMED[name]))} dimensions, not {dimension}")
    letters, place = NAMED[name][dimension]
    symbols = [sympy.Symbol(q, positive=True) if q in _RADII else sympy.Symbol(q, real=True) for q in letters]
    return Coordinates(symbols, place, name)
