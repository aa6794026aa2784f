"""Proofs by normal forms are without detours, and read with collecting forth and back as one line."""

from __future__ import annotations

from itertools import pairwise

import photonic as ph
from photonic.proving.proof_reading import lines_of

MAXWELL = ["∇×E = −∂t B", "∇×B = ∂t E"]
FIELDS = {"A": "vector", "B": "vector", "E": "vector"}


def test_a_wave_equation_takes_few_steps() -> None:
    verdict = ph.prove("∇×∇×E = −∂t ∂t E", given=MAXWELL, fields=FIELDS)
    assert verdict.proof is not None
    assert len(verdict.proof.steps) <= 6
    assert not any("E − ∇×E" in line for line in str(verdict).splitlines())


def test_collecting_forth_and_back_is_one_line() -> None:
    proof = ph.prove("∇×(A × B) = A ∇·B − B ∇·A + (B·∇)A − (A·∇)B", fields=FIELDS).proof
    assert proof is not None
    lines = lines_of(proof)
    assert [line.rule for line in lines] == ["curl_cross", "collect_terms"]
    assert len(proof.steps) == 3
    assert lines[0].before is proof.lhs
    assert lines[-1].after is proof.rhs
    assert all(a.after is b.before for a, b in pairwise(lines))
