"""Cost: estimated floating-point operations for each grid point.

`op_cost` prices one operator for extraction, where a form is a tree; `energy` counts a whole program, where shared
parts are computed once and zero terms of ε and δ vanish. Derivatives count as fourth-order central differences.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import cache

from backends.contraction import plan
from backends.program import Instruction, Program
from photonic.expressions.catalogue import CATALOGUE
from photonic.terms import FUNCTION, UNKNOWN, rank_of_op
from rewriting.op import NUMBER, Op
from rewriting.term import Term

__all__ = ["OPERATIONS_PER_SECOND", "delay", "energy", "op_cost", "operations", "term_cost"]

STENCIL = 8
"""Multiplications and additions of a fourth-order central difference: four neighbours."""

ELEMENTARY = 20
"""A transcendental function, in additions (polynomial kernels of degree about ten)."""

LIKELY_STEPS = 100
"""Steps that a search for a fixed point is taken to need."""

PRESENCE = 1 / 1024
"""What a node costs beyond its operations, so that of two forms that compute the same the shorter one wins."""

OPERATIONS_PER_SECOND = 1e9
"""The rate that `delay` assumes of one core."""


def op_cost(dimension: int = 3) -> Callable[[Op], float]:
    """The price of one occurrence of an operator: its operations, and a little for being there."""
    price = operations(dimension)
    return lambda op: PRESENCE + price(op)


def operations(dimension: int = 3) -> Callable[[Op], float]:
    """The operations per grid point of one occurrence of an operator."""

    @cache
    def price(op: Op) -> float:
        if op.name in CATALOGUE:
            return float(CATALOGUE[op.name].flops * _components(dimension, rank_of_op(op)))
        return float(ELEMENTARY if op.name in (FUNCTION, UNKNOWN) else 0)

    return price


def term_cost(dimension: int = 3) -> Callable[[Term], float]:
    """The operations per grid point of the operator at a term's root; a whole power is counted in multiplications."""
    price = operations(dimension)

    def cost(term: Term) -> float:
        if term.op.name != "power":
            return price(term.op)
        exponent = term.args[1]
        signed = exponent.op.name == "negate"
        size = exponent.args[0] if signed else exponent
        if size.op.name != NUMBER or Fraction(size.op.payload).denominator != 1:
            return float(ELEMENTARY)
        return float(_multiplications(-int(size.op.payload) if signed else int(size.op.payload)))

    return cost


def _multiplications(exponent: int) -> int:
    """Of a whole power by repeated squaring; a negative one takes a division besides."""
    size = abs(exponent)
    return max(size.bit_length() - 1, 0) + max(size.bit_count() - 1, 0) + (exponent < 0)


def energy(program: Program) -> float:
    """Floating-point operations per grid point that the program takes."""
    tape = program.instructions
    literals = {i: instruction.static[0] for i, instruction in enumerate(tape) if instruction.op == "literal"}
    return float(sum(_operations(instruction, program, literals) for instruction in tape))


def delay(program: Program, points: int) -> float:
    """Estimated seconds for one evaluation on so many points."""
    return energy(program) * points / OPERATIONS_PER_SECOND


def _components(dimension: int, rank: int) -> int:
    return math.prod([dimension] * rank)


def _operations(instruction: Instruction, program: Program, literals: dict[int, tuple[int, ...]]) -> float:
    components = _components(program.dimension, instruction.rank)
    match instruction.op:
        case "add" | "multiply" | "divide":
            return float(components)
        case "partial":
            return float(STENCIL * instruction.static[1] * components)
        case "power":
            exponent = program.instructions[instruction.args[1]]
            whole = exponent.op == "number" and exponent.static[0].denominator == 1
            return float(_multiplications(int(exponent.static[0]))) if whole else ELEMENTARY
        case "elementary" | "unknown":
            return ELEMENTARY
        case "einsum":
            ranks = [program.instructions[argument].rank for argument in instruction.args]
            known = [literals.get(argument) for argument in instruction.args]
            contraction = plan(instruction.static[0], ranks, program.dimension, known)
            factors = max(len(contraction.operands) - 1, 0)
            return float(sum(len(terms) * (factors + 1) - 1 for terms in contraction.terms if terms))
        case "iterate":
            count, _, body = instruction.static
            return energy(body) * (LIKELY_STEPS if count is None else count)
    return 0
