"""A proof as HTML that folds: the claim in sight, the steps behind it, each law beside the part that it changed."""

from __future__ import annotations

from html import escape

from photonic.proving.differences import writer_of
from photonic.proving.proof_marks import emphasised
from photonic.proving.proof_reading import Line, lines_of
from photonic.proving.proof_text import named
from photonic.terms import describe
from rewriting.proofs.steps import Proof

__all__ = ["folded", "stated"]


def folded(proof: Proof, claim: str = "", is_open: bool = False) -> str:
    """`<details>` with the claim as its summary and one table row for each step; every text is escaped."""
    head = claim or f"{describe(proof.lhs)} = {describe(proof.rhs)}"
    lines = lines_of(proof)
    count = f"{len(lines)} step{'' if len(lines) == 1 else 's'}"
    rows = [_row("", _before(proof), "")]
    rows += [_row("=", _code(writer_of(line.after, proof, describe)(line.after)), _law(line, proof)) for line in lines]
    state = " open" if is_open else ""
    table = f'<table style="text-align:left">{"".join(rows)}</table>'
    return f"<details{state}><summary>{escape(head)} ({count})</summary>{table}</details>"


def stated(text: str) -> str:
    """Lines of text as HTML, as they stand."""
    return f"<pre>{escape(text)}</pre>"


def _before(proof: Proof) -> str:
    return _code(describe(proof.lhs))


def _law(line: Line, proof: Proof) -> str:
    writer = writer_of(line.before, proof, describe)
    where = emphasised(line.before, line.positions, writer, "<mark>", "</mark>", escape)
    return f"{escape(named(line, writer, where=False))} on <code>{where}</code>"


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _row(sign: str, expression: str, law: str) -> str:
    style = ' style="text-align:left;padding:.1em .8em .1em 0"'
    return f"<tr><td{style}>{sign}</td><td{style}>{expression}</td><td{style}>{law}</td></tr>"
