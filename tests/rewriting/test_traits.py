"""Named traits against a model in which they are true, and rules over every operator that has them."""

from itertools import product

import pytest

from rewriting.egraph import EGraph
from rewriting.infix import TextError, parse_term
from rewriting.rule import Rule, RuleError
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.sorts import require_sorts
from rewriting.syntax import parse_rules
from rewriting.term import fold, variables
from rewriting.traits import parse_traits

TABLE = """
    +    associative, commutative, unit 0         # modulo 7
    *    associative, commutative, unit 1, absorbing 0, distributes over +
    neg  involutive, inverse of +, linear over +
    -    antisymmetric over neg
    max  idempotent, associative
    low  projection
"""
MODEL = {
    "+": lambda a, b: (a + b) % 7,
    "*": lambda a, b: a * b % 7,
    "-": lambda a, b: (a - b) % 7,
    "neg": lambda a: -a % 7,
    "max": max,
    "low": lambda a: min(a, 3),
}


def value(term, bound):
    def combine(op, args):
        if args:
            return MODEL[op.name](*args)
        return bound[op.payload] if op.name == "?" else op.payload % 7

    return fold(term, combine)


def test_every_rule_of_a_trait_is_true_in_a_model_that_has_it():
    rules = parse_traits(TABLE, "table", 1).rules()
    assert len(rules) == len({(rule.name, rule.backward) for rule in rules}) == len(RuleSet(rules))
    for rule in rules:
        names = variables(rule.lhs)
        for point in product(range(7), repeat=len(names)):
            bound = dict(zip(names, point, strict=True))
            assert value(rule.lhs, bound) == value(rule.rhs, bound), rule


def test_rules_of_traits_know_their_line_and_prove():
    traits = parse_traits(TABLE, "table", 1)
    assert {rule.origin for rule in traits.rules() if rule.name.startswith("distributes")} == {"table:3"}
    graph = EGraph()
    start, goal = graph.add_all([parse_term("(a + b) * (0 + neg(neg(c)))"), parse_term("c * b + a * c")]).tolist()
    run(graph, RuleSet(traits.rules()), rounds=6, node_limit=5000)
    assert graph.find(start) == graph.find(goal)
    assert not [rule for rule in traits.rules(frozenset(["associative"])) if rule.name.startswith("assoc")]


def test_one_rule_for_every_operator_with_the_traits_asked_for():
    traits = parse_traits(TABLE)
    rules = traits.over("swap: f(?a, f(?b, ?c)) => f(?b, f(?a, ?c)) for f associative, f commutative", "here:4")
    assert [rule.name for rule in rules] == ["swap[+]", "swap[*]"]
    assert rules[0].lhs is parse_term("?a + (?b + ?c)")
    assert rules[0].origin == "here:4"
    (pull,) = traits.over("pull: f(?a, h(?b)) => h(f(?a, ?b)) for h linear over g, f distributes over g")
    assert (pull.lhs, pull.rhs) == (parse_term("?a * neg(?b)"), parse_term("neg(?a * ?b)"))
    (drop,) = traits.over("drop: f(e, e) => e for f unit e, f absorbing z")
    assert drop.lhs is parse_term("1 * 1")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("+ asociative", r"t:1.*no trait asociative; there are absorbing"),
        ("+ unit", "t:1.*has another operator or a leaf behind it"),
        ("+ commutative 0", "nothing behind it"),
        ("neg inverse of +", r"\+ has no unit"),
    ],
)
def test_declarations_that_make_no_sense_are_refused_with_their_place(text, why):
    with pytest.raises(RuleError, match=why):
        parse_traits(text, "t").rules()


def test_schemas_that_make_no_sense_are_refused():
    traits = parse_traits(TABLE)
    with pytest.raises(TextError, match="for f trait"):
        traits.over("r: f(?a) => ?a")
    with pytest.raises(RuleError, match="no operator has these traits"):
        traits.over("r: f(?a, ?a) => ?a for f absorbing e, f idempotent")
    with pytest.raises(TextError, match="expected an operator"):
        parse_traits("+")


def ranks(op, below):
    """Vectors have sort 1, scalars 0; `dot` takes two vectors."""
    if op.name == "dot":
        if any(sort not in (1, None) for sort in below):
            raise ValueError(f"dot takes vectors, not sorts {below}")
        return 0
    if op.name == "grad":
        return 1
    return None if not below else below[0]


def test_sides_of_different_sort_are_refused_with_file_and_line():
    good = parse_rules("ok: dot(?a, ?b) => dot(?b, ?a)", "rules.txt", 1, ranks)
    assert len(good) == 1
    with pytest.raises(RuleError, match=r"bad \(rules.txt:2\).*left side is of sort 0, the right side of sort 1"):
        parse_rules("\nbad: dot(?a, grad(?b)) => grad(?b)", "rules.txt", 1, ranks)
    with pytest.raises(RuleError, match=r"\(rules.txt:1\).*ill-typed: dot takes vectors"):
        parse_rules("bad: dot(?a, dot(?a, ?b)) => ?a", "rules.txt", 1, ranks)
    rule = Rule("r", parse_term("f(?a)"), parse_term("?a"))
    assert require_sorts(rule, ranks, {"a": 1}) is rule


def test_further_patterns_of_a_schema_speak_of_the_chosen_operators():
    """f(f(x)) = x makes f injective: from f(x) = f(y) follows x = y, but not for a g that is no involution."""
    traits = parse_traits("neg involutive\nlow projection")
    rules = traits.over("same: ?x => ?y where ?z = f(?x), ?z = f(?y)  for f involutive")
    assert [[str(pattern) for _, pattern in rule.where] for rule in rules] == [["(neg ?x)", "(neg ?y)"]]
    graph = EGraph()
    for name in ("neg", "low"):
        left, right = graph.add_all([parse_term(f"{name}({name}a)"), parse_term(f"{name}({name}b)")]).tolist()
        graph.union(left, right)
    run(graph, RuleSet(rules))
    assert graph.equal(parse_term("nega"), parse_term("negb"))
    assert not graph.equal(parse_term("lowa"), parse_term("lowb"))
