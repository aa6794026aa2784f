"""Plans: what a compare, evolve or fit block of a scroll asks for, read and typed.

∂t u = expression              the evolution of a field
u = expression                 a given field, as a function of x, y, z, t (also: start u = …, truth κ = …)
exact u = expression           the solution to compare with
guess κ = expression           where a fit begins
grid 16 24 32                  points per axis; several grids show the order of convergence
length 2 pi                    side of the periodic box
time 0.5  steps 100  rate 0.05  tolerance 0.02
methods spectral fd2 fd4 fd8
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from attrs import field, frozen

from photonic.arithmetic import value_of
from photonic.declarations import AMBIENT, KINDS, Declaration, Declarations
from photonic.errors import ParseError, PhotonicError, Place, RankError, ScrollError
from photonic.parser import parse_term
from photonic.scroll import Block, Entry, Scroll
from photonic.terms import SYMBOL, rank
from rewriting.term import Term, postorder

__all__ = ["METHODS", "Plan", "plan_of"]

METHODS = ("spectral", "fd2", "fd4", "fd8")
ROLES = ("exact", "start", "truth", "guess")
ASSIGNMENT = re.compile(r"(?:(?P<role>exact|start|truth|guess)\s+)?(?P<name>\w+)\s*=\s*(?P<body>.+)$")
EVOLUTION = re.compile(r"(?:∂t|∂_t|dt)(?:\s*\(\s*(?P<inner>\w+)\s*\)|\s+(?P<name>\w+))\s*=\s*(?P<body>.+)$")
POSITIVE = ("length", "time", "steps", "rate", "tolerance")
LARGEST = 1e9
MAX_POINTS = 2**27
METHOD_LINE = "methods fd4"
RANK_WORDS = ("a scalar", "a vector", "a tensor")


@frozen
class Plan:
    """A typed run: `equations` give ∂t of each field, `given` holds terms by role and name ("" is the plain role)."""

    block: Block
    equations: Mapping[str, Term] = field(factory=dict)
    given: Mapping[tuple[str, str], Term] = field(factory=dict)
    grids: tuple[int, ...] = (32,)
    methods: tuple[str, ...] = ("spectral",)
    length: float = 2 * math.pi
    time: float = 1.0
    steps: int = 0
    rate: float = 0.05
    tolerance: float = 0.02

    def role(self, role: str) -> dict[str, Term]:
        """The terms given in a role, by name."""
        return {name: term for (r, name), term in self.given.items() if r == role}


def plan_of(block: Block, scroll: Scroll) -> Plan:
    """The plan of a run block. Raises ScrollError with the place for an entry that is none or does not fit."""
    reader = _Reader(block, scroll)
    for entry in block.entries:
        reader.read(entry)
    plan = Plan(block, reader.equations, reader.given, **reader.options)
    _check(plan, scroll)
    return plan


class _Reader:
    def __init__(self, block: Block, scroll: Scroll) -> None:
        self.block, self.scroll = block, scroll
        self.equations: dict[str, Term] = {}
        self.given: dict[tuple[str, str], Term] = {}
        self.options: dict[str, Any] = {}
        self.seen: dict[str, int] = {}

    def read(self, entry: Entry) -> None:
        word = entry.text.split(maxsplit=1)[0]
        rest = entry.text[len(word) :].strip()
        evolution = EVOLUTION.match(entry.text)
        assignment = ASSIGNMENT.match(entry.text)
        if evolution:
            self.equation(entry, evolution)
        elif assignment and (assignment["role"] or word not in ("grid", *POSITIVE)):
            self.assign(entry, assignment)
        elif word == "grid":
            self.several(entry, "grids", [self.points(entry, w) for w in rest.split()], "grid 32")
        elif word in ("method", "methods"):
            self.several(entry, "methods", [self.method(entry, w) for w in rest.split()], METHOD_LINE)
        elif word in POSITIVE:
            self.once(entry, word)
            value = self.positive(entry, rest)
            if word == "steps" and value != int(value):
                raise ScrollError(f"{entry.text!r}: the number of steps is a whole number", entry.place)
            self.options[word] = int(value) if word == "steps" else value
        else:
            self.fail(entry, "∂t u = …, u = …, exact u = …, grid 32, time 1, methods fd4")

    def once(self, entry: Entry, key: str) -> None:
        line = self.seen.setdefault(key, entry.place.line)
        if line != entry.place.line:
            raise ScrollError(f"{key!r} stands in line {line} already: remove one of them", entry.place)

    def several(self, entry: Entry, option: str, values: list[Any], example: str) -> None:
        self.once(entry, option.removesuffix("s"))
        if not values:
            self.fail(entry, example)
        if len(set(values)) < len(values):
            raise ScrollError(f"{entry.text!r} names one of them twice: remove it", entry.place)
        self.options[option] = tuple(values)

    def equation(self, entry: Entry, match: re.Match[str]) -> None:
        declaration = self.field(entry, match["inner"] or match["name"])
        self.once(entry, f"∂t {declaration.name}")
        self.equations[declaration.name] = self.term(entry, match, self.scroll.declarations, declaration)

    def assign(self, entry: Entry, match: re.Match[str]) -> None:
        declaration = self.field(entry, match["name"])
        self.once(entry, f"{match['role'] or ''} {declaration.name}".strip())
        constants = {n: d for n, d in self.scroll.declarations.items() if d.kind.startswith("constant")}
        known = {**AMBIENT, **constants}
        self.given[match["role"] or "", declaration.name] = self.term(entry, match, known, declaration)

    def term(self, entry: Entry, match: re.Match[str], names: Declarations, declaration: Declaration) -> Term:
        place = entry.place
        start = match.start("body")
        term = parse_term(match["body"], names, Place(place.source, place.line, place.column + start, place.text))
        if rank(term) != declaration.rank:
            kinds = RANK_WORDS[declaration.rank], RANK_WORDS[rank(term)]
            raise RankError(f"{declaration.name} is {kinds[0]}, the right side {kinds[1]}", place)
        return term

    def field(self, entry: Entry, name: str) -> Declaration:
        declaration = self.scroll.declarations.get(name)
        if declaration is None or name in AMBIENT:
            raise ScrollError(f"{name!r} is not declared: add it to the let block", entry.place)
        if not KINDS[declaration.kind].varies:
            raise ScrollError(f"{name!r} is a {declaration.kind}: give its value in the let block", entry.place)
        return declaration

    def points(self, entry: Entry, word: str) -> int:
        value = int(word) if word.isdecimal() and len(word) < 10 else 0
        if value < 4:
            raise ScrollError(f"grid {word!r}: write numbers of points per axis, each at least 4", entry.place)
        if value**self.scroll.dimension > MAX_POINTS:
            raise ScrollError(f"grid {value}^{self.scroll.dimension} has more than 2^27 points", entry.place)
        return value

    def method(self, entry: Entry, word: str) -> str:
        if word not in METHODS:
            raise ScrollError(f"method {word!r} is none of {', '.join(METHODS)}", entry.place)
        return word

    def positive(self, entry: Entry, text: str) -> float:
        place = entry.place
        start = place.column + len(entry.text) - len(text)
        within = Place(place.source, place.line, start, place.text)
        try:
            value = value_of(parse_term(text, {}, within)) if text else 0.0
        except (ParseError, RankError, ScrollError):
            raise
        except PhotonicError as error:
            raise ScrollError(error.message, within) from None
        if not 0 < value < LARGEST:
            raise ScrollError(f"{entry.text!r}: a number above 0 and below 10^9 should stand here", within)
        return value

    def fail(self, entry: Entry, example: str) -> NoReturn:
        raise ScrollError(f"{entry.text!r} is no line of the {self.block.kind} block; write {example}", entry.place)


def _check(plan: Plan, scroll: Scroll) -> None:
    """What each kind of run needs is there, and every constant in it has a value."""
    block = plan.block
    if not block.name:
        raise ScrollError(f"the {block.kind} block needs a name behind the word: '{block.kind} name'", block.place)
    needed = {
        "compare": [(not plan.equations, "has no evolution: give fields 'u = …'")],
        "evolve": [
            (bool(plan.equations), "needs an equation '∂t u = …'"),
            (
                all(n in plan.role("exact") or n in plan.role("start") for n in plan.equations),
                "needs 'exact u = …' or 'start u = …' for every evolved field",
            ),
        ],
        "fit": [
            (len(plan.equations) == 1, "needs one equation '∂t u = …'"),
            (set(plan.equations) <= set(plan.role("start")), "needs 'start u = …'"),
            (block.name in plan.role("truth"), f"needs 'truth {block.name} = …' that makes the data"),
            (block.name in plan.role("guess"), f"needs 'guess {block.name} = …' to begin with"),
        ],
    }[block.kind]
    for satisfied, message in needed:
        if not satisfied:
            raise ScrollError(f"the {block.kind} block {block.name!r} {message}", block.place)
    _refuse_unknown_fields(plan)
    for term in (*plan.equations.values(), *plan.given.values()):
        for node in postorder(term):
            missing = node.op.name == SYMBOL and node.op.payload.kind.startswith("constant")
            if missing and node.op.payload.name not in scroll.values:
                name = node.op.payload.name
                raise ScrollError(
                    f"{name!r} has no value: write '{name} : {node.op.payload.kind} = …' in let", block.place
                )


def _refuse_unknown_fields(plan: Plan) -> None:
    """Every field in an equation must be evolved, given, or the one that a fit looks for."""
    block = plan.block
    known = {*plan.equations, *plan.role("")} | ({block.name} if block.kind == "fit" else set())
    for name, term in plan.equations.items():
        for node in postorder(term):
            declaration = node.op.payload if node.op.name == SYMBOL else None
            if declaration is not None and declaration.kind in ("scalar", "vector", "tensor"):
                other = declaration.name
                if other not in known:
                    message = f"the equation of {name} needs {other}: add '∂t {other} = …' or '{other} = …'"
                    raise ScrollError(message, block.place)
