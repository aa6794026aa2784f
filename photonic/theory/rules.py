"""The theory of a problem: the laws that hold in its dimension, as rules for the e-graph and the proof kernel.

Which laws hold in one and two dimensions is not declared: each is tried by exact jets in that dimension, and only
those that hold become rules (∇·r = 3 and the identities of ∇× need three dimensions).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from backends.calculus import SPACE
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import Declaration
from photonic.expressions.glyph import Glyph
from photonic.normal_forms.orientation import Directions
from photonic.normal_forms.termorder import census
from photonic.terms import FUNCTION, SYMBOL, UNKNOWN, apply, rank, symbol_term
from photonic.theory.accuracy_laws import AccuracyLaws
from photonic.theory.fingerprints import JetDomain
from photonic.theory.folding import ARITHMETIC
from photonic.theory.function_laws import FunctionLaws, PowerLaws
from photonic.theory.laws import Law, laws_of, specialised
from photonic.theory.quotient_laws import QuotientLaws
from rewriting.conditions import Condition
from rewriting.op import VARIABLE, Op
from rewriting.rule import Rule
from rewriting.ruleset import RuleSet
from rewriting.term import Term, fold, postorder

__all__ = ["DERIVATIVES", "NORM", "Theory", "holds", "permutes", "regroups", "theory_for", "vocabulary"]

ORDER = 4
"""Derivatives that a law may stack."""

ENOUGH = 2
"""Random points on which a law is tried."""


class Theory:
    """The laws of a vocabulary as rules, each set made when it is first asked for.

    `direct` reads laws from left to right, those that only permute both ways, and regroups no sum or product;
    `expanding` regroups as well; `complete` reads all laws both ways where they may be: three sets, each in the next.
    `directions` are the two systems of directed rules that bring terms into normal form; in `keeping`, a third,
    |A| stays what it is instead of √(A·A), and cos(f + g) instead of cos f cos g − sin f sin g. Laws that speak of
    glyphs on demand are left out unless `families` names their family.
    """

    def __init__(
        self,
        dimension: int,
        functions: Sequence[tuple[str, int]],
        positions: Sequence[str],
        families: Sequence[str] = (),
    ) -> None:
        self.dimension, self._functions, self._positions = dimension, functions, positions
        self._families = frozenset(families)
        self._glyphs: dict[str, tuple[Law, ...]] = {}
        self._rules: dict[str, tuple[Rule, ...]] = {}
        self._named: dict[tuple[str, bool], Rule] = {}
        self._between: dict[tuple[Op, Op], tuple[Rule, ...]] = {}
        self._catalogue = dict(CATALOGUE)
        glyphs = self._catalogue.items()
        at_once = tuple(n for n, glyph in glyphs if glyph.on_demand in self._families or not _shipped(glyph))
        directions = Directions((*self._catalogue, FUNCTION), self.rules_of, at_once)
        self.directions = (directions, directions.mirror())
        self.keeping = Directions((*self._catalogue, FUNCTION), self._rules_keeping, at_once)

    @cached_property
    def laws(self) -> tuple[Law, ...]:
        """All laws that hold, glyph by glyph."""
        return tuple(law for name in self._catalogue for law in self.laws_of(name))

    @cached_property
    def direct(self) -> RuleSet:
        """Laws forwards, without those that regroup."""
        return RuleSet(_rules((law for law in self._guarded if not regroups(law)), permutes), [ARITHMETIC])

    @cached_property
    def expanding(self) -> RuleSet:
        """Laws forwards, and those that permute both ways."""
        return RuleSet(_rules(self._guarded, permutes), [ARITHMETIC])

    @cached_property
    def axes(self) -> tuple[Term, ...]:
        """∇x, ∇y and ∇z, as many as there are dimensions, where a problem speaks of axes; none where it does not."""
        if AXES not in self._families:
            return ()
        return tuple(
            apply("gradient", symbol_term(Declaration(name, "coordinate"))) for name in SPACE[: self.dimension]
        )

    @cached_property
    def complete(self) -> RuleSet:
        """Laws both ways."""
        return RuleSet(self.both_ways, [ARITHMETIC])

    @cached_property
    def both_ways(self) -> tuple[Rule, ...]:
        """The rules of `complete`, which need no preparing where terms are rewritten one by one."""
        return tuple(_rules(self._guarded, _always))

    @cached_property
    def unguarded(self) -> tuple[Rule, ...]:
        """What no e-graph uses, both ways: laws that ask for a sign, and those of functions."""
        signed = _rules((law for law in self.laws if law.about_signs), _always)
        return (*signed, *self.rules_of(FUNCTION))

    @cached_property
    def quotients(self) -> tuple[Rule, ...]:
        """The laws of quotients, for `simplify`, which knows when to use which."""
        return tuple(_rules(laws_of(QuotientLaws), _always))

    @cached_property
    def accurate(self) -> tuple[Rule, ...]:
        """The laws about cancellation, which only the goal of that name uses."""
        return tuple(_rules(laws_of(AccuracyLaws), _always))

    @property
    def _guarded(self) -> Iterator[Law]:
        return (law for law in self.laws if not law.about_signs)

    def laws_of(self, name: str) -> tuple[Law, ...]:
        """The laws of one glyph, or of functions, that hold here, for the functions and positions there are."""
        if name == FUNCTION:
            return laws_of(FunctionLaws)
        if name not in self._glyphs:
            found = (
                law
                for general in laws_of(self._catalogue[name])
                if self.dimension in {*general.dimensions} & {*self._catalogue[name].dimensions}
                and _on_demand(general) <= self._families
                for law in specialised(general, self._functions, self._positions)
            )
            held = tuple(law for law in found if self.dimension == 3 or holds(law, self.dimension))
            self._glyphs[name] = held + (laws_of(PowerLaws) if name == "power" else ())
        return self._glyphs[name]

    def rules_of(self, name: str) -> tuple[Rule, ...]:
        """The laws of one glyph as rules, both ways where they may be."""
        if name not in self._rules:
            rules = self._rules[name] = tuple(_rules(self.laws_of(name), _always))
            self._named.update(((rule.name, rule.backward), rule) for rule in rules)
        return self._rules[name]

    def _rules_keeping(self, name: str) -> tuple[Rule, ...]:
        rules = self.rules_of(name)
        opens = {NORM: _opens_norms, FUNCTION: _opens_operand}.get(name)
        return rules if opens is None else tuple(rule for rule in rules if not opens(rule))

    @property
    def norm_square(self) -> Rule:
        """The law |A| |A| = A·A."""
        return next(rule for rule in self.rules_of(NORM) if rule.lhs.op.name == "multiply" and not rule.backward)

    def between(self, start: Op, stop: Op) -> tuple[Rule, ...]:
        """The rules of the glyph `start` that lead from it to `stop`, or to a letter."""
        if (start, stop) not in self._between:
            self._between[start, stop] = tuple(
                rule
                for rule in self.rules_of(start.name)
                if rule.lhs.op == start and (rule.rhs.op == stop or rule.rhs.op.name == VARIABLE)
            )
        return self._between[start, stop]

    def cited(self, names: Iterable[tuple[str, bool]]) -> list[Rule]:
        """The rules with these names and directions, as this theory has them, among those that were asked for."""
        return [self._named[name] for name in dict.fromkeys(names) if name in self._named]


NORM = "norm"
AXES = "axes"
"""The family of ∂x, ∂y and ∂z."""

PARTIALS = frozenset({"partial_x", "partial_y", "partial_z"})
DERIVATIVES = PARTIALS | {
    "gradient",
    "divergence",
    "curl",
    "laplacian",
    "time_derivative",
    "advection",
    "material",
}


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
    return Theory(dimension, functions, positions, rare)


def _shipped(glyph: type[Glyph]) -> bool:
    """Whether a glyph is one of this package, whose laws speak of it on their left sides."""
    return glyph.__module__.startswith("photonic.glyphs.")


def _on_demand(law: Law) -> set[str]:
    """The families of glyphs of which a law speaks."""
    return {CATALOGUE[op.name].on_demand for op in law.ops if op.name in CATALOGUE} - {""}


def _rules(laws: Iterable[Law], backwards: Callable[[Law], bool]) -> Iterator[Rule]:
    """Each law from left to right, and from right to left where it may be read so and `backwards` says so."""
    for law in laws:
        forwards, back = _rules_of_law(law)
        yield forwards
        if back is not None and backwards(law):
            yield back


@lru_cache(maxsize=1 << 12)
def _rules_of_law(law: Law) -> tuple[Rule, Rule | None]:
    """A law from left to right, and from right to left where it may be read so; theories share them."""
    conditions = tuple(Condition(predicate, (variable,)) for predicate, variable in law.conditions)
    rule = Rule(law.name, law.left, law.right, conditions, law.origin)
    return rule, rule.reversed() if law.two_way else None


def _opens_norms(rule: Rule) -> bool:
    """Whether a law of norms is |A| = √(A·A) or |A| |A| = A·A."""
    return rule.lhs.op.name == "multiply" or "sqrt" in (rule.lhs.op.name, rule.rhs.op.name)


def _opens_operand(rule: Rule) -> bool:
    """Whether a law of functions is about a sum, a difference or a multiple, as that for cos(f + g)."""
    return rule.lhs.op.name == FUNCTION and rule.lhs.args[0].op.name in ("add", "subtract", "multiply")


def _always(_law: Law) -> bool:
    return True


def permutes(law: Law) -> bool:
    """Whether both sides have the same operators and letters: commuting operators, commutativity, associativity."""
    return census(law.left) == census(law.right)


def regroups(law: Law) -> bool:
    """Whether a law moves brackets: it permutes, and has a binary operator twice.

    Associativity and its like make a sum of n terms grow as 3ⁿ; what can be found without them is looked for first.
    """
    return permutes(law) and any(count > 1 and word.endswith("/2") for word, count in census(law.left).items())


def holds(law: Law, dimension: int = 3, draws: int = 8) -> bool:
    """Whether the law's two sides have equal jets at random points of this dimension.

    Letters are drawn as its conditions ask, constant or of a sign; draws on which a side is undefined do not count,
    and a law that is undefined on all of them does not hold.
    """
    if not _axes_exist(law, dimension):
        return False
    defined = 0
    for seed in range(draws):
        domain = JetDomain(ORDER, dimension, seed)

        def value(op: Op, operands: list[object], domain: JetDomain = domain) -> object:
            if op.name == VARIABLE:
                return domain.make(Op(SYMBOL, law.letter(str(op.payload))), [])
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
    names = {op.payload.name for op in law.ops if op.name == SYMBOL}
    return not names & set(SPACE[dimension:])
