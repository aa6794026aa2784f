"""Powers of jets: exact where the exponent is an integer or half an integer, else exp(exponent · log base)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from backends.calculus import Calculus
from backends.exact.jet import Jet, align, common_trust
from backends.exact.modular import PRIME, Residues

__all__ = ["power"]

_LARGEST = 1024  # a constant residue this near to 0, or whose double is, is read as the exponent it most likely is


def power(calculus: Calculus[Jet], base: Jet, exponent: Jet) -> Jet:
    """base ** exponent, for each entry of the batch by what its own exponent is."""
    doubled, known = _half_integers(exponent)
    if known.all() and (doubled == doubled.flat[0]).all():
        result = _half_power(calculus, base, int(doubled.flat[0]))
        return Jet(result.coefficients, np.minimum(result.trust, exponent.trust))
    (spread, _), batch = align([base, exponent])
    trust = np.broadcast_to(common_trust([base, exponent]), batch)
    base = Jet(np.broadcast_to(spread, (*batch, spread.shape[-1])), trust)
    doubled, known = np.broadcast_to(doubled, batch), np.broadcast_to(known, batch)
    result = Jet(np.zeros_like(base.coefficients), np.full(batch, -1))
    if not known.all():
        result = calculus.elementary("exp", calculus.multiply(exponent, calculus.elementary("log", base)))
    for value in np.unique(doubled[known]):
        result = _where(known & (doubled == value), _half_power(calculus, base, int(value)), result)
    return Jet(result.coefficients, np.minimum(result.trust, trust))


def _half_integers(exponent: Jet) -> tuple[Residues, NDArray[np.bool_]]:
    """Twice each exponent, and where that is a small integer and the exponent is constant."""
    doubled = np.asarray(2 * exponent.constant_term % PRIME)
    doubled = np.where(doubled > PRIME // 2, doubled - PRIME, doubled)
    constant = ~exponent.coefficients[..., 1:].any(axis=-1)
    return doubled, (np.abs(doubled) <= 2 * _LARGEST) & constant


def _half_power(calculus: Calculus[Jet], base: Jet, doubled: int) -> Jet:
    """base ** (doubled / 2) by repeated squaring."""
    one = calculus.number(Fraction(1))
    if doubled < 0:
        return _half_power(calculus, calculus.divide(one, base), -doubled)
    result, square = one, base
    whole = doubled // 2
    while whole:
        result = calculus.multiply(result, square) if whole & 1 else result
        whole >>= 1
        square = calculus.multiply(square, square) if whole else square
    if doubled % 2:
        result = calculus.multiply(result, calculus.elementary("sqrt", base))
    # base ** 0 is 1, with the batch and the trust of the base
    return Jet(np.broadcast_to(result.coefficients, base.coefficients.shape), np.minimum(result.trust, base.trust))


def _where(chosen: NDArray[np.bool_], first: Jet, second: Jet) -> Jet:
    """The first jet at the chosen entries of the batch, the second elsewhere."""
    coefficients = np.where(chosen[..., None], first.coefficients, second.coefficients)
    return Jet(coefficients, np.where(chosen, first.trust, second.trust))
