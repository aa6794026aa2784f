"""What a kernel of ours works out itself, besides the laws and hypotheses that it is given.

These are functions of terms, not laws that are stated: each is part of what a proof has to be trusted for, and each is
tested against exact values by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from photonic.normal_forms.collecting import COLLECTING
from photonic.proving.clearing import CLEARING
from photonic.proving.linearity import LINEARITY
from photonic.theory.folding import ARITHMETIC
from rewriting.proof import Computation

__all__ = ["COMPUTATIONS", "COMPUTED"]

COMPUTATIONS: tuple[Computation, ...] = (ARITHMETIC, COLLECTING, CLEARING, LINEARITY)

COMPUTED: Mapping[str, str] = {
    ARITHMETIC.name: "arithmetic of numbers",
    COLLECTING.name: "sums and products in one order, like terms put together",
    CLEARING.name: "zero terms and factors of one left out",
    LINEARITY.name: "an operator taken into sums and past constant factors",
}
"""What each works out, in words, where a law would be stated."""
