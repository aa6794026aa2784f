"""Signs of expressions in real variables: what is certain, and a branch in two where it is not.

A classification asks for signs as if all were known. `branches` runs it for each outcome of every sign that is not
certain, and joins again what comes out alike, so that only the signs on which an answer depends are left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

import sympy
from attrs import frozen

from backends.symbols.opaque import hidden, shown
from backends.symbols.work import spend, terms_of

__all__ = ["Branch", "Signs", "branches", "certain_sign", "factors"]

T = TypeVar("T")
DEEPEST = 5
"""Signs on which one answer may depend; beyond, the usual one is taken."""


class _Open(Exception):  # noqa: N818
    """A sign is asked for that is not known."""

    def __init__(self, factor: sympy.Expr) -> None:
        super().__init__(str(factor))
        self.factor = factor


class Signs:
    """The signs of expressions, where those of some factors are assumed.

    `usual` are variables that are positive by custom (constants, densities, conductivities); a factor that is
    positive for positive ones is written so that its usual sign is +. `reduced` may rewrite a factor by what is
    known of the solution.
    """

    def __init__(
        self,
        assumed: Mapping[sympy.Expr, int],
        usual: frozenset[sympy.Symbol],
        reduced: Callable[[sympy.Expr], sympy.Expr] = lambda factor: factor,
    ) -> None:
        self.assumed, self.usual, self.reduced = assumed, usual, reduced

    def of(self, expression: sympy.Expr) -> int:
        """−1, 0 or 1. Where an even power stands, its base is taken not to vanish."""
        sign = 1
        for part, power in factors(expression):
            sign *= self._of_factor(part) ** (power if power > 0 else -power)
        return sign

    def _of_factor(self, factor: sympy.Expr) -> int:
        known = certain_sign(factor)
        if known is not None:
            return known
        if factor.is_Pow and not factor.exp.is_Integer:
            return self.of(factor.base)
        factor = self.reduced(factor)
        parts = factors(factor)
        if len(parts) != 1 or parts[0][0] not in (factor, -factor):
            return self.of(factor)
        turned = -1 if self.usual_sign(factor) == -1 or (self.usual_sign(factor) is None and _leads(factor) < 0) else 1
        standing = sympy.expand(turned * factor)
        if standing in self.assumed:
            return turned * self.assumed[standing]
        raise _Open(standing)

    def usual_sign(self, factor: sympy.Expr) -> int | None:
        """The sign for positive values of what is positive by custom; None where even that does not settle it."""
        twins = {symbol: sympy.Dummy(symbol.name, positive=True) for symbol in factor.free_symbols & self.usual}
        return certain_sign(factor.xreplace(twins))

    def standing_sign(self, factor: sympy.Expr) -> int | None:
        """The usual sign; + for a factor of constants without one, which is written with its first letter positive."""
        usual = self.usual_sign(factor)
        is_constant = all(s in self.usual and not isinstance(s, sympy.Dummy) for s in factor.free_symbols)
        return 1 if usual is None and is_constant else usual


@frozen
class Branch(Generic[T]):
    """An answer and the signs on which it rests; `is_usual` if each of them is the usual one or none is usual."""

    answer: T
    signs: tuple[tuple[sympy.Expr, int], ...]
    is_usual: bool
    is_open: bool
    """Whether one of the signs has no usual value."""


def branches(
    ask: Callable[[Signs], T],
    usual: frozenset[sympy.Symbol],
    reduced: Callable[[sympy.Expr], sympy.Expr] = lambda factor: factor,
) -> list[Branch[T]]:
    """All answers of `ask`, each with the signs it depends on."""

    def explore(assumed: dict[sympy.Expr, int]) -> list[tuple[T, tuple[tuple[sympy.Expr, int], ...]]]:
        try:
            return [(ask(Signs(assumed, usual, reduced)), ())]
        except _Open as question:
            factor = question.factor
        both = [explore({**assumed, factor: sign}) for sign in ((1, -1) if len(assumed) < DEEPEST else (1,))]
        if len(both) == 1 or both[0] == both[1]:
            return both[0]
        return [(a, ((factor, sign), *rest)) for sign, found in zip((1, -1), both, strict=True) for a, rest in found]

    signs = Signs({}, usual)
    result = []
    for answer, chosen in explore({}):
        customs = [signs.standing_sign(factor) for factor, _ in chosen]
        usual_all = all(custom in (None, sign) for custom, (_, sign) in zip(customs, chosen, strict=True))
        result.append(Branch(answer, chosen, usual_all, None in customs))
    return result


def certain_sign(expression: sympy.Expr) -> int | None:
    """The sign if it is the same for all real values of the variables, else None; zero at single points is ignored."""
    spend(500 * terms_of(expression), "the sign of a coefficient")
    if expression.is_zero:
        return 0
    if expression.is_positive or expression.is_nonnegative:
        return 1
    if expression.is_negative or expression.is_nonpositive:
        return -1
    terms = [_term_sign(term) for term in sympy.Add.make_args(sympy.expand(expression))]
    if None not in terms and len(set(terms)) == 1:
        return terms[0]
    return None


def _term_sign(term: sympy.Expr) -> int | None:
    return 1 if term.is_nonnegative else -1 if term.is_nonpositive else None


def factors(expression: sympy.Expr) -> list[tuple[sympy.Expr, int]]:
    """Factors with their powers; those of the denominator have negative ones."""
    return list(_factors(expression))


@lru_cache(maxsize=1024)
def _factors(expression: sympy.Expr) -> tuple[tuple[sympy.Expr, int], ...]:
    found = []
    for part, turn in zip(sympy.fraction(sympy.together(expression)), (1, -1), strict=True):
        letters: dict[sympy.Expr, sympy.Symbol] = {}
        plain = hidden(part, letters)
        if not plain.free_symbols:
            found.append((part, 1))
            continue
        spend(20 * terms_of(plain) ** 2, "factors of a coefficient")
        constant, listed = sympy.factor_list(plain)
        found += [(shown(factor, letters), turn * int(power)) for factor, power in listed]
        found.append((constant, 1))
    return tuple((factor, power) for factor, power in found if factor != 1)


def _leads(factor: sympy.Expr) -> int:
    """The sign of the first coefficient, so that a factor and its negative are told apart alike."""
    terms = sorted((t for t in sympy.Add.make_args(factor) if not t.is_number), key=lambda t: str(t.as_coeff_Mul()[1]))
    return -1 if terms[0].as_coeff_Mul()[0].is_negative else 1
