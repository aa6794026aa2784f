"""How many derivatives a program stacks: the order its jets need."""

from __future__ import annotations

from backends.program import Program

__all__ = ["derivative_depth"]


def derivative_depth(program: Program) -> int:
    """The largest total order of derivatives on a path from an input to an output.

    Jets of this order leave the outputs with a trust of at least 0, so that their values at the point are right;
    each order more leaves one more order of Taylor coefficients to compare.
    """
    depths: list[int] = []
    for instruction in program.instructions:
        own = instruction.static[1] if instruction.op == "partial" else 0
        if instruction.op == "iterate":
            count, _, body = instruction.static
            own = derivative_depth(body) * (1 if count is None else count)
        depths.append(own + max((depths[argument] for argument in instruction.args), default=0))
    return max((depths[output] for output in program.outputs), default=0)
