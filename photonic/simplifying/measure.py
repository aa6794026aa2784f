"""What a form is measured by: the goals of simplify, each a number to be made small, with what breaks ties.

A measure is worked out from the leaves up: `at(term, values of the operands)`. The first entry is what counts and what
is shown; the others decide between forms that are equal in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from attrs import frozen

from photonic.cost import operations, term_cost
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import glyphs
from photonic.expressions.functions import KNOWN_FUNCTIONS
from photonic.terms import FUNCTION
from rewriting.op import Op
from rewriting.term import Term, postorder

__all__ = [
    "GOALS",
    "Measure",
    "Value",
    "canonical",
    "factored",
    "free_of",
    "key_of",
    "measure_for",
    "places",
    "value_of_term",
]

Value = tuple[float, ...]

GOALS = ("cheapest", "smallest", "accurate", "expanded", "factored in GLYPH", "free of GLYPH, GLYPH, …")

ASKED = re.compile(r"(?P<goal>factored|free)[ _]?(?:in|of)?\s*(?P<open>\()?\s*(?P<names>.*?)(?(open)\))$")
"""A goal about glyphs in words, "free of curl, div", or as it is written in Python, "free_of(curl)"."""


@frozen
class Measure:
    """A goal: how forms compare, the unit of the figure, and whether a form has what was asked for.

    `about` are the keys of the operators that the goal speaks of, `price` a cost for each operator that an extraction
    from an e-graph may go by.
    """

    goal: str
    unit: str
    at: Callable[[Term, Sequence[Value]], Value]
    price: Callable[[Op], float]
    reached: Callable[[Term], bool] = lambda _term: True
    about: frozenset[str] = frozenset()


def factored(glyph: str) -> str:
    """The goal of one application of a glyph around everything: `simplify(expr, goal=factored("∇·"))`."""
    return f"factored in {glyph}"


def free_of(*glyphs: str) -> str:
    """The goal of a form without some glyphs or functions: `simplify(expr, goal=free_of("∇×", "sin"))`."""
    return f"free of {', '.join(glyphs)}"


def measure_for(goal: str, dimension: int, redexes: Callable[[Term], int]) -> Measure:
    """The measure of a goal; `redexes` counts the expanding laws that apply at the root of a term.

    Raises PhotonicError for a goal that does not exist, and a glyph that does not.
    """
    price, cost = operations(dimension), term_cost(dimension)

    def cheapest(term: Term, below: Sequence[Value]) -> Value:
        return (cost(term) + sum(v[0] for v in below), 1 + sum(v[1] for v in below))

    if not isinstance(goal, str):
        raise PhotonicError(f"goal {goal!r} is none of {', '.join(GOALS)}")
    match goal:
        case "cheapest" | "accurate":
            return Measure(goal, "operations", cheapest, price)
        case "smallest":
            smallest = lambda term, below: cheapest(term, [v[::-1] for v in below])[::-1]  # noqa: E731
            return Measure(goal, "nodes", smallest, lambda _op: 1)
        case "expanded":
            return Measure(goal, "places to expand", _counted(lambda t: redexes(t), cheapest), price)
    asked = ASKED.match(goal)
    if asked is None:
        raise PhotonicError(f"goal {goal!r} is none of {', '.join(GOALS)}")
    words = re.split(r",|\band\b", asked["names"])
    names = frozenset(name for word in words for name in _named(goal, word))
    if asked["goal"] == "free":
        return _free(goal, names, cheapest, price)
    if len(words) > 1:
        raise PhotonicError(f"goal {goal!r}: one glyph stands around everything; name one of the {len(words)}")
    return _factored(goal, names, cheapest, price)


def canonical(goal: Any) -> Any:
    """A goal as the messages write it: without spaces around it, in small letters where it is a word."""
    if not isinstance(goal, str):
        return goal
    word = goal.strip()
    if word.lower() in ("cheapest", "smallest", "accurate", "expanded"):
        return word.lower()
    asked = ASKED.match(word)
    if asked is None or not asked["names"].strip():
        return goal
    words = (each.strip() for each in re.split(r",|\band\b", asked["names"]))
    return (free_of if asked["goal"] == "free" else factored)(", ".join(words))


def _named(goal: str, word: str) -> list[str]:
    """The names that operators have in a key, with a mark before a function's; − is a sign and a difference."""
    word = word.strip()
    spelt = {"-": "−"}.get(word, word)
    found = [g.name for g in glyphs() if spelt in (g.ascii, g.symbol, g.name, *g.aliases)]
    if not found and word in KNOWN_FUNCTIONS:
        found = [f"{FUNCTION} {word}"]
    if not found:
        known = " ".join(sorted({g.ascii for g in glyphs()}))
        raise PhotonicError(f"goal {goal!r}: {word!r} is no glyph or function; there are {known}")
    return found


def key_of(op: Op) -> str:
    """What `_named` calls an operator."""
    return f"{FUNCTION} {op.payload}" if op.name == FUNCTION else op.name


def value_of_term(measure: Measure, term: Term, known: dict[Term, Value]) -> Value:
    """The measure of a term; `known` keeps what has been worked out."""
    stack = [term]
    while stack:
        node = stack[-1]
        if node in known:
            stack.pop()
            continue
        missing = [child for child in node.args if child not in known]
        if missing:
            stack += missing
        else:
            known[stack.pop()] = measure.at(node, [known[child] for child in node.args])
    return known[term]


_At = Callable[[Term, Sequence[Value]], Value]


def _counted(count: Callable[[Term], int], ties: _At) -> _At:
    def at(term: Term, below: Sequence[Value]) -> Value:
        return (count(term) + sum(v[0] for v in below), *ties(term, [v[1:] for v in below]))

    return at


def _free(goal: str, names: frozenset[str], ties: _At, price: Callable[[Op], float]) -> Measure:
    def priced(op: Op) -> float:
        return price(op) + 1e6 * (key_of(op) in names)

    at = _counted(lambda term: int(key_of(term.op) in names), ties)
    return Measure(goal, "occurrences", at, priced, lambda term: not places(term, names), names)


def _factored(goal: str, names: frozenset[str], ties: _At, price: Callable[[Op], float]) -> Measure:
    """Counted are the nodes outside of the glyph, the outermost one included: 1 where it is around everything."""

    def at(term: Term, below: Sequence[Value]) -> Value:
        outside = 0.0 if key_of(term.op) in names else sum(v[0] for v in below)
        return (1 + outside, *ties(term, [v[1:] for v in below]))

    def favoured(op: Op) -> float:
        return price(op) if key_of(op) in names else price(op) + 100

    return Measure(goal, "nodes outside", at, favoured, lambda term: key_of(term.op) in names, names)


def places(term: Term, names: Collection[str]) -> list[Term]:
    """The distinct subterms at whose root one of some operators stands."""
    return [node for node in postorder(term) if key_of(node.op) in names]
