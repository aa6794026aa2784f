"""Iterations in terms: unrolled where that stays small, else named as fields of their own, for what knows no loops."""

from __future__ import annotations

from collections.abc import Iterable

from photonic.expressions.declarations import Declaration
from photonic.expressions.roles import FIELD_KINDS
from photonic.substitution import names_in, put_in
from photonic.terms import rank, symbol_term
from rewriting.op import Op
from rewriting.term import Term, fold, postorder

__all__ = ["Loops", "unrolled"]

ITERATE = "iterate"
LARGEST = 300
"""Nodes of the tree up to which an iteration is unrolled."""


def unrolled(term: Term) -> Term:
    """The term with every iteration of a written number of steps unrolled, where no more than LARGEST nodes come of it.

    An iteration around one that stays is kept as well: its steps would change what the inner one begins with.
    """
    return fold(term, _unroll)


def _unroll(op: Op, args: list[Term]) -> Term:
    kept = Term(op, tuple(args))
    if op.name != ITERATE or len(args) != 3 or _loops(args[2]):
        return kept
    count, name, update = args
    value, size = name, 1
    for _ in range(min(int(count.op.payload), LARGEST + 1)):
        size = _size({name: size}, update)
        value = put_in(update, {name.op.payload.name: value})
        if size > LARGEST:
            break
    return kept if size > LARGEST or count.op.payload > LARGEST else value


def _size(known: dict[Term, int], term: Term) -> int:
    """Nodes of the tree, where some leaves stand for trees of a known size."""
    sizes: dict[Term, int] = {}
    for node in postorder(term):
        sizes[node] = known.get(node, 1 + sum(sizes[child] for child in node.args))
    return sizes[term]


def _loops(term: Term) -> bool:
    return any(node.op.name == ITERATE for node in postorder(term))


class Loops:
    """Names for the iterations of some terms: `plain` puts them in, `back` takes them out again.

    What holds for every field under the name holds for the iteration; what fails for some field need not.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._taken = {name for term in terms for name in names_in(term)}
        self.named: dict[str, Term] = {}

    def plain(self, term: Term) -> Term:
        """The term without iterations: unrolled, or under a name that stands for the whole iteration."""
        return self.opaque(unrolled(term))

    def opaque(self, term: Term) -> Term:
        """The term with a name for every iteration, however short it is."""
        return fold(term, self._outermost)[0] if _loops(term) else term

    def back(self, term: Term) -> Term:
        """The term with the iterations in the places of their names."""
        return put_in(term, self.named)

    def _outermost(self, op: Op, pairs: list[tuple[Term, Term]]) -> tuple[Term, Term]:
        """A node with names in it, and as it was."""
        original = Term(op, tuple(pair[1] for pair in pairs))
        if op.name == ITERATE:
            return self._name(original), original
        return Term(op, tuple(pair[0] for pair in pairs)), original

    def _name(self, loop: Term) -> Term:
        name = next((known for known, term in self.named.items() if term is loop), "")
        if not name:
            number = len(self.named) + 1
            while f"iterate_{number}" in self._taken:
                number += 1
            name = f"iterate_{number}"
            self._taken.add(name)
            self.named[name] = loop
        return symbol_term(Declaration(name, FIELD_KINDS[rank(loop)]))
