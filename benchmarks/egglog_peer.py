"""The peer egglog, in an environment of its own outside the repository, running the same growth.

egglog is no dependency of the project. This file is also the script that runs inside that environment: it reads an
egglog program from standard input and prints the seconds that so many rounds took.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

__all__ = ["VERSION", "program", "seconds"]

VERSION = "13.2.0"
_NAMES = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "**": "Pow", "d": "Diff", "i": "Integral"}
_HEADER = (
    "(datatype Math (Num i64) (Var String) (Add Math Math) (Sub Math Math) (Mul Math Math) (Div Math Math)"
    " (Pow Math Math) (Diff Math Math) (Integral Math Math) (Sin Math) (Cos Math) (Ln Math) (Sqrt Math))"
)


def program(rules: Iterable[tuple[object, object]], seeds: Iterable[object]) -> str:
    """The egglog program that has the rules and holds the seeds. Sides and seeds are terms of `rewriting`."""
    lines = [_HEADER]
    lines += [f"(rewrite {_shown(lhs)} {_shown(rhs)})" for lhs, rhs in rules]
    lines += [_shown(seed) for seed in seeds]
    return "\n".join(lines)


def _shown(term: object) -> str:
    """A term in egglog's syntax."""
    op, args = term.op, term.args  # type: ignore[attr-defined]
    if args:
        name = _NAMES.get(op.name, op.name.capitalize())
        return f"({name} {' '.join(_shown(argument) for argument in args)})"
    if op.name == "?":
        return str(op.payload)
    return f"(Num {op.payload})" if op.name == "number" else f'(Var "{op.payload}")'


def seconds(python: Path, text: str, rounds: int) -> tuple[float, float]:
    """Seconds, and processor seconds, that egglog takes for so many rounds in a process of its own.

    Reading the program is not counted.
    """
    done = subprocess.run(
        [python, __file__, str(rounds)], input=text, capture_output=True, text=True, check=True, timeout=600
    )
    elapsed, processor = done.stdout.split()
    return float(elapsed), float(processor)


def _main() -> None:
    from egglog.bindings import EGraph  # type: ignore[import-not-found]

    graph = EGraph()
    graph.run_program(*graph.parse_program(sys.stdin.read()))
    command = graph.parse_program(f"(run {sys.argv[1]})")
    began, busy = time.perf_counter(), time.process_time()
    graph.run_program(*command)
    print(time.perf_counter() - began, time.process_time() - busy)


if __name__ == "__main__":
    _main()
