"""Gathering: one application of a linear operator in place of two, 2 ∇f − 3 ∇g as ∇(2 f − 3 g).

Which operators are linear in which operand is what the laws say: one for sums of operands, one for their multiples. A
factor goes inside where the law for multiples allows it: constants into derivatives, anything into products.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import gcd, lcm
from typing import NamedTuple

from photonic.normal_forms.polynomials import ONE, Monomial, Polynomial, atoms, rest_of, written
from photonic.simplifying.offers import Offer
from photonic.simplifying.rewrites import Rewrites
from photonic.terms import apply, rank
from rewriting.op import VARIABLE, Op
from rewriting.proofs.move import Move, reversed_moves
from rewriting.rule import Rule
from rewriting.term import Term, number

__all__ = ["Gathering"]


class _Linear(NamedTuple):
    """An operand's number, the law L(X) + L(Y) = L(X + Y), and f L(X) = L(f X) and −L(X) = L(−X), if there are such."""

    slot: int
    sums: Rule
    multiples: Rule | None
    negatives: Rule | None


class Gathering:
    """The linear operators of a theory."""

    def __init__(self, rewrites: Rewrites) -> None:
        self._rewrites = rewrites
        multiples: dict[tuple[Op, int, Op], Rule] = {}
        for rule in rewrites.rules:
            inner = rule.lhs.args[1] if rule.lhs.op.name == "multiply" else None
            if inner is not None and inner.op == rule.rhs.op and _letters_only(inner):
                for slot, (old, new) in enumerate(zip(inner.args, rule.rhs.args, strict=True)):
                    if new.op.name == "multiply" and new.args == (rule.lhs.args[0], old):
                        multiples[inner.op, slot, new.op] = rule
        negatives: dict[tuple[Op, int], Rule] = {}
        for rule in rewrites.rules:
            inner = rule.lhs.args[0] if rule.lhs.op.name == "negate" else None
            if inner is not None and inner.op == rule.rhs.op and _letters_only(inner):
                for slot, (old, new) in enumerate(zip(inner.args, rule.rhs.args, strict=True)):
                    if new.op.name == "negate" and new.args == (old,):
                        negatives[inner.op, slot] = rule
        self._linear: defaultdict[Op, list[_Linear]] = defaultdict(list)
        for rule in rewrites.rules:
            if rule.lhs.op.name == "add" and rule.lhs.args[0].op == rule.lhs.args[1].op == rule.rhs.op:
                left, right = rule.lhs.args
                for slot, (x, y, both) in enumerate(zip(left.args, right.args, rule.rhs.args, strict=True)):
                    if _letters_only(left) and x is not y and both.op.name == "add" and both.args == (x, y):
                        scaled = Op("multiply", (0, both.op.payload[0]))
                        more = multiples.get((left.op, slot, scaled)), negatives.get((left.op, slot))
                        self._linear[left.op].append(_Linear(slot, rule, *more))

    def offers(self, sum_: Polynomial) -> Iterator[Offer]:
        """Pairs of a sum's terms that are one operator's."""
        groups: defaultdict[Op, list[tuple[Term, Monomial]]] = defaultdict(list)
        for monomial in sum_:
            for each in atoms([monomial]):
                if each.op in self._linear:
                    groups[each.op].append((each, monomial))
        for op, found in groups.items():
            for (one, first), (two, second) in combinations(found, 2):
                if first != second and one is not two:
                    for linear in self._linear[op]:
                        for two_ordered in self._rewrites.orders(two):
                            offer = self._offer(sum_, linear, (one, first), (two, two_ordered, second))
                            if offer is not None:
                                yield offer

    def taken_in(self, sum_: Polynomial) -> Iterator[Offer]:
        """A term's factors taken into a linear operator in it: ∇f/2 as ∇(f/2), for who wants the operator outside."""
        for monomial, coefficient in sum_.items():
            for each in atoms([monomial]):
                factors, value = _beside(monomial, each)
                if value is not None or each.op not in self._linear or (coefficient == 1 and not factors):
                    continue
                scale = written({(factors, None): coefficient}, 0)
                for linear in self._linear[each.op]:
                    part, moves = self._inside(linear, each, scale)
                    if part is not None:
                        yield Offer(*part, moves, (ONE, Fraction(1)))

    def _offer(
        self, sum_: Polynomial, linear: _Linear, one: tuple[Term, Monomial], two: tuple[Term, Term, Monomial]
    ) -> Offer | None:
        """L(X) and L(Y) with their factors, put together."""
        left, right = one[0], two[1]
        if any(a is not b for k, (a, b) in enumerate(zip(left.args, right.args, strict=True)) if k != linear.slot):
            return None
        first, second = (_beside(monomial, each) for each, monomial in ((one[0], one[1]), (two[0], two[2])))
        if first[1] is not second[1]:
            return None
        common = _shared(first[0], second[0])
        factor = _content(sum_[one[1]], sum_[two[2]])
        scalars = (
            written({rest_of(beside, (common, beside[1])): sum_[monomial] / factor}, 0)
            for beside, monomial in ((first, one[1]), (second, two[2]))
        )
        parts, moves = [], []
        for k, (each, scale) in enumerate(zip((left, right), scalars, strict=True)):
            part, own = self._inside(linear, each, scale)
            if part is None:
                return None
            parts.append(part)
            moves += [Move(move.rule, move.forward, (k,), move.bindings) for move in own]
        ends = [part[1] for part in parts]
        before, swaps = self._rewrites.ordered(apply("add", *(part[0] for part in parts)))
        bindings = _bindings(linear.sums.lhs, apply("add", *ends))
        moves = [*reversed_moves(swaps), *moves, Move(linear.sums, True, (), bindings)]
        whole = apply("add", *(end.args[linear.slot] for end in ends))
        return Offer(before, _with(left, linear.slot, whole), moves, ((common, first[1]), factor))

    def _inside(self, linear: _Linear, each: Term, scale: Term) -> tuple[tuple[Term, Term] | None, list[Move]]:
        """scale · L(X) and L(scale · X), with the move between them; None where no law says so."""
        if scale is number(1):
            return (each, each), []
        if scale is number(-1) and linear.negatives is not None:
            start, rule = apply("negate", each), linear.negatives
            end = _with(each, linear.slot, apply("negate", each.args[linear.slot]))
            return (start, end), [Move(rule, True, (), _bindings(rule.lhs, start))]
        start, multiples = apply("multiply", scale, each), linear.multiples
        if multiples is None:
            return None, []
        bindings = _bindings(multiples.lhs, start)
        if not self._rewrites.holds(multiples, bindings):
            return None, []
        end = _with(each, linear.slot, apply("multiply", scale, each.args[linear.slot]))
        return (start, end), [Move(multiples, True, (), bindings)]


def _letters_only(pattern: Term) -> bool:
    return all(arg.op.name == VARIABLE for arg in pattern.args) and len(set(pattern.args)) == len(pattern.args)


def _beside(monomial: Monomial, each: Term) -> Monomial:
    """What stands beside a factor, or beside the vector or tensor."""
    return rest_of(monomial, ((), each) if rank(each) else ((each,), None))


def _shared(one: tuple[Term, ...], two: tuple[Term, ...]) -> tuple[Term, ...]:
    left = list(two)
    return tuple(left.pop(left.index(factor)) for factor in one if factor in left)


def _content(one: Fraction, two: Fraction) -> Fraction:
    """The greatest number of which both are whole multiples, negative where both are."""
    scale = lcm(one.denominator, two.denominator)
    return Fraction(gcd(int(one * scale), int(two * scale)), scale) * (-1 if one < 0 and two < 0 else 1)


def _with(each: Term, slot: int, operand: Term) -> Term:
    return Term(each.op, (*each.args[:slot], operand, *each.args[slot + 1 :]))


def _bindings(pattern: Term, term: Term) -> dict[str, Term]:
    """What the letters of a pattern stand for in a term that it matches."""
    if pattern.op.name == VARIABLE:
        return {str(pattern.op.payload): term}
    pairs = zip(pattern.args, term.args, strict=True)
    return {name: part for below, own in pairs for name, part in _bindings(below, own).items()}
