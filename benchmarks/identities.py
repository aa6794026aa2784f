"""Identities settled, beside Cadabra: `python -m benchmarks.identities [file] [--json out] [--repeats n] [--alone]`.

For each row the verdict, its method and the processor milliseconds: `decision` by fingerprint alone, `warm` with the
rule set compiled and every cache of results emptied, `cold` with the rule set forgotten, `first` with the texts of the
laws forgotten too, as in a new process (the import of the package is not counted in any). Cadabra works the same row in
the same run, by turns, on a translation into index notation.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.cadabra_peer import VERSION, Cadabra
from benchmarks.index_notation import CannotStateError, Statement
from benchmarks.peer_environment import interpreter
from photonic.deciding.decision import decide
from photonic.normal_forms import collecting, termorder
from photonic.problem import Hypothesis, Problem
from photonic.prover import settle
from photonic.theory import laws
from photonic.theory import rules as theory
from rewriting import pattern
from rewriting.term import variables
from tests.corpus import DATA, Row

__all__ = ["main", "measure", "peer", "summary"]


def measure(row: Row, repeats: int = 5) -> dict[str, Any]:
    """Our verdict on a row and the processor milliseconds of the decision and of proofs: warm, cold, first."""
    given = tuple(Hypothesis(f"given {k}", *pair) for k, pair in enumerate(row.given, 1))
    problem = Problem(row.left, row.right, given)
    first, verdict = _timed(lambda: settle(problem), _forget_laws)
    cold, _ = _timed(lambda: settle(problem), _forget_rules)
    warm = [_timed(lambda: settle(problem), _forget_results)[0] for _ in range(repeats)]
    decision = [_timed(lambda: decide(problem, beyond=0), _forget_results)[0] for _ in range(repeats)]
    return {
        "name": row.name, "true": row.true, "given": len(given), "status": verdict.status, "method": verdict.method,
        "steps": len(verdict.proof.steps) if verdict.proof else 0, "decision": statistics.median(decision),
        "warm": statistics.median(warm), "cold": cold, "first": first,
    }  # fmt: skip


def _timed(work: Callable[[], Any], before: Callable[[], None]) -> tuple[float, Any]:
    before()
    began = time.process_time()
    result = work()
    return 1e3 * (time.process_time() - began), result


def _forget_results() -> None:
    """Empty what is kept about terms; compiled rules and tables of monomials stay."""
    collecting.forget()
    termorder.order_key.cache_clear()


def _forget_rules() -> None:
    """Empty what is kept about rules as well: they are made, directed and compiled anew."""
    _forget_results()
    theory.theory_for.cache_clear()
    pattern.compile_pattern.cache_clear()
    variables.cache_clear()


def _forget_laws() -> None:
    """Empty everything: the texts of the laws are read anew."""
    _forget_rules()
    laws.forget()


def peer(cadabra: Cadabra, row: Row, repeats: int = 5) -> dict[str, Any]:
    """Cadabra's answer on a row: whether it can be stated, whether it was settled, processor milliseconds."""
    if row.given:
        return {"stated": False, "settled": False, "left": "it takes no hypotheses"}
    try:
        statement = Statement(row.left, row.right)
    except CannotStateError as error:
        return {"stated": False, "settled": False, "left": f"no translation of {error}"}
    answer = cadabra.settle(
        statement.expression, list(statement.fields), statement.substitutions, statement.indices, repeats
    )
    return {"stated": True, "settled": answer["zero"], "ms": 1e3 * answer["seconds"], "left": answer["left"][:200]}


def summary(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The figures of a run, ours and the peer's."""
    true = [row for row in results if row["true"]]
    proved = [row for row in true if row["status"] == "proved"]
    figures: dict[str, Any] = {
        "rows": len(results),
        "true": len(true),
        "proved by rewriting": sum(row["method"] == "rewriting" for row in proved),
        "proved by components": sum(row["method"] == "components" for row in proved),
        "false and refuted": sum(row["status"] == "refuted" for row in results if not row["true"]),
        "wrong": sum(row["status"] == ("refuted" if row["true"] else "proved") for row in results),
        "unknown": [row["name"] for row in results if row["status"] == "unknown"],
    }
    for kind in ("decision", "warm", "cold", "first"):
        figures[f"{kind}, all rows, ms"] = _spread([row[kind] for row in results])
        if kind != "decision":
            figures[f"{kind}, proved rows, ms"] = _spread([row[kind] for row in proved])
    theirs = [row["peer"] for row in true if "peer" in row]
    if theirs:
        settled = [answer for answer in theirs if answer["settled"]]
        figures["Cadabra: true rows stated"] = sum(answer["stated"] for answer in theirs)
        figures["Cadabra: settled"] = len(settled)
        figures["Cadabra: false accepted"] = sum(row["peer"]["settled"] for row in results if not row["true"])
        figures["Cadabra: settled rows, ms"] = _spread([answer["ms"] for answer in settled])
        both = [row["warm"] for row in proved if row["peer"]["settled"]]
        figures["ours on the rows that Cadabra settles, warm, ms"] = _spread(both)
    return figures


def _spread(times: Sequence[float]) -> dict[str, float]:
    """Median, the value that nine tenths do not exceed, and the largest."""
    if not times:
        return {}
    ordered = sorted(times)
    tenth = ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]
    return {"median": round(statistics.median(times), 2), "90 %": round(tenth, 2), "worst": round(ordered[-1], 2)}


def _table(results: Sequence[dict[str, Any]]) -> Table:
    table = Table("row", "is", "verdict", "steps", "decision", "warm", "cold", "first", "Cadabra", "ms")
    for row in results:
        theirs = row.get("peer", {})
        said = "" if not theirs else ("0" if theirs["settled"] else "not 0" if theirs["stated"] else "–")
        verdict = f"{row['status']} {row['method']}".strip()
        times = [f"{row[kind]:.2f}" for kind in ("decision", "warm", "cold", "first")]
        own = f"{theirs['ms']:.1f}" if "ms" in theirs else ""
        table.add_row(row["name"], str(row["true"]).lower(), verdict, str(row["steps"] or ""), *times, said, own)
    return table


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table and the summary, and write both as JSON where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identities", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "file", nargs="?", type=Path, default=DATA, help="rows in the format of tests/data/identities.json"
    )
    parser.add_argument("--json", type=Path, help="write the rows and the summary here")
    parser.add_argument("--repeats", type=int, default=5, help="warm runs of each row; the median counts")
    parser.add_argument("--alone", action="store_true", help="without Cadabra")
    options = parser.parse_args(arguments)
    console = Console()
    python = "left out" if options.alone else interpreter("cadabra2", VERSION)
    if isinstance(python, str):
        console.print(f"Cadabra is not measured: {python}")
    rows = [Row(data) for data in json.loads(options.file.read_text(encoding="utf-8"))["rows"]]
    results = []
    with ExitStack() as stack:
        cadabra = None if isinstance(python, str) else stack.enter_context(Cadabra(python))
        for row in track(rows, "identities", console=console):
            result = measure(row, options.repeats)
            if cadabra is not None:
                result["peer"] = peer(cadabra, row, options.repeats)
            results.append(result)
    figures = summary(results)
    console.print(_table(results))
    for name, value in figures.items():
        console.print(f"{name}: {value}", highlight=False)
    if options.json:
        options.json.write_text(json.dumps({"rows": results, "summary": figures}, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
