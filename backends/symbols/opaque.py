"""Roots, functions and symbolic powers as letters, so that an expression is a rational function of what is left."""

from __future__ import annotations

import sympy

__all__ = ["hidden", "shown"]


def hidden(expression: sympy.Expr, letters: dict[sympy.Expr, sympy.Symbol]) -> sympy.Expr:
    """The expression with a real letter for π, for each function and for each power that is not an integer one.

    `letters` remembers which letter stands for what, from one expression to the next.
    """
    atoms = expression.atoms(sympy.Function, sympy.NumberSymbol)
    atoms |= {p for p in expression.atoms(sympy.Pow) if not p.exp.is_Integer}
    for atom in sorted(atoms, key=lambda a: (sympy.count_ops(a), str(a)), reverse=True):
        letters.setdefault(atom, sympy.Dummy(real=True))
    return expression.xreplace(letters)


def shown(expression: sympy.Expr, letters: dict[sympy.Expr, sympy.Symbol]) -> sympy.Expr:
    """The expression with what the letters stand for."""
    return expression.xreplace({letter: atom for atom, letter in letters.items()})
