"""What a kernel of ours works out itself, besides the laws and hypotheses that it is given.

These are functions of terms, not laws that are stated: each is part of what a proof has to be trusted for, and each is
tested against exact values by itself.
"""

from __future__ import annotations

from photonic.normal_forms.collecting import COLLECTING
from photonic.proving.clearing import CLEARING
from photonic.proving.linearity import LINEARITY
from photonic.theory.folding import ARITHMETIC
from rewriting.proof import Computation

__all__ = ["COMPUTATIONS"]

COMPUTATIONS: tuple[Computation, ...] = (ARITHMETIC, COLLECTING, CLEARING, LINEARITY)
