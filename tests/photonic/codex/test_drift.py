"""Drift of forms: what is measured, and that measuring it costs no compilation for each form."""

from collections.abc import Iterator

import jax.monitoring
import numpy as np
import pytest

from photonic.codex.drift import measure_drift
from photonic.expressions.declarations import declare
from photonic.meaning import program_of
from photonic.problem import as_term

FIELDS = declare({"f": "scalar", "g": "scalar", "A": "vector", "k": "constant"})
COMPILED = "/jax/core/compile/backend_compile_duration"


@pytest.fixture
def compiled() -> Iterator[list[str]]:
    """The names of the compilations that JAX reports."""
    names: list[str] = []

    def listen(event: str, duration: float, **about: object) -> None:
        del duration
        if event == COMPILED:
            names.append(str(about.get("fun_name")))

    jax.monitoring.register_event_duration_secs_listener(listen)
    yield names
    jax.monitoring.unregister_event_duration_listener(listen)


def drift(text: str, **values: float) -> float:
    found = measure_drift(program_of(as_term(text, FIELDS), dimension=3), values)
    assert found is not None
    return found


def test_a_form_of_known_operations_is_measured_without_compiling(compiled: list[str]) -> None:
    drift("k Δf + ∇f·∇g + f ∂t g", k=2.0)
    assert compiled
    compiled.clear()
    drift("k ∇g·∇f + g (Δf + ∂t f) + ∇·(f ∇g)", k=2.0)
    assert compiled == []


def test_a_sum_of_two_numbers_rounds_once_and_is_off_by_less_than_a_step() -> None:
    assert 0 <= drift("f + g") < 0.1
    assert drift("f") == 0
    assert drift("(f + k) − k", k=3e4) > 8  # 15 of the 24 bits of f are lost, some of them zeros
    assert drift("div(A) + k", k=np.pi) < 3


def test_the_square_of_what_may_be_zero_has_a_truth() -> None:
    """Differences of smooth fields on four points cancel, to a ball around zero."""
    program = program_of(as_term("∂t ((∂x f)^2/2 − f^3)", FIELDS), dimension=1)
    found = measure_drift(program, {})
    assert found is not None
    assert found < 12
