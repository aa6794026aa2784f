"""Which integrator an equation asks for, and how long its explicit step may be."""

from __future__ import annotations

from collections.abc import Collection

import sympy

from backends.symbols.characteristic import edges
from backends.symbols.linearised import Linearised
from backends.symbols.stable_step import LIMITS, SPACING, damped, euler_rates, fastest
from photonic.tessaris.record import Step
from photonic.tessaris.wording import spelt

__all__ = ["advise"]

RK4, LEAPFROG, EULER = "explicit Runge–Kutta (RK4)", "symplectic leapfrog (Störmer–Verlet)", "forward Euler"
LONG = 150
"""Operations in a bound beyond which it is left as it is."""
SOLVERS = {
    "elliptic": "no time: a boundary-value problem for {} (multigrid or conjugate gradients)",
    "hyperbolic": "no time: integrate along the characteristics (fast marching or sweeping for a front){}",
    "parabolic": "no time by name: march along the null direction with an implicit method{}",
}


def advise(
    polynomial: sympy.Poly,
    kind: str,
    elsewhere: Collection[str],
    system: Linearised,
    linearity: str,
    usual: frozenset[sympy.Symbol],
) -> tuple[Step, ...]:
    """The integrators, the most fitting first, each with the bound of its step where it has one.

    A mixed equation asks for what serves it wherever it is well posed; `elsewhere` are the types that it has.
    """
    time_order = system.time_order
    if not time_order:
        return _steady(kind, linearity)
    if kind == "ill-posed" or kind == "elliptic":
        return (Step("none: as a problem in time it is ill-posed; regularise it or turn time round", ""),)
    parts = kind.split("–") if kind != "mixed" else [part for each in elsewhere for part in each.split("–")]
    speeds = _speeds(polynomial, system, usual)
    bounds = {name: _bound(limit, speeds) for name, limit in LIMITS.items()}
    if "parabolic" in parts:
        edge = edges(polynomial)[0]
        decay = bounds["rk4_damped" if damped(edge) else "rk4_real"]
        rates = (euler_rates(edge, usual) or []) if system.waves else []
        implicit = "implicit (Crank–Nicolson or SDIRK)"
        if linearity != "linear":
            implicit = "implicit–explicit (IMEX), the highest derivatives implicitly"
        slow = _bound(LIMITS["euler"], rates)
        euler = (Step(f"or {EULER}", slow),) if slow or not damped(edge) else ()
        return (Step(implicit, ""), Step(f"or {RK4}", decay), *euler)
    if time_order >= 2:
        return (Step(LEAPFROG, bounds["leapfrog"]), Step(f"or {RK4}", bounds["rk4"]))
    if parts == ["dispersive"]:
        first = "norm-conserving (Crank–Nicolson or split-step)" if linearity == "linear" else "IMEX or exponential"
        return (Step(f"{first}, the dispersive part implicitly", ""), Step(f"or {RK4}", bounds["rk4"]))
    if parts == ["ordinary"]:
        return (Step(f"{RK4}, the step by the rates of the source", ""),)
    return (Step(RK4 + _fluxes(polynomial, linearity), bounds["rk4"]),)


def _fluxes(polynomial: sympy.Poly, linearity: str) -> str:
    """What keeps a front sharp: of shocks, or of kinks. None form where an elliptic equation keeps the flow smooth."""
    if any(powers[0] == polynomial.degree() and any(powers[1:]) for powers in polynomial.monoms()):
        return ""
    return {"quasi-linear": " with shock-capturing fluxes", "fully nonlinear": " with monotone upwinding"}.get(
        linearity, ""
    )


def _steady(kind: str, linearity: str) -> tuple[Step, ...]:
    system = "one linear system" if linearity == "linear" else "Newton's linear systems"
    if kind in SOLVERS:
        newton = "" if linearity == "linear" else ", with Newton's method"
        return (Step(SOLVERS[kind].format(system if kind == "elliptic" else newton), ""),)
    return (Step(f"no time: {system}, with a discretisation that follows the type", ""),)


def _speeds(polynomial: sympy.Poly, system: Linearised, usual: frozenset[sympy.Symbol]) -> list[sympy.Expr]:
    """How fast the fastest principal part changes a wave on the grid; [] where no formula is known."""
    found = edges(polynomial) if system.waves else ()
    spatial = max((sum(orders[:-1]) for row in system.rows for _, orders in row.coefficients), default=0)
    return (fastest(found[0], usual, spatial == 1, system.time_order >= 2) or []) if found else []


def _bound(limit: sympy.Expr, speeds: list[sympy.Expr]) -> str:
    """limit / |s|, numbers first; of several speeds the smallest."""
    texts = dict.fromkeys(_quotient(limit, sympy.together(speed)) for speed in speeds)
    return next(iter(texts)) if len(texts) == 1 else f"min({', '.join(texts)})" if texts else ""


def _quotient(limit: sympy.Expr, speed: sympy.Expr) -> str:
    power = -sympy.degree(sympy.Poly(speed.subs(SPACING, 1 / SPACING), SPACING)) if speed.has(SPACING) else 0
    rest = speed * SPACING**-power
    is_short = rest.count_ops() < LONG and all(isinstance(f, sympy.Abs) for f in rest.atoms(sympy.Function))
    rest = sympy.powsimp(sympy.simplify(rest) if is_short else rest)
    letters = rest.free_symbols
    number, rest = sympy.factor_terms(rest).as_independent(*letters, as_Add=False) if letters else (rest, sympy.S.One)
    number = sympy.radsimp(sympy.nsimplify(limit, rational=False) / number) if not limit.is_Float else limit / number
    below, above = sympy.fraction(rest)
    number = sympy.N(number, 4) if limit.is_Float else number
    over_line = f"({spelt(above)})" if above.is_Add else spelt(above)
    ahead = " ".join([spelt(SPACING**-power), *([over_line] if above != 1 else [])])
    over = f"/({spelt(below)})" if below.is_Add or below.is_Mul else f"/{spelt(below)}" if below != 1 else ""
    return f"{_factor(number)}{ahead}{over}"


def _factor(number: sympy.Expr) -> str:
    """The number before the spacing."""
    if number == 1:
        return ""
    text = spelt(number)
    return f"({text}) " if "/" in text else f"{text} "
