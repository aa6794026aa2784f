"""A proof as lines of text: the whole expression, and behind it the law with the parts that it changed."""

from __future__ import annotations

from collections.abc import Callable

from photonic.proving.differences import writer_of
from photonic.proving.proof_marks import emphasised
from photonic.proving.proof_reading import Line, lines_of
from photonic.terms import describe
from rewriting.proofs.steps import Proof
from rewriting.term import Term

__all__ = ["named", "proof_lines"]

WIDEST = 60
UNDERLINED = ("\x1b[4m", "\x1b[24m")
"""How a terminal is told to underline, and to stop."""

SAID = {
    "nonzero": "{} ≠ 0", "positive": "{} > 0", "negative": "{} < 0", "nonnegative": "{} ≥ 0", "nonpositive": "{} ≤ 0",
}  # fmt: skip

Write = Callable[[Term], str]


def proof_lines(proof: Proof, write: Write = describe, underline: bool = False) -> list[str]:
    """The proof, a law on a line; where `underline`, the part that the next law changes is underlined in a terminal."""
    if not proof.steps:
        return [f"    {write(proof.lhs)}    both sides are one expression"]
    lines = lines_of(proof)
    texts = [write(proof.lhs), *(writer_of(line.after, proof, write)(line.after) for line in lines)]
    writers = [writer_of(line.before, proof, write) for line in lines]
    width = min(max(map(len, texts[1:])), WIDEST)
    gaps = ["", *(" " * (width - len(text)) for text in texts[1:])]
    if underline:
        for k, (line, writer) in enumerate(zip(lines, writers, strict=True)):
            texts[k] = emphasised(line.before, line.positions, writer, *UNDERLINED, str)
    laws = [named(line, writer) for line, writer in zip(lines, writers, strict=True)]
    rows = [f"  = {text}{gap}   {law}" for text, gap, law in zip(texts[1:], gaps[1:], laws, strict=True)]
    return [f"    {texts[0]}", *rows]


def named(line: Line, write: Write = describe, where: bool = True) -> str:
    """The law of a line in words: hypotheses and conditions as such, and with `where` the parts that it changed."""
    words = [line.rule]
    if line.given and not line.rule.startswith("given"):
        words.append("(given)")
    if line.repeated:
        words.append("repeatedly")
    if not line.forward:
        words.append("backwards")
    conditions = ", ".join(SAID.get(name, name + "({})").format(write(term)) for name, term in line.conditions)
    divided = line.given and line.divides and bool(conditions)
    if divided:
        words[-1] += f", divided by {conditions}" + ("," if where else "")
    if where and line.positions != ((),):
        words.append(f"on {', '.join(map(write, line.parts))}")
    return " ".join(words) + (f", as {conditions}" if conditions and not divided else "")
