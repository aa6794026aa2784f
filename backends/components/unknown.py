"""Derivatives of unknown functions of one variable, as SymPy functions that derive by the chain rule."""

from __future__ import annotations

from typing import Any

import sympy

__all__ = ["UnknownDerivative"]


class UnknownDerivative(sympy.Function):
    """`UnknownDerivative(h, n, a)`: the n-th derivative of the unknown function named by the symbol h, at a.

    SymPy's own `Function("h")(a)` derives to a `Subs` whose form depends on a, so that equal expressions need not
    cancel. Here d/dx of h⁽ⁿ⁾(a) is h⁽ⁿ⁺¹⁾(a) ∂a/∂x, always.
    """

    nargs = (3,)

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        name, order, at = self.args
        return UnknownDerivative(name, order + 1, at) if argindex == 3 else sympy.S.Zero

    def _eval_is_real(self) -> bool | None:
        known: bool | None = self.args[2].is_real
        return True if known else None

    def _sympystr(self, printer: Any) -> str:
        name, order, at = self.args
        marks = "'" * int(order) if order < 4 else f"^({order})"
        return f"{name}{marks}({printer._print(at)})"
