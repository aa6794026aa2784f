"""The type of an equation with the conditions under which it has it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations

import sympy
from attrs import frozen

from backends.calculus import SPACE, TIME
from backends.symbols.characteristic import Shape, edges, factored, top_part
from backends.symbols.kinds import Kind, evolution_kind, steady_kind
from backends.symbols.linearised import Linearised
from backends.symbols.sampling import sampled_evolution
from backends.symbols.signs import Branch, Signs, branches, certain_sign
from photonic.tessaris.record import Region
from photonic.tessaris.remarks import remarks
from photonic.tessaris.wording import condition, modes, spelt, typeset

__all__ = ["Classified", "classify", "guessed"]

AXES = (*SPACE, TIME)
MOST_BORDERS = 3
"""Lines on which a type changes that are named one by one."""


@frozen
class Classified:
    """A type, where it holds, and what it is elsewhere."""

    type: str
    regions: tuple[Region, ...] = ()
    assuming: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    symbol: tuple[str, ...] = ()
    latex: tuple[str, ...] = ()
    positive: frozenset[sympy.Symbol] = frozenset()
    """Variables whose positive sign the type rests on."""


def classify(polynomial: sympy.Poly, system: Linearised, shape: Shape, usual: frozenset[sympy.Symbol]) -> Classified:
    """The type by the characteristic polynomial; "mixed" where it changes with the place or the solution."""

    def ask(signs: Signs) -> Kind:
        if system.time_order:
            return evolution_kind(polynomial, usual, signs)
        return steady_kind(polynomial, usual, signs, len(system.rows) == 1)

    found = [branch for branch in branches(ask, usual, _on_solutions(system)) if _possible(branch)]
    usually = [branch for branch in found if branch.is_usual]
    names = list(dict.fromkeys(branch.answer.name for branch in usually))
    one = names[0] if len(names) == 1 else "mixed"
    assuming: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    if one == "mixed":
        regions = [_region(branch) for branch in found]
    else:
        regions = [_region(branch) for branch in found if _strays(branch, usual) == 1]
        assuming = tuple(dict.fromkeys(condition(f, s) for b in usually for f, s in b.signs))
        notes = tuple(dict.fromkeys(note for branch in usually for note in branch.answer.notes))
    borders = _borders(polynomial, system, usual, found)
    split = {factor for branch in found for factor, _ in branch.signs}
    notes += remarks(polynomial, system, shape, one, usual, split)
    rests = {symbol for branch in usually for factor, _ in branch.signs for symbol in factor.free_symbols & usual}
    where = tuple(dict.fromkeys([*regions, *borders]))
    return Classified(one, where, assuming, notes, *_symbol(polynomial, system), frozenset(rests))


def guessed(system: Linearised, shape: Shape, usual: frozenset[sympy.Symbol], reason: str) -> Classified:
    """The type where it is too much to work out exactly: in time by numbers, else unknown."""
    said = f"too much to work out exactly: {reason}"
    if not system.time_order:
        return Classified("unknown", notes=(said,))
    return Classified(
        sampled_evolution(system, shape, usual), notes=(said, "decided at random wave vectors and values")
    )


def _possible(branch: Branch[Kind]) -> bool:
    """Whether no two of a branch's signs exclude each other: what is positive cannot add up to less than zero."""
    positive = [sign * factor for factor, sign in branch.signs]
    return not any((certain_sign(a + b) or 1) < 0 for a, b in combinations(positive, 2))


def _region(branch: Branch[Kind]) -> Region:
    return Region(" and ".join(condition(factor, sign) for factor, sign in branch.signs), branch.answer.name)


def _strays(branch: Branch[Kind], usual: frozenset[sympy.Symbol]) -> int:
    """How many of a branch's signs are not the usual ones."""
    signs = Signs({}, usual)
    return sum(signs.standing_sign(factor) not in (None, sign) for factor, sign in branch.signs)


def _on_solutions(system: Linearised) -> Callable[[sympy.Expr], sympy.Expr]:
    """A rewriting of factors by an equation without derivatives, or by a fully nonlinear one, if that is shorter."""
    known = [row.expression for row in system.rows if not row.order or (row.linearity == 3 and len(system.rows) == 1)]

    @cache
    def reduced(factor: sympy.Expr) -> sympy.Expr:
        shorter = factor
        for expression in known:
            for symbol in sorted(expression.free_symbols & factor.free_symbols, key=lambda s: s.sort_key()):
                if expression.is_polynomial(symbol) and sympy.degree(expression, symbol) == 1:
                    slope = sympy.diff(expression, symbol)
                    tried = sympy.factor(factor.subs(symbol, -expression.subs(symbol, 0) / slope))
                    shorter = min(shorter, tried, key=sympy.count_ops)
        return shorter

    return reduced


def _borders(
    polynomial: sympy.Poly, system: Linearised, usual: frozenset[sympy.Symbol], found: list[Branch[Kind]]
) -> list[Region]:
    """What the equation is where a varying factor that matters vanishes."""
    factors = dict.fromkeys(factor for branch in found for factor, _ in branch.signs)
    varying = [f for f in factors if any(isinstance(s, sympy.Dummy) or s.name in AXES for s in f.free_symbols)]
    return [
        Region(condition(f, 0), _at_zero(polynomial, system, usual, f)) for f in varying if len(varying) <= MOST_BORDERS
    ]


def _at_zero(polynomial: sympy.Poly, system: Linearised, usual: frozenset[sympy.Symbol], factor: sympy.Expr) -> str:
    """The type of one steady equation where the factor is zero; "degenerate" for anything else."""
    linear = [s for s in factor.free_symbols if factor.is_polynomial(s) and sympy.degree(factor, s) == 1]
    if system.time_order or len(system.rows) > 1 or not linear:
        return "degenerate"
    symbol = min(linear, key=lambda s: s.sort_key())
    here = polynomial.as_expr().subs(symbol, sympy.solve(factor, symbol)[0])
    if here == 0 or here.has(sympy.nan, sympy.zoo, sympy.oo):
        return "degenerate"
    there = sympy.Poly(here, *polynomial.gens)
    if there.total_degree() < polynomial.total_degree():
        return "degenerate"
    names = {b.answer.name for b in branches(lambda signs: steady_kind(there, usual, signs), usual) if b.is_usual}
    return names.pop() if len(names) == 1 else "degenerate"


def _symbol(polynomial: sympy.Poly, system: Linearised) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The principal part as text and in LaTeX: how a wave grows, or what vanishes on characteristics."""
    if not system.time_order:
        principal = sympy.factor(top_part(polynomial).as_expr())
        return (f"{spelt(principal)} = 0",), (f"{typeset(principal)} = 0",)
    texts, latex = [], []
    for edge in edges(polynomial):
        for factor, power in factored(edge.polynomial)[1]:
            if factor.degree() < 1:
                continue
            left, right = modes(factor) or (factor.as_expr(), sympy.S.Zero)
            texts.append(f"{spelt(left)} = {spelt(right)}" + (f"   ({power} times)" if power > 1 else ""))
            latex.append(f"{typeset(left)} = {typeset(right)}")
    return tuple(texts), tuple(latex)
