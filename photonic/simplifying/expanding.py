"""Expansion: a term with every expanding law applied, as far as it goes."""

from __future__ import annotations

from photonic.simplifying.offers import Way
from photonic.simplifying.rewrites import Rewrites
from rewriting.proofs.move import Move, shifted
from rewriting.term import Term

__all__ = ["expand"]


def expand(term: Term, rewrites: Rewrites, fuel: int = 600) -> Way:
    """The term with every expanding law applied, innermost first, until none does or the fuel is used up."""
    done: dict[Term, Way] = {}
    left = [fuel]

    def expanded(node: Term) -> Way:
        if node in done or not node.args:
            return done.get(node, (node, []))
        moves: list[Move] = []
        current = node
        while True:
            args, changed = [], False
            for k, child in enumerate(current.args):
                new, own = expanded(child)
                moves.extend(shifted(own, (k,)))
                changed = changed or new is not child
                args.append(new)
            if changed:
                current = Term(current.op, tuple(args))
            found = rewrites.expanded_at_root(current) if current.args and left[0] > 0 else None
            if found is None:
                break
            left[0] -= 1
            current = found[0]
            moves.extend(found[1])
        done[node] = current, moves
        return current, moves

    return expanded(term)
