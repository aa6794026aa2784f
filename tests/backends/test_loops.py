"""Loops in programs: every interpreter repeats the same update, fixed points solve their equation and have slopes."""

from __future__ import annotations

from fractions import Fraction

import jax
import numpy as np
import pytest

from backends.components.concrete import evaluate_at
from backends.exact.depth import derivative_depth
from backends.grid import Grid
from backends.jax.module import FieldModule
from backends.program import Program, Tracer

BOX = Grid((16,), (2 * np.pi,))
X = np.arange(16) * 2 * np.pi / 16


def update(factor: Fraction) -> Program:
    """u + factor (∂ₓ²u + f)."""
    tracer = Tracer(1)
    u, f = tracer.input("u", "scalar", 0), tracer.input("f", "scalar", 0)
    change = tracer.add(tracer.partial(u, "x", 2), f)
    return tracer.program(tracer.add(u, tracer.multiply(tracer.number(factor), change)))


def looped(count: int | None, body: Program) -> Program:
    """The update applied to u."""
    tracer = Tracer(body.dimension)
    return tracer.program(tracer.loop(count, "u", body, tracer.input("u", "scalar", 0)))


def halfway() -> Program:
    """(u + f k) / 2, which leads to f k."""
    tracer = Tracer(1)
    u, f, k = tracer.input("u", "scalar", 0), tracer.input("f", "scalar", 0), tracer.input("k", "constant", 0)
    total = tracer.add(u, tracer.multiply(k, f))
    return tracer.program(tracer.multiply(tracer.number(Fraction(1, 2)), total))


@pytest.mark.parametrize("count", [0, 1, 7, 200])
def test_a_wave_decays_by_the_same_factor_in_every_step(count: int) -> None:
    module = FieldModule(looped(count, update(Fraction(1, 50))), BOX, "spectral", "float64")
    found = np.asarray(module(u=np.sin(X), f=np.zeros(16)))
    assert np.abs(found - 0.98**count * np.sin(X)).max() < 1e-13


def test_components_repeat_the_update_exactly() -> None:
    (value,) = evaluate_at(looped(2, update(Fraction(1, 2))), {"u": "x**4", "f": "x"}, (1, 0))
    # u₁ = x⁴ + 6 x² + x/2, u₂ = u₁ + u₁″/2 + x/2 = 1 + 6 + 1/2 + (12 + 12)/2 + 1/2
    assert value.flat[0] == 20


def test_a_program_with_a_loop_is_plain_data() -> None:
    program = looped(3, update(Fraction(1, 10)))
    assert Program.from_json(program.to_json()) == program
    assert program.content_hash() != looped(4, update(Fraction(1, 10))).content_hash()
    assert derivative_depth(program) == 6
    assert {item.name for item in program.inputs} == {"u", "f"}
    assert sum(i.op == "partial" for i in program.nested()) == 1


def test_a_fixed_point_solves_its_equation_and_has_the_slope_of_the_solution() -> None:
    module = FieldModule(looped(None, halfway()), BOX, "spectral", "float32", {"k": 3.0})
    assert np.abs(module(u=np.ones(16), f=np.sin(X)) - 3 * np.sin(X)).max() < 1e-5

    def energy(m: FieldModule, f: jax.Array) -> jax.Array:
        return (m(u=np.ones(16), f=f) ** 2).sum() / 2

    by_k = jax.grad(energy)(module, np.sin(X, dtype=np.float32)).parameters["k"]
    by_f = jax.grad(energy, argnums=1)(module, np.sin(X, dtype=np.float32))
    assert abs(by_k - 3 * (np.sin(X) ** 2).sum()) < 1e-3
    assert np.abs(by_f - 9 * np.sin(X)).max() < 1e-3


def test_steps_that_lead_nowhere_give_no_number() -> None:
    tracer = Tracer(1)
    u = tracer.input("u", "scalar", 0)
    away = tracer.program(tracer.add(u, tracer.add(u, tracer.number(Fraction(1)))))
    assert np.isnan(FieldModule(looped(None, away), BOX)(u=np.sin(X))).all()


@pytest.mark.parametrize("count", [None, 65])
def test_what_takes_steps_one_by_one_takes_few(count: int | None) -> None:
    with pytest.raises(ValueError, match=r"fixed point|too long"):
        evaluate_at(looped(count, update(Fraction(1, 2))), {"u": "x", "f": "x"}, (1, 0))


def test_an_update_that_depends_on_the_coordinates_is_right_up_to_the_seam_or_refused() -> None:
    tracer = Tracer(1)
    u, r = tracer.input("u", "scalar", 0), tracer.input("r", "position", 1)
    x = tracer.einsum("i,i->", tracer.literal((1,), 1), r)
    body = tracer.program(tracer.partial(tracer.multiply(x, u), "x"))
    found = np.asarray(FieldModule(looped(2, body), BOX, "spectral", "float64")(u=np.ones(16)))
    assert np.abs(found - 1).max() < 1e-12
    with pytest.raises(ValueError, match="depends on the coordinates"):
        FieldModule(looped(65, body), BOX)(u=np.ones(16))


def test_a_loop_can_be_differentiated_by_what_it_begins_with() -> None:
    module = FieldModule(looped(5, update(Fraction(1, 50))), BOX, "spectral", "float32")
    zero = np.zeros(16, np.float32)
    slope = jax.grad(lambda u: (module(u=u, f=zero) * np.sin(X, dtype=np.float32)).sum())(zero)
    assert np.abs(slope - 0.98**5 * np.sin(X)).max() < 1e-5
