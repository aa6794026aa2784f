"""Directed laws and normal forms: the value stays, every chain replays in a kernel, and reduction ends."""

import itertools
import random

import pytest

from photonic.deciding.decision import decide
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import declare
from photonic.normal_forms.chains import Inside, Step, backwards, lifted, moves_of
from photonic.normal_forms.collecting import COLLECTING
from photonic.normal_forms.orientation import DirectedRule
from photonic.normal_forms.reduction import Reducer, TooFarError
from photonic.problem import Problem, as_term
from photonic.proving.saturation import facts_of, premises_of
from photonic.terms import FUNCTION
from photonic.theory.laws import laws_of
from photonic.theory.rules import Theory, theory_for
from rewriting.op import Op
from rewriting.proof import Kernel
from rewriting.proofs.steps import proved
from rewriting.term import Term, postorder, variable

FIELDS = {
    "f": "scalar", "g": "scalar", "u": "scalar", "A": "vector", "B": "vector", "C": "vector", "D": "vector",
    "S": "tensor", "T": "tensor", "k": "constant_vector", "r": "position",
}  # fmt: skip
KNOWN = declare(FIELDS)
THEORY = theory_for(3, (), ("r",))


def term(text: str) -> Term:
    return as_term(text, KNOWN)


def reducer(theory: Theory = THEORY, mirrored: bool = False, most: int = 500) -> Reducer:
    domain = decide(Problem(term("f"), term("f"))).domain
    return Reducer(theory.directions[mirrored], premises_of(facts_of((), domain), domain), most)


EXPRESSIONS = [
    "∇×(A × B)", "∇·(f ∇g − g ∇f)", "Δ(f g)", "(A × B)·(C × D)", "A × (B × C) + B × (C × A) + C × (A × B)",
    "∇×(f ∇×A)", "∇(A·B)", "∇·(T·A)", "S : T", "tr(S·(T·S))", "(1/f) ∇(f^3)", "∇·(r/norm(r)^3)", "∂t(A × ∇×A)",
    "∇×(A·∇A)", "hat(A)·hat(B)", "A·(T·B) − B·(A·T)", "det(2 T)", "∇(k·r)",
]  # fmt: skip


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("text", EXPRESSIONS)
def test_the_chain_is_a_proof_and_the_form_has_none_further(text: str, mirrored: bool) -> None:
    start = term(text)
    form, chain = reducer(mirrored=mirrored).normal(start)
    domain = decide(Problem(start, form)).domain
    kernel = Kernel(THEORY.complete, premises_of(facts_of((), domain), domain), [COLLECTING])
    assert proved(start, list(moves_of(chain)), kernel).rhs is form
    assert decide(Problem(start, form)).agree is True
    assert reducer(mirrored=mirrored).normal(form) == (form, [])


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("∇·∇×A", "0"), ("∇×∇f", "𝟎"), ("B·A", "A·B"), ("B × A", "−(A × B)"), ("C·(A × B)", "A·(B × C)"),
        ("A·(A × B)", "0"), ("Tᵀ·A", "A·T"), ("∇·∇f", "Δf"), ("f (1/f)", "1"), ("∇·r", "3"), ("S : T", "tr(S·Tᵀ)"),
        ("(A·∇)f", "A·∇f"), ("∇(f^2)", "2 (f ∇f)"),
    ],
)  # fmt: skip
def test_forms(text: str, form: str) -> None:
    assert reducer().normal(term(text))[0] is term(form)


def test_a_quotient_is_cancelled_only_where_it_is_not_zero_over_zero() -> None:
    form, _ = reducer().normal(term("(f − f) (1/(f − f))"))
    assert form is not term("1")


def test_which_rules_are_used_does_not_depend_on_what_was_asked_before() -> None:
    def chosen(order: list[str]) -> set[tuple[Op, str, bool]]:
        directions = Theory(3, (), ("r",)).directions[0]
        for name in order:
            directions.meet(name)
        ops = {n.op for law in THEORY.laws for side in (law.left, law.right) for n in postorder(side)}
        return {(op, entry.rule.name, entry.rule.backward) for op in ops for entry in directions.at(op)}

    names = [*CATALOGUE, FUNCTION]
    wanted = chosen(names)
    assert ("determinant_triple_left", False) in {rule[1:] for rule in wanted}
    for seed in range(3):
        assert chosen(random.Random(seed).sample(names, len(names))) == wanted


@pytest.mark.parametrize("text", ["f (1/f)", "sqrt(f) sqrt(f)", "tr(hat(A))", "(T·A)·((T·B) × (T·C))", "A·∇∇f"])
def test_the_first_term_that_a_theory_meets_is_reduced_as_any_other(text: str) -> None:
    theory = Theory(3, (), ("r",))
    assert reducer(theory).normal(term(text)) == reducer().normal(term(text))


def test_laws_speak_of_their_glyph_on_the_left_or_stand_with_the_one_at_the_root() -> None:
    """Otherwise whether a law is used would depend on which glyphs a theory has met."""
    for name, glyph in CATALOGUE.items():
        for law in laws_of(glyph):
            names = {node.op.name for node in postorder(law.left)}
            assert glyph.on_demand or name in names or not glyph.__module__.startswith("photonic."), law.name


def test_a_law_and_its_way_back_are_not_both_used() -> None:
    reducer().normal(term("∇·(∇×∇×A + ΔA) + ∇·∇f + Δf"))
    names = {e.rule.name for text in ("∇×A", "ΔA", "∇·A", "Δf") for e in THEORY.directions[0].at(term(text).op)}
    assert {"curl_curl", "divergence_gradient"} <= names
    assert not {"laplacian_vector", "laplacian_expanded"} & names


def test_ordered_rules_only_go_down_in_their_order() -> None:
    for mirrored, text in itertools.product((False, True), ("A·B", "B·A")):
        (ordered,) = (e for e in THEORY.directions[mirrored].at(term(text).op) if e.rule.name == "dot_commutative")
        assert isinstance(ordered, DirectedRule)
        bindings = ordered.match(term(text))
        assert bindings is not None
        assert (ordered.result(term(text), bindings, mirrored) is None) is ((text == "A·B") is not mirrored)


def test_reduction_gives_up_in_its_bounds() -> None:
    with pytest.raises(TooFarError):
        reducer(most=3).normal(term("∇×(∇×(∇×(f g A)))"))
    deep = term("f")
    for _ in range(200):
        deep = Term(term("sin(f)").op, (deep,))
    with pytest.raises(TooFarError):
        reducer().normal(deep)


def test_a_lemma_replaces_its_head() -> None:
    using = reducer()
    using.learn(term("∇·A"), term("f"), [Step(COLLECTING, True, {"term": term("f")})])
    assert using.normal(term("∇(∇·A)"))[0] is term("∇f")


def test_chains_turn_round_and_move() -> None:
    step = Step(COLLECTING, True, {"term": variable("x")})
    chain = lifted([step, Inside(1, [step])], (0, 2))
    assert [move.position for move in moves_of(chain)] == [(0, 2), (0, 2, 1)]
    back = list(moves_of(backwards(chain)))
    assert [(move.position, move.forward) for move in back] == [((0, 2, 1), False), ((0, 2), False)]


def test_directions_without_permuting_rules_have_none_whoever_asked_first() -> None:
    product = term("B·A")
    directions = Theory(3, (), ()).directions[0]
    assert any(directed.ordered for directed in directions.fitting(product))
    assert not any(directed.ordered for directed in directions.calm().fitting(product))
    assert any(directed.ordered for directed in directions.fitting(product))


@pytest.mark.parametrize("dimension", [1, 3])
def test_a_gradient_is_opened_along_the_axes_once_for_all(dimension: int) -> None:
    """∇f = ∂x f ∇x is about ∇x as well, which would be opened for ever."""
    theory = Theory(dimension, (), ("r",), ("axes",))
    form, _ = reducer(theory).normal(term("∇f"))
    assert form is not term("∇f")
    assert reducer(theory).normal(form)[0] is form
    assert reducer(theory).normal(term("∇x"))[0] is term("∇x")
