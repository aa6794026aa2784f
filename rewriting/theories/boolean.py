"""Propositional logic: a small world without numbers. `true` and `false` are symbols; ~ & | are not, and, or.

`prop_rules` restate egg's test `prop` (github.com/egraphs-good/egg, MIT licence) but for `lem_imply`. That rule infers,
where (a ⇒ b) ∧ (¬a ⇒ c) is true, that b ∨ c is; it speaks of a class that happens to hold `true`. Here the same
inference is an equation that always holds, `resolve`: p ∧ q = (p ∧ q) ∧ r if r follows from p ∧ q. Where p ∧ q is true
it reads true = true ∧ r = r. A proof of it needs no premise.
"""

from __future__ import annotations

from rewriting.ruleset import RuleSet
from rewriting.syntax import parse_rules

__all__ = ["logic_rules", "prop_rules", "truth_tables"]

_FILE = "rewriting/theories/boolean.py"

_TRUTH_LINE = 19
_TRUTH = """
    not-true:        ~true                                => false
    not-false:       ~false                               => true
    and-tt:          true & true                          => true
    and-tf:          true & false                         => false
    and-ft:          false & true                         => false
    and-ff:          false & false                        => false
    or-tt:           true | true                          => true
    or-tf:           true | false                         => true
    or-ft:           false | true                         => true
    or-ff:           false | false                        => false
"""

_PROP_LINE = 33
_PROP = """
    def_imply:       Implies(?a, ?b)                      => ~?a | ?b
    def_imply_flip:  ~?a | ?b                             => Implies(?a, ?b)
    double_neg:      ~~?a                                 => ?a
    double_neg_flip: ?a                                   => ~~?a
    assoc_or:        ?a | (?b | ?c)                       => (?a | ?b) | ?c
    dist_and_or:     ?a & (?b | ?c)                       => (?a & ?b) | (?a & ?c)
    dist_or_and:     ?a | (?b & ?c)                       => (?a | ?b) & (?a | ?c)
    comm_or:         ?a | ?b                              => ?b | ?a
    comm_and:        ?a & ?b                              => ?b & ?a
    lem:             ?a | ~?a                             => true
    or_true:         ?a | true                            => true
    and_true:        ?a & true                            => ?a
    contrapositive:  Implies(?a, ?b)                      => Implies(~?b, ~?a)
    resolve:         Implies(?a, ?b) & Implies(~?a, ?c)   => (Implies(?a, ?b) & Implies(~?a, ?c)) & (?b | ?c)
"""

_LOGIC_LINE = 51
_LOGIC = """
    imply:           Implies(?a, ?b)                      => ~?a | ?b
    equivalent:      Eq(?a, ?b)                           => (~?a | ?b) & (~?b | ?a)
    eq-self:         Eq(?a, ?a)                           => true
    not-not:         ~~?a                                 => ?a
    not-and:         ~(?a & ?b)                           => ~?a | ~?b
    not-or:          ~(?a | ?b)                           => ~?a & ~?b
    not-true:        ~true                                => false
    not-false:       ~false                               => true
    comm-and:        ?a & ?b                              => ?b & ?a
    comm-or:         ?a | ?b                              => ?b | ?a
    assoc-and:       ?a & (?b & ?c)                       => (?a & ?b) & ?c
    assoc-or:        ?a | (?b | ?c)                       => (?a | ?b) | ?c
    true-and:        ?a & true                            => ?a
    false-and:       ?a & false                           => false
    true-or:         ?a | true                            => true
    false-or:        ?a | false                           => ?a
    and-self:        ?a & ?a                              => ?a
    or-self:         ?a | ?a                              => ?a
    excluded-middle: ?a | ~?a                             => true
    contradiction:   ?a & ~?a                             => false
    absorb-and:      ?a & (?a | ?b)                       => ?a
    absorb-or:       ?a | (?a & ?b)                       => ?a
    unit-and:        ?a & (~?a | ?b)                      => ?a & ?b
    unit-or:         ?a | (~?a & ?b)                      => ?a | ?b
    distribute-or:   ?a | (?b & ?c)                       => (?a | ?b) & (?a | ?c)
    factor-or:       (?a & ?b) | (?a & ?c)                => ?a & (?b | ?c)
"""


def truth_tables() -> RuleSet:
    """Not, and, or on the two constants: folding, as ten equations."""
    return RuleSet(parse_rules(_TRUTH, _FILE, _TRUTH_LINE))


def prop_rules() -> RuleSet:
    """Implication and its laws."""
    return RuleSet(parse_rules(_PROP, _FILE, _PROP_LINE))


def logic_rules() -> RuleSet:
    """Boolean algebra directed towards conjunctions of disjunctions: a tautology becomes `true`."""
    return RuleSet(parse_rules(_LOGIC, _FILE, _LOGIC_LINE))
