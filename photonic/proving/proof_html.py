"""A proof as HTML that folds: the claim in sight, the steps behind it, each law beside the part that it changed."""

from __future__ import annotations

from html import escape

from photonic.expressions.declarations import Declaration
from photonic.proving.proof_reading import lines_of
from photonic.terms import describe, rank, symbol_term
from rewriting.proofs.steps import Proof, Step
from rewriting.term import Term, subterm_at

__all__ = ["folded", "marked", "stated"]

KINDS = ("scalar", "vector", "tensor")
STAND_IN = "photonic_part_of_this_step"


def folded(proof: Proof, claim: str = "", is_open: bool = False) -> str:
    """`<details>` with the claim as its summary and one table row for each step; every text is escaped."""
    head = claim or f"{describe(proof.lhs)} = {describe(proof.rhs)}"
    lines = lines_of(proof)
    count = f"{len(lines)} step{'' if len(lines) == 1 else 's'}"
    rows = [_row("", _before(proof), "")]
    rows += [_row("=", _code(describe(step.after)), _law(step)) for step in lines]
    state = " open" if is_open else ""
    table = f'<table style="text-align:left">{"".join(rows)}</table>'
    return f"<details{state}><summary>{escape(head)} ({count})</summary>{table}</details>"


def stated(text: str) -> str:
    """Lines of text as HTML, as they stand."""
    return f"<pre>{escape(text)}</pre>"


def marked(whole: Term, position: tuple[int, ...]) -> tuple[str, str, str]:
    """The whole's text in three parts: before the subterm at `position`, the subterm, and behind it.

    The first and the last are empty where the subterm is the whole, or cannot be told apart in the text.
    """
    text = describe(whole)
    if not position:
        return "", text, ""
    part = subterm_at(whole, position)
    stand_in = symbol_term(Declaration(STAND_IN, KINDS[rank(part)]))
    before, _, behind = describe(_replaced(whole, position, stand_in)).partition(STAND_IN)
    middle = text[len(before) : len(text) - len(behind)]
    if not (text.startswith(before) and text.endswith(behind)) or describe(part) not in middle:
        return "", text, ""
    return before, middle, behind


def _replaced(whole: Term, position: tuple[int, ...], part: Term) -> Term:
    """The term with another subterm at a position."""
    path = [whole]
    for index in position[:-1]:
        path.append(path[-1].args[index])
    for node, index in zip(reversed(path), reversed(position), strict=True):
        part = Term(node.op, (*node.args[:index], part, *node.args[index + 1 :]))
    return part


def _before(proof: Proof) -> str:
    return _code(describe(proof.lhs))


def _law(step: Step) -> str:
    before, part, behind = marked(step.before, tuple(step.position))
    back = " (backwards)" if not step.forward else ""
    where = f"<code>{escape(before)}<mark>{escape(part)}</mark>{escape(behind)}</code>"
    return f"{escape(step.rule)}{back} on {where}"


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _row(sign: str, expression: str, law: str) -> str:
    style = ' style="text-align:left;padding:.1em .8em .1em 0"'
    return f"<tr><td{style}>{sign}</td><td{style}>{expression}</td><td{style}>{law}</td></tr>"
