"""Numbers, names, nullary calls, comments and conditions as people write them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewriting.conditions import Condition
from rewriting.infix import TextError, parse_term
from rewriting.op import Op
from rewriting.rule import RuleError
from rewriting.syntax import parse_rule, parse_rules
from rewriting.term import Term, number, variable


def symbol(name):
    return Term(Op("symbol", name))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-300", Fraction(1, 10**300)),
        ("1.5e3", 1500),
        ("2E+2", 200),
        (".5", Fraction(1, 2)),
        ("1.", 1),
        ("-.25e1", Fraction(-5, 2)),
        ("0e5", 0),
        ("007", 7),
    ],
)
def test_numbers_are_exact_in_every_notation(text, value):
    assert parse_term(text) is number(value)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(-40, 40))
def test_a_number_is_what_its_digits_say(whole, part, exponent):
    power = Fraction(10) ** exponent
    expected = (whole + Fraction(part, 10 ** len(str(part)))) * power
    assert parse_term(f"{whole}.{part}e{exponent}").op.payload == expected


@pytest.mark.parametrize("text", ["1e5000", "1e-99999999999", "x + " + "7" * 5000])
def test_a_number_too_long_to_hold_is_refused_at_its_place(text):
    with pytest.raises(TextError, match="a number of more than 4000 digits") as caught:
        parse_term(text)
    assert caught.value.column == (4 if text[0] == "x" else 0)


@pytest.mark.parametrize("name", ["∂u", "x′", "x'", "x″", "φ₁", "∇", "Δt", "û", "x\u20d7", "_a", "变", "e5", "∞"])
def test_names_are_words_of_any_alphabet_with_primes(name):
    assert parse_term(f"{name} + 1") is Term(Op("+"), (symbol(name), number(1)))
    assert parse_term(f"{name}(?{name})") is Term(Op(name), (variable(name),))


def test_two_spellings_of_one_letter_are_one_name():
    assert parse_term("u\u0302 - ?n\u0303") is parse_term("\u00fb - ?\u00f1")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x²", r"unexpected character '²': write a power as x \*\* 2"),
        ("x · y", r"unexpected character '·' \(MIDDLE DOT, U\+00B7\)"),
        ("? + 1", "a variable is a . and a name"),
        ("number()", r"number\(\) is no number"),
        ("2 e", "expected an operator"),
        ("f(x,)", "expected a term"),
    ],
)
def test_what_could_mean_two_things_is_refused(text, why):
    with pytest.raises(TextError, match=why):
        parse_term(text)


def test_a_call_may_have_no_arguments():
    assert parse_term("f()") is Term(Op("f"))
    assert parse_term("g(f(), x)") is Term(Op("g"), (Term(Op("f")), symbol("x")))
    assert parse_term("f()") is not parse_term("f")


@pytest.mark.parametrize("line", ["r: f(?a) # => g(?a)", "r: f(?a) => g(?a #, x)", "r: ?a => f(?a) if # p(?a)"])
def test_a_comment_that_cuts_a_rule_is_named(line):
    with pytest.raises(TextError, match="read up to its `#`, which begins a comment") as caught:
        parse_rules(line, "t")
    assert str(caught.value).startswith("t:1: ")


def test_a_comment_behind_a_rule_is_left_out():
    (rule,) = parse_rules("r: f(?a) => g(?a)# if p(?a)")
    assert rule.conditions == ()


def test_where_and_if_stand_in_either_order():
    one = parse_rule("r: f(?x) => ?y where ?x = g(?y), ?y = h(?z) if p(?x), q(?z, ?y)")
    other = parse_rule("r: f(?x) => ?y if p(?x), q(?z, ?y) where ?x = g(?y), ?y = h(?z)")
    assert one == other
    assert one[0].conditions == (Condition("p", ("x",)), Condition("q", ("z", "y")))
    assert len(one[0].where) == 2


@pytest.mark.parametrize(
    ("clause", "why"),
    [
        ("if p(?a) if q(?a)", "one `where` and one `if` at most"),
        ("where ?a = f(?b) where ?b = f(?c)", "one `where` and one `if` at most"),
        ("if p(?a),", "a part behind `if` is empty"),
        ("if", "nothing stands behind `if`"),
        ("where", "nothing stands behind `where`"),
        ("if p(?a", r"expected '\)'"),
        ("if p(f(?a))", r"a condition is a name applied to variables.*found \(p \(f \?a\)\)"),
        ("if p(?a, f(?a))", r"a variable, a number or a name; found \(f \?a\)"),
        ("if p(1)", "a condition is a name applied to variables"),
        ("if ?a", "a condition is a name applied to variables"),
        ("if p(?a) q(?a)", "expected an operator or the end, found 'q'"),
    ],
)
def test_errors_in_conditions_show_what_was_written(clause, why):
    with pytest.raises(TextError, match=why) as caught:
        parse_rules(f"r: f(?a) => ?a {clause}", "t")
    assert str(caught.value).startswith("t:1: ")
    assert "all(" not in str(caught.value)


def test_a_condition_may_have_literals():
    (rule,) = parse_rule("r: f(?a) => ?a if rank(?a, 1), sort(vector, ?a), near(?a, 0.5, ?a)")
    assert [str(condition) for condition in rule.conditions] == [
        "rank(?a, 1)",
        "sort(vector, ?a)",
        "near(?a, 1/2, ?a)",
    ]
    assert [condition.arguments for condition in rule.conditions] == [("a",), ("a",), ("a", "a")]
    assert rule.conditions[0].name == "rank(·, 1)"
    with pytest.raises(RuleError, match=r"condition rank\(\?b, 1\) uses \?b"):
        parse_rule("r: f(?a) => ?a if rank(?b, 1)")
