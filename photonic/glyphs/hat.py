"""The tensor of a cross product."""

from __future__ import annotations

from typing import Any

from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence

__all__ = ["Hat"]


class Hat(Glyph):
    """hat A: (hat A)ᵢⱼ = −εᵢⱼₖAₖ, so that hat(A)·B = A × B."""

    name = "hat"
    symbol = "hat"
    ascii = "hat"
    typeset = r"\operatorname{hat}\left(<0>\right)"
    fixity = Fixity.FUNCTION
    precedence = Precedence.ATOM
    signatures = {(1,): 2}
    dimensions = (3,)
    laws = """
        hat_dot:           hat(A)·B = A × B
        hat_dotted:        A·hat(B) = A × B
        hat_axial:         hat(axial(T)) => Tᵀ − T
        hat_curl:          hat(∇×A) => (∇A)ᵀ − ∇A
        hat_sum:           hat(A + B) = hat(A) + hat(B)
        hat_scaled:        hat(f A) = f hat(A)
        hat_negative:      hat(−A) => −hat(A)
        hat_zero:          hat(𝟎) => 0
        hat_hat:           hat(A)·hat(B) = B ⊗ A − (A·B) I
        hat_trace:         tr(hat(A)) => 0
        hat_double_dot:    hat(A) : hat(B) = 2 A·B
        hat_contracted:    T : hat(A) = −(axial(T)·A)
        hat_tensor:        hat(A)·T = A × T
        hat_dotted_tensor: T·hat(A) => −(A × Tᵀ)ᵀ
        hat_crossed:       A × hat(B) = B ⊗ A − (A·B) I
        hat_transpose:     hat(A)ᵀ = −hat(A)
        hat_cross:         hat(A × B) = B ⊗ A − A ⊗ B
        divergence_hat:    ∇·hat(A) = ∇×A
    """
    example = Example(("(1, 2, 3)",), ((0, -3, 2), (3, 0, -1), (-2, 1, 0)))

    @staticmethod
    def meaning(calculus: Any, A: Any) -> Any:
        return calculus.negate(calculus.einsum("ijk,k->ij", calculus.epsilon(), A))
