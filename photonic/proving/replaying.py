"""Replaying: what a reduction did to a term, done again as a person would.

A reduction collects terms after every law, since its laws look for collected forms. Here the same laws are applied in
the same order, but terms are collected only where a law asks for it, a law is applied wherever its instance stands, and
zeros are dropped at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from attrs import field, frozen

from photonic.normal_forms.chains import Chain, Inside, Lemma, Step, items_of, moves_of
from photonic.normal_forms.collecting import COLLECTING, collected, operands
from photonic.proving.clearing import is_zero
from photonic.proving.likeness import Likeness, Position
from photonic.proving.linearity import LINEARITY, distributed, is_linear
from rewriting.conditions import Premises
from rewriting.op import NUMBER
from rewriting.proofs.matching import match_term
from rewriting.proofs.move import Move, shifted
from rewriting.rule import Rule
from rewriting.term import Term, postorder, replace_at, substitute, variables

__all__ = ["Deed", "Replay", "deeds_of"]


@frozen
class Deed:
    """A part of a term and what it becomes, by one rule or by the moves of a lemma."""

    before: Term
    after: Term
    rule: Rule | None
    forward: bool = True
    moves: tuple[Move, ...] = field(default=(), eq=False)
    linear: bool = field(default=False, eq=False)

    def at(self, part: Term, premises: Premises) -> tuple[Term, list[Move]] | None:
        """What a part that is like `before` becomes by the same rule, with the moves; None if it does not fit."""
        if self.rule is None:
            return (self.after, list(self.moves)) if part is self.before else None
        if self.linear and (made := distributed(part)) is not None:
            return made, [Move(LINEARITY, True, (), {"term": part})]
        start, stop = (self.rule.lhs, self.rule.rhs) if self.forward else (self.rule.rhs, self.rule.lhs)
        bindings = match_term(start, part)
        if bindings is None or not set(variables(stop)) <= bindings.keys():
            return None
        if not self.rule.permits(premises, bindings):
            return None
        return substitute(stop, bindings), [Move(self.rule, self.forward, (), bindings)]


def deeds_of(chain: Chain, shortened: Callable[[Term, list[Move]], list[Move]]) -> list[Deed]:
    """What a chain does apart from collecting, in order; `shortened` is applied to the moves of each lemma."""
    return list(_deeds(chain, shortened))


def _deeds(chain: Chain, shortened: Callable[[Term, list[Move]], list[Move]]) -> Iterator[Deed]:
    for item in items_of(chain):
        match item:
            case Inside():
                yield from _deeds(item.chain, shortened)
            case Lemma():
                moves = shortened(item.before, list(moves_of(item.chain)))
                yield Deed(item.before, item.after, None, moves=tuple(moves))
            case Step(rule=Rule() as rule):
                before, after = Move(rule, item.forward, (), item.bindings).sides()
                yield Deed(before, after, rule, item.forward, linear=is_linear(rule, item.forward))


class Replay:
    """A term and its states on the way, each with the number of moves that lead there."""

    def __init__(self, start: Term, likeness: Likeness, premises: Premises) -> None:
        self._likeness, self._premises = likeness, premises
        self.term = start
        self.moves: list[Move] = []
        self.states: list[tuple[Term, int]] = [(start, 0)]

    def run(self, deeds: Iterable[Deed], lazy: bool = True) -> Replay:
        """Do what is to be done, as far as it is possible; where not `lazy`, only at parts collected as they were."""
        self._clear()
        for deed in deeds:
            self._do(deed, lazy)
        return self

    def _do(self, deed: Deed, lazy: bool) -> None:
        sites = list(self._sites(deed.before))
        if not sites and operands(deed.before):
            self._collect_to(deed.before)
            sites = list(self._sites(deed.before))
        for position, part in sites if lazy or not operands(deed.before) else sites[:1]:
            made = deed.at(part, self._premises) if lazy or part is deed.before else None
            if made is None:
                way = self._likeness.way(part, deed.before)
                made = None if way is None else deed.at(deed.before, self._premises)
                if way is None or made is None:
                    continue
                made = made[0], [*way, *made[1]]
            self._take(made[0], shifted(made[1], position), position)
        if sites:
            self._clear()

    def _take(self, part: Term, moves: list[Move], position: Position) -> None:
        self.term = replace_at(self.term, position, part)
        self.moves += moves
        self.states.append((self.term, len(self.moves)))

    def _clear(self) -> None:
        moves = self._likeness.clearing(self.term)
        if moves:
            self.moves += moves
            self.term = self._likeness.cleared(self.term)
            self.states.append((self.term, len(self.moves)))

    def _collect_to(self, wanted: Term) -> None:
        """Collect the sums and products in which a wanted one appears then."""
        for position, layer in list(_layers(self.term)):
            form = collected(layer)
            if form is not None and form is not layer and any(node is wanted for node in postorder(form)):
                self._take(form, [Move(COLLECTING, True, position, {"term": layer})], position)

    def _sites(self, wanted: Term) -> Iterator[tuple[Position, Term]]:
        """The outermost parts that are like the wanted one; a sum or product must be the wanted one."""
        if is_zero(wanted) or wanted.op.name == NUMBER:
            return
        whole = bool(operands(wanted))
        stack: list[tuple[Position, Term]] = [((), self.term)]
        while stack:
            position, part = stack.pop()
            like = part is wanted or (not whole and part.op == wanted.op and self._likeness.alike(part, wanted))
            if like:
                yield position, part
            else:
                inside = reversed(list(enumerate(part.args)))
                stack += [((*position, k), child) for k, child in inside if child.args or not wanted.args]


def _layers(term: Term) -> Iterator[tuple[Position, Term]]:
    """The sums and products that stand in no other one, outermost first."""
    stack: list[tuple[Position, Term, bool]] = [((), term, False)]
    while stack:
        position, node, within = stack.pop()
        inside = operands(node)
        if inside and not within:
            yield position, node
        stack += [((*position, k), child, k in inside) for k, child in enumerate(node.args) if child.args]
