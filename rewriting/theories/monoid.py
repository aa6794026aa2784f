"""Monoids and groups: small worlds with one operation.

`monoid_rules` are associativity and the unit, `commutative_rules` have commutativity too. `group_rules` are the
complete system of Knuth and Bendix (1970) for the three axioms of groups: read from left to right it brings every word
to its only normal form, so words that are equal in every group are proved equal. (A run need not end by itself: a class
that holds 1 and b·b⁻¹ has words of every length.) `abelian_rules` say, of + and neg, what it takes to cancel in a sum.
"""

from __future__ import annotations

from rewriting.ruleset import RuleSet
from rewriting.syntax import parse_rules

__all__ = ["abelian_rules", "commutative_rules", "group_rules", "monoid_rules"]

_FILE = "rewriting/theories/monoid.py"

_MONOID_LINE = 19
_MONOID = """
    assoc:          ?a * (?b * ?c)          <=> (?a * ?b) * ?c
    unit-right:     ?a * 1                  =>  ?a
    unit-left:      1 * ?a                  =>  ?a
"""

_COMMUTATIVE_LINE = 26
_COMMUTATIVE = """
    comm:           ?a * ?b                 =>  ?b * ?a
"""

_GROUP_LINE = 31
_GROUP = """
    unit-left:      1 * ?a                  =>  ?a
    inverse-left:   inv(?a) * ?a            =>  1
    assoc-right:    (?a * ?b) * ?c          =>  ?a * (?b * ?c)
    cancel-left:    inv(?a) * (?a * ?b)     =>  ?b
    unit-right:     ?a * 1                  =>  ?a
    inverse-unit:   inv(1)                  =>  1
    inverse-twice:  inv(inv(?a))            =>  ?a
    inverse-right:  ?a * inv(?a)            =>  1
    cancel-inverse: ?a * (inv(?a) * ?b)     =>  ?b
    inverse-of-mul: inv(?a * ?b)            =>  inv(?b) * inv(?a)
"""

_ABELIAN_LINE = 45
_ABELIAN = """
    comm-add:       ?a + ?b                 =>  ?b + ?a
    assoc-add:      ?a + (?b + ?c)          <=> (?a + ?b) + ?c
    cancel:         ?a + neg(?a)            =>  0
    zero-add:       ?a + 0                  =>  ?a
"""


def monoid_rules() -> RuleSet:
    """Associativity of *, and its unit 1."""
    return RuleSet(parse_rules(_MONOID, _FILE, _MONOID_LINE))


def commutative_rules() -> RuleSet:
    """A monoid whose operation is commutative."""
    return RuleSet([*monoid_rules(), *parse_rules(_COMMUTATIVE, _FILE, _COMMUTATIVE_LINE)])


def group_rules() -> RuleSet:
    """Groups, with * and inv and 1, as a complete system."""
    return RuleSet(parse_rules(_GROUP, _FILE, _GROUP_LINE))


def abelian_rules() -> RuleSet:
    """Commutative groups, with + and neg and 0. Runs do not end by themselves: cancelling makes new sums for ever."""
    return RuleSet(parse_rules(_ABELIAN, _FILE, _ABELIAN_LINE))
