"""Binders: published goals proved, captures not, and everything in agreement with an evaluator that knows names."""

import json
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rewriting.check import check
from rewriting.infix import parse_term
from rewriting.op import NUMBER, Op
from rewriting.proofs.steps import Proof
from rewriting.schedule import BackOff
from rewriting.term import Term, number
from rewriting.theories.lambda_calculus import FACTS, BindingError, evaluation_rules, lambda_rules, nameless
from rewriting.theories.world import UnprovedError, World

CASES = json.loads((Path(__file__).parents[1] / "data" / "egraph_more.json").read_text(encoding="utf-8"))
CASE = {case["name"]: case for case in CASES["lambda"]["tests"]}
NOT = {name for name, case in CASE.items() if case.get("expect") == "not proved"}
WORLD = World(lambda_rules(), FACTS, 40, 60_000)
PROGRAMS = World(evaluation_rules(), FACTS, 60, 150_000, lambda: BackOff(100, 3))
RECURSIVE = {"lambda_function_repeat", "lambda_fib"}


def term(text):
    """The infix language has no names with a minus."""
    return nameless(parse_term(text.replace("add-five", "add_five")))


@pytest.mark.parametrize("name", sorted(set(CASE) - NOT))
def test_published_goals_are_proved(name):
    world = PROGRAMS if name in RECURSIVE else WORLD
    start, goals = term(CASE[name]["start"]), [term(goal) for goal in CASE[name]["goals"]]
    for goal, proof in zip(goals, world.prove(start, goals), strict=True):
        again = Proof.from_json(proof.to_json(with_text=False), world.kernel())
        assert (again.theorem.lhs, again.theorem.rhs) == (start, goal)


@pytest.mark.parametrize("name", sorted(NOT))
def test_captures_are_not_proved_and_the_right_results_are(name):
    """Each run ends by itself: nothing that the rules could find is left out."""
    right = {
        "lambda_capture": "lam(x, var(x))",
        "lambda_capture_free": "lam(z, var(x) + var(x))",
        "lambda_closure_not_seven": "6",
    }
    start, wrong = term(CASE[name]["start"]), [term(goal) for goal in CASE[name]["goals"]]
    with pytest.raises(UnprovedError, match="nothing more to find"):
        WORLD.prove(start, wrong)
    (proof,) = WORLD.prove(start, [term(right[name])])
    assert proof.theorem.rhs is term(right[name])


def test_a_captured_variable_would_merge_two_functions():
    """egg asks whether a name is free in a class; here λy.x and λx.x are different terms before anything is asked."""
    constant, identity = term("lam(y, var(x))"), term("lam(x, var(x))")
    graph = WORLD.graph()
    graph.add_all([constant, identity, term("let(y, var(x), lam(x, var(y)))")])
    WORLD.grow(graph)
    assert graph.equal(term("let(y, var(x), lam(x, var(y)))"), constant)
    assert not graph.equal(constant, identity)
    check(graph)


def test_renamed_terms_are_one_term():
    assert term("lam(x, lam(y, app(var(x), var(y))))") is term("lam(?a, lam(?b, app(var(?a), var(?b))))")
    assert term("lam(x, lam(x, var(x)))") is term("lam(x, lam(y, var(y)))")
    assert term("let(x, var(x), var(x))") is term("let(y, var(x), var(y))")
    assert term("lam(x, var(y))") is not term("lam(y, var(y))")


@pytest.mark.parametrize(
    "text", ["lam(3, 4)", "lam(x)", "let(x, 1)", "var(3)", "var(?x)", "lam(f(x), 1)", "fix(x, 1, 2)"]
)
def test_what_binds_no_variable_is_refused(text):
    with pytest.raises(BindingError):
        term(text)


# An evaluator with names, closures and environments, which shares nothing with the rules.


def evaluated(tree, scope):
    kind, *parts = tree
    match kind:
        case "number":
            return parts[0]
        case "var":
            return scope[parts[0]]()
        case "lam":
            return lambda thunk: evaluated(parts[1], {**scope, parts[0]: thunk})
        case "let":
            return evaluated(parts[2], {**scope, parts[0]: lambda: evaluated(parts[1], scope)})
        case "app":
            return evaluated(parts[0], scope)(lambda: evaluated(parts[1], scope))
        case "add":
            return evaluated(parts[0], scope) + evaluated(parts[1], scope)
        case "if":
            return evaluated(parts[2 if evaluated(parts[0], scope) == evaluated(parts[1], scope) else 3], scope)


def written(tree):
    """The same program as a term with names."""
    kind, *parts = tree
    name = Term(Op("symbol", parts[0])) if kind in ("var", "lam", "let") else None
    match kind:
        case "number":
            return number(parts[0])
        case "var":
            return Term(Op("var"), (name,))
        case "lam" | "let":
            return Term(Op(kind), (name, *map(written, parts[1:])))
        case "app":
            return Term(Op("app"), tuple(map(written, parts)))
        case "add":
            return Term(Op("+"), tuple(map(written, parts)))
        case "if":
            left, right, then, other = map(written, parts)
            return Term(Op("if"), (Term(Op("Eq"), (left, right)), then, other))


@st.composite
def programs(draw, kind, scope, depth):
    """Programs of a type ("n" for numbers, a pair for functions) over typed names; names are few, so they shadow."""
    fitting = [name for name, its in scope.items() if its == kind]
    choices = ["leaf"] if depth <= 0 else ["leaf", "app", "let", "if", "add" if kind == "n" else "lam"]
    choice = draw(st.sampled_from(choices))
    inner = lambda k, more=None: draw(programs(k, {**scope, **(more or {})}, depth - 1))  # noqa: E731
    if choice == "leaf" and fitting:
        return ("var", draw(st.sampled_from(fitting)))
    if choice == "leaf" and kind == "n":
        return ("number", draw(st.integers(0, 3)))
    name = draw(st.sampled_from("xyz"))
    if choice in ("leaf", "lam"):
        return ("lam", name, inner(kind[1], {name: kind[0]}))
    if choice == "add":
        return ("add", inner("n"), inner("n"))
    if choice == "if":
        return ("if", inner("n"), inner("n"), inner(kind), inner(kind))
    other = draw(st.sampled_from(["n", ("n", "n")]))
    if choice == "app":
        return ("app", inner((other, kind)), inner(other))
    return ("let", name, inner(other), inner(kind, {name: other}))


@settings(deadline=None, max_examples=60, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(programs("n", {}, 2))
def test_random_programs_have_the_value_that_names_and_closures_give(program):
    value = evaluated(program, {})
    (proof,) = World(evaluation_rules(), FACTS, 60, 30_000).prove(nameless(written(program)), [number(value)])
    assert proof.theorem.rhs is number(value)


@settings(deadline=None, max_examples=30, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(programs("n", {}, 4))
def test_larger_programs_have_no_other_value(program):
    """They may need more room than is given here; a number that the program's class holds is its value."""
    world = World(evaluation_rules(), FACTS, 12, 2000)
    graph = world.graph()
    row = graph.add(nameless(written(program)))
    world.grow(graph)
    found = [
        graph.term(enode).op.payload for enode in graph.enodes_of(row).tolist() if graph.term(enode).op.name == NUMBER
    ]
    assert found in ([], [evaluated(program, {})])


@settings(deadline=None, max_examples=30)
@given(programs("n", {}, 3))
def test_no_class_ever_holds_two_numbers(program):
    world = World(lambda_rules(), FACTS, 8, 2000)
    graph = world.graph()
    graph.add_all([nameless(written(program)), *map(number, range(5))])
    world.grow(graph)
    numbers = [graph.find(row) for row, op in graph.table.leaf_ops.items() if op.name == NUMBER]
    assert len(numbers) == len(set(numbers)) >= 5
