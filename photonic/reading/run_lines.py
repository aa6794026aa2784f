"""The lines of a run block, by what they are, before their expressions are read.

∂t u = expression              the evolution of a field, also written ∂u/∂t = expression
u = expression                 a given field, as a function of x, y, z, t (also: start u = …, truth κ = …)
exact u = expression           the solution to compare with
guess κ = expression           where a fit begins
conserve name = expression     a density whose integral is to stay the same
grid 16 24 32                  points per axis; several grids show the order of convergence
methods spectral fd2 fd4 fd8
length 2 pi                    side of the periodic box
time 0.5  steps 100  rate 0.05  tolerance 0.02
"""

from __future__ import annotations

import re
from typing import Literal

from attrs import frozen

from photonic.expressions.declarations import plain_name
from photonic.reading.outline import Entry

__all__ = ["NUMBERS", "ROLES", "RunLine", "run_line"]

ROLES = ("exact", "start", "truth", "guess")
NUMBERS = ("length", "time", "steps", "rate", "tolerance")
ASSIGNMENT = re.compile(r"(?:(?P<role>exact|start|truth|guess|conserve)\s+)?(?P<name>\w+)\s*=\s*(?P<body>.+)$")
EVOLUTION = re.compile(
    r"(?:(?:∂t|∂_t|dt)(?:\s*\(\s*(?P<inner>\w+)\s*\)|\s+(?P<name>\w+))|∂ₜ\s*(?P<index>\w+)|∂\s*(?P<above>\w+)\s*/\s*∂t)"
    r"\s*=\s*(?P<body>.+)$"
)


@frozen
class RunLine:
    """A line of a run: its kind, the word or name that it is about, and the text behind, which begins at `start`.

    Of an `assign` line, `role` is one of ROLES, or "" for a given field.
    """

    kind: Literal["equation", "assign", "conserve", "grid", "methods", "number"]
    name: str
    body: str
    start: int
    role: str = ""


def run_line(entry: Entry) -> RunLine | None:
    """What a line is; None for a line that is none."""
    word = entry.text.split(maxsplit=1)[0]
    rest = entry.text[len(word) :].strip()
    start = len(entry.text) - len(rest)
    evolution = EVOLUTION.match(entry.text)
    if evolution:
        name = next(filter(None, evolution.group("inner", "name", "index", "above")))
        return RunLine("equation", plain_name(name), evolution["body"], evolution.start("body"))
    found = ASSIGNMENT.match(entry.text)
    if found and (found["role"] or word not in ("grid", *NUMBERS)):
        kind: Literal["assign", "conserve"] = "conserve" if found["role"] == "conserve" else "assign"
        role = "" if kind == "conserve" else found["role"] or ""
        return RunLine(kind, plain_name(found["name"]), found["body"], found.start("body"), role)
    if word == "grid":
        return RunLine("grid", word, rest, start)
    if word in ("method", "methods"):
        return RunLine("methods", word, rest, start)
    return RunLine("number", word, rest, start) if word in NUMBERS else None
