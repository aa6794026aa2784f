"""The functions of one scalar that an expression may apply: SymPy's, by SymPy's names."""

from __future__ import annotations

import sympy
from sympy.core.function import FunctionClass

__all__ = ["KNOWN_FUNCTIONS", "OF_SEVERAL"]

OWN_MEANING = frozenset({"Heaviside", "adjoint", "transpose"})
"""Not taken: SymPy adds a second operand to the first; the others are about matrices."""


def _functions() -> dict[str, FunctionClass]:
    named = ((name, getattr(sympy, name, None)) for name in vars(sympy.functions))
    return {name: f for name, f in named if isinstance(f, FunctionClass) and f.__name__ == name}


def _takes_one(function: FunctionClass) -> bool:
    return function.nargs is not None and bool(function.nargs.is_FiniteSet) and 1 in function.nargs


KNOWN_FUNCTIONS = frozenset(name for name, f in _functions().items() if _takes_one(f)) - OWN_MEANING
"""Names of the functions that may be applied, each to one scalar."""

OF_SEVERAL = frozenset(_functions()) - KNOWN_FUNCTIONS - OWN_MEANING
"""Names of SymPy's functions that need more operands: they are refused by name."""
