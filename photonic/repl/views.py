"""proof and why: the steps of a verdict, and what it rests on, as text that a prompt or a notebook shows."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from attrs import frozen

from photonic.deciding.counterexample import Counterexample
from photonic.errors import PhotonicError
from photonic.proving.computations import COMPUTED
from photonic.proving.proof_html import folded
from photonic.proving.proof_reading import lines_of
from photonic.proving.proof_text import proof_lines
from photonic.proving.verdict import Simplified, Verdict
from photonic.theory.statements import statement_of
from rewriting.term import Term

__all__ = ["View", "can_underline", "headline", "proof_view", "why_view"]

Write = Callable[[Term], str]

NO_PROOF = "there is no proof to show: {claim} is {status}. why(_) tells more"


@frozen
class View:
    """Lines of text, HTML where there is more to fold, and lines with parts underlined for a terminal that can.

    `result` is what they are about.
    """

    lines: tuple[str, ...]
    html: str | None = None
    result: Any = None
    underlined: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self.lines)

    __repr__ = __str__

    def _repr_html_(self) -> str | None:
        return self.html

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text("\n".join(self.underlined if self.underlined and can_underline() else self.lines))


def can_underline() -> bool:
    """Whether what is printed goes to a terminal that understands how to underline, and is allowed to."""
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM", "dumb") == "dumb"
    return sys.stdout.isatty() and not plain


def headline(result: Verdict | Simplified, write: Write) -> str:
    """One line on a result, and what to ask next."""
    if isinstance(result, Simplified):
        costs = result.costs
        return f"{write(result.before)} → {write(result.after)}   ({costs}; proof(_) shows why)"
    claim = _claim(result, write)
    milliseconds = f"{1000 * result.seconds:.1f} ms"
    if result.status == "proved" and result.proof is not None:
        return f"{claim}: proved by rewriting, {_count(len(lines_of(result.proof)), 'step')}, {milliseconds}; proof(_)"
    if result.status == "refuted":
        return f"{claim}: refuted by a counterexample, {milliseconds}; why(_)"
    how = f" by {result.method}" if result.method else ""
    return f"{claim}: {result.status}{how}, {milliseconds}; why(_)"


def proof_view(result: Any, write: Write) -> View:
    """The proof of a verdict or of a simplification, a law on a line. Raises PhotonicError where there is none."""
    result = _result(result)
    if result.proof is None:
        raise PhotonicError(NO_PROOF.format(claim=_claim(result, write), status=result.status))
    underlined = tuple(proof_lines(result.proof, write, underline=True))
    return View(tuple(proof_lines(result.proof, write)), folded(result.proof, is_open=True), result, underlined)


def why_view(result: Any, write: Write) -> View:
    """What a verdict rests on: laws with their statements, a counterexample to check by hand, or what was tried."""
    result = _result(result)
    return View(tuple(_reasons(result, write)), None, result)


def _reasons(result: Any, write: Write) -> list[str]:
    if result.proof is not None:
        return _laws(result, write)
    if result.counterexample is not None:
        return _refutation(result, result.counterexample, write)
    claim = _claim(result, write)
    if result.method == "components":
        return [f"{claim}: written out in Cartesian components, every term cancels (exactly, for all fields)"]
    return [f"{claim}: {result.status}. Tried:", *(f"  {line}" for line in result.tried)]


def _result(value: Any) -> Any:
    """The verdict or the simplification, also of a view of it: why(_) may follow proof(_)."""
    value = value.result if isinstance(value, View) else value
    if isinstance(value, (Verdict, Simplified)):
        return value
    raise PhotonicError(f"{type(value).__name__} has no proof: give the result of prove or of simplify")


def _claim(result: Verdict, write: Write) -> str:
    return f"{write(result.problem.left)} = {write(result.problem.right)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _laws(result: Verdict | Simplified, write: Write) -> list[str]:
    proof = result.proof
    if proof is None:
        return []
    given = {} if isinstance(result, Simplified) else {h.name: h for h in result.problem.given}
    used: dict[str, int] = {}
    for line in lines_of(proof):
        used[line.rule] = used.get(line.rule, 0) + 1
    head = f"{write(proof.lhs)} = {write(proof.rhs)}: {_count(len(lines_of(proof)), 'step')}, checked by the kernel"
    lines = [head + (", by" if used else ": both sides are one expression")]
    for name, times in used.items():
        hypothesis = given.get(name)
        if hypothesis is not None:
            said = f"{write(hypothesis.left)} = {write(hypothesis.right)}   (assumed)"
        else:
            said = statement_of(name) or COMPUTED.get(name, "taken as given")
        lines.append(f"  {name:<28} {said}" + (f"   (used {times} times)" if times > 1 else ""))
    return lines


def _refutation(result: Verdict, found: Counterexample, write: Write) -> list[str]:
    lines = [f"{_claim(result, write)} fails. Check by hand: with"]
    lines += [f"  {name} = {value}" for name, value in found.fields.items()]
    point = ", ".join(f"{name} = {value}" for name, value in found.point.items())
    return [*lines, f"at {point}", f"  the left side is   {found.left}", f"  the right side is  {found.right}"]
