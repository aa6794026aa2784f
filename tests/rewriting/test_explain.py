"""Every union of a run can be explained, and the kernel accepts every explanation."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.analyses.facts import Facts, hereditary, needing
from rewriting.egraph import EGraph
from rewriting.explain import Explainer, NotEqualError, explain
from rewriting.infix import parse_term
from rewriting.op import NUMBER, Op
from rewriting.proof import Kernel, ProofError
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.syntax import parse_rules
from rewriting.term import Term
from rewriting.theories.arithmetic import MICRO_SEEDS, folding, full_kernel, full_rules, micro_rules, micro_seeds
from tests.rewriting.small_terms import letters, terms_over

FACTS = {
    "constant": hereditary("constant", lambda op: op.name == NUMBER),
    "nonzero": needing("nonzero", {"*": (0, 1), "/": (0, 1), "**": (0,)}, lambda op: op.payload != 0),
}
FACT_JUDGE = Facts(FACTS)
PREMISES = {name: (lambda term, name=name: FACT_JUDGE.premise(name, term)) for name in FACTS}

RULES = parse_rules("""
    comm:     g(?a, ?b)            <=> g(?b, ?a)
    assoc:    g(?a, g(?b, ?c))     <=> g(g(?a, ?b), ?c)
    twice:    f(f(?a))             =>  ?a
    pull:     f(g(?a, ?b))         <=> g(f(?a), f(?b))
    same:     g(?a, ?a)            =>  f(?a)
    unit:     g(?a, one)           =>  ?a
    grow:     ?a                   =>  g(?a, one)
    three:    h(?a, g(?b, ?a), ?b) =>  h(?b, ?a, f(?a))
    ground:   f(one)               =>  one
    leaf:     b                    =>  f(one)
""")
names = {rule.name for rule in RULES}
terms = terms_over(letters(["a", "b", "one"]))


def explain_every_edge(graph, kernel):
    """The number of steps of each explanation, for all unions on record."""
    explainer = Explainer(graph)
    lengths = []
    for edge in range(graph.history.count):
        left, right = int(graph.history.left[edge]), int(graph.history.right[edge])
        proof = explainer.proof(left, right, kernel)
        assert (proof.lhs, proof.rhs) == (graph.term(left), graph.term(right))
        theorem = proof.check(kernel)
        assert (theorem.lhs, theorem.rhs) == (proof.lhs, proof.rhs)
        lengths.append(len(proof.steps))
    return lengths


@settings(deadline=None, max_examples=60)
@given(
    st.lists(terms, min_size=1, max_size=4),
    st.sets(st.sampled_from(sorted(names)), min_size=1),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=3),
)
def test_all_unions_of_random_runs_are_explained(seeds, chosen, unions):
    graph = EGraph()
    rows = graph.add_all(seeds).tolist()
    rules = RuleSet(rule for rule in RULES if rule.name in chosen)
    run(graph, rules, rounds=2, node_limit=60)
    for number, (left, right) in enumerate(unions):
        graph.union(rows[left % len(rows)], rows[right % len(rows)], f"given-{number}")
        run(graph, rules, rounds=1, node_limit=90)
    explain_every_edge(graph, Kernel([*rules, *graph.assertions]))


def test_all_unions_of_micro_are_explained():
    graph = EGraph()
    graph.add_all(micro_seeds())
    run(graph, micro_rules(), rounds=6)
    lengths = explain_every_edge(graph, Kernel(micro_rules()))
    assert len(lengths) == graph.history.count == graph.table.count - graph.class_count


@pytest.mark.parametrize(
    "seed", [*MICRO_SEEDS, "x / x + d(x, 2 * 3)", "d(x, (x * 1) ** 2) / (y * y)", "(2 + 3) * (4 - x)"]
)
def test_conditions_and_computations_are_explained(seed):
    graph = EGraph([folding()])
    graph.add(parse_term(seed))
    run(graph, full_rules(), rounds=4, node_limit=400)
    assert sum(explain_every_edge(graph, full_kernel())) > 0


def test_a_condition_that_holds_of_another_form_is_proved_on_that_form():
    rules = RuleSet(parse_rules("alias: k(?a) => 2\nquotient: ?a / ?a => 1 if constant(?a)\nsum: ?a + ?b => ?b + ?a"))
    graph = EGraph([Facts(FACTS)])
    start = parse_term("(k(x) + 3) / (k(x) + 3)")
    graph.add_all([start, parse_term("1")])
    run(graph, rules)
    kernel = Kernel(rules, PREMISES)
    proof = explain(graph, start, parse_term("1"), kernel)
    (instance,) = [step for step in proof.steps if step.rule == "quotient"]
    assert FACT_JUDGE.premise("constant", instance.bindings["a"])
    assert not FACT_JUDGE.premise("constant", parse_term("k(x) + 3"))


def test_two_conditions_on_one_variable_are_proved_on_one_form():
    rules = RuleSet(
        parse_rules("""
        left:     one(?a)  => 0 * 3
        right:    one(?a)  => 5 ** 2
        mixed:    one(?a)  => x * x
        quotient: ?a / ?a  => 1      if constant(?a), nonzero(?a)
    """)
    )
    graph = EGraph([Facts(FACTS)])
    start = parse_term("one(x) / one(x)")
    graph.add_all([start, parse_term("1")])
    run(graph, rules)
    proof = explain(graph, start, parse_term("1"), Kernel(rules, PREMISES))
    (instance,) = [step for step in proof.steps if step.rule == "quotient"]
    assert instance.bindings["a"] is parse_term("5 ** 2")


def test_terms_need_not_be_the_ones_that_were_inserted():
    graph = EGraph()
    x, y = graph.add(parse_term("x")), graph.add(parse_term("y"))
    graph.add(parse_term("f(g(x))"))
    graph.union(x, y, "x is y")
    kernel = Kernel(graph.assertions)
    proof = explain(graph, parse_term("f(g(y))"), parse_term("f(g(x))"), kernel)
    assert [(step.rule, step.position, step.forward) for step in proof.steps] == [("x is y", (0, 0), False)]
    assert explain(graph, parse_term("f(g(y))"), parse_term("f(g(y))"), kernel).steps == ()


def test_an_assertion_must_be_given_to_the_kernel():
    graph = EGraph()
    x, y = graph.add(parse_term("x")), graph.add(parse_term("y"))
    graph.union(x, y, "x is y")
    with pytest.raises(ProofError, match="no rule of that name"):
        explain(graph, x, y, Kernel([]))


def test_what_is_not_equal_is_not_explained():
    graph = EGraph()
    x, y = graph.add(parse_term("x")), graph.add(parse_term("y"))
    with pytest.raises(NotEqualError, match=r"does not hold symbol\[x\] and symbol\[y\] as equal"):
        explain(graph, x, y, Kernel([]))
    with pytest.raises(NotEqualError, match="add it first"):
        explain(graph, parse_term("z"), x, Kernel([]))


def test_backward_rules_are_cited_in_their_first_direction():
    rules = RuleSet(parse_rules("pull: f(?a) + f(?b) <=> f(?a + ?b)"))
    graph = EGraph()
    start, goal = parse_term("f(x + y)"), parse_term("f(x) + f(y)")
    graph.add(start)
    run(graph, rules, rounds=1)
    (step,) = explain(graph, start, goal, Kernel([rules.rules[0]])).steps
    assert (step.rule, step.forward) == ("pull", False)


def test_deep_explanations_do_not_recurse():
    graph = EGraph()
    pair = [parse_term("x"), parse_term("y")]
    rows = graph.add_all(pair).tolist()
    for _ in range(2000):
        pair = [Term(Op("s"), (term,)) for term in pair]
    graph.add_all(pair)
    graph.union(*rows)
    kernel = Kernel(graph.assertions)
    (step,) = explain(graph, *pair, kernel).steps
    assert step.position == (0,) * 2000
