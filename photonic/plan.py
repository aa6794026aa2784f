"""Plans: what a compare, evolve or fit block of a scroll asks for, read and typed. Its lines are in `run_lines`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NoReturn

from attrs import field, frozen

from photonic.arithmetic import value_of
from photonic.errors import ParseError, PhotonicError, Place, RankError, ScrollError
from photonic.expressions.declarations import AMBIENT, KINDS, Declaration, Declarations, is_name
from photonic.reading.outline import Block, Entry, meant, within
from photonic.reading.run_lines import NUMBERS, ROLES, RunLine, run_line
from photonic.scroll import Scroll
from photonic.substitution import names_in, put_in
from photonic.terms import rank
from photonic.text.parser import parse_term
from rewriting.term import Term

__all__ = ["METHODS", "Plan", "plan_of"]

METHODS = ("spectral", "fd2", "fd4", "fd8")
LARGEST = 1e9
MAX_POINTS = 2**27
RUN_WORDS = {word: word for word in (*ROLES, *NUMBERS, "conserve", "grid", "methods")} | {
    "initial": "start",
    "solution": "exact",
    "conserved": "conserve",
    "points": "grid",
    "duration": "time",
    "size": "length",
}
"""What people write in a run, and what it is called here."""
METHOD_LINE = "methods fd4"
FIELD_KINDS = ("scalar", "vector", "tensor")
RANK_WORDS = ("a scalar", "a vector", "a tensor")


@frozen
class Plan:
    """A typed run: `equations` give ∂t of each field, `given` holds terms by role and name ("" is the plain role).

    `conserved` holds densities by name. `tolerance` is the largest relative error that is accepted, None where the
    scroll states none. `places` tells where each term stands.
    """

    block: Block
    equations: Mapping[str, Term] = field(factory=dict)
    given: Mapping[tuple[str, str], Term] = field(factory=dict)
    grids: tuple[int, ...] = (32,)
    methods: tuple[str, ...] = ("spectral",)
    length: float = 2 * math.pi
    time: float = 1.0
    steps: int = 0
    rate: float = 0.05
    tolerance: float | None = None
    conserved: Mapping[str, Term] = field(factory=dict)
    places: Mapping[Term, Place] = field(factory=dict)

    def role(self, role: str) -> dict[str, Term]:
        """The terms given in a role, by name."""
        return {name: term for (r, name), term in self.given.items() if r == role}


def plan_of(block: Block, scroll: Scroll) -> Plan:
    """The plan of a run block. Raises ScrollError with the place for an entry that is none or does not fit."""
    reader = _Reader(block, scroll)
    for entry in block.entries:
        reader.read(entry)
    plan = Plan(
        block, reader.equations, reader.given, conserved=reader.conserved, places=reader.places, **reader.options
    )
    _check(plan, scroll)
    return plan


class _Reader:
    def __init__(self, block: Block, scroll: Scroll) -> None:
        self.block, self.scroll = block, scroll
        self.equations: dict[str, Term] = {}
        self.given: dict[tuple[str, str], Term] = {}
        self.options: dict[str, Any] = {}
        self.seen: dict[str, int] = {}
        self.conserved: dict[str, Term] = {}
        self.places: dict[Term, Place] = {}
        self.defined = {n: item.declaration for n, item in scroll.scope.names.items() if item.role == "define"}

    def read(self, entry: Entry) -> None:
        line = run_line(entry)
        if line is None:
            self.fail(entry, "∂t u = …, u = …, exact u = …, grid 32, time 1, methods fd4")
        elif line.kind == "equation":
            self.equation(entry, line)
        elif line.kind == "assign":
            self.assign(entry, line)
        elif line.kind == "conserve":
            self.conserve(entry, line)
        elif line.kind == "grid":
            self.several(entry, "grids", [self.points(entry, w) for w in line.body.split()], "grid 32")
        elif line.kind == "methods":
            self.several(entry, "methods", [self.method(entry, w) for w in line.body.split()], METHOD_LINE)
        else:
            self.once(entry, line.name)
            value = self.positive(entry, line)
            if line.name == "steps" and value != int(value):
                raise ScrollError(f"{entry.text!r}: the number of steps is a whole number", entry.place)
            self.options[line.name] = int(value) if line.name == "steps" else value

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

    def equation(self, entry: Entry, line: RunLine) -> None:
        declaration = self.field(entry, line.name)
        self.once(entry, f"∂t {declaration.name}")
        self.equations[declaration.name] = self.term(entry, line, self.scroll.scope.known, declaration)

    def assign(self, entry: Entry, line: RunLine) -> None:
        declaration = self.field(entry, line.name)
        self.once(entry, f"{line.role} {declaration.name}".strip())
        constants = {n: d for n, d in self.scroll.declarations.items() if d.kind.startswith("constant")}
        known = {**AMBIENT, **constants, **self.defined}
        term = self.term(entry, line, known, declaration)
        for name, kind in names_in(term).items():
            if KINDS[kind].varies and name not in AMBIENT:
                place = within(entry, line.start)
                raise ScrollError(f"{name!r} is not known here: only x, y, z, t, numbers and constants are", place)
        self.given[line.role, declaration.name] = term

    def conserve(self, entry: Entry, line: RunLine) -> None:
        if not is_name(line.name):
            raise ScrollError(f"{line.name!r} is not a name: write 'conserve energy = …'", entry.place)
        self.once(entry, f"conserve {line.name}")
        term = self.scroll.scope.term(line.body, within(entry, line.start))
        if rank(term):
            raise RankError(f"a conserved density is a scalar, this is {RANK_WORDS[rank(term)]}", entry.place)
        self.places.setdefault(term, within(entry, line.start))
        self.conserved[line.name] = term

    def term(self, entry: Entry, line: RunLine, names: Declarations, declaration: Declaration) -> Term:
        term = put_in(parse_term(line.body, names, within(entry, line.start)), self.scroll.scope.definitions)
        if rank(term) != declaration.rank:
            kinds = RANK_WORDS[declaration.rank], RANK_WORDS[rank(term)]
            raise RankError(f"{declaration.name} is {kinds[0]}, the right side {kinds[1]}", entry.place)
        self.places.setdefault(term, within(entry, line.start))
        return term

    def field(self, entry: Entry, name: str) -> Declaration:
        declaration = self.scroll.declarations.get(name)
        if name in self.defined:
            raise ScrollError(f"{name!r} is a definition: give its parts, or declare it in let instead", entry.place)
        if declaration is None or name in AMBIENT:
            raise ScrollError(f"{name!r} is not declared: add it to the let block", entry.place)
        if not KINDS[declaration.kind].varies:
            raise ScrollError(f"{name!r} is a {declaration.kind}: give its value in the let block", entry.place)
        return declaration

    def points(self, entry: Entry, word: str) -> int:
        value = int(word) if word.isdecimal() and len(word) < 10 else 0
        if word in self.scroll.parameters:
            number = value_of(self.scroll.parameters[word])
            value = int(number) if number == int(number) and 0 < number < LARGEST else 0
        if value < 4:
            raise ScrollError(f"grid {word!r}: write numbers of points per axis, each at least 4", entry.place)
        if value**self.scroll.dimension > MAX_POINTS:
            raise ScrollError(f"grid {value}^{self.scroll.dimension} has more than 2^27 points", entry.place)
        return value

    def method(self, entry: Entry, word: str) -> str:
        if word not in METHODS:
            raise ScrollError(f"method {word!r} is none of {', '.join(METHODS)}", entry.place)
        return word

    def positive(self, entry: Entry, line: RunLine) -> float:
        place, scope = within(entry, line.start), self.scroll.scope
        try:
            value = (
                value_of(put_in(parse_term(line.body, scope.constants(), place), scope.values)) if line.body else 0.0
            )
        except (ParseError, RankError, ScrollError):
            raise
        except PhotonicError as error:
            raise ScrollError(error.message, place) from None
        if not 0 < value < LARGEST:
            raise ScrollError(f"{entry.text!r}: a number above 0 and below 10^9 should stand here", place)
        return value

    def fail(self, entry: Entry, example: str) -> NoReturn:
        guess = meant(entry.text.split(maxsplit=1)[0], RUN_WORDS)
        kind = self.block.kind
        raise ScrollError(f"{entry.text!r} is no line of the {kind} block{guess}; write {example}", entry.place)


def _check(plan: Plan, scroll: Scroll) -> None:
    """What each kind of run needs is there, and every constant in it has a value."""
    block = plan.block
    if not block.name:
        raise ScrollError(f"the {block.kind} block needs a name behind the word: '{block.kind} name'", block.place)
    needed = {
        "compare": [
            (not plan.equations, "has no evolution: give fields 'u = …'"),
            (not plan.conserved, "conserves nothing: 'conserve' belongs to an evolve block"),
        ],
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
            (not plan.conserved, "conserves nothing: 'conserve' belongs to an evolve block"),
        ],
    }[block.kind]
    for satisfied, message in needed:
        if not satisfied:
            raise ScrollError(f"the {block.kind} block {block.name!r} {message}", block.place)
    _refuse_unknown_fields(plan)
    for term in (*plan.equations.values(), *plan.given.values(), *plan.conserved.values()):
        for name, kind in names_in(term).items():
            if kind.startswith("constant") and name not in scroll.values:
                raise ScrollError(f"{name!r} has no value: write '{name} : {kind} = …' in let", block.place)


def _refuse_unknown_fields(plan: Plan) -> None:
    """Every field in an equation must be evolved, given, or the one that a fit looks for."""
    block = plan.block
    known = {*plan.equations, *plan.role("")} | ({block.name} if block.kind == "fit" else set())
    needing = {f"the equation of {name}": term for name, term in plan.equations.items()}
    needing |= {f"the conserved {name}": term for name, term in plan.conserved.items()}
    for what, term in needing.items():
        for other, kind in names_in(term).items():
            if kind in FIELD_KINDS and other not in known:
                raise ScrollError(f"{what} needs {other}: add '∂t {other} = …' or '{other} = …'", block.place)
