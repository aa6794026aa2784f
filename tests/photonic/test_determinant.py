"""The determinant on a line, in a plane and in space: against SymPy's matrices, and what prove says of it."""

import pytest
import sympy

import photonic as ph

FIELDS = {"S": "tensor", "T": "tensor", "A": "vector", "B": "vector", "f": "scalar", "u": "scalar"}


@pytest.mark.parametrize("dimension", [1, 2, 3])
@pytest.mark.parametrize("text", ["T", "S·T", "∇∇u", "f T + A ⊗ B"])
def test_its_components_are_the_determinant_of_the_matrix(text: str, dimension: int) -> None:
    matrix = ph.to_sympy(text, form="matrix", fields=FIELDS, dimension=dimension)
    found = ph.components(f"det({text})", fields=FIELDS, dimension=dimension)
    assert sympy.expand(found - matrix.det(method="berkowitz")) == 0


PROVED = [
    (1, "det(T) = tr(T)"),
    (1, "det(A ⊗ B) = A·B"),
    (1, "det(S + T) = det(S) + det(T)"),
    (2, "det(S·T) = det(S) det(T)"),
    (2, "det(f T) = f^2 det(T)"),
    (2, "det(−T) = det(T)"),
    (2, "det(A ⊗ B) = 0"),
    (2, "det(I + A ⊗ B) = 1 + A·B"),
    (2, "det(∇∇u) = (Δu)^2/2 − ∇∇u : ∇∇u/2"),
    (2, "T : Tᵀ = tr(T)^2 − 2 det(T)"),
    (2, "T·T = tr(T) T − det(T) I"),
    (2, "det(T + f I) = det(T) + f tr(T) + f^2"),
    (2, "det(sym(T)) + det(skew(T)) = det(T)"),
]


@pytest.mark.parametrize(("dimension", "claim"), PROVED)
def test_its_laws_in_fewer_dimensions_are_steps(dimension: int, claim: str) -> None:
    verdict = ph.prove(claim, fields=FIELDS, dimension=dimension)
    assert (verdict.status, verdict.method) == ("proved", "rewriting")


@pytest.mark.parametrize(
    ("dimension", "claim"),
    [
        (1, "det(A ⊗ B) = 0"),
        (1, "det(f T) = f^2 det(T)"),
        (2, "det(f T) = f^3 det(T)"),
        (2, "det(−T) = −det(T)"),
        (2, "det(S + T) = det(S) + det(T)"),
        (3, "det(f T) = f^2 det(T)"),
        (3, "T·T = tr(T) T − det(T) I"),
    ],
)
def test_laws_of_other_dimensions_are_refuted(dimension: int, claim: str) -> None:
    assert ph.prove(claim, fields=FIELDS, dimension=dimension).status == "refuted"


def test_the_equation_of_monge_and_ampere_is_read() -> None:
    found = ph.intents("det(∇∇u) = f", fields=FIELDS, dimension=2)
    assert (found.linearity, found.type) == ("fully nonlinear", "elliptic")
