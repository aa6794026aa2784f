"""Arithmetic with a little calculus: a small world for tests, documentation and benchmarks.

`d(x, f)` is the derivative of f by x, `i(f, x)` its integral. The rules restate those of egg's test `math`
(github.com/egraphs-good/egg, MIT licence); `micro_rules` are the 24 of egglog's `math-microbenchmark`, whose growth
from `MICRO_SEEDS` is known exactly: two independent engines agree on it.
"""

from __future__ import annotations

from fractions import Fraction

from rewriting.analyses.constants import Constants
from rewriting.infix import parse_term
from rewriting.proof import Computation, Kernel
from rewriting.ruleset import RuleSet
from rewriting.syntax import parse_rules
from rewriting.term import Term, number

__all__ = ["FOLDING", "MICRO_SEEDS", "folding", "full_kernel", "full_rules", "micro_rules", "micro_seeds"]

_FILE = "rewriting/theories/arithmetic.py"

_MICRO_LINE = 24
_MICRO = """
    comm-add:    ?a + ?b                     => ?b + ?a
    comm-mul:    ?a * ?b                     => ?b * ?a
    assoc-add:   ?a + (?b + ?c)              => (?a + ?b) + ?c
    assoc-mul:   ?a * (?b * ?c)              => (?a * ?b) * ?c
    sub-canon:   ?a - ?b                     => ?a + (-1 * ?b)
    zero-add:    ?a + 0                      => ?a
    zero-mul:    ?a * 0                      => 0
    one-mul:     ?a * 1                      => ?a
    cancel-sub:  ?a - ?a                     => 0
    distribute:  ?a * (?b + ?c)              => (?a * ?b) + (?a * ?c)
    factor:      (?a * ?b) + (?a * ?c)       => ?a * (?b + ?c)
    pow-mul:     (?a ** ?b) * (?a ** ?c)     => ?a ** (?b + ?c)
    pow1:        ?x ** 1                     => ?x
    pow2:        ?x ** 2                     => ?x * ?x
    d-add:       d(?x, ?a + ?b)              => d(?x, ?a) + d(?x, ?b)
    d-mul:       d(?x, ?a * ?b)              => (?a * d(?x, ?b)) + (?b * d(?x, ?a))
    d-sin:       d(?x, sin(?x))              => cos(?x)
    d-cos:       d(?x, cos(?x))              => -1 * sin(?x)
    i-one:       i(1, ?x)                    => ?x
    i-cos:       i(cos(?x), ?x)              => sin(?x)
    i-sin:       i(sin(?x), ?x)              => -1 * cos(?x)
    i-sum:       i(?f + ?g, ?x)              => i(?f, ?x) + i(?g, ?x)
    i-dif:       i(?f - ?g, ?x)              => i(?f, ?x) - i(?g, ?x)
    i-parts:     i(?a * ?b, ?x)              => (?a * i(?b, ?x)) - i(d(?x, ?a) * i(?b, ?x), ?x)
"""

_MORE_LINE = 52
_MORE = """
    div-canon:     ?a / ?b        => ?a * (?b ** -1)                  if is_not_zero(?b)
    add-zero:      ?a             => ?a + 0
    mul-one:       ?a             => ?a * 1
    cancel-div:    ?a / ?a        => 1                                if is_not_zero(?a)
    pow0:          ?x ** 0        => 1                                if is_not_zero(?x)
    pow-recip:     ?x ** -1       => 1 / ?x                           if is_not_zero(?x)
    recip-mul-div: ?x * (1 / ?x)  => 1                                if is_not_zero(?x)
    d-variable:    d(?x, ?x)      => 1                                if is_sym(?x)
    d-constant:    d(?x, ?c)      => 0                                if is_sym(?x), is_const_or_distinct_var(?c, ?x)
    d-ln:          d(?x, ln(?x))  => 1 / ?x                           if is_not_zero(?x)
    d-power: d(?x, ?f ** ?g) => ?f**?g * (d(?x, ?f)*(?g/?f) + d(?x, ?g)*ln(?f)) if is_not_zero(?f), is_not_zero(?g)
    i-power-const: i(?x ** ?c, ?x) => (?x ** (?c + 1)) / (?c + 1)     if is_const(?c)
"""

MICRO_SEEDS = (
    "i(ln(x), x)",
    "i(x + cos(x), x)",
    "i(cos(x) * x, x)",
    "d(x, 1 + (2 * x))",
    "d(x, (x ** 3) - (7 * (x ** 2)))",
    "(y * (x + y)) + ((x + 2) - (x + x))",
    "1 / (((1 + sqrt(five)) / 2) - ((1 - sqrt(five)) / 2))",
)
"""The expressions from which the growth is measured."""


def _folded(term: Term) -> Term | None:
    """The exact value of a sum, difference, product or quotient of two numbers; None for a division by zero."""
    a, b = (Fraction(child.op.payload) for child in term.args if isinstance(child.op.payload, int | Fraction))
    if term.op.name == "/" and b == 0:
        return None
    value = {"+": a + b, "-": a - b, "*": a * b, "/": a / (b or 1)}[term.op.name]
    return number(value.numerator if value.denominator == 1 else value)


FOLDING = Computation("fold", _folded, ("+", "-", "*", "/"))
"""Arithmetic on numbers."""


def micro_rules() -> RuleSet:
    """The 24 rules without conditions."""
    return RuleSet(parse_rules(_MICRO, _FILE, _MICRO_LINE))


def full_rules() -> RuleSet:
    """All 36 rules; `folding()` decides their conditions. As in egg, they are unsound where a divisor is zero."""
    return RuleSet([*parse_rules(_MICRO, _FILE, _MICRO_LINE), *parse_rules(_MORE, _FILE, _MORE_LINE)])


def folding() -> Constants:
    """The analysis that the full rules are run with: arithmetic on numbers, to exact rationals, with pruning."""
    return Constants([FOLDING])


def full_kernel() -> Kernel:
    """A kernel that accepts the full rules and arithmetic on numbers."""
    return Kernel(full_rules(), folding().premises(), [FOLDING])


def micro_seeds() -> list[Term]:
    """MICRO_SEEDS as terms."""
    return [parse_term(seed) for seed in MICRO_SEEDS]
