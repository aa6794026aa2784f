"""A proof in LaTeX: a law on a line, the part that the next law changes underlined."""

from __future__ import annotations

import re

import sympy

from photonic.proving.differences import writer_of
from photonic.proving.proof_marks import emphasised
from photonic.proving.proof_reading import lines_of
from photonic.proving.proof_text import named
from photonic.terms import from_term
from rewriting.proofs.steps import Proof
from rewriting.term import Term

__all__ = ["proof_latex", "written_latex"]

MATHEMATICS = re.compile(r"\x00(.*?)\x01")
SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: "\\" + sign for sign in "{}$&#_%"},
}
RELATIONS = {"≠": r"$\neq$", "≥": r"$\geq$", "≤": r"$\leq$", ">": "$>$", "<": "$<$"}


def written_latex(term: Term) -> str:
    """The LaTeX of a term, in mathematical mode."""
    return str(sympy.latex(from_term(term)))


def proof_latex(proof: Proof) -> str:
    """The proof as an `align*` environment (package amsmath), a law on a line behind what it leads to."""
    if not proof.steps:
        left, right = written_latex(proof.lhs), written_latex(proof.rhs)
        return f"\\begin{{align*}}\n  {left} &= {right}\n\\end{{align*}}"
    lines = lines_of(proof)
    writers = [writer_of(line.before, proof, written_latex) for line in lines]
    shown = [
        emphasised(line.before, line.positions, writer, r"\underline{", "}", str)
        for line, writer in zip(lines, writers, strict=True)
    ]
    shown.append(written_latex(proof.rhs))
    rows = []
    for k, line in enumerate(lines):
        law = _words(named(line, lambda term: f"\x00{written_latex(term)}\x01", where=False))
        rows.append(f"  {shown[0] if k == 0 else ''} &= {shown[k + 1]} && \\text{{{law}}}")
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"


def _words(text: str) -> str:
    """Words with mathematics between marks, for \\text."""
    pieces = MATHEMATICS.split(text)
    return "".join(f"${piece}$" if k % 2 else _escaped(piece) for k, piece in enumerate(pieces))


def _escaped(text: str) -> str:
    return "".join(SPECIAL.get(sign) or RELATIONS.get(sign, sign) for sign in text)
