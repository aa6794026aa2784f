"""Laws: what a glyph's text of laws says, as typed equations, and as rules for the e-graph.

One law on a line: `name: left = right` may be used both ways, `=>` from left to right; `if constant(X)`,
`if nonzero(f)` or `if positive(f)` (negative, nonnegative, nonpositive) is a condition. Letters are typed by
convention: a b c f g u scalars, A B C vectors, S T U tensors, X Y Z of any one rank, h an unknown function, r the
position, x y z its coordinates, t the time. A law over X stands for one law per rank. `if dimension(2)` says that it
holds in the plane only.
"""

from __future__ import annotations

import inspect
import linecache
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, partial
from typing import Any, TypeAlias

from attrs import evolve, frozen

from photonic.errors import ParseError, Place, RankError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import Declaration, Declarations
from photonic.terms import SYMBOL, UNKNOWN
from photonic.text.parser import parse_equation
from photonic.theory.signs import NUMBER_CONDITIONS, SIGN_CONDITIONS
from rewriting.op import VARIABLE, Op
from rewriting.term import Term, fold, postorder, variables

__all__ = ["Law", "LawText", "all_laws", "forget", "laws_of", "specialised"]

LETTERS = {
    **dict.fromkeys("abcfgu", "scalar"),
    **dict.fromkeys("ABC", "vector"),
    **dict.fromkeys("STU", "tensor"),
}
ANY_RANK = "XYZ"
CONSTANT_KINDS = {"scalar": "constant", "vector": "constant_vector", "tensor": "constant_tensor"}
FIXED = {"h": "function", "r": "position", "t": "time", **dict.fromkeys("xyz", "coordinate")}

LawText: TypeAlias = type[Any]
"""A class that has laws as text, in the attribute `laws`: a glyph, or one of what belongs to no glyph."""

_read: dict[LawText, tuple[Law, ...]] = {}

LINE = re.compile(r"(?P<name>\w+)\s*:\s*(?P<body>.*?)(?:\s+if\s+(?P<conditions>.*))?$")
CONDITION = re.compile(rf"(?P<predicate>constant|nonzero|{'|'.join(sorted(NUMBER_CONDITIONS))})\((?P<letter>\w)\)$")
DIMENSION = re.compile(r"dimension\(([123])\)$")


@frozen
class Law:
    """An equation between patterns that holds for all values of its letters.

    `conditions` are pairs of a predicate and the variable it is about; `origin` is file:line.
    """

    name: str
    left: Term
    right: Term
    two_way: bool = True
    conditions: tuple[tuple[str, str], ...] = ()
    origin: str = ""
    dimensions: tuple[int, ...] = (1, 2, 3)
    """Where the law may hold; whether it does there is found by exact jets."""

    @property
    def about_signs(self) -> bool:
        """Whether it asks for a sign or a whole number.

        Exact fingerprints know of neither, so no e-graph that they guard uses the law.
        """
        return any(predicate in NUMBER_CONDITIONS for predicate, _ in self.conditions)

    @cached_property
    def ops(self) -> frozenset[Op]:
        """The operators, numbers and variables that stand in the law."""
        return frozenset(node.op for side in (self.left, self.right) for node in postorder(side))

    def letter(self, variable: str) -> Declaration:
        """What a letter of the law stands for where its conditions hold."""
        name, kind = variable.split(":")
        asked = {predicate for predicate, about in self.conditions if about == variable}
        signs = tuple(asked & SIGN_CONDITIONS.keys())
        return Declaration(name, CONSTANT_KINDS[kind] if "constant" in asked else kind, signs)


def laws_of(glyph: LawText) -> tuple[Law, ...]:
    """The laws that a glyph declares, or those of functions; one for each rank where a letter may have any.

    Raises ParseError or RankError with file, line and column for a law that cannot be read.
    """
    if glyph in _read:
        return _read[glyph]
    file, first, source = _source(glyph)
    found: list[Law] = []
    for line in filter(str.strip, glyph.laws.splitlines()):
        offset = next((i for i, own in enumerate(source) if own.strip() == line.strip()), 0)
        found += _read_line(line, file, first + offset)
    _read[glyph] = tuple(found)
    return _read[glyph]


def forget() -> None:
    """Empty what is kept of laws that were read."""
    _read.clear()


def all_laws() -> Iterator[Law]:
    """Every law of every glyph in the catalogue."""
    for glyph in list(CATALOGUE.values()):
        yield from laws_of(glyph)


def specialised(law: Law, functions: Iterable[tuple[str, int]], positions: Iterable[str]) -> Iterator[Law]:
    """The law for the functions (name, highest order) and positions that a problem really has.

    A law about h stands for one law per function and order; one about r for one per name of the position.
    """
    orders = [op.payload[1] for op in law.ops if op.name == UNKNOWN]
    about_position = any(op.name == SYMBOL and op.payload.kind == "position" for op in law.ops)
    if orders:
        for name, highest in functions:
            for shift in range(highest + 1) if min(orders) == 0 else ():
                spelt = f"{law.name}.{name}{chr(39) * shift}"
                yield _renamed(law, spelt, partial(_applied, name, shift))
    elif about_position:
        for name in positions:
            spelt = law.name if name == "r" else f"{law.name}.{name}"
            yield _renamed(law, spelt, partial(_placed, name))
    else:
        yield law


def _applied(name: str, shift: int, op: Op) -> Op:
    return Op(UNKNOWN, (name, op.payload[1] + shift)) if op.name == UNKNOWN else op


def _placed(name: str, op: Op) -> Op:
    is_position = op.name == SYMBOL and op.payload.kind == "position"
    return Op(SYMBOL, Declaration(name, "position")) if is_position else op


def _renamed(law: Law, name: str, change: Callable[[Op], Op]) -> Law:
    def rebuild(term: Term) -> Term:
        return fold(term, lambda op, args: Term(change(op), tuple(args)))

    return evolve(law, name=name, left=rebuild(law.left), right=rebuild(law.right))


def _read_line(line: str, file: str, number: int) -> list[Law]:
    start = len(line) - len(line.lstrip())
    match = LINE.match(line.strip())
    place = Place(file, number, start + 1, line)
    if match is None:
        raise ParseError("a law reads 'name: left = right', with 'if constant(X)' behind it where it needs that", place)
    name, body = match["name"], match["body"]
    sign = "=>" if "=>" in body else "="
    ranks = ("scalar", "vector", "tensor") if any(letter in body for letter in ANY_RANK) else ("scalar",)
    body_place = Place(file, number, start + 1 + match.start("body"), line)
    laws, refusals = [], []
    for kind in ranks:
        try:
            left, right = _sides(body, _declarations(kind), body_place, sign)
        except RankError as error:
            refusals.append(error)
            continue
        conditions, dimensions = _conditions(match["conditions"], left, place)
        own_name = name if kind == "scalar" else f"{name}.{kind}"
        laws.append(Law(own_name, left, right, sign == "=", conditions, f"{file}:{number}", dimensions))
    if not laws:
        raise refusals[0]
    return laws


@cache
def _declarations(kind: str) -> Declarations:
    letters = {**LETTERS, **dict.fromkeys(ANY_RANK, kind), **FIXED}
    return {letter: Declaration(letter, k) for letter, k in letters.items()}


def _sides(body: str, declarations: Declarations, place: Place, sign: str) -> tuple[Term, Term]:
    text = body.replace("=>", "=", 1) if sign == "=>" else body
    left, right = parse_equation(text, declarations, place)
    return _generalise(left), _generalise(right)


def _generalise(term: Term) -> Term:
    """The term with each letter made a pattern variable `name:kind`; r and t stay what they are."""

    def combine(op: Op, args: list[Term]) -> Term:
        if op.name == SYMBOL and op.payload.name not in FIXED:
            return Term(Op(VARIABLE, f"{op.payload.name}:{op.payload.kind}"))
        return Term(op, tuple(args))

    return fold(term, combine)


def _conditions(text: str | None, left: Term, place: Place) -> tuple[tuple[tuple[str, str], ...], tuple[int, ...]]:
    """The predicates on variables, and the dimensions."""
    found = []
    dimensions: tuple[int, ...] = (1, 2, 3)
    for part in (text or "").split(" and "):
        only = DIMENSION.match(part.strip())
        if only:
            dimensions = (int(only[1]),)
        if not part or only:
            continue
        match = CONDITION.match(part.strip())
        bound = {name.split(":")[0]: name for name in variables(left)}
        if match is None or match["letter"] not in bound:
            raise ParseError(
                f"the condition {part!r} is not one: write constant(X) or nonzero(f) of a letter on the left, "
                "a sign as positive(f), or dimension(2)",
                place,
            )
        found.append((match["predicate"], bound[match["letter"]]))
    return tuple(found), dimensions


def _source(glyph: LawText) -> tuple[str, int, list[str]]:
    """File name, line on which the text of laws begins, and the lines from there; the class's name without a file.

    A class at the top of a file is found by its first line: that takes no parsing of the file, as the general way does.
    """
    try:
        file = inspect.getsourcefile(glyph) or ""
        lines = linecache.getlines(file)
        heads = tuple(f"class {glyph.__qualname__}{mark}" for mark in "(:")
        start = next((i for i, line in enumerate(lines) if line.startswith(heads)), None)
        if start is None:
            lines, start = inspect.getsourcelines(glyph)[0], 0
            first = inspect.getsourcelines(glyph)[1]
        else:
            first = 1
    except (OSError, TypeError):
        return glyph.__qualname__, 1, []
    at = next((i for i in range(start, len(lines)) if lines[i].strip().startswith("laws =")), start)
    return file.rsplit("/", 1)[-1], first + at, lines[at:]
