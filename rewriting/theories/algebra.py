"""School algebra: like terms, powers, trigonometric squares, derivatives of powers, and shifts of integers.

A power with exponent 0 is 1 whatever its base, as in polynomials. Symbols stand for generic values, which are not zero.
"""

from __future__ import annotations

from fractions import Fraction

from rewriting.analyses.facts import Clauses, needing
from rewriting.infix import SYMBOL
from rewriting.op import NUMBER, Op
from rewriting.proof import Computation
from rewriting.ruleset import RuleSet
from rewriting.syntax import parse_rules
from rewriting.term import Term, number

__all__ = ["ALGEBRA_FACTS", "EXACT", "algebra_rules", "shift_rules"]

_FILE = "rewriting/theories/algebra.py"

_ALGEBRA_LINE = 23
_ALGEBRA = """
    comm-add:    ?a + ?b                     =>  ?b + ?a
    comm-mul:    ?a * ?b                     =>  ?b * ?a
    assoc-add:   ?a + (?b + ?c)              <=> (?a + ?b) + ?c
    assoc-mul:   ?a * (?b * ?c)              <=> (?a * ?b) * ?c
    sub-add:     ?a - ?b                     =>  ?a + -1 * ?b
    sub-self:    ?a - ?a                     =>  0
    add-then-sub: (?a + ?b) - ?b             =>  ?a
    zero-add:    ?a + 0                      =>  ?a
    zero-mul:    ?a * 0                      =>  0
    one-mul:     ?a * 1                      =>  ?a
    like-one:    ?a + ?a                     =>  2 * ?a
    like-two:    ?n * ?a + ?a                =>  (?n + 1) * ?a                if number(?n)
    like-three:  ?n * ?a + ?m * ?a           =>  (?n + ?m) * ?a               if number(?n), number(?m)
    pow-zero:    ?x ** 0                     =>  1
    pow-one:     ?x ** 1                     =>  ?x
    square:      ?x * ?x                     =>  ?x ** 2
    pow-next:    ?x * ?x ** ?n               =>  ?x ** (?n + 1)               if nonzero(?x)
    pow-mul:     ?x ** ?n * ?x ** ?m         =>  ?x ** (?n + ?m)              if nonzero(?x)
    mul-pow:     ?x ** ?n * ?y ** ?n         =>  (?x * ?y) ** ?n              if integer(?n)
    pow-pow:     (?x ** ?n) ** ?m            =>  ?x ** (?n * ?m)              if integer(?n), integer(?m), nonzero(?x)
    div-mul:     ?a / ?b                     =>  ?a * ?b ** -1                if nonzero(?b)
    div-self:    ?a / ?a                     =>  1                            if nonzero(?a)
    div-one:     ?a / 1                      =>  ?a
    squares-one: sin(?x) ** 2 + cos(?x) ** 2 =>  1
    tan-sec:     1 + tan(?x) ** 2            =>  sec(?x) ** 2
    cot-csc:     1 + cot(?x) ** 2            =>  csc(?x) ** 2
    d-power:     d(?x, ?x ** ?n)             =>  ?n * ?x ** (?n + -1)         if is_symbol(?x), number(?n)
"""

_SHIFT_LINE = 54
_SHIFT = """
    shift-left:  ?x * 2 ** ?y                =>  LShift(?x, ?y)
    not-not:     Not(Not(?a))                =>  ?a
    sub-self:    ?a - ?a                     =>  0
    zero-add:    ?a + 0                      =>  ?a
    one-mul:     ?a * 1                      =>  ?a
"""

_LONGEST = 4096
"""Bits of the largest power that is worked out."""


def _exact(op: Op) -> bool:
    return op.name == NUMBER and isinstance(op.payload, int | Fraction)


ALGEBRA_FACTS: dict[str, Clauses] = {
    "nonzero": needing("nonzero", {"*": (0, 1), "/": (0, 1), "**": (0,)}, lambda op: not _exact(op) or op.payload != 0),
    "number": needing("number", {}, _exact),
    "integer": needing("integer", {}, lambda op: _exact(op) and Fraction(op.payload).denominator == 1),
    "is_symbol": needing("is_symbol", {}, lambda op: op.name == SYMBOL),
}
"""The conditions of the rules."""


def _folded(term: Term) -> Term | None:
    """The exact value of an operation on two numbers; None where it has none, is not rational, or is too long."""
    a, b = (Fraction(child.op.payload) for child in term.args)
    value = _power(a, b) if term.op.name == "**" else _quotient(a, b) if term.op.name == "/" else None
    if term.op.name in "+-" or term.op.name == "*":
        value = {"+": a + b, "-": a - b, "*": a * b}[term.op.name]
    if value is None:
        return None
    return number(value.numerator if value.denominator == 1 else value)


def _quotient(a: Fraction, b: Fraction) -> Fraction | None:
    return a / b if b else None


def _power(a: Fraction, b: Fraction) -> Fraction | None:
    bits = max(a.numerator.bit_length(), a.denominator.bit_length())
    if b.denominator != 1 or (a == 0 and b < 0) or bits * abs(b) > _LONGEST:
        return None
    return a**b.numerator


EXACT = Computation("exact", _folded, ("+", "-", "*", "/", "**"))
"""Arithmetic on exact numbers."""


def algebra_rules() -> RuleSet:
    """All rules but those for shifts, and arithmetic; their conditions are decided by `Facts(ALGEBRA_FACTS)`."""
    return RuleSet(parse_rules(_ALGEBRA, _FILE, _ALGEBRA_LINE), [EXACT])


def shift_rules() -> RuleSet:
    """Products with powers of two as shifts, of integers."""
    return RuleSet(parse_rules(_SHIFT, _FILE, _SHIFT_LINE))
