"""Scrolls: text files of parameters, declarations, definitions, hypotheses, goals and runs.

    scroll heat: a plate that conducts unevenly
    include maxwell             a shipped scroll, or a file: include "mine.codex"
    dimension 2
    parameter
      ν = 0.01
    let
      u, κ : scalar
      c : constant = 3/2
    define
      flux = −κ ∇u
    given
      name : left = right
    prove                       (or refute, for claims that are to be shown false)
      name : left = right
    simplify
      name : expression
    compare goal | evolve name | fit symbol
      entries of the run, one on a line: see photonic.plan

A block is a line in the first column and the indented lines below it; `#` begins a comment.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from photonic.errors import PhotonicError, ScrollError
from photonic.expressions.declarations import Declarations
from photonic.library import read_text, shipped
from photonic.reading.equations import Equation, Goal, goals_in, refuse_twins
from photonic.reading.includes import Reading
from photonic.reading.names import Overrides, override_names
from photonic.reading.outline import GOAL_BLOCKS, RUN_BLOCKS, Block, Entry, outline_of
from photonic.reading.scope import Scope
from photonic.reading.sources import Files, Sources
from rewriting.term import Term

__all__ = ["Block", "Entry", "Equation", "Goal", "Scroll", "parameter_texts", "read_scroll", "scroll_from_text"]


@frozen
class Scroll:
    """A scroll, read and typed.

    `hypotheses` are its own and those of what it includes, `includes` the texts of these by key, and `overrides` the
    values of parameters that were given in place of their defaults. Definitions have been put in everywhere.
    """

    name: str
    title: str
    source: str
    text: str = field(repr=False)
    scope: Scope = field(factory=Scope, repr=False)
    goals: tuple[Goal, ...] = ()
    runs: tuple[Block, ...] = ()
    includes: Mapping[str, str] = field(factory=dict, repr=False)
    overrides: Overrides = field(factory=dict)

    @property
    def dimension(self) -> int:
        """1, 2 or 3; 3 where neither the scroll nor what it includes says so."""
        return self.scope.dimension[0] if self.scope.dimension else 3

    @property
    def declarations(self) -> Declarations:
        """Fields, constants and parameters, over the coordinates and the time."""
        return self.scope.declarations

    @property
    def values(self) -> Mapping[str, Term]:
        """The values of constants and parameters, as terms of numbers."""
        return self.scope.values

    @property
    def hypotheses(self) -> tuple[Equation, ...]:
        """The equations that are taken to hold."""
        return self.scope.hypotheses

    @property
    def parameters(self) -> dict[str, Term]:
        """The value of each parameter that is in force."""
        return {n: item.value for n, item in self.scope.names.items() if item.role == "parameter" and item.value}

    @property
    def whole(self) -> str:
        """The text with all that it depends on: what it includes, and the parameters that were given."""
        more = [f"{name} = {value}" for name, value in sorted(self.overrides.items())]
        return "\n".join([self.text, *(self.includes[key] for key in sorted(self.includes)), *more])


def read_scroll(path: str | Path, parameters: Mapping[str, Any] | None = None) -> Scroll:
    """The scroll in a file, or the shipped one of that name.

    `parameters` gives values in place of defaults, as numbers or texts. Raises ScrollError, ParseError, RankError or
    DeclarationError with file, line, column and repair.
    """
    name = str(path)
    known = shipped()
    if name in known:
        return scroll_from_text(read_text(known[name]), known[name].name, parameters, key=name)
    path = Path(path)
    return scroll_from_text(read_text(path), name, parameters, Files(path.parent), path.name)


def scroll_from_text(
    text: str,
    source: str = "<scroll>",
    parameters: Mapping[str, Any] | None = None,
    sources: Sources | None = None,
    key: str = "",
) -> Scroll:
    """The scroll that a text spells. `sources` gives what it includes, by default shipped scrolls and files.

    `key` is the scroll's own among these. Raises as `read_scroll` does.
    """
    overrides = parameter_texts(parameters)
    outline = outline_of(text, source)
    reading = Reading(sources or Files(), overrides)
    scope = reading.scope(outline, key)
    goals = [goal for block in outline.of(*GOAL_BLOCKS) for goal in goals_in(block, scope.term, scope.pair)]
    refuse_twins([*scope.hypotheses, *goals])
    runs = tuple(outline.of(*RUN_BLOCKS))
    if not goals and not runs:
        raise ScrollError(
            "the scroll has nothing to do: add a prove, refute, simplify, compare, evolve or fit block",
            outline.header.place,
        )
    scroll = Scroll(outline.name, outline.title, source, text, scope, tuple(goals), runs, reading.texts, overrides)
    unknown = sorted(set(overrides) - override_names(scroll.parameters))
    if unknown:
        has = ", ".join(scroll.parameters)
        raise ScrollError(
            f"the scroll {scroll.name} has no parameter {unknown[0]!r}: it has {has or 'none; add a parameter block'}"
        )
    return scroll


def parameter_texts(parameters: Mapping[str, Any] | None) -> dict[str, str]:
    """Values of parameters as texts. Raises PhotonicError for what is neither a number, nor a text, nor a vector."""
    found = {}
    for name, value in (parameters or {}).items():
        if isinstance(value, (bool, complex, bytes)) or value is None:
            raise PhotonicError(f"the parameter {name} is {value!r}: give a number, a text such as '2 pi', or a vector")
        listed = isinstance(value, (tuple, list)) or (hasattr(value, "tolist") and getattr(value, "ndim", 0) == 1)
        found[str(name)] = f"({', '.join(map(str, value))})" if listed else str(value)
    return found
