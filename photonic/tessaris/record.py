"""Intents: what an equation is and what it asks for, as a record that reads as text, LaTeX and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import asdict, frozen

__all__ = ["SCHEMA_VERSION", "Balance", "Intents", "Region", "Step"]

SCHEMA_VERSION = 1
WIDEST = 200


@frozen
class Region:
    """Where an equation has a type: a condition on coordinates, coefficients or the solution."""

    where: str
    type: str


@frozen
class Balance:
    """∂t density + ∇·flux = source; a conservation law where the source is 0. The flux is given by its components."""

    density: str
    flux: tuple[str, ...]
    source: str = "0"

    @property
    def is_conserved(self) -> bool:
        """Whether there is no source."""
        return self.source == "0"

    def __str__(self) -> str:
        flux = self.flux[0] if len(self.flux) == 1 else f"({', '.join(self.flux)})"
        if self.density == "0":
            return f"∇·F = {self.source}  with  F = {flux}"
        return f"∂t q + ∇·F = {self.source}  with  q = {self.density},  F = {flux}"


@frozen
class Step:
    """An integrator and the longest stable step that it takes on a grid of spacing h."""

    integrator: str
    bound: str
    """A formula in h and the coefficients, or "" where there is no bound."""


@frozen
class Intents:
    """What an equation or a system is.

    `type` holds where each of `assuming` does; `regions` lists the types elsewhere. `orders` gives the highest
    derivative of the unknowns along each axis, `symbol` the principal part for exp(s t + i ξ·r) (`s = …` in time,
    a polynomial in ξ without), `steps` the integrators asked for, the most fitting first. `balances` are those that
    were found, `unbalanced` the number of scalar equations that have none.
    """

    equations: tuple[str, ...]
    unknowns: tuple[str, ...]
    dimension: int
    orders: Mapping[str, int]
    order: int
    linearity: str
    has_constant_coefficients: bool
    is_homogeneous: bool
    type: str
    regions: tuple[Region, ...] = ()
    assuming: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    symbol: tuple[str, ...] = ()
    balances: tuple[Balance, ...] = ()
    unbalanced: int = 0
    steps: tuple[Step, ...] = ()
    latex: str = ""

    @property
    def is_linear(self) -> bool:
        """Whether it is linear in the unknowns."""
        return self.linearity == "linear"

    @property
    def is_conserved(self) -> bool:
        """Whether every equation with a derivative in time is a conservation law."""
        return bool(self.balances) and not self.unbalanced and all(balance.is_conserved for balance in self.balances)

    @property
    def integrator(self) -> str:
        """The integrator or solver that the equation asks for."""
        return self.steps[0].integrator if self.steps else ""

    @property
    def stable_step(self) -> str:
        """The longest stable explicit step, as a formula in the grid spacing h; "" where there is none."""
        return next((step.bound for step in self.steps if step.bound), "")

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data."""
        plain = asdict(self, recurse=True)
        return {"schema_version": SCHEMA_VERSION, **{k: _listed(v) for k, v in plain.items()}}

    def __str__(self) -> str:
        orders = ", ".join(f"{n} in {axis}" for axis, n in self.orders.items())
        coefficients = "constant" if self.has_constant_coefficients else "variable"
        facts = [
            *((("unknowns", " ".join(self.unknowns)),) if self.unknowns else ()),
            *((("order", f"{self.order} ({orders})"),) if self.order else ()),
            ("linearity", self._linearity(coefficients)),
            ("type", self.type + (f"   where {' and '.join(self.assuming)}" if self.assuming else "")),
            *(("", f"{region.type} where {region.where}") for region in self.regions),
            *(("", note) for note in self.notes),
            *(("symbol" if n == 0 else "", text) for n, text in enumerate(self.symbol)),
            *(("conserved" if b.is_conserved else "balance", str(b)) for b in self.balances),
            *(
                (("", f"of {self.unbalanced} further no such form was found"),)
                if self.balances and self.unbalanced
                else ()
            ),
            *(("integrator" if n == 0 else "", _step_text(step)) for n, step in enumerate(self.steps)),
        ]
        width = 12
        return "\n".join([*self.equations, *(f"  {name:<{width}}{_cut(text)}" for name, text in facts)])

    def _linearity(self, coefficients: str) -> str:
        if not self.is_linear:
            return self.linearity
        return f"linear, {'homogeneous' if self.is_homogeneous else 'with a source'}, {coefficients} coefficients"

    def _repr_latex_(self) -> str:
        return f"${self.latex}$"

    def _repr_html_(self) -> str:
        from photonic.proving.proof_html import stated

        return stated(str(self))


def _cut(text: str) -> str:
    """A line that can be read; `to_json` has it all."""
    return text if len(text) <= WIDEST else f"{text[:WIDEST].rsplit(' ', 1)[0]} …"


def _step_text(step: Step) -> str:
    return step.integrator + (f":  Δt ≤ {step.bound}" if step.bound else "")


def _listed(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_listed(entry) for entry in value]
    return {k: _listed(v) for k, v in value.items()} if isinstance(value, Mapping) else value
