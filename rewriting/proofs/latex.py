"""Proofs in LaTeX."""

from __future__ import annotations

from collections.abc import Callable

from rewriting.proofs.steps import Proof
from rewriting.term import Term

__all__ = ["proof_latex"]

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: "\\" + sign for sign in "{}$&#_%"},
}


def proof_latex(proof: Proof, write: Callable[[Term], str]) -> str:
    """The proof as an `align*` environment (package amsmath), a step on a line with its rule behind it.

    `write` is the LaTeX of a term, in mathematical mode and without line breaks. A rule used from right to left has an
    arrow to the left in front of its name.
    """
    if not proof.steps:
        return f"\\begin{{align*}}\n  {write(proof.lhs)} &= {write(proof.rhs)}\n\\end{{align*}}"
    lines = []
    for number, step in enumerate(proof.steps):
        arrow = "" if step.forward else r"$\leftarrow$ "
        left = f"{write(proof.lhs)} " if number == 0 else "  "
        lines.append(f"  {left}&= {write(step.after)} && \\text{{{arrow}{_escaped(step.rule)}}}")
    return "\\begin{align*}\n" + " \\\\\n".join(lines) + "\n\\end{align*}"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in text)
