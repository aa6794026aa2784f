"""choose: what ⧠ and ⊕ stand for, one form out of all that are proved equal, with the proof and the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from photonic.codex.collapse import Choice, collapse, score
from photonic.codex.policy import CHOICES
from photonic.codex.superposition import Superposition
from photonic.errors import PhotonicError
from photonic.expressions.glyph import Glyph
from photonic.problem import Hypothesis, pose
from photonic.proving.alternatives import alternatives
from photonic.proving.lemmas import proved_alternatives
from photonic.proving.proof_text import proof_lines
from photonic.settings import Settings, settings
from photonic.terms import describe, from_term
from rewriting.op import Op
from rewriting.proofs.steps import Proof
from rewriting.term import Term, fold, postorder

__all__ = ["Chosen", "choose", "resolved"]

FORMS = 4
"""Forms that are scored besides those written."""


@frozen(repr=False)
class Chosen:
    """The form that was chosen for an expression, equal to it by `proof`, and the `choice` among all forms."""

    before: Term
    after: Term
    proof: Proof
    choice: Choice

    @property
    def expression(self) -> Any:
        """The form as a glyph expression."""
        return from_term(self.after)

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        head = f"{describe(self.before)} → {describe(self.after)} ({self.choice.reason})"
        return "\n".join([head, *proof_lines(self.proof)])


def choose(
    expr: Any,
    given: Iterable[Any] = (),
    fields: Mapping[str, str] | None = None,
    dimension: int = 3,
    values: Mapping[str, float] | None = None,
    drift: bool = False,
) -> Chosen:
    """Collapse an expression to one of the forms that are proved equal to it: the one of the highest quality.

    `values` are those of constants, without which nothing may be divided by them; with `drift`, rounding error is
    measured by running the forms, and counts. Raises PhotonicError where alternatives of ⊕ are not proved equal, and
    where SoulLaw lets no form pass.

    >>> str(choose("k*laplacian(u) + dot(grad(k), grad(u))", fields={"k": "scalar", "u": "scalar"}).expression)
    '∇·(k ∇u)'
    """
    problem = pose(expr, expr, given, fields, dimension)
    return _choose(problem.left, problem.given, dimension, values or {}, evolve(settings(), qwave_exec_on=drift))


def _choose(
    term: Term, given: Sequence[Hypothesis], dimension: int, values: Mapping[str, float], options: Settings
) -> Chosen:
    pairs = alternatives([term])
    lemmas = proved_alternatives(pairs, given, dimension, strict=True)
    terms = [term, *(side for pair in pairs for side in pair)]
    graph = Superposition({"form": terms}, given, lemmas, values, dimension)
    found = [(form, "extracted") for form in graph.forms(term, FORMS)]
    choice = collapse(score([(term, "as written"), *found], values, options, dimension, True, graph.contradiction))
    if choice.chosen is None:
        raise PhotonicError(f"{describe(term)}: {choice.reason}")
    return Chosen(term, choice.chosen.term, graph.proof(term, choice.chosen.term), choice)


def resolved(
    term: Term, dimension: int, values: Mapping[str, float] | None = None, given: Sequence[Hypothesis] = ()
) -> Term:
    """The term with every ⧠ and ⊕ replaced by the form that is chosen for it; the same where there is none.

    Inside an iteration `given` is not used: what it says of a field need not hold of the updated one.
    """
    names = {node.op.name for node in postorder(term)}
    if not names & CHOICES:
        return term
    usable = () if "iterate" in names else tuple(given)
    options = evolve(settings(), qwave_exec_on=False)

    def combine(op: Op, args: list[Term]) -> Term:
        made = Term(op, tuple(args))
        return _choose(made, usable, dimension, values or {}, options).after if op.name in CHOICES else made

    return fold(term, combine)


def _chosen(expr: Any) -> Any:
    return choose(expr).expression


Glyph.chosen = _chosen
