"""What kind of equation a characteristic polynomial belongs to.

In time, with roots s(ξ) of the principal part on a wave vector i ξ (I. G. Petrovsky's classes): all roots of first
degree in ξ and imaginary, hyperbolic; all of negative real part, parabolic; imaginary and of higher degree, dispersive;
some of positive real part without bound, ill-posed. Without time, by the real zeros of the highest part: none but 0,
elliptic; a quadratic form of one sign against all others, hyperbolic; a form with a null direction, parabolic.
"""

from __future__ import annotations

from fractions import Fraction

import sympy
from attrs import frozen

from backends.symbols.characteristic import Edge, edges, factored, top_part
from backends.symbols.forms import definite_sign, gram, inertia
from backends.symbols.sampling import sampled_kind
from backends.symbols.signs import Signs

__all__ = ["Kind", "evolution_kind", "steady_kind"]


@frozen
class Kind:
    """A name, and what else is to be said of it."""

    name: str
    notes: tuple[str, ...] = ()


def evolution_kind(polynomial: sympy.Poly, usual: frozenset[sympy.Symbol], signs: Signs) -> Kind:
    """The kind of an equation in time, by the roots s(ξ) of its characteristic polynomial."""
    names: list[str] = []
    notes: list[str] = []
    found = edges(polynomial)
    for edge in found:
        _constant, factors = factored(edge.polynomial)
        for factor, _power in factors:
            if factor.degree() > 0:
                names.append(_factor_kind(edge.slope, factor, usual, signs, notes))
    lowest = min(powers[0] for powers in polynomial.monoms())
    if lowest and found:
        notes.append("some combinations of the unknowns stay as they are at short waves (roots s = 0)")
    constraint = _constraint(polynomial, signs)
    if constraint:
        notes.append(constraint)
    name = _joined(names, is_moving=True) if found else "ordinary"
    if name == "ordinary" and lowest == polynomial.degree():
        notes = [note for note in notes if not note.startswith("some")]
    return Kind(name, tuple(dict.fromkeys(notes)))


def _joined(names: list[str], is_moving: bool = False) -> str:
    """One name for several groups of roots."""
    every = list(dict.fromkeys(names))
    moving = [name for name in every if name != "ordinary"] or every
    if "ill-posed" in moving or (is_moving and "elliptic" in moving and len(moving) > 1):
        return "ill-posed"
    return moving[0] if len(moving) == 1 else "–".join(sorted(moving))


def _constraint(polynomial: sympy.Poly, signs: Signs) -> str:
    """What the coefficient of the highest power of s says: no time derivative stands in a part of the system."""
    if len(polynomial.gens) == 1:
        return ""
    highest = {powers[1:]: c for powers, c in polynomial.terms() if powers[0] == polynomial.degree()}
    lead = sympy.Poly.from_dict(highest, *polynomial.gens[1:])
    if lead.total_degree() <= 0:
        return ""
    sign, vanishes = definite_sign(top_part(lead), signs)
    return "an elliptic equation is solved at every moment" if sign and not vanishes else ""


def _factor_kind(
    slope: Fraction, factor: sympy.Poly, usual: frozenset[sympy.Symbol], signs: Signs, notes: list[str]
) -> str:
    waves = factor.gens[1:]
    if not waves or slope == 0:
        return "ordinary"
    lead, *rest = [sympy.Poly(c, *waves) for c in sympy.Poly(factor.as_expr(), factor.gens[0]).all_coeffs()]
    if len(rest) == 1:
        return _single(slope, lead, rest[0], signs, notes)
    if len(rest) == 2 and slope.denominator == 1:
        return _double(slope, lead, rest[0], rest[1], signs, notes)
    kind = sampled_kind(Edge(slope, factor), usual)
    notes.append("decided at random wave vectors and values")
    return kind


def _ratio_sign(top: sympy.Poly, bottom: sympy.Poly, signs: Signs) -> tuple[int | None, bool]:
    """The sign of top/bottom at all real ξ."""
    sign, vanishes = definite_sign(top, signs)
    below, _ = definite_sign(bottom, signs)
    return (None if sign is None or below is None else sign * below), vanishes


def _single(slope: Fraction, lead: sympy.Poly, rest: sympy.Poly, signs: Signs, notes: list[str]) -> str:
    """a s + R(ξ) = 0: on a wave, s = −i^n R/a with n the degree of R less that of a."""
    degree = rest.total_degree() - lead.total_degree()
    if degree % 2:
        return "hyperbolic" if slope == 1 else "dispersive"
    sign, vanishes = _ratio_sign(rest, lead, signs)
    if sign is None:
        notes.append("some waves grow without bound, others decay")
        return "ill-posed"
    growing = -sign * (-1) ** (degree // 2) > 0
    if slope < 0:
        return "ordinary"
    if growing:
        notes.append("backwards in time: short waves grow without bound")
        return "ill-posed"
    if vanishes:
        notes.append("degenerate: no diffusion in some directions")
    return "parabolic"


def _double(slope: Fraction, a: sympy.Poly, b: sympy.Poly, c: sympy.Poly, signs: Signs, notes: list[str]) -> str:
    """a s² + b s + c = 0; on a wave, a s² + i^q b s + i^2q c = 0 with q the slope."""
    if slope % 2:
        sign, vanishes = _ratio_sign(b * b - 4 * a * c, sympy.Poly(1, *a.gens), signs)
        return _roots_kind(slope, sign, vanishes, notes)
    stiffness, vanishes = _ratio_sign(c, a, signs)
    if b.is_zero:
        return _roots_kind(slope, stiffness, vanishes, notes)
    damping, _ = _ratio_sign(b, a, signs)
    turn = -1 if (slope // 2) % 2 else 1
    if damping is not None and damping * turn > 0 and stiffness is not None and stiffness > 0:
        return "parabolic"
    notes.append("some short waves grow without bound")
    return "ill-posed"


def _roots_kind(slope: Fraction, sign: int | None, vanishes: bool, notes: list[str]) -> str:
    """By a sign that is positive for all real ξ where both roots are imaginary, so that waves travel."""
    if sign is not None and sign > 0:
        if vanishes and slope == 1:
            notes.append("degenerate: two speeds meet, or vanish, in some directions")
        return "hyperbolic" if slope == 1 else "dispersive"
    if sign is None:
        notes.append("waves travel in some directions and grow without bound in others")
        return "ill-posed"
    if slope == 1:
        notes.append("as a problem in time it is ill-posed")
    return "elliptic" if slope == 1 else "ill-posed"


def steady_kind(polynomial: sympy.Poly, usual: frozenset[sympy.Symbol], signs: Signs, is_single: bool = True) -> Kind:
    """The kind of an equation without time, by the real zeros of the highest part of its characteristic polynomial.

    `is_single` says that there is one equation, in which a repeated factor is a multiple characteristic.
    """
    principal = sympy.Poly(top_part(polynomial).as_expr(), *polynomial.gens[1:]) if polynomial.gens[1:] else polynomial
    if not polynomial.gens[1:] or principal.total_degree() <= 0:
        return Kind("algebraic", ("no derivative of the unknown",))
    names: list[str] = []
    notes: list[str] = []
    for factor, power in factored(principal)[1]:
        is_double = is_single and power == 2 and factor.total_degree() == 1 and len(factor.gens) > 1
        names.append("parabolic" if is_double else _steady_factor(factor, usual, signs, notes))
    return Kind(_joined(names), tuple(dict.fromkeys(notes)))


def _steady_factor(factor: sympy.Poly, usual: frozenset[sympy.Symbol], signs: Signs, notes: list[str]) -> str:
    degree = factor.total_degree()
    if degree == 1:
        return "ordinary" if len(factor.gens) == 1 else "hyperbolic"
    if degree > 2:
        sign, vanishes = definite_sign(factor, signs)
        if sign and not vanishes:
            return "elliptic"
        notes.append("decided at random wave vectors and values")
        return sampled_kind(Edge(Fraction(0), factor), usual)
    squares = inertia(gram(factor), signs)
    if squares.is_definite:
        return "elliptic"
    if squares.zero and squares.is_semidefinite:
        return "parabolic"
    if squares.zero:
        notes.append("degenerate: the highest derivatives leave out a direction")
    if min(squares.positive, squares.negative) == 1:
        return "hyperbolic"
    return "ultrahyperbolic"
