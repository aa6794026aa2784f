"""simplify: never costlier, always proved, the proof ends in the result; checked by jets and by components."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backends.components.cartesian import ComponentCalculus
from backends.components.zero import decide_zero
from backends.program import evaluate
from photonic.cost import term_cost
from photonic.errors import PhotonicError
from photonic.expressions.declarations import Declaration
from photonic.meaning import program_of
from photonic.problem import Problem, residual
from photonic.proving import verdict
from photonic.proving.proof_reading import lines_of
from photonic.proving.retelling import retold
from photonic.proving.saturation import Budget, Saturation
from photonic.simplifier import simplify
from photonic.terms import apply, describe, symbol_term
from photonic.theory.rules import theory_for, vocabulary
from rewriting.proofs.steps import Proof
from rewriting.term import Term, number
from tests.photonic.expressions import tree_cost

FIELDS = {"f": "scalar", "g": "scalar", "A": "vector", "B": "vector", "c": "constant", "T": "tensor"}
QUICK = Budget(nodes=600, rounds=5, seconds=5.0)


def leaf(kinds: tuple[str, ...]) -> st.SearchStrategy[Term]:
    names = [name for name, kind in FIELDS.items() if kind in kinds]
    return st.sampled_from([symbol_term(Declaration(name, FIELDS[name])) for name in names])


SCALARS, VECTORS = leaf(("scalar", "constant")), leaf(("vector",))
SHAPES = {
    0: [("add", 0, 0), ("subtract", 0, 0), ("multiply", 0, 0), ("dot", 1, 1), ("divergence", 1), ("laplacian", 0),
        ("negate", 0), ("time_derivative", 0)],
    1: [("add", 1, 1), ("multiply", 0, 1), ("gradient", 0), ("cross", 1, 1), ("curl", 1), ("negate", 1)],
}  # fmt: skip


def grown(rank: int, depth: int) -> st.SearchStrategy[Term]:
    """Polynomial expressions with derivatives, which components decide."""
    own = st.one_of(SCALARS, st.integers(0, 2).map(number)) if rank == 0 else VECTORS
    if depth == 0:
        return own
    shapes = [
        st.tuples(*(grown(part, depth - 1) for part in parts)).map(lambda operands, name=name: apply(name, *operands))
        for name, *parts in SHAPES[rank]
    ]
    return st.one_of(own, *shapes)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 1).flatmap(lambda rank: grown(rank, 2)))
def test_never_costlier_and_equal_and_proved(term: Term) -> None:
    result = simplify(term, budget=QUICK)
    cost = term_cost(3)
    assert result.before is term
    assert tree_cost(result.after, cost) == pytest.approx(result.cost_after)
    assert result.cost_after <= result.cost_before == pytest.approx(tree_cost(term, cost))
    kernel = Saturation([], theory_for.__wrapped__(3, *vocabulary([term]))).kernel()
    theorem = result.proof.check(kernel)
    assert (theorem.lhs, theorem.rhs) == (term, result.after)
    assert vanishes(residual(term, result.after)), f"{describe(term)} became {describe(result.after)}"


def vanishes(term: Term) -> bool | None:
    """Exact components: expansion in coordinates, which shares nothing with the laws."""
    program = program_of(term)
    calculus = ComponentCalculus(3)
    inputs = {item.name: calculus.field(item.name, item.kind) for item in program.inputs}
    (value,) = evaluate(program, calculus, inputs)
    return decide_zero(value)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(grown(0, 2))
def test_a_second_time_makes_it_no_costlier(term: Term) -> None:
    once = simplify(term, budget=QUICK)
    assert simplify(once.after, budget=QUICK).cost_after <= once.cost_after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f", "f"),
        ("0", "0"),
        ("f + 0", "f"),
        ("1 f", "f"),
        ("0 f", "0"),
        ("f − f", "0"),
        ("f/f", "1"),
        ("0/f", "0"),
        ("f^1", "f"),
        ("f g + f f", "f (g + f)"),
        ("curl(grad(f)) + A", "A"),
        ("A × A", "𝟎"),
        ("norm(A)^2", "A·A"),
        ("f Δg + ∇f·∇g", "∇·(f ∇g)"),
        ("c Δg + ∇c·∇g", "c Δg"),
        ("transpose(transpose(T))", "T"),
    ],
)
def test_known_forms(text: str, expected: str) -> None:
    result = simplify(text, fields=FIELDS)
    cheapest = simplify(expected, fields=FIELDS)
    assert result.cost_after == cheapest.cost_before
    if result.cost_after < result.cost_before:
        assert result.proof.steps


def test_hypotheses_help() -> None:
    assert str(simplify("div(A) + f", given=["div(A) = 0"], fields=FIELDS).expression) == "f"


@pytest.mark.parametrize("given", [["0 = 1"], ["f = f + 1"], ["c = 0"]])
def test_bad_hypotheses_do_not_break_it(given: list[str]) -> None:
    result = simplify("f + 0", given=given, fields=FIELDS)
    assert result.cost_after <= result.cost_before


@pytest.mark.parametrize("budget", [Budget(nodes=0), Budget(rounds=0), Budget(seconds=0)])
def test_without_a_budget_it_stays_as_it_is(budget: Budget) -> None:
    result = simplify("f + 0", fields=FIELDS, budget=budget)
    assert str(result.expression) == "f + 0"
    assert result.proof.steps == ()


@pytest.mark.parametrize("bad", ["", "f = g", "q", None, "curl(f)"])
def test_what_cannot_be_read_is_a_clear_error(bad: Any) -> None:
    with pytest.raises(PhotonicError):
        simplify(bad, fields=FIELDS)


def test_curl_in_two_dimensions_is_refused() -> None:
    with pytest.raises(PhotonicError, match="exists in 3 dimensions"):
        simplify("curl(A)", fields=FIELDS, dimension=2)


def test_the_result_reads_as_a_proof() -> None:
    lines = str(simplify("curl(grad(f)) + A", fields=FIELDS)).splitlines()
    assert lines[0].startswith("∇×∇f + A → A (")
    assert len(lines) >= 3


def test_the_proof_is_told_in_the_fewest_lines_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Proof] = []

    def telling(proof: Proof, problem: Problem) -> Proof:
        told.append(proof)
        return retold(proof, problem)

    monkeypatch.setattr(verdict, "retold", telling)
    result = simplify("∇·(∇f × ∇g) + ∇·(f A)", fields=FIELDS)
    assert not told
    assert result.proof is result.proof
    assert told == [result.checked]
    assert (result.proof.lhs, result.proof.rhs) == (result.checked.lhs, result.checked.rhs)
    assert len(lines_of(result.proof)) < len(lines_of(result.checked))
