"""The theory: which laws become rules, in which set, in which dimension, and for which functions."""

import pytest

from photonic.expressions.declarations import declare
from photonic.problem import as_term
from photonic.proving.computations import COMPUTATIONS, COMPUTED
from photonic.theory.laws import Law, all_laws
from photonic.theory.rules import holds, permutes, regroups, theory_for, vocabulary
from photonic.theory.statements import statement_of

LAWS = {law.name: law for law in all_laws()}


def test_the_three_sets_are_each_in_the_next() -> None:
    theory = theory_for(3)
    direct, expanding, complete = (
        {(rule.name, rule.backward) for rule in rules} for rules in (theory.direct, theory.expanding, theory.complete)
    )
    assert direct < expanding < complete
    assert {name for name, _ in complete} == {law.name for law in theory.laws if not law.about_signs}


def test_only_two_way_laws_are_read_backwards() -> None:
    one_way = {law.name for law in LAWS.values() if not law.two_way}
    assert one_way
    assert not one_way & {rule.name for rule in theory_for(3).complete if rule.backward}


def test_laws_that_need_three_dimensions_are_left_out_below() -> None:
    names = {d: {law.name for law in theory_for(d).laws} for d in (1, 2, 3)}
    curls = {name for name in names[3] if "curl" in name or "cross" in name}
    assert curls
    assert not curls & (names[1] | names[2])
    assert "divergence_scaled" in names[1] & names[2] & names[3]


def test_a_wrong_law_does_not_hold_and_a_right_one_does() -> None:
    law = LAWS["divergence_scaled"]
    assert holds(law)
    assert not holds(Law("wrong", law.left, LAWS["divergence_gradient"].right))


def test_a_conditional_law_fails_without_its_condition() -> None:
    conditional = [law for law in LAWS.values() if law.conditions and law.conditions[0][0] == "constant"]
    assert conditional
    for law in conditional:
        assert holds(law), law.name
        assert not holds(Law(law.name, law.left, law.right)), f"{law.name} holds without its condition"


def test_permuting_and_regrouping() -> None:
    assert permutes(LAWS["add_commutative"])
    assert not regroups(LAWS["add_commutative"])
    assert regroups(LAWS["add_associative"])
    assert not permutes(LAWS["divergence_scaled"])


def test_the_vocabulary_names_functions_with_enough_orders_and_positions() -> None:
    known = declare({"f": "scalar", "h": "function", "q": "position"})
    terms = [as_term(text, known) for text in ("laplacian(h(f))", "h'(f)", "q·q", "x")]
    functions, positions, _ = vocabulary(terms)
    ((name, order),) = functions
    assert name == "h"
    assert order >= 3  # h' is written, and Δ takes two more
    assert set(positions) == {"q", "r"}


@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_theories_are_made_once(dimension: int) -> None:
    assert theory_for(dimension) is theory_for(dimension)


def test_whatever_a_proof_may_cite_is_said_in_words() -> None:
    theory = theory_for(3, (("h", 2),), ("r", "q"), ("axes", "motion"))
    rules = [*theory.complete, *theory.unguarded, *theory.quotients, *theory.accurate]
    names = {rule.name for rule in rules}
    assert names >= {"sin_sum", "power_sum", "quotient_whole", "versine", "advection_scaled.vector"}
    assert not {name for name in names if not statement_of(name)}
    assert {computation.name for computation in COMPUTATIONS} == COMPUTED.keys()
    assert statement_of("sin_sum") == "sin(f + g) = sin(f) cos(g) + cos(f) sin(g)"
    assert statement_of("given 1") is None
    assert statement_of("collect_terms") is None
