"""Formulas of papers at the prompt, on one line and on several, and how they are written in ASCII."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from photonic.repl.plain import plain

Ask = Callable[[str], str]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (r"\nabla \cdot \mathbf{A}", "∇·A"),
        (r"\frac{\partial f}{\partial t} = \frac12 \nabla^{2} f", "∂t f = 1/2 Δf"),
        (r"f \left( \frac{\partial \mathbf{A}}{\partial t} + (\mathbf{A} \cdot \nabla) \mathbf{A} \right) = -\nabla g",
         "f (∂t A + (A·∇)A) = −∇g"),
        (r"print(\frac{f}{g}, '\frac{f}{g}', r'\mathbf{A}')  # \frac{a}{b}", "f/g \x0crac{f}{g} \\mathbf{A}"),
        ("f (∂t A + (A·∇)A)\n    = −∇g", "f (∂t A + (A·∇)A) = −∇g"),
        ("∇·A\n  + ∇·B\n  + f", "∇·A + ∇·B + f"),
        ("∇·(f A) =\n  f ∇·A", "∇·(f A) = f ∇·A"),
        ("∇·(f A) \\\n  + f", "∇·(f A) + f"),
        ("if True:\n    ∇·A\n    print(∇f)", "∇f"),
    ],
)  # fmt: skip
def test_formulas_of_papers_and_formulas_on_several_lines_are_read(ask: Ask, cell: str, shown: str) -> None:
    assert ask(cell).strip().split("]: ")[-1] == shown


def test_a_claim_in_tex_is_proved(ask: Ask) -> None:
    cell = r"prove(\nabla \times \left(f \mathbf{A}\right) = f \nabla \times \mathbf{A} + \nabla f \times \mathbf{A})"
    assert "proved by rewriting" in ask(cell)


def test_what_a_field_depends_on_is_not_written(ask: Ask) -> None:
    assert "write f without (x, t)" in ask("∂f(x, t)/∂t = 0")


def test_an_indented_line_of_python_is_a_mistake_of_python(ask: Ask) -> None:
    assert "IndentationError" in ask("n = 1\n    m = 2")


@pytest.mark.parametrize(
    ("text", "ascii_text"),
    [
        ("(∇×A)ᵢ = εᵢⱼₖ∂ⱼAₖ", "(curl A)_i = epsilon_ijk d_j A_k"),
        ("x²y − x²³ + ½ f", "x^2 y - x^23 + 1/2 f"),
        ("f⁻¹g/h²", "f^-1 g/h^2"),
    ],
)
def test_indices_and_exponents_stay_whole_in_ascii(text: str, ascii_text: str) -> None:
    assert plain(text) == ascii_text


def test_a_misspelt_name_is_answered_with_both_repairs(ask: Ask) -> None:
    assert "did you mean 'curl'? Otherwise '%fields crul : vector' declares it" in ask("∇·crul")
