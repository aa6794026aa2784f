"""The intents of a scroll: of each run that evolves fields, and of the hypotheses that are differential equations."""

from __future__ import annotations

from pathlib import Path

from photonic.classifier import classify_equations
from photonic.codex.cells import plans_of
from photonic.errors import PhotonicError
from photonic.scroll import Scroll, read_scroll
from photonic.terms import apply, symbol_term
from photonic.tessaris.record import Intents

__all__ = ["scroll_intents"]


def scroll_intents(scroll: str | Path | Scroll) -> dict[str, Intents]:
    """What the equations of a scroll are, by the name of the run, or "given" for its hypotheses together.

    Raises PhotonicError with the place for a mistake in the scroll, and where it holds no differential equation.
    """
    read = scroll if isinstance(scroll, Scroll) else read_scroll(scroll)
    found: dict[str, Intents] = {}
    if read.hypotheses:
        sides = [(hypothesis.left, hypothesis.right) for hypothesis in read.hypotheses]
        found["given"] = classify_equations(sides, dimension=read.dimension)
    for plan in plans_of(read):
        if plan.equations:
            sides = [
                (apply("time_derivative", symbol_term(read.declarations[name])), right)
                for name, right in plan.equations.items()
            ]
            found[f"{plan.block.kind} {plan.block.name}"] = classify_equations(sides, (), read.dimension)
    if not found:
        raise PhotonicError(f"the scroll {read.name} has no evolve, fit or given block: it has nothing to classify")
    return found
