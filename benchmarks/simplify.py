"""Seconds of simplify: `python -m benchmarks.simplify [repetitions]`.

Expressions of up to 50 nodes, the goals cheapest and smallest, with warm laws: median processor time and the price
before and after. Every proof is checked anew, and a price that rose is an error.
"""

from __future__ import annotations

import statistics
import sys
import time

from rich.console import Console
from rich.table import Table

from photonic.proving.verdict import Simplified
from photonic.simplify import simplify
from photonic.simplifying.rewrites import rewrites_for
from photonic.theory.rules import vocabulary

__all__ = ["main"]

BAR = 20.0
"""Milliseconds that an expression may take."""

FIELDS = dict.fromkeys("fgkpu", "scalar") | dict.fromkeys("ABv", "vector") | {"S": "tensor", "c": "constant"}
TEXTS = (
    "f + 0",
    "∇×∇f + A",
    "f g + f f",
    "k Δu + ∇k·∇u",
    "∇×∇×A + ΔA",
    "∇·(A × B) + A·∇×B",
    "(A × B) × (A × v)",
    "tr(S + Sᵀ)/2",
    "f ∇·A + ∇f·A + g ∇·B + ∇g·B",
    "sin(f)^2 + cos(f)^2 + ∇·∇×A",
    "A·A + 2 (A·B) + B·B − (A + B)·(A + B)",
    "∂t v + (v·∇)v + ∇p − c Δv − ∂t v − (v·∇)v",
    "f (A·B) + c (A·B) − f (B·A) + g (A·B) + u (A·B) − c (B·A)",
    "(k Δu + ∇k·∇u + f Δg + ∇f·∇g + c Δp) A + ∇×∇×B − ∇(∇·B) + ΔB·I + 0 A",
)


def timed(text: str, goal: str) -> tuple[Simplified, float]:
    """The answer and the processor milliseconds of one call."""
    began = time.process_time()
    result = simplify(text, fields=FIELDS, goal=goal)
    return result, 1e3 * (time.process_time() - began)


def main() -> None:
    """Print the table."""
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    table = Table("expression", "goal", "before", "after", "ms")
    every = []
    for text in TEXTS:
        for goal in ("cheapest", "smallest"):
            result, _ = timed(text, goal)
            laws = rewrites_for(3, *vocabulary([result.before]))
            result.proof.check(laws.kernel)
            if result.cost_after > result.cost_before:
                raise AssertionError(f"{text} became worse; please report this")
            each = []
            for _ in range(repetitions):
                laws.forget()
                each.append(timed(text, goal)[1])
            every.append(statistics.median(each))
            table.add_row(text, goal, f"{result.cost_before:.0f}", f"{result.cost_after:.0f}", f"{every[-1]:.1f}")
    Console().print(table)
    within = sum(each <= BAR for each in every)
    print(
        f"median {statistics.median(every):.1f} ms, most {max(every):.1f} ms; {within} of {len(every)} within {BAR:.0f}"
    )


if __name__ == "__main__":
    main()
