"""Orientation: from the laws of a theory to rules that bring a term into normal form.

A law is read as it is written, from left to right: that is how an expansion is stated. One that only renames its
letters (commutativity, rotation of a triple product, both up to a sign) is used where the term becomes smaller in the
order of terms, or in the mirrored one: two systems. Left out is what collecting terms does already, what an earlier
law without conditions does at the same place, and what would lead back to where it came from: ΔA = ∇(∇·A) − ∇×∇×A
beside the law for ∇×∇×A.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from functools import lru_cache

from attrs import frozen

from photonic.normal_forms.collecting import collected, is_arithmetic
from photonic.normal_forms.termorder import census, order_key
from rewriting.op import VARIABLE, Op
from rewriting.proofs.matching import match_term
from rewriting.rule import Rule
from rewriting.term import Term, postorder, substitute, variables

__all__ = ["DirectedRule", "Directions", "permutes_up_to_sign", "unsigned"]


@frozen(eq=False)
class DirectedRule:
    """A rule as it is used in normal forms. `below` are the operators of the left side's operands, None for a variable.

    `ordered` asks that the term becomes smaller in the order of terms, or in the mirrored one. `recurring` says that
    the right side holds a case of the left one, as ∇x in ∇f = ∂x f ∇x: that case itself is left as it is, or it would
    be opened for ever. `place` is where the rule is written: (number of the glyph, number in the glyph).
    """

    rule: Rule
    ordered: bool
    recurring: bool
    below: tuple[Op | None, ...]
    place: tuple[int, int]

    def match(self, term: Term) -> dict[str, Term] | None:
        """The bindings under which the left side is the term; conditions are not looked at."""
        return match_term(self.rule.lhs, term)

    def result(self, term: Term, bindings: dict[str, Term], mirrored: bool) -> Term | None:
        """What the rule makes of the term; None where the order of terms forbids it, or the term is left."""
        made = substitute(self.rule.rhs, bindings)
        if self.ordered and not order_key(unsigned(made), mirrored) < order_key(unsigned(term), mirrored):
            return None
        if self.recurring and any(node is term for node in postorder(made)):
            return None
        return made


class Directions:
    """The directed rules by the operator at their root: those with conditions first, then as they are written.

    `rules_of` gives the rules that a glyph declares. They are looked at when a term with that glyph is met, and the
    glyphs before it that they mention are looked at first. A rule whose left side does not speak of the glyph that
    declares it stands with the glyph at its root, or that glyph is one of `at_once`: so every rule that could apply to
    a term is there when the glyphs in the term are met, and what is chosen does not depend on what was asked.
    """

    def __init__(
        self, glyphs: Sequence[str], rules_of: Callable[[str], Iterable[Rule]], at_once: Iterable[str] = ()
    ) -> None:
        self.mirrored = False
        """Whether permuting rules go down in the mirrored order of terms."""
        self.permuting = True
        """Whether permuting rules are used at all."""
        self.regrouping: dict[Op, Rule] = {}
        """By the operator of a product f (g X), the law that says (f g) X = f (g X)."""
        self._number = {name: number for number, name in enumerate(glyphs)}
        self._rules_of = rules_of
        self._rules: defaultdict[Op, list[DirectedRule]] = defaultdict(list)
        self._fitting: dict[tuple[Op, tuple[Op | None, ...], bool], list[DirectedRule]] = {}
        self._below: set[Op | None] = set()
        self._looked_at: set[str] = set()
        for name in at_once:
            self.meet(name)

    def mirror(self) -> Directions:
        """The same rules, with the other order of terms."""
        twin = copy(self)
        twin.mirrored = not self.mirrored
        return twin

    def calm(self) -> Directions:
        """The same rules without those that only permute."""
        twin = copy(self)
        twin.permuting = False
        return twin

    def at(self, op: Op) -> Sequence[DirectedRule]:
        """The rules whose left side has this operator at its root."""
        self.meet(op.name)
        found = self._rules.get(op, ())
        return found if self.permuting else [directed for directed in found if not directed.ordered]

    def fitting(self, term: Term) -> Sequence[DirectedRule]:
        """Of the rules at the term's operator, those that fit the operators of its operands; looked up once."""
        rules = self.at(term.op)
        named = self._below
        key = (term.op, tuple([child.op if child.op in named else None for child in term.args]), self.permuting)
        known = self._fitting.get(key)
        if known is None:
            known = self._fitting[key] = [
                each
                for each in rules
                if all(want is None or want == have for want, have in zip(each.below, key[1], strict=True))
            ]
        return known

    def meet(self, glyph: str) -> None:
        """Have the rules that a glyph declares, if it is one, looked at."""
        if glyph in self._number and glyph not in self._looked_at:
            self._look_at(glyph)

    def above(self, op: Op) -> Iterator[tuple[DirectedRule, Term]]:
        """All rules that have this operator below the root of their left side, with the subterm that it heads."""
        for name in self._number:
            self.meet(name)
        for rules in list(self._rules.values()):
            for directed in rules:
                for part in postorder(directed.rule.lhs):
                    if part.op == op and part.args and part is not directed.rule.lhs:
                        yield directed, part

    def _look_at(self, glyph: str) -> None:
        self._looked_at.add(glyph)
        own = self._number[glyph]
        rules = list(self._rules_of(glyph))
        sides = (side for rule in rules if not rule.backward for side in (rule.lhs, rule.rhs))
        mentioned = {node.op.name for side in sides for node in postorder(side)}
        for name in sorted(mentioned & self._number.keys(), key=self._number.__getitem__):
            if self._number[name] < own:
                self.meet(name)
        for number, rule in enumerate(rules):
            self._enter(rule, (own, number))

    def _enter(self, rule: Rule, place: tuple[int, int]) -> None:
        if not rule.backward and _regroups_a_product(rule):
            self.regrouping[rule.rhs.op] = rule
        ordered = permutes_up_to_sign(rule)
        if (rule.backward and not ordered) or not _usable(rule):
            return
        if not ordered and (self._leads_back(rule) or (not rule.conditions and self._does_already(rule))):
            return
        below = tuple(None if child.op.name == VARIABLE else child.op for child in rule.lhs.args)
        self._below.update(below)
        self._fitting.clear()
        insort(self._rules[rule.lhs.op], DirectedRule(rule, ordered, _recurs(rule), below, place), key=_precedence)

    def _leads_back(self, rule: Rule) -> bool:
        """Whether a rule entered before leads from the right side to something that has the left side in it."""
        for part in postorder(rule.rhs):
            for other in self._rules.get(part.op, ()):
                bindings = None if other.ordered else other.match(part)
                if bindings is not None:
                    made = substitute(other.rule.rhs, bindings)
                    places = (inner for inner in postorder(made) if inner.op == rule.lhs.op)
                    if any(match_term(rule.lhs, inner) is not None for inner in places):
                        return True
        return False

    def _does_already(self, rule: Rule) -> bool:
        known = self._rules.get(rule.lhs.op, ())
        return any(other.match(rule.lhs) is not None for other in known if not (other.ordered or other.rule.conditions))


def _precedence(entry: DirectedRule) -> tuple[bool, tuple[int, int]]:
    return (not entry.rule.conditions, entry.place)


def unsigned(term: Term) -> Term:
    """The term without a minus sign in front."""
    return term.args[0] if term.op.name == "negate" else term


@lru_cache(maxsize=1 << 11)
def _usable(rule: Rule) -> bool:
    """Whether a rule binds all its variables and does more than collecting terms does."""
    if not rule.lhs.args or not set(variables(rule.rhs)) <= set(variables(rule.lhs)):
        return False
    return not is_arithmetic(rule.lhs) or collected(rule.lhs) is not collected(rule.rhs)


@lru_cache(maxsize=1 << 11)
def permutes_up_to_sign(rule: Rule) -> bool:
    """Whether the right side is the left one with its letters renamed, minus signs apart: it could be used for ever."""
    left, right = unsigned(rule.lhs), unsigned(rule.rhs)
    return left.op == right.op and match_term(right, left) is not None and census(left) == census(right)


@lru_cache(maxsize=1 << 11)
def _recurs(rule: Rule) -> bool:
    """Whether the right side holds a case of the left one, without letters."""
    parts = (part for part in postorder(rule.rhs) if part.op == rule.lhs.op and not variables(part))
    return any(match_term(rule.lhs, part) is not None for part in parts)


def _regroups_a_product(rule: Rule) -> bool:
    """Whether the rule says (f g) X = f (g X)."""
    left, right = rule.lhs, rule.rhs
    if not left.op.name == right.op.name == "multiply" or rule.conditions:
        return False
    if not left.args[0].op.name == right.args[1].op.name == "multiply":
        return False
    (f, g), x = left.args[0].args, left.args[1]
    return right.args == (f, Term(right.args[1].op, (g, x))) and all(each.op.name == VARIABLE for each in (f, g, x))
