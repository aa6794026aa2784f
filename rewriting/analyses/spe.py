"""SPE: motifs, the shapes of subterms that recur, and what computing each of them as one glyph would save."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rewriting.extract import Cost
from rewriting.op import NUMBER, VARIABLE, Op
from rewriting.term import Term, postorder, variable

__all__ = ["Motif", "find_motifs"]


@dataclass(frozen=True)
class Motif:
    """A pattern that occurs `count` times; `saving` is what sharing all but one occurrence would save, in cost.

    `description_saving` is the change in the number of nodes if the motif became one operator: each occurrence
    shrinks to one node, and the definition is written once.
    """

    pattern: Term
    count: int
    saving: float
    description_saving: int


def _is_constant(op: Op) -> bool:
    return op.name == NUMBER or op.payload is None or isinstance(op.payload, (int, float))


def find_motifs(
    terms: Iterable[Term], cost: Cost, smallest: int = 2, constant: Callable[[Op], bool] = _is_constant
) -> list[Motif]:
    """Patterns of at least `smallest` compound nodes that occur twice or more in the terms, best saving first.

    A pattern is a subterm with its leaves made variables, equal leaves the same one; a leaf that is `constant` stays,
    by default a number or an operator that needs no payload. A subterm that occurs in several terms counts once for
    each. Patterns that occur only inside a larger one equally often are left out.
    """
    counts: Counter[Term] = Counter()
    for term in terms:
        counts.update(_generalised(node, constant) for node in postorder(term) if _compound(node) >= smallest)
    found = [
        Motif(p, n, (n - 1) * sum(cost(node.op) for node in _nodes(p)), (n - 1) * _compound(p) - n)
        for p, n in counts.items()
        if n > 1
    ]
    inner = {
        (_generalised(part, constant), m.count) for m in found for part in postorder(m.pattern) if part is not m.pattern
    }
    maximal = [m for m in found if (m.pattern, m.count) not in inner]
    return sorted(maximal, key=lambda m: (-m.saving, -m.count, str(m.pattern)))


def _compound(term: Term) -> int:
    """Nodes that have operands, counted over the tree's distinct subterms."""
    return sum(bool(node.args) for node in postorder(term))


def _nodes(pattern: Term) -> list[Term]:
    return [node for node in postorder(pattern) if node.op.name != VARIABLE]


def _generalised(term: Term, constant: Callable[[Op], bool]) -> Term:
    """The term with each distinct symbol replaced by a variable numbered in order of appearance, its sort kept."""
    names: dict[Op, Term] = {}
    built: dict[Term, Term] = {}
    for node in postorder(term):
        if node.args:
            built[node] = Term(node.op, tuple(built[child] for child in node.args))
        elif node.op.name != VARIABLE and constant(node.op):
            built[node] = node
        else:
            built[node] = names.setdefault(node.op, variable(f"v{len(names)}{_sort(node.op)}"))
    return built[term]


def _sort(op: Op) -> str:
    """The sort that a variable's name carries behind a colon, where the leaf has one."""
    kind = getattr(op.payload, "kind", None) or (str(op.payload).partition(":")[2] if op.name == VARIABLE else "")
    return f":{kind}" if kind else ""
