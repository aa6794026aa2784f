"""What a form is measured by: the goals of simplify, each a number to be made small, with what breaks ties.

A measure is worked out from the leaves up: `at(term, values of the operands)`. The first entry is what counts and what
is shown; the others decide between forms that are equal in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from photonic.cost import operations, term_cost
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import by_spelling, glyphs
from rewriting.op import Op
from rewriting.term import Term

__all__ = ["GOALS", "Measure", "Value", "factored", "free_of", "measure_for", "value_of_term"]

Value = tuple[float, ...]

GOALS = ("cheapest", "smallest", "accurate", "expanded", "factored in GLYPH", "free of GLYPH")


@frozen
class Measure:
    """A goal: how forms compare, the unit of the figure, and whether a form has what was asked for.

    `glyph` is the operator's name that the goal speaks of, `price` a cost for each operator that an extraction from an
    e-graph may go by.
    """

    goal: str
    unit: str
    at: Callable[[Term, Sequence[Value]], Value]
    price: Callable[[Op], float]
    reached: Callable[[Term], bool] = lambda _term: True
    glyph: str = ""


def factored(glyph: str) -> str:
    """The goal of one application of a glyph around everything: `simplify(expr, goal=factored("∇·"))`."""
    return f"factored in {glyph}"


def free_of(glyph: str) -> str:
    """The goal of a form without a glyph: `simplify(expr, goal=free_of("∇×"))`."""
    return f"free of {glyph}"


def measure_for(goal: str, dimension: int, redexes: Callable[[Term], int]) -> Measure:
    """The measure of a goal; `redexes` counts the expanding laws that apply at the root of a term.

    Raises PhotonicError for a goal that does not exist, and a glyph that does not.
    """
    price, cost = operations(dimension), term_cost(dimension)

    def cheapest(term: Term, below: Sequence[Value]) -> Value:
        return (cost(term) + sum(v[0] for v in below), 1 + sum(v[1] for v in below))

    if goal in ("cheapest", "accurate"):
        return Measure(goal, "operations", cheapest, price)
    if goal == "smallest":
        return Measure(goal, "nodes", lambda term, below: cheapest(term, [v[::-1] for v in below])[::-1], lambda _op: 1)
    if goal == "expanded":
        return Measure(goal, "places to expand", _counted(lambda t: redexes(t), cheapest), price)
    if not isinstance(goal, str):
        raise PhotonicError(f"goal {goal!r} is none of {', '.join(GOALS)}")
    for words, make in (("factored in ", _factored), ("free of ", _free)):
        if goal.startswith(words):
            glyph = by_spelling(goal.removeprefix(words).strip())
            if glyph is None:
                known = " ".join(sorted({g.ascii for g in glyphs()}))
                raise PhotonicError(f"goal {goal!r}: {goal.removeprefix(words)!r} is no glyph; there are {known}")
            return make(goal, glyph.name, cheapest, price)
    raise PhotonicError(f"goal {goal!r} is none of {', '.join(GOALS)}")


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


def _free(goal: str, name: str, ties: _At, price: Callable[[Op], float]) -> Measure:
    def priced(op: Op) -> float:
        return price(op) + 1e6 * (op.name == name)

    at = _counted(lambda term: int(term.op.name == name), ties)
    return Measure(goal, "occurrences", at, priced, lambda term: not _contains(term, name), name)


def _factored(goal: str, name: str, ties: _At, price: Callable[[Op], float]) -> Measure:
    """Counted are the nodes outside of the glyph, the outermost one included: 1 where it is around everything."""

    def at(term: Term, below: Sequence[Value]) -> Value:
        outside = 0.0 if term.op.name == name else sum(v[0] for v in below)
        return (1 + outside, *ties(term, [v[1:] for v in below]))

    def favoured(op: Op) -> float:
        return price(op) if op.name == name else price(op) + 100

    return Measure(goal, "nodes outside", at, favoured, lambda term: term.op.name == name, name)


def _contains(term: Term, name: str) -> bool:
    seen, stack = set(), [term]
    while stack:
        node = stack.pop()
        if node.op.name == name:
            return True
        if node not in seen:
            seen.add(node)
            stack += node.args
    return False
