"""The peer Cadabra 2, in an environment of its own outside the repository, on the same identities.

It is no dependency of the project. This file is also the script that runs inside that environment: it answers one line
of JSON with another. Each statement is worked in a child process, so that declarations of one never meet those of
another.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

__all__ = ["VERSION", "Cadabra"]

VERSION = "2.6.0"
MOST_PASSES = 14
LIMIT = 20
"""Seconds for a statement."""


class Cadabra:
    """A running Cadabra; `settle` asks it whether an expression is zero."""

    def __init__(self, python: Path) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            [python, __file__], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )

    def settle(
        self, expression: str, fields: list[str], substitutions: list[str], indices: int, repeats: int
    ) -> dict[str, Any]:
        """{"zero": is it 0, "seconds": processor time, median of the repeats, "left": what remained or an error}."""
        assert self._process.stdin is not None, "it is a pipe; please report this"
        assert self._process.stdout is not None, "it is a pipe; please report this"
        question = {
            "expression": expression, "fields": fields, "substitutions": substitutions, "indices": indices,
            "repeats": repeats,
        }  # fmt: skip
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def __enter__(self) -> Cadabra:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()


def _main() -> None:
    import cadabra2 as cdb  # type: ignore[import-not-found]

    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            with os.fdopen(writing, "w") as out:
                json.dump(_answer(cdb, json.loads(line)), out)
                out.flush()
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as told:
            text = told.read()
        os.waitpid(child, 0)
        print(text or json.dumps({"zero": False, "seconds": float(LIMIT), "left": "no answer"}), flush=True)


def _answer(cdb: Any, question: dict[str, Any]) -> dict[str, Any]:
    import signal

    signal.alarm(LIMIT)
    cdb.__cdbkernel__ = cdb.create_scope()
    try:
        _declare(cdb, question["fields"], question["indices"])
        times = []
        for _ in range(question["repeats"]):
            began = time.process_time()
            left = _worked(cdb, question["expression"], [cdb.Ex(rule) for rule in question["substitutions"]])
            times.append(time.process_time() - began)
    except (RuntimeError, TypeError, ValueError) as error:
        return {"zero": False, "seconds": 0.0, "left": f"error: {error}"}
    return {"zero": left == "0", "seconds": sorted(times)[len(times) // 2], "left": left}


def _declare(cdb: Any, fields: list[str], indices: int) -> None:
    names = "{" + ",".join(f"m{k + 1}" for k in range(indices)) + "}"
    cdb.Indices(cdb.Ex(names), cdb.Ex("position=free"))
    cdb.Integer(cdb.Ex(names), cdb.Ex("1..3"))
    cdb.Coordinate(cdb.Ex("{t}"))
    cdb.KroneckerDelta(cdb.Ex(r"\delta{#}"))
    cdb.EpsilonTensor(cdb.Ex(r"\epsilon_{m1 m2 m3}"), cdb.Ex(r"delta=\delta"))
    cdb.PartialDerivative(cdb.Ex(r"\partial{#}"))
    for field in fields:
        cdb.Depends(cdb.Ex(field), cdb.Ex(r"\partial{#}"))


def _worked(cdb: Any, expression: str, substitutions: list[Any]) -> str:
    """What is left of an expression after as many passes as change it."""
    value = cdb.Ex(expression)
    steps: list[Callable[[Any], Any]] = [
        cdb.distribute, cdb.product_rule, cdb.distribute, cdb.unwrap,
        *[lambda at, rule=rule: cdb.substitute(at, rule) for rule in substitutions],
        cdb.distribute, cdb.epsilon_to_delta, cdb.expand_delta, cdb.distribute, cdb.eliminate_kronecker,
        cdb.sort_product, cdb.rename_dummies, cdb.canonicalise, cdb.sort_product, cdb.rename_dummies,
        cdb.collect_terms,
    ]  # fmt: skip
    before = ""
    for _ in range(MOST_PASSES):
        for step in steps:
            step(value)
        if str(value) in ("0", before):
            break
        before = str(value)
    if str(value) != "0":
        cdb.meld(value)
    return str(value)


if __name__ == "__main__":
    _main()
