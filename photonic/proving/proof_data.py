"""A proof as JSON data that holds all that is needed to check it again, in another process and without a search.

{"dimension": 3,
 "given": [[name, left, right], …]       the hypotheses, in the notation of the language
 "fields": {name: kind, …}               what the names in them stand for
 "proof": …                              see rewriting.proofs.data; names are written [name, kind with assumptions]}

The laws are those of this program: a proof that cites a law with another content, or under a condition that does not
hold, is refused.
"""

from __future__ import annotations

from typing import Any

from photonic.deciding.decision import decide
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE, reserved_words
from photonic.expressions.declarations import Declaration, declare
from photonic.problem import Hypothesis, Problem, symbols_in
from photonic.proving.computations import COMPUTATIONS
from photonic.proving.saturation import facts_of, hypothesis_rules, premises_of
from photonic.proving.zeros import not_zero
from photonic.terms import describe
from photonic.text.parser import level_ranks, parse_term
from photonic.theory.rules import theory_for, vocabulary
from rewriting.encoding import Encoding, EncodingError, PayloadKind, TermReader
from rewriting.proof import Kernel
from rewriting.proofs.steps import Proof

__all__ = ["checked_again", "read_proof", "steps_of", "write_proof"]


def write_proof(proof: Proof, problem: Problem) -> dict[str, Any]:
    """The data of a proof of a problem's claim, for `read_proof`."""
    fields = symbols_in([*problem.terms, *(step.after for step in proof.steps)])
    return {
        "dimension": problem.dimension,
        "given": [[h.name, describe(h.left), describe(h.right)] for h in problem.given],
        "fields": {name: declaration.text for name, declaration in fields.items()},
        "proof": steps_of(proof),
    }


def steps_of(proof: Proof) -> dict[str, Any]:
    """The data of a proof alone, for `checked_again`."""
    return proof.to_json(_encoding(), with_text=False)


def read_proof(data: Any) -> tuple[Problem, Proof]:
    """What data claims, and the proof, every step of which the kernel has checked now.

    Raises EncodingError for what is no such data, ProofError for a proof that does not hold, PhotonicError for
    hypotheses that cannot be read.
    """
    given = _given(data)
    dimension, proof = data.get("dimension"), data.get("proof")
    if dimension not in (1, 2, 3) or not isinstance(proof, dict):
        raise EncodingError("the data of a proof has a dimension, 1, 2 or 3, and the field `proof`")
    terms = TermReader(_encoding(), proof.get("ops"), proof.get("nodes"))
    problem = Problem(terms[proof.get("lhs", -1)], terms[proof.get("rhs", -1)], given, dimension)
    return problem, checked_again(problem, proof)


def checked_again(problem: Problem, proof: dict[str, Any]) -> Proof:
    """The proof that the data of its steps claim under the hypotheses of a problem, once the kernel has checked it.

    Raises EncodingError for what is no such data, ProofError for a proof that does not hold.
    """
    return Proof.from_json(proof, _kernel(problem, proof), _encoding())


def _kernel(problem: Problem, proof: dict[str, Any]) -> Kernel:
    """A kernel with the laws of the program, the hypotheses, and how to decide conditions under them."""
    terms = TermReader(_encoding(), proof.get("ops"), proof.get("nodes"))
    steps = [step for step in proof.get("steps", ()) if isinstance(step, dict)]
    after = [terms[step.get("after", -1)] for step in steps]
    theory = theory_for(problem.dimension, *vocabulary([*problem.terms, *after]), len(CATALOGUE))
    domain = decide(problem, beyond=0).domain
    premises = premises_of(facts_of(problem.given, domain, dimension=problem.dimension), domain, problem.terms)
    if not problem.given:  # fields are generic then, as they are for `simplify`
        known = premises["nonzero"]
        premises["nonzero"] = lambda term: known(term) or not_zero(term, problem.dimension)
    stepwise = (*theory.unguarded, *theory.quotients, *theory.accurate)
    rules = [*theory.complete, *stepwise, *hypothesis_rules(problem.given)]
    return Kernel(rules, premises, COMPUTATIONS)


def _given(data: Any) -> tuple[Hypothesis, ...]:
    if not isinstance(data, dict) or not isinstance(data.get("given"), list):
        raise EncodingError("the data of a proof is an object with the hypotheses in the field `given`")
    fields = data.get("fields")
    if not isinstance(fields, dict):
        raise EncodingError("the data of a proof says in `fields` what its names stand for")
    declarations = declare(fields, reserved_words())
    found = []
    for entry in data["given"]:
        if not (isinstance(entry, list) and len(entry) == 3 and all(isinstance(part, str) for part in entry)):
            raise EncodingError(f"hypothesis {entry!r}: expected [name, left side, right side]")
        left, right = (parse_term(side, declarations) for side in entry[1:])
        found.append(Hypothesis(entry[0], *level_ranks(left, right)))
    return tuple(found)


def _encoding() -> Encoding:
    return Encoding([PayloadKind("name", Declaration, lambda name: [name.name, name.text], _declaration)])


def _declaration(data: Any) -> Declaration:
    try:
        return Declaration.read(*data)
    except (TypeError, PhotonicError) as error:
        raise EncodingError(f"{data!r} is no name with its kind: {error}") from error
