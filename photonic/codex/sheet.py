"""The sheet: one run of one scroll. It holds what all cells share, and the rows of the closing table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import define, field, frozen

from photonic.arithmetic import value_of
from photonic.codex.collapse import Choice
from photonic.codex.recorder import Recorder
from photonic.codex.superposition import Superposition
from photonic.problem import Hypothesis
from photonic.proving.verdict import Verdict
from photonic.scroll import Scroll
from photonic.settings import Settings
from photonic.terms import rank

__all__ = ["CellRow", "Constant", "Progress", "Sheet", "constants_of", "vectors_of"]


Constant = float | tuple[float, ...]
"""The value of a constant: a number, or the components of a vector."""


@frozen
class CellRow:
    """One line of the closing table. `ok` says whether the cell did what the scroll asked of it."""

    cell: str
    glyph: str
    form: str
    proof_steps: int | None
    drift: float | None
    qscore: float | None
    verdict: str
    milliseconds: float
    ok: bool
    eid: str = ""


class Progress:
    """Shows what is happening; this one shows nothing. The command line has one that draws bars."""

    def say(self, text: str) -> None:
        """A line of output."""

    def bar(self, title: str, total: int) -> Callable[[int, str], None]:
        """A bar; the function returned sets how many are done and a remark, and ends it at `total`."""
        del title, total
        return lambda _done, _remark: None


@define
class Sheet:
    """What the cells of a run share. `verdicts`, `choices` and `rows` fill as cells are done."""

    scroll: Scroll
    settings: Settings
    recorder: Recorder
    progress: Progress
    seed: int = 0
    numbers: Mapping[str, float] = field(factory=dict)
    """The constants that are numbers; `values` holds the constant vectors too."""
    values: Mapping[str, Constant] = field(factory=dict)
    given: tuple[Hypothesis, ...] = ()
    superposition: Superposition | None = None
    verdicts: dict[str, Verdict] = field(factory=dict)
    choices: dict[str, Choice] = field(factory=dict)
    eids: dict[str, str] = field(factory=dict)
    rows: list[CellRow] = field(factory=list)
    projections: dict[str, str] = field(factory=dict)

    @property
    def ok(self) -> bool:
        """Whether every cell did what the scroll asked of it."""
        return all(row.ok for row in self.rows)

    @property
    def graph(self) -> Superposition:
        """The sheet's e-graph."""
        if self.superposition is None:
            raise AssertionError("the sheet has no e-graph yet; please report this")
        return self.superposition


def constants_of(scroll: Scroll) -> dict[str, float]:
    """The declared values of the scroll's constants that are numbers."""
    return {name: value_of(term) for name, term in scroll.values.items() if not rank(term)}


def vectors_of(scroll: Scroll) -> dict[str, tuple[float, ...]]:
    """The declared values of its constant vectors, by components."""
    return {name: tuple(map(value_of, term.args)) for name, term in scroll.values.items() if rank(term)}
