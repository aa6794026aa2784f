"""Where a claim has a meaning: every quotient, power and function in it has a real value.

SymPy differentiates log(0) to 0 as if it were a number, so the two sides alone do not show what is undefined inside.
"""

from __future__ import annotations

import sympy
from attrs import evolve

from backends.components.cartesian import Components
from backends.program import Program

__all__ = ["divisors", "is_real", "with_partial_operations"]

PARTIAL = ("divide", "power", "elementary")
"""Instructions that are not defined for all real operands."""

UNDEFINED = (sympy.nan, sympy.zoo, sympy.oo, -sympy.oo, sympy.I)


def with_partial_operations(program: Program) -> Program:
    """The program with the results of its partial operations as further outputs."""
    partial = [index for index, item in enumerate(program.instructions) if item.op in PARTIAL]
    return evolve(program, outputs=(*program.outputs, *partial))


def divisors(program: Program) -> Program | None:
    """The program whose outputs are what the program divides by; None where it divides by nothing.

    A quotient 0/f is 0 for SymPy even where f is 0.
    """
    found = dict.fromkeys(item.args[1] for item in program.instructions if item.op == "divide")
    return evolve(program, outputs=tuple(found)) if found else None


def is_real(value: Components) -> bool:
    """Whether no component is undefined, infinite or complex."""
    return not any(entry.has(*UNDEFINED) or entry.is_extended_real is False for entry in value.flat)
