"""Constants may be divided by where hypotheses that are not linear leave them free, and nowhere else."""

from __future__ import annotations

import pytest

from photonic import prove
from photonic.proving.saturation import Budget

FIELDS = {
    **dict.fromkeys(("f", "g", "p", "s"), "scalar"),
    **dict.fromkeys(("a", "b", "m", "nu"), "constant"),
    **dict.fromkeys(("A", "B", "E", "J", "v", "n", "W"), "vector"),
    **dict.fromkeys(("R", "T"), "tensor"),
    "r": "position",
    "k": "constant_vector",
}

FREE = [
    ("J × B = 0", ["∇×B = m J", "∇×B = f B"]),
    ("∂t v + (v·∇)v = nu Δv − ∇p", ["∇×v = m v", "∂t v = −nu m^2 v", "p = −v·v/2"]),
    ("∂t f = nu Δf", ["g = −2 nu log(f)", "∂t g + ∇g·∇g/2 = nu Δg"]),
    ("∂t W = ∇×(v × W)", ["W = ∇×(m v) + b B", "m (∂t v + (v·∇)v) = b (E + v × B)", "∇×E = −∂t B"]),
    ("∇·v = 0", ["∇×v = m v", "f = v·v"]),
    ("∂t n = a A", ["n·n = 1", "m ∂t n = m a A"]),
    ("A = B", ["transpose(R)·R = I", "m R·A = m R·B", "R·transpose(R) = I"]),
]


@pytest.mark.parametrize(("claim", "given"), FREE)
def test_a_constant_that_is_left_free_is_not_zero(claim: str, given: list[str]) -> None:
    found = prove(claim, given=given, fields=FIELDS)
    assert (found.status, found.method) == ("proved", "rewriting"), found


FORCED = [
    ("f = 0", ["m f = 0", "v = m r", "∇·v = 0", "p = v·v"]),
    ("f = 0", ["m f = 0", "m r·k = p", "p = s s", "∇p = 0", "k·k = 1"]),
    ("f = 0", ["m f = 0", "m a = 0", "p = v·v"]),
    ("∇·v = 0", ["m v = ∇×v", "m + m^2 = m", "p = v·v"]),
    ("f = 0", ["m f = 0", "n·n = 1", "n·n = 1 + m"]),
    ("f = 0", ["m f = 0", "∇×(m A) = ∇g", "A = k × r", "g = 1", "k·k = 1"]),
]


@pytest.mark.parametrize(("claim", "given"), FORCED)
def test_a_constant_that_must_be_zero_is_not_divided_by(claim: str, given: list[str]) -> None:
    assert prove(claim, given=given, fields=FIELDS, budget=Budget(seconds=0.3)).status != "proved"
