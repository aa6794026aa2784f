"""Recognition: ∂x(A·∇x) + ∂y(A·∇y) + ∂z(A·∇z) is ∇·A.

An expression in components is a sum of monomials in fields and their derivatives. So is each of a list of products and
derivatives of its fields. Those whose monomials all occur, times one factor, are taken away one after the other; if
nothing remains, the expression is their sum. That is exact: both are compared component by component.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Any

import sympy

from backends.calculus import SPACE
from backends.components.cartesian import ComponentCalculus
from backends.program import evaluate
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import AMBIENT, Declaration
from photonic.expressions.ranked import rank_of
from photonic.meaning import program_of
from photonic.problem import symbols_in
from photonic.sympy_bridge.reading import add
from photonic.terms import apply, from_term, rank, symbol_term, to_term
from rewriting.term import Term, number, postorder

__all__ = ["recognised"]

MOST_MONOMIALS = 300
MOST_FIELDS = 5
MOST_VECTORS = 8
"""Beyond these an expression stays as it was read."""

IN_AXES = frozenset({"partial_x", "partial_y", "partial_z", "components", "components_plane"})
Monomials = dict[Any, Any]
"""Monomials with their numbers."""


def recognised(expr: Any, dimension: int, read: Callable[[Any], Any]) -> Any:
    """The expression without axes, if its fields make it up; else as it is. `read` reads a factor."""
    term = to_term(expr)
    fields = [d for d in symbols_in([term]).values() if d.kind not in ("coordinate", "time")]
    if dimension < 2 or len(fields) > MOST_FIELDS or not _has_axes(term):
        return expr
    (whole,) = _expanded([term], dimension)
    if sum(map(len, whole)) > MOST_MONOMIALS:
        return expr
    known = set(symbols_in([term]).values())

    def fits(factor: Any) -> bool:
        found = to_term(read(factor))
        return not _has_axes(found) and known.issuperset(symbols_in([found]).values())

    found = []
    for stage in _stages(term, fields, dimension, _speaks_of_position(whole)):
        candidates = [candidate for candidate in stage if rank(candidate) == rank(term)] if any(whole) else []
        parts = _expanded(candidates, dimension) if candidates else []
        for candidate, part in sorted(zip(candidates, parts, strict=True), key=lambda pair: -sum(map(len, pair[1]))):
            for times, factor in _taken(whole, part, fits):
                found.append((times, read(factor), from_term(candidate)))
    return _sum(found) if found and not any(whole) else expr


def _has_axes(term: Term) -> bool:
    return any(node.op.name in IN_AXES or _is_unit(node) for node in postorder(term))


def _is_unit(node: Term) -> bool:
    inner = node.args[0].op if node.op.name == "gradient" else None
    return inner is not None and inner.name == "symbol" and inner.payload.kind == "coordinate"


def _speaks_of_position(whole: Sequence[Monomials]) -> bool:
    factors = {base for monomials in whole for m in monomials for base in m.as_powers_dict()}
    return any(isinstance(base, sympy.Symbol) and base.name in SPACE for base in factors)


def _sum(found: Sequence[tuple[Any, Any, Any]]) -> Any:
    """Σ number × factor × glyph, written as a person would."""
    if not rank_of(found[0][2]):
        return add([times * factor * glyph for times, factor, glyph in found])
    total = None
    for times, factor, glyph in sorted(found, key=lambda each: bool(each[0] < 0)):
        size = abs(times)
        part = glyph if factor == 1 else CATALOGUE["multiply"](factor, glyph)
        part = part if size.p == 1 else CATALOGUE["multiply"](sympy.Integer(size.p), part)
        part = part if size.q == 1 else CATALOGUE["divide"](part, sympy.Integer(size.q))
        if total is None:
            total = CATALOGUE["negate"](part) if times < 0 else part
        else:
            total = CATALOGUE["subtract" if times < 0 else "add"](total, part)
    return total


def _stages(term: Term, names: Sequence[Declaration], dimension: int, with_position: bool) -> Iterator[Iterator[Term]]:
    """What is linear in the fields, then products; what is found early spares the working out of the others."""
    scalars, vectors, tensors = (
        [symbol_term(d) for d in names if d.rank == r and d.kind != "function"] for r in range(3)
    )
    for fields in (scalars, vectors, tensors):
        fields += [each for field in list(fields) for each in _in_time(term, field)]
    curls = [apply("curl", vector) for vector in vectors] if dimension == 3 else []
    slopes = [apply("gradient", scalar) for scalar in scalars]
    divergences = [apply("divergence", vector) for vector in vectors]
    gradients = [apply("gradient", each) for each in (*vectors, *slopes)]
    position = [symbol_term(AMBIENT["r"])] if with_position else []
    yield iter((number(1), apply("identity"), *scalars, *vectors, *tensors, *position, *curls, *slopes, *divergences))
    yield _linear([*scalars, *vectors, *tensors], curls, divergences, gradients, tensors, dimension)
    if len(vectors) + len(slopes) <= MOST_VECTORS:
        yield _products(vectors, [*slopes, *curls, *position], tensors, [*tensors, *gradients], dimension)
        yield _of_three(vectors[:2], divergences, dimension)


def _linear(
    fields: Sequence[Term],
    curls: Sequence[Term],
    divergences: Sequence[Term],
    gradients: Sequence[Term],
    tensors: Sequence[Term],
    dimension: int,
) -> Iterator[Term]:
    """Derivatives of fields, and parts of tensors and gradients."""
    smoothed = [apply("laplacian", field) for field in fields]
    yield from (*gradients, *smoothed)
    yield from (apply("gradient", each) for each in (*divergences, *smoothed) if rank(each) < 2)
    yield from (apply("curl", each) for each in curls)
    yield from (apply("laplacian", each) for each in smoothed)
    for tensor in (*tensors, *gradients):
        yield from (apply(name, tensor) for name in ("transpose", "symmetric", "skew"))
    traces = [apply("trace", tensor) for tensor in tensors]
    yield from (*traces, *(apply("divergence", tensor) for tensor in tensors))
    yield from (apply("multiply", each, apply("identity")) for each in (*divergences, *traces))
    if dimension == 3:
        yield from (apply(name, tensor) for tensor in tensors for name in ("determinant", "axial", "curl"))
        yield from (apply("hat", field) for field in fields if rank(field) == 1)


def _in_time(term: Term, field: Term) -> Iterator[Term]:
    """∂t and ∂t ∂t of a field where they occur."""
    nodes = [node for node in postorder(term) if node.op.name == "time_derivative" and field in postorder(node)]
    if nodes:
        yield apply("time_derivative", field)
    if any(node in postorder(other) for node in nodes for other in nodes if node is not other):
        yield apply("time_derivative", apply("time_derivative", field))


def _products(
    fields: Sequence[Term],
    others: Sequence[Term],
    tensors: Sequence[Term],
    with_gradients: Sequence[Term],
    dimension: int,
) -> Iterator[Term]:
    """Products of two vectors or tensors, and derivatives along vectors."""
    vectors = [*fields, *others]
    for index, left in enumerate(vectors):
        for right in vectors[index:]:
            yield apply("dot", left, right)
            if dimension == 3 and left is not right:
                yield apply("cross", left, right)
    yield from (apply("outer", left, right) for left, right in product(vectors, repeat=2))
    yield from (apply("advection", vector, moved) for vector, moved in product(vectors, (*fields, *tensors)))
    for vector, tensor in product(fields, with_gradients):
        yield from (apply("dot", tensor, vector), apply("dot", vector, tensor))
    yield from (apply("cross", vector, tensor) for vector, tensor in product(fields, tensors) if dimension == 3)
    for left, right in product(with_gradients[:MOST_FIELDS], repeat=2):
        yield from (apply("dot", left, right), apply("double_dot", left, right))


def _of_three(vectors: Sequence[Term], divergences: Sequence[Term], dimension: int) -> Iterator[Term]:
    """Products with a scalar that is made of vectors, and curls of products."""
    yield from (apply("multiply", each, vector) for each in divergences for vector in vectors)
    pairs = [(left, right) for i, left in enumerate(vectors) for right in vectors[i:]]
    yield from (apply("multiply", apply("dot", *pair), vector) for pair in pairs for vector in vectors)
    yield from (apply("curl", apply("cross", *pair)) for pair in pairs if dimension == 3 and pair[0] is not pair[1])


def _expanded(terms: Sequence[Term], dimension: int) -> list[list[Monomials]]:
    """The monomials of each component of each term."""
    program, calculus = program_of(*terms, dimension=dimension), ComponentCalculus(dimension)
    inputs = {item.name: calculus.field(item.name, item.kind, item.sign) for item in program.inputs}
    return [[_monomials(entry) for entry in value.flat] for value in evaluate(program, calculus, inputs)]


def _monomials(entry: Any) -> Monomials:
    found: Monomials = {}
    for part in sympy.Add.make_args(sympy.expand(entry)):
        count, monomial = part.as_coeff_Mul()
        if count != 0:
            found[monomial] = found.get(monomial, 0) + count
    return found


def _taken(whole: list[Monomials], part: list[Monomials], fits: Callable[[Any], bool]) -> Iterator[tuple[Any, Any]]:
    """The numbers and factors with which the part could be taken away from the whole, which then lacks it."""
    place = next((i for i, monomials in enumerate(part) if monomials), None)
    if place is None:
        return
    first = next(iter(part[place]))
    for factor in [monomial / first for monomial in whole[place] if _bases(first) <= _bases(monomial)]:
        pairs = [(i, factor * m, count) for i, monomials in enumerate(part) for m, count in monomials.items()]
        if all(monomial in whole[i] for i, monomial, _ in pairs) and fits(factor):
            times = _take(whole, pairs)
            if times:
                yield times, factor


@lru_cache(maxsize=1 << 14)
def _bases(monomial: Any) -> frozenset[Any]:
    return frozenset(monomial.as_powers_dict()) - {sympy.S.One}


def _take(whole: list[Monomials], pairs: Sequence[tuple[int, Any, Any]]) -> Any:
    """How often monomials with their numbers could be taken away: so that most vanish, and none grows."""
    times = Counter(whole[i][monomial] / count for i, monomial, count in pairs).most_common(1)[0][0]
    left = [(i, monomial, whole[i][monomial] - times * count) for i, monomial, count in pairs]
    if not times.is_Rational or any(abs(rest) > abs(whole[i][monomial]) for i, monomial, rest in left):
        return 0
    for i, monomial, rest in left:
        whole[i][monomial] = rest
        if rest == 0:
            del whole[i][monomial]
    return times
