"""Components against the formulas of the NRL Plasma Formulary (2019), pages 6 to 9, written here by hand."""

from typing import Any

import pytest
import sympy
from sympy import Derivative as D  # noqa: N817
from sympy import cos, sin, tan

import photonic as ph

FIELDS = {"f": "scalar", "A": "vector", "B": "vector", "T": "tensor"}
t, z, phi, theta = (sympy.Symbol(name, real=True) for name in ("t", "z", "phi", "theta"))
rho, r = sympy.symbols("rho r", positive=True)
s, cot = sin(theta), cos(theta) / sin(theta)


def fields(*coordinates: Any) -> tuple[Any, ...]:
    """f, and the components of A, B and T, as functions of the coordinates."""

    def called(name: str) -> Any:
        return sympy.Function(name, real=True)(*coordinates, t)

    names = [str(q) for q in coordinates]
    vectors = [[called(f"{letter}_{q}") for q in names] for letter in "AB"]
    return called("f"), *vectors, [[called(f"T_{p}_{q}") for q in names] for p in names]


f, (Ar, Ap, Az), (Br, Bp, Bz), T = fields(rho, phi, z)


def cylinder(u: Any) -> Any:
    return D(rho * D(u, rho), rho) / rho + D(u, phi, 2) / rho**2 + D(u, z, 2)


def advected(u: Any) -> Any:
    return Ar * D(u, rho) + Ap / rho * D(u, phi) + Az * D(u, z)


CYLINDRICAL = {
    "∇·A": D(rho * Ar, rho) / rho + D(Ap, phi) / rho + D(Az, z),
    "∇f": [D(f, rho), D(f, phi) / rho, D(f, z)],
    "∇×A": [D(Az, phi) / rho - D(Ap, z), D(Ar, z) - D(Az, rho), D(rho * Ap, rho) / rho - D(Ar, phi) / rho],
    "Δf": cylinder(f),
    "ΔA": [
        cylinder(Ar) - 2 * D(Ap, phi) / rho**2 - Ar / rho**2,
        cylinder(Ap) + 2 * D(Ar, phi) / rho**2 - Ap / rho**2,
        cylinder(Az),
    ],
    "(A·∇)B": [advected(Br) - Ap * Bp / rho, advected(Bp) + Ap * Br / rho, advected(Bz)],
    "∇·T": [
        D(rho * T[0][0], rho) / rho + D(T[1][0], phi) / rho + D(T[2][0], z) - T[1][1] / rho,
        D(rho * T[0][1], rho) / rho + D(T[1][1], phi) / rho + D(T[2][1], z) + T[1][0] / rho,
        D(rho * T[0][2], rho) / rho + D(T[1][2], phi) / rho + D(T[2][2], z),
    ],
    "∇A": [
        *(D(Ar, rho), D(Ap, rho), D(Az, rho)),
        *((D(Ar, phi) - Ap) / rho, (D(Ap, phi) + Ar) / rho, D(Az, phi) / rho),
        *(D(Ar, z), D(Ap, z), D(Az, z)),
    ],
}

F, (Er, Et, Ep), (Hr, Ht, Hp), S = fields(r, theta, phi)


def sphere(u: Any) -> Any:
    return D(r**2 * D(u, r), r) / r**2 + D(s * D(u, theta), theta) / (r**2 * s) + D(u, phi, 2) / (r * s) ** 2


def carried(u: Any) -> Any:
    return Er * D(u, r) + Et / r * D(u, theta) + Ep / (r * s) * D(u, phi)


def outflow(j: int) -> Any:
    return D(r**2 * S[0][j], r) / r**2 + D(s * S[1][j], theta) / (r * s) + D(S[2][j], phi) / (r * s)


SPHERICAL = {
    "∇·A": D(r**2 * Er, r) / r**2 + D(s * Et, theta) / (r * s) + D(Ep, phi) / (r * s),
    "∇f": [D(F, r), D(F, theta) / r, D(F, phi) / (r * s)],
    "∇×A": [
        (D(s * Ep, theta) - D(Et, phi)) / (r * s),
        D(Er, phi) / (r * s) - D(r * Ep, r) / r,
        (D(r * Et, r) - D(Er, theta)) / r,
    ],
    "Δf": sphere(F),
    "ΔA": [
        sphere(Er) - 2 * (Er + D(Et, theta) + cot * Et + D(Ep, phi) / s) / r**2,
        sphere(Et) + 2 * D(Er, theta) / r**2 - (Et + 2 * cos(theta) * D(Ep, phi)) / (r * s) ** 2,
        sphere(Ep) + 2 * D(Er, phi) / (r**2 * s) + (2 * cos(theta) * D(Et, phi) - Ep) / (r * s) ** 2,
    ],
    "(A·∇)B": [
        carried(Hr) - (Et * Ht + Ep * Hp) / r,
        carried(Ht) + Et * Hr / r - cot * Ep * Hp / r,
        carried(Hp) + Ep * Hr / r + cot * Ep * Ht / r,
    ],
    "∇·T": [
        outflow(0) - (S[1][1] + S[2][2]) / r,
        outflow(1) + S[1][0] / r - cot * S[2][2] / r,
        outflow(2) + S[2][0] / r + cot * S[2][1] / r,
    ],
    "∇A": [
        *(D(Er, r), D(Et, r), D(Ep, r)),
        *((D(Er, theta) - Et) / r, (D(Et, theta) + Er) / r, D(Ep, theta) / r),
        *(D(Er, phi) / (r * s) - Ep / r, D(Et, phi) / (r * s) - cot * Ep / r),
        D(Ep, phi) / (r * s) + Er / r + cot * Et / r,
    ],
}
CASES = [
    pytest.param(name, text, value, id=f"{text} {name}")
    for name, formulas in (("cylindrical", CYLINDRICAL), ("spherical", SPHERICAL))
    for text, value in formulas.items()
]


@pytest.mark.parametrize(("name", "text", "value"), CASES)
def test_components_are_those_of_the_formulary(name: str, text: str, value: Any) -> None:
    found = ph.components(text, name, FIELDS)
    wanted = value if isinstance(value, list) else [value]
    entries = sympy.flatten(found.tolist()) if isinstance(found, sympy.NDimArray) else [found]
    for got, formula in zip(entries, wanted, strict=True):
        difference = (got - formula.doit()).subs(tan(theta), sin(theta) / cos(theta))
        assert sympy.simplify(sympy.expand(difference)) == 0
