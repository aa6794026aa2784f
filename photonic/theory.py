"""The theory of a problem: the laws that hold in its dimension, as rules for the e-graph and the proof kernel.

Which laws hold in one and two dimensions is not declared: each is tried by exact jets in that dimension, and only
those that hold become rules (∇·r = 3 and the identities of ∇× need three dimensions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from attrs import frozen

from backends.calculus import SPACE
from photonic.catalogue import CATALOGUE
from photonic.declarations import Declaration
from photonic.errors import PhotonicError
from photonic.fingerprints import JetDomain
from photonic.folding import ARITHMETIC
from photonic.laws import Law, all_laws, specialised
from photonic.terms import SYMBOL, UNKNOWN, rank
from rewriting.conditions import Condition
from rewriting.op import VARIABLE, Op
from rewriting.rule import Rule
from rewriting.ruleset import RuleSet
from rewriting.term import Term, fold, postorder

__all__ = ["Theory", "holds", "permutes", "regroups", "theory_for", "vocabulary"]

ORDER = 4
"""Derivatives that a law may stack."""

ENOUGH = 2
"""Random points on which a law is tried."""

CONSTANT_KINDS: Mapping[str, str] = {"scalar": "constant", "vector": "constant_vector", "tensor": "constant_tensor"}


@frozen
class Theory:
    """Rules in three sets, each in the next.

    `direct` reads laws from left to right, those that only permute both ways, and regroups no sum or product;
    `expanding` regroups as well; `complete` reads all laws both ways where they may be.
    """

    laws: tuple[Law, ...]
    direct: RuleSet
    expanding: RuleSet
    complete: RuleSet


AXES, COORDINATES = "axes", "coordinates"
"""The family of ∂x, ∂y, ∂z; and what laws about x, y, z themselves wait for."""

DERIVATIVES = frozenset(
    ("gradient", "divergence", "curl", "laplacian", "time_derivative", "advection", "material")
    + ("partial_x", "partial_y", "partial_z")
)


def vocabulary(terms: Iterable[Term]) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...], tuple[str, ...]]:
    """What laws must be made for: unknown functions with their highest order, names of the position, families."""
    functions: dict[str, int] = {}
    positions: dict[str, None] = {}
    rare: set[str] = set()
    derivatives = 0
    for term in terms:
        for node in postorder(term):
            derivatives += node.op.name in DERIVATIVES
            if node.op.name in CATALOGUE:
                rare.add(CATALOGUE[node.op.name].on_demand)
            if node.op.name in CATALOGUE and CATALOGUE[node.op.name].on_demand == AXES or _is_coordinate(node.op):
                rare.add(COORDINATES)
            derivatives += 2 * (node.op.name in ("laplacian", "dalembertian"))
            if node.op.name == UNKNOWN:
                name, order = node.op.payload
                functions[name] = max(order, functions.get(name, 0))
            elif node.op.name == SYMBOL and node.op.payload.kind in ("position", "coordinate"):
                positions[node.op.payload.name if node.op.payload.kind == "position" else "r"] = None
    applied = tuple((name, order + min(derivatives, 3)) for name, order in functions.items())
    return applied, tuple(positions), tuple(sorted(rare - {""}))


@lru_cache(maxsize=64)
def theory_for(
    dimension: int = 3,
    functions: tuple[tuple[str, int], ...] = (),
    positions: tuple[str, ...] = (),
    rare: tuple[str, ...] = (),
    size: int = 0,
) -> Theory:
    """The theory for a vocabulary, compiled once. `size` is the catalogue's size: a new glyph makes a new theory."""
    if size not in (0, len(CATALOGUE)):
        raise AssertionError("the catalogue changed while a theory was made; please report this")
    wanted = (law for law in all_laws() if dimension in law.dimensions and _on_demand(law) <= set(rare))
    laws = [law for general in wanted for law in specialised(general, functions, positions)]
    if dimension != 3:
        laws = [law for law in laws if holds(law, dimension)]
    direct = [law for law in laws if not regroups(law)]
    stages = ((direct, permutes), (laws, permutes), (laws, _always))
    sets = (RuleSet(_rules(chosen, also), [ARITHMETIC]) for chosen, also in stages)
    return Theory(tuple(laws), *sets)


def _on_demand(law: Law) -> set[str]:
    """The families of glyphs of which a law speaks."""
    names = {node.op.name for side in (law.left, law.right) for node in postorder(side)}
    families = {CATALOGUE[name].on_demand for name in names if name in CATALOGUE} - {""}
    coordinates = any(_is_coordinate(node.op) for side in (law.left, law.right) for node in postorder(side))
    return families | ({COORDINATES} if coordinates else set())


def _is_coordinate(op: Op) -> bool:
    return op.name == SYMBOL and op.payload.kind == "coordinate"


def _rules(laws: Iterable[Law], backwards: Callable[[Law], bool]) -> Iterator[Rule]:
    """Each law from left to right, and from right to left where it may be read so and `backwards` says so."""
    for law in laws:
        conditions = tuple(Condition(predicate, (variable,)) for predicate, variable in law.conditions)
        rule = Rule(law.name, law.left, law.right, conditions, law.origin)
        yield rule
        if law.two_way and backwards(law):
            yield rule.reversed()


def _always(_law: Law) -> bool:
    return True


def permutes(law: Law) -> bool:
    """Whether both sides have the same operators and letters: commuting operators, commutativity, associativity."""
    return _census(law.left) == _census(law.right)


def regroups(law: Law) -> bool:
    """Whether a law moves brackets: it permutes, and has a binary operator twice.

    Associativity and its like make a sum of n terms grow as 3ⁿ; what can be found without them is looked for first.
    """
    return permutes(law) and any(count > 1 and word.endswith("/2") for word, count in _census(law.left).items())


def _census(term: Term) -> Counter[str]:
    names: Counter[str] = fold(term, lambda op, parts: sum(parts, Counter([_word(op, len(parts))])))
    return names


def _word(op: Op, arity: int) -> str:
    return f"{op.payload}" if op.name == VARIABLE else f"{op.name}/{arity}"


def holds(law: Law, dimension: int = 3, draws: int = 8) -> bool:
    """Whether the law's two sides have equal jets at random points of this dimension.

    Letters under the condition `constant` are drawn constant; draws on which a side is undefined do not count, and a
    law that is undefined on all of them does not hold.
    """
    if not _axes_exist(law, dimension):
        return False
    constant = {variable for predicate, variable in law.conditions if predicate == "constant"}
    defined = 0
    for seed in range(draws):
        domain = JetDomain(ORDER, dimension, seed)

        def value(op: Op, operands: list[object], domain: JetDomain = domain) -> object:
            if op.name == VARIABLE:
                name, kind = str(op.payload).split(":")
                kind = CONSTANT_KINDS[kind] if op.payload in constant else kind
                return domain.make(Op(SYMBOL, Declaration(name, kind)), [])
            return domain.make(op, operands)  # type: ignore[arg-type]

        try:
            left, right = fold(law.left, value), fold(law.right, value)
        except (PhotonicError, KeyError):
            return False
        if min(int(left[1][0]), int(right[1][0])) < 0:  # type: ignore[index]
            continue
        defined += 1
        if not domain.agree(rank(law.left), *left, *right).all():  # type: ignore[misc]
            return False
        if defined == ENOUGH:
            break
    return bool(defined)


def _axes_exist(law: Law, dimension: int) -> bool:
    names = {n.op.payload.name for side in (law.left, law.right) for n in postorder(side) if n.op.name == SYMBOL}
    return not names & set(SPACE[dimension:])
