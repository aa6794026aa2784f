"""Clearance: SoulLaw's word on the right sides of a run's equations, before anything is compiled."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from photonic.codex.collapse import Form, score
from photonic.codex.goals import token_of
from photonic.codex.sheet import CellRow, Sheet
from photonic.terms import describe
from rewriting.term import Term

__all__ = ["Clearance", "clear"]


@frozen
class Clearance:
    """The scored right sides: what drifts most and the lowest quality stand for the whole system."""

    forms: tuple[Form, ...]

    @property
    def passed(self) -> bool:
        """Whether every right side may run."""
        return all(form.ruling.passed for form in self.forms)

    @property
    def drift(self) -> float | None:
        """The largest drift in bits; None where none could be measured."""
        return max((form.drift for form in self.forms if form.drift is not None), default=None)

    @property
    def qscore(self) -> float:
        """The lowest quality."""
        return min(form.qscore for form in self.forms)


def clear(sheet: Sheet, cell: str, equations: Mapping[str, Term]) -> Clearance:
    """Score the right sides as written and record it; where SoulLaw vetoes one, the veto and the cell's row as well."""
    token = token_of(next(iter(equations.values())))
    found = Clearance(tuple(_scored(sheet, name, term) for name, term in equations.items()))
    forms = found.forms
    eid = sheet.eids.get(cell)
    sheet.recorder.beam(
        cell, "score", token, [form.to_json() for form in forms], eid=eid, drift=found.drift, qscore=found.qscore
    )
    if not found.passed:
        reasons = [str(form.ruling) for form in forms if not form.ruling.passed]
        sheet.recorder.beam(cell, "veto", token, {"reasons": reasons}, eid=eid, qscore=0.0)
        sheet.progress.say(f"{cell}: {'; '.join(reasons)}")
        text = "; ".join(f"∂t {name} = {describe(term)}" for name, term in equations.items())
        sheet.rows.append(CellRow(cell, token, text, None, None, None, "veto", 0.0, False, eid or ""))
    return found


def _scored(sheet: Sheet, name: str, term: Term) -> Form:
    """A right side by itself: those of a system are no forms of one thing, of which the cheapest would be the best."""
    written = [(term, f"∂t {name}")]
    (form,) = score(written, sheet.values, sheet.settings, sheet.scroll.dimension, True, "", sheet.seed)
    return form
