"""Cells: their names, and what must hold of a scroll's runs before anything is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from photonic.compiler import lowered
from photonic.errors import PhotonicError, Place, ScrollError
from photonic.meaning import program_of
from photonic.plan import Plan, plan_of
from photonic.scroll import Goal, Scroll
from rewriting.term import Term

__all__ = ["SHEET_CELL", "cell_of", "goal_of", "plans_of"]

SHEET_CELL = "sheet"
"""The cell under which what concerns the whole sheet is recorded."""

RUN_CELLS = {"compare": "compare_{}", "evolve": "{}", "fit": "fit_{}"}


def cell_of(plan: Plan) -> str:
    """The name of a run's cell."""
    return RUN_CELLS[plan.block.kind].format(plan.block.name)


def plans_of(scroll: Scroll) -> tuple[Plan, ...]:
    """The plans of all runs of a scroll; raises for a mistake in any of them before anything has begun."""
    plans = tuple(plan_of(block, scroll) for block in scroll.runs)
    _refuse_twins(_places(scroll, plans))
    for plan in plans:
        _check_lowering(plan, scroll)
    return plans


def goal_of(plan: Plan, scroll: Scroll) -> Goal:
    """The goal that a compare block is about. Raises ScrollError where it names none, or leaves a field out."""
    name, place = plan.block.name, plan.block.place
    for goal in scroll.goals:
        if goal.name == name and goal.kind == "prove":
            inputs = [item for side in _sides(goal) for item in program_of(side, dimension=scroll.dimension).inputs]
            needed = {item.name for item in inputs if item.kind not in ("position", "time")}
            missing = sorted(needed - set(plan.role("")) - set(scroll.values))
            if missing:
                raise ScrollError(f"the compare block gives no field {', '.join(missing)}: add '… = …'", place)
            return goal
    raise ScrollError(f"compare {name!r} names no goal of a prove block", place)


def _sides(goal: Goal) -> tuple[Term, ...]:
    return (goal.left,) if goal.right is None else (goal.left, goal.right)


def _places(scroll: Scroll, plans: Sequence[Plan]) -> Iterator[tuple[str, Place]]:
    for goal in scroll.goals:
        yield goal.name, goal.place
    for plan in plans:
        yield cell_of(plan), plan.block.place


def _refuse_twins(cells: Iterable[tuple[str, Place]]) -> None:
    """Two cells of one name would share their records."""
    seen: dict[str, Place] = {}
    for name, place in cells:
        if name == SHEET_CELL:
            raise ScrollError(f"{name!r} is the cell of the whole sheet: choose another name", place)
        if name in seen:
            raise ScrollError(
                f"its cell is {name!r}, and so is that of line {seen[name].line}: choose another name", place
            )
        seen[name] = place


def _check_lowering(plan: Plan, scroll: Scroll) -> None:
    """What a run computes must have a lowering on a grid in space."""
    terms = [*plan.equations.values(), *plan.given.values(), *plan.conserved.values()]
    if plan.block.kind == "compare":
        terms += _sides(goal_of(plan, scroll))
    for term in terms:
        try:
            lowered(term, scroll.dimension)
        except PhotonicError as error:
            raise ScrollError(error.message, plan.places.get(term, plan.block.place)) from None
