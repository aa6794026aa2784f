"""∇ in Python: what it is applied to, what waits for an operand, and what it is no factor of."""

from typing import Any

import pytest

import photonic as ph
from photonic import nabla, symbols

f, g = symbols("f g")
A, B = symbols("A B", "vector")
T = symbols("T", "tensor")


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (nabla(f), "∇f"),
        (nabla | A, "∇A"),
        (nabla & T, "∇·T"),
        (nabla ^ A, "∇×A"),
        ((A & nabla)(B), "(A·∇)B"),
        ((nabla & nabla)(A), "ΔA"),
        ((nabla**2)(f), "Δf"),
        ((nabla**2)((nabla**2)(f)), "ΔΔf"),
        (f * (A & nabla)(B), "f (A·∇)B"),
    ],
)
def test_what_it_is_applied_to(made: Any, text: str) -> None:
    assert made == ph.parse(text, {"f": "scalar", "A": "vector", "B": "vector", "T": "tensor"})


@pytest.mark.parametrize(
    ("misuse", "words"),
    [
        (lambda: nabla * f, "nabla(X) is the gradient"),
        (lambda: f * nabla, "nabla(X) is the gradient"),
        (lambda: nabla @ A, "nabla & X the divergence"),
        (lambda: A ^ nabla, "nabla ^ X the curl"),
        (lambda: nabla + A, "∇ is no factor"),
        (lambda: nabla**3, "nabla**2 is"),
        (lambda: (A & nabla) * f, "(A & nabla)(X)"),
        (lambda: f + (nabla & nabla), "(nabla & nabla)(X)"),
        (lambda: (nabla**2) & A, "(nabla**2)(X)"),
        (lambda: nabla ^ f, "it was given a scalar"),
        (lambda: (A & nabla)(3 * T)(f), "not callable"),
    ],
)
def test_what_it_is_no_factor_of(misuse: Any, words: str) -> None:
    with pytest.raises(TypeError) as refused:
        misuse()
    assert words in str(refused.value)
