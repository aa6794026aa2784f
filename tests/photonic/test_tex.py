"""Formulas as papers typeset them are read as what they print, and what is printed as TeX is read back."""

from __future__ import annotations

import pytest
import sympy

import photonic as ph

FIELDS = {
    **dict.fromkeys("fgupρκφ", "scalar"), **dict.fromkeys(["A", "B", "v", "E", "A_in"], "vector"),
    **dict.fromkeys("ST", "tensor"), **dict.fromkeys(["c", "μ", "q0", "n"], "constant"), "h": "function",
}  # fmt: skip

PAPERS = [
    (r"\nabla \cdot \mathbf{A}", "∇·A"),
    (r"\boldsymbol{\nabla} \times \vec{A}", "∇×A"),
    (r"\frac{\partial u}{\partial t}", "∂t u"),
    (r"\dfrac{\partial^2 u}{\partial x^2}", "∂x ∂x u"),
    (r"\frac{\partial^{2} u}{\partial x \partial y}", "∂x ∂y u"),
    (r"\frac{\partial \mathbf{v}}{\partial t} + (\mathbf{v} \cdot \nabla) \mathbf{v}", "∂t v + (v·∇)v"),
    (r"\frac{\partial}{\partial t}\left(\rho \mathbf{v}\right)", "∂t(ρ v)"),
    (r"\frac{\partial^2}{\partial t^2} u", "∂t ∂t u"),
    (r"\frac{1}{c^2} \frac{\partial^2 \varphi}{\partial t^2} - \nabla^2 \varphi", "(1/c^2) ∂t ∂t φ − Δφ"),
    (r"\nabla^{2} u - \frac12 |v|^{2}", "Δu − (1/2) |v|^2"),
    (r"\frac{f + g}{1 + \frac{f}{g}}", "(f + g)/(1 + f/g)"),
    (r"2\tfrac{f}{g}u", "2 (f/g) u"),
    (r"f\sqrt{1 + g}\,u", "f sqrt(1 + g) u"),
    (r"\mathbf{A}\mathbf{\cdot}\mathbf{B}", "A·B"),
    (r"f\mathbf{A}", "f A"),
    (r"\operatorname{curl}\mathbf{A} + \operatorname{grad} f", "curl(A) + grad(f)"),
    (r"\mathrm{div}(f \bm{A})", "div(f A)"),
    (r"\text{tr}\left(\mathsf{T}\right)", "tr(T)"),
    (r"\dot{u} + \ddot{u}", "∂t u + ∂t ∂t u"),
    (r"\mu\bigl(\nabla\mathbf{v} + (\nabla\mathbf{v})^{\mathsf{T}}\bigr)", "μ (∇v + (∇v)^T)"),
    (r"\mathbf{A}_{\mathrm{in}}\cdot\mathbf{B}", "A_in·B"),
    (r"f^{2}3", "f^2*3"),
    (r"f^{n+1}", "f^(n + 1)"),
    (r"\sin{\left(f \right)}^{2}", "sin(f)^2"),
]


@pytest.mark.parametrize(("tex", "plain"), PAPERS)
def test_a_formula_is_read_as_what_it_prints(tex: str, plain: str):
    assert ph.parse(tex, FIELDS) == ph.parse(plain, FIELDS)


PRINTED = [
    "∇·(f A)", "∇×∇×A", "(A·∇)B", "(f + g)/(1 + g)^2", "∇(f/g)·A", "|A|^2", "A ⊗ B", "T : S", "Tᵀ·A", "(∇A)ᵀ", "det(T)",
    "sqrt(f + g)", "sin(f)^2", "log(f)", "|f|", "h'(f)", "□u", "∂t u", "f^(g + 1)", "f^(−1)", "−f − (−g)", "sym(∇A)",
    "axial(T)", "κ Δu + ∇κ·∇u", "(f, g, u)", "A ⊕ B", "f ↔ g", "f A/g", "A × (B × E)", "Δ(f g)", "q0 u",
]  # fmt: skip


@pytest.mark.parametrize("text", PRINTED)
def test_what_is_printed_as_tex_is_read_back(text: str):
    expression = ph.parse(text, FIELDS)
    fields = {**FIELDS, "q_0": "constant"} if "q0" in text else FIELDS
    read = ph.parse(sympy.latex(expression), fields)
    assert str(read).replace("q_0", "q0") == str(expression)


def test_a_claim_in_tex_is_proved_and_a_mistake_has_its_column():
    claim = r"\nabla \cdot \left(f \mathbf{A}\right) = f \nabla \cdot \mathbf{A} + \mathbf{A} \cdot \nabla f"
    assert ph.prove(claim, fields=FIELDS).status == "proved"
    with pytest.raises(ph.PhotonicError) as refused:
        ph.parse(r"\frac{f}{g} + \frac{\mathbf{A}}{\sqrt{w}}", FIELDS)
    assert refused.value.place is not None
    assert refused.value.place.column == 39
    assert refused.value.place.text[38] == "w"


@pytest.mark.parametrize("opening", [r"\sqrt{", "f^{", r"\frac{1}{", r"\mathbf{", r"\alpha{", "{"])
def test_braces_nested_without_end_are_refused(opening: str):
    with pytest.raises(ph.ParseError):
        ph.parse(opening * 5000 + "f" + "}" * 5000, FIELDS)


def test_braces_without_tex_are_brackets_of_another_language():
    with pytest.raises(ph.ParseError, match=r"did you mean '\('"):
        ph.parse("{f + g}", FIELDS)
