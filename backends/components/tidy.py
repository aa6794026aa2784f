"""Sums in which every product of fields and their derivatives occurs once, with a short coefficient."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import sympy
from sympy.core.function import AppliedUndef

from backends.components.cartesian import Components, components
from backends.components.unknown import UnknownDerivative

__all__ = ["tidied"]

_LONGEST = 24
"""Operations of a coefficient that is still simplified: beyond, SymPy may take minutes."""

_FIELDS = (AppliedUndef, sympy.Derivative, UnknownDerivative)


def tidied(value: Components) -> Components:
    """The components, expanded in the fields; short factors of coordinates and constants alone are simplified."""
    return components([_tidy(entry) for entry in value.flat]).reshape(value.shape)


def _tidy(entry: sympy.Expr) -> sympy.Expr:
    coefficients: defaultdict[sympy.Expr, list[sympy.Expr]] = defaultdict(list)
    for term in sympy.Add.make_args(sympy.expand(entry)):
        factors = sympy.Mul.make_args(term)
        fields = [factor for factor in factors if factor.has(*_FIELDS)]
        rest = [factor for factor in factors if not factor.has(*_FIELDS)]
        coefficients[sympy.Mul(*fields)].append(sympy.Mul(*rest))
    return sympy.Add(*[fields * _short(sympy.Add(*own)) for fields, own in coefficients.items()])


@lru_cache(maxsize=4096)
def _short(coefficient: sympy.Expr) -> sympy.Expr:
    """The coefficient itself where it has nothing to gain; SymPy's simplification is slow."""
    single = len(sympy.Add.make_args(coefficient)) == 1 and not coefficient.has(sympy.sin, sympy.cos, sympy.tan)
    if single or coefficient.count_ops() > _LONGEST:
        return coefficient
    short = sympy.simplify(coefficient)
    return short if short.count_ops() <= coefficient.count_ops() else coefficient
