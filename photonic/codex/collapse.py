"""Collapse: scoring the forms of a superposition, vetoing, and choosing one, with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from backends.program import Program
from photonic.codex.drift import measure_drift
from photonic.codex.policy import Candidate, Ruling, judge
from photonic.cost import energy
from photonic.meaning import program_of
from photonic.settings import Settings
from photonic.terms import describe
from rewriting.analyses.sqi import quality_index
from rewriting.term import Term

__all__ = ["Choice", "Form", "collapse", "content_hash", "score"]

MANTISSA = 24
"""Bits of a float32 mantissa."""


@frozen
class Form:
    """One form of a superposition with its amplitudes.

    `origin` says where it comes from; `energy` is in operations per point, `drift` in bits of float32 (None: not
    measurable), `qscore` the quality index from 0 to 1.
    """

    term: Term
    origin: str
    program: Program
    energy: float
    drift: float | None
    qscore: float
    ruling: Ruling

    @property
    def text(self) -> str:
        """The form as it prints."""
        return describe(self.term)

    def to_json(self) -> dict[str, Any]:
        """Plain data, numbers rounded to what is meaningful."""
        return {
            "form": self.text,
            "origin": self.origin,
            "program": self.program.content_hash(),
            "energy": self.energy,
            "drift": None if self.drift is None else round(self.drift, 3),
            "qscore": round(self.qscore, 4),
            "verdict": str(self.ruling),
        }


@frozen
class Choice:
    """The form that was chosen, or None where SoulLaw lets none pass; all forms, the Pareto front, and the reason."""

    chosen: Form | None
    forms: tuple[Form, ...]
    front: tuple[Form, ...]
    reason: str

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "chosen": None if self.chosen is None else self.chosen.text,
            "reason": self.reason,
            "forms": [form.to_json() for form in self.forms],
            "pareto_front": [form.text for form in self.front],
        }


def content_hash(text: str) -> str:
    """SHA-256 of a text, 32 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def score(
    candidates: Sequence[tuple[Term, str]],
    values: Mapping[str, Any],
    settings: Settings,
    dimension: int,
    equal: bool,
    contradiction: str = "",
    seed: int = 0,
) -> tuple[Form, ...]:
    """Program, cost, ruling and (for what passes) drift and quality of each candidate (term, origin)."""
    programs = [program_of(term, dimension=dimension) for term, _ in candidates]
    energies = [energy(program) for program in programs]
    forms = []
    for (term, origin), program, cost in zip(candidates, programs, energies, strict=True):
        ruling = judge(Candidate(term, program, equal, contradiction, values, settings.cost_threshold))
        drift = measure_drift(program, values, seed) if ruling.passed and settings.qwave_exec_on else None
        quality = quality_index(cost, min(energies), drift, MANTISSA, equal) if ruling.passed else 0.0
        forms.append(Form(term, origin, program, cost, drift, quality, ruling))
    return tuple(forms)


def collapse(forms: Sequence[Form]) -> Choice:
    """Choose the allowed form with the highest quality; of equals, the cheaper, then the one given first."""
    allowed = [form for form in forms if form.ruling.passed]
    if not allowed:
        return Choice(None, tuple(forms), (), "SoulLaw lets no form pass: " + "; ".join(str(f.ruling) for f in forms))
    front = tuple(form for form in allowed if not any(_dominates(other, form) for other in allowed))
    chosen = min(allowed, key=lambda form: (-form.qscore, form.energy))
    return Choice(chosen, tuple(forms), front, _reason(chosen, allowed))


def _dominates(other: Form, form: Form) -> bool:
    """Whether `other` is no worse in cost and drift and better in one; an unmeasured drift counts as the worst."""
    mine = (form.energy, MANTISSA if form.drift is None else form.drift)
    theirs = (other.energy, MANTISSA if other.drift is None else other.drift)
    return theirs != mine and theirs[0] <= mine[0] and theirs[1] <= mine[1]


def _reason(chosen: Form, allowed: Sequence[Form]) -> str:
    if len(allowed) == 1:
        return "the only form that passes"
    dearest = max(form.energy for form in allowed)
    parts = [f"{chosen.energy:g} operations per point against up to {dearest:g}"]
    drifts = [form.drift for form in allowed if form.drift is not None]
    if chosen.drift is not None and drifts:
        parts.append(f"{chosen.drift:.2f} bits of drift against up to {max(drifts):.2f}")
    return "highest quality: " + ", ".join(parts)
