"""Rules, patterns and the text they are read from."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from rewriting.conditions import Condition
from rewriting.infix import TextError, parse_term
from rewriting.op import Op
from rewriting.pattern import compile_pattern
from rewriting.rule import Rule, RuleError
from rewriting.ruleset import RuleSet
from rewriting.syntax import parse_rule, parse_rules
from rewriting.term import Term, number, variable
from rewriting.theories.arithmetic import full_rules, micro_rules

ROOT = Path(__file__).parents[2]
CASES = json.loads((ROOT / "tests" / "data" / "egraph.json").read_text(encoding="utf-8"))
x, y = Term(Op("symbol", "x")), Term(Op("symbol", "y"))
a, b = variable("a"), variable("b")


def binary(sign, left, right):
    return Term(Op(sign), (left, right))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("x + y * x", binary("+", x, binary("*", y, x))),
        ("(x + y) * x", binary("*", binary("+", x, y), x)),
        ("x - y - x", binary("-", binary("-", x, y), x)),
        ("x ** y ** x", binary("**", x, binary("**", y, x))),
        ("-x ** 2", Term(Op("neg"), (binary("**", x, number(2)),))),
        ("x ** -1", binary("**", x, number(-1))),
        ("-1 * x", binary("*", number(-1), x)),
        ("- 2.5", number(Fraction(-5, 2))),
        ("--1", Term(Op("neg"), (number(-1),))),
        ("~x | y & x", binary("|", Term(Op("~"), (x,)), binary("&", y, x))),
        ("d(x, ?a)", Term(Op("d"), (x, a))),
        ("ifx", Term(Op("symbol", "ifx"))),
    ],
)
def test_infix_text_reads_as(text, term):
    assert parse_term(text) is term


@pytest.mark.parametrize(
    ("text", "column", "why"),
    [
        ("x +", 3, "ends too early"),
        ("x + * y", 4, "expected a term"),
        ("(x + y", 6, r"expected '\)'"),
        ("x y", 2, "expected an operator"),
        ("x $ y", 2, "unexpected character"),
        ("f(,)", 2, "expected a term"),
        ("", 0, "ends too early"),
        ("(" * 300, 201, "nested deeper"),
    ],
)
def test_text_that_is_no_term_is_refused_at_the_place(text, column, why):
    with pytest.raises(TextError, match=why) as caught:
        parse_term(text, "table:7")
    assert abs(caught.value.column - column) <= 1
    assert str(caught.value).startswith("table:7: ")


def test_a_table_gives_rules_with_their_origin():
    rules = parse_rules(
        "# sums\ncomm: ?a + ?b <=> ?b + ?a  # both\n\nself: ?a / ?a => 1 if nonzero(?a), free(?a)", "t", 10
    )
    assert [(rule.name, rule.origin, rule.backward) for rule in rules] == [
        ("comm", "t:11", False),
        ("comm", "t:11", True),
        ("self", "t:13", False),
    ]
    assert rules[0].equation == rules[1].equation
    assert rules[2].conditions == (Condition("nonzero", ("a",)), Condition("free", ("a",)))
    assert str(rules[2]) == "self: (/ ?a ?a) => 1 if nonzero(?a), free(?a)"


@pytest.mark.parametrize(
    "line", ["no arrow: ?a + ?b", "?a => ?b", "r: ?a => 1 if", "r: ?a => 1 if 3", "r: ?a => 1 if ok"]
)
def test_lines_that_are_no_rules_are_refused(line):
    with pytest.raises(TextError, match="t:1"):
        parse_rules(line, "t")


def test_rules_that_cannot_be_used_are_refused_in_words():
    with pytest.raises(RuleError, match=r"rule r \(t:3\).*right side uses \?b.*bound: \?a"):
        Rule("r", Term(Op("f"), (a,)), b, origin="t:3")
    with pytest.raises(RuleError, match=r"condition ok\(\?b\) uses \?b"):
        Rule("r", Term(Op("f"), (a,)), a, (Condition("ok", ("b",)),))
    with pytest.raises(RuleError, match="has no name"):
        Rule("", x, y)
    with pytest.raises(RuleError, match="both sides are the same"):
        Rule("r", a, a)
    with pytest.raises(RuleError, match="has operands"):
        Rule("r", Term(Op("?", "f"), (a,)), a)
    with pytest.raises(RuleError, match=r"right side uses \?b"):
        parse_rule("drop: ?a * ?b => ?a * 0")[0].reversed()


def test_a_bare_variable_may_be_a_left_side():
    assert parse_rule("grow: ?a => ?a + 0")[0].lhs is a


def test_two_rules_of_one_name_are_refused_unless_they_are_one():
    rules = parse_rules("r: ?a + 0 => ?a")
    assert len(RuleSet([*rules, *rules])) == 1
    with pytest.raises(RuleError, match="two rules are named r"):
        RuleSet([*rules, *parse_rules("r: ?a * 1 => ?a")])


def test_a_pattern_numbers_parents_before_children_and_binds_first_occurrences():
    pattern = compile_pattern(parse_term("(?a * ?b) + f(?a * 1)"))
    assert [str(node.op) for node in pattern.nodes] == ["+", "*", "f", "*"]
    assert pattern.binding == {"a": (1, 0), "b": (1, 1)}
    assert [node.same for node in pattern.nodes] == [(), (), (), ((0, (1, 0)),)]
    assert [node.height for node in pattern.nodes] == [3, 1, 2, 1]
    assert pattern.leaves == (Op("number", 1),)


def test_the_arithmetic_theory_restates_the_published_rules():
    published = {rule["name"]: rule for rule in CASES["rules"]}
    assert [rule.name for rule in micro_rules()] == CASES["micro_ruleset"]
    for rule in full_rules():
        twin = published[rule.name]
        assert (rule.lhs, rule.rhs) == (parse_term(twin["lhs"]), parse_term(twin["rhs"]))


def test_the_origin_of_a_rule_is_the_line_it_stands_on():
    for rule in full_rules():
        file, line = rule.origin.split(":")
        assert (ROOT / file).read_text(encoding="utf-8").splitlines()[int(line) - 1].split(":")[0].strip() == rule.name
