"""Traits of operators: said once by name, expanded to rules, and asked for by rules over any operator that has them.

    +    associative, commutative, unit 0
    *    associative, commutative, unit 1, absorbing 0, distributes over +
    neg  involutive, inverse of +

What each trait means:

    associative     f(a, f(b, c)) = f(f(a, b), c)        involutive         f(f(a)) = a
    commutative     f(a, b) = f(b, a)                    inverse of g       g(a, f(a)) = e, for the unit e of g
    idempotent      f(a, a) = a                          distributes over g f(a, g(b, c)) = g(f(a, b), f(a, c))
    unit e          f(a, e) = a = f(e, a)                linear over g      f(g(a, b)) = g(f(a), f(b))
    absorbing e     f(a, e) = e = f(e, a)                projection         f(f(a)) = f(a)
    antisymmetric over g     f(a, b) = g(f(b, a))
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rewriting.infix import TextError, parse_term
from rewriting.op import Op
from rewriting.rule import Rule, RuleError
from rewriting.syntax import parse_rule
from rewriting.term import Term, fold

__all__ = ["Trait", "Traits", "parse_traits"]

_LAWS: Mapping[str, tuple[str, ...]] = {
    "associative": ("f(?a, f(?b, ?c)) <=> f(f(?a, ?b), ?c)",),
    "commutative": ("f(?a, ?b) => f(?b, ?a)",),
    "idempotent": ("f(?a, ?a) => ?a",),
    "unit": ("f(?a, e) => ?a", "f(e, ?a) => ?a"),
    "absorbing": ("f(?a, e) => e", "f(e, ?a) => e"),
    "involutive": ("f(f(?a)) => ?a",),
    "projection": ("f(f(?a)) => f(?a)",),
    "linear": ("f(g(?a, ?b)) <=> g(f(?a), f(?b))",),
    "distributes": ("f(?a, g(?b, ?c)) <=> g(f(?a, ?b), f(?a, ?c))", "f(g(?b, ?c), ?a) <=> g(f(?b, ?a), f(?c, ?a))"),
    "antisymmetric": ("f(?a, ?b) => g(f(?b, ?a))",),
}
_INVERSE = ("g(?a, f(?a)) => e", "g(f(?a), ?a) => e")
_WORDS = {
    "unit": "",
    "absorbing": "",
    "distributes": "over",
    "linear": "over",
    "antisymmetric": "over",
    "inverse": "of",
}
"""Traits that speak of a second thing, and the word in front of it."""

_DECLARATION = re.compile(r"\s*(?P<operator>\S+)\s+(?P<traits>.+?)\s*$")
_QUERY = re.compile(r"(?P<rule>.*?)\s+for\s+(?P<query>.+)$")


@dataclass(frozen=True, slots=True)
class Trait:
    """`operator` has the trait `name`; `other` is the second operator or the text of the leaf it speaks of, or ""."""

    operator: str
    name: str
    other: str = ""
    origin: str = ""

    def __str__(self) -> str:
        return " ".join(word for word in (self.operator, self.name, _WORDS.get(self.name, ""), self.other) if word)


class Traits:
    """Declared traits. Raises RuleError for a trait that does not exist or lacks what it speaks of."""

    def __init__(self, traits: list[Trait]) -> None:
        self.traits = tuple(dict.fromkeys(traits))
        for trait in self.traits:
            where = f"{trait.origin}: " if trait.origin else ""
            if trait.name not in _LAWS and trait.name != "inverse":
                raise RuleError(f"{where}{trait}: there is no trait {trait.name}; there are {', '.join(sorted(_LAWS))}")
            if (trait.name in _WORDS) != bool(trait.other):
                wants = "another operator or a leaf behind it" if trait.name in _WORDS else "nothing behind it"
                raise RuleError(f"{where}{trait}: the trait {trait.name} has {wants}")

    def having(self, name: str) -> tuple[Trait, ...]:
        """The declarations of one trait."""
        return tuple(trait for trait in self.traits if trait.name == name)

    def rules(self, without: frozenset[str] = frozenset()) -> list[Rule]:
        """The rules that the traits stand for, but for the traits named: a canonical-form analysis may see to those.

        A law of two sides that commutativity makes one is stated once.
        """
        rules: list[Rule] = []
        for trait in self.traits:
            if trait.name in without:
                continue
            laws, letters = _LAWS.get(trait.name, _INVERSE), {"f": trait.operator, "g": trait.other, "e": trait.other}
            if trait.name == "inverse":
                letters["e"] = self._unit_of(trait)
            pivot = trait.other if trait.name == "inverse" else trait.operator
            if any(other.operator == pivot for other in self.having("commutative")):
                laws = laws[:1]
            for number, law in enumerate(laws):
                name = f"{trait.name}[{', '.join(filter(None, (trait.operator, trait.other)))}]{'′' * number}"
                rules += _instance(f"law: {law}", name, letters, trait.origin)
        return rules

    def over(self, schema: str, origin: str = "") -> list[Rule]:
        """A rule for every choice of operators with the traits that the schema asks for.

            absorb: f(?a, f(?a, ?b)) => f(?a, ?b)  for f associative, f idempotent
            pull:   f(?a, h(?b)) => h(f(?a, ?b))   for h linear over g, f distributes over g

        Raises TextError if it cannot be read, RuleError if no operator has the traits.
        """
        found = _QUERY.match(schema)
        if found is None:
            raise TextError(schema, 0, "expected `name: left => right for f trait, …`", origin)
        wanted = [_declared(part, origin) for part in found["query"].split(",")]
        name = found["rule"].partition(":")[0].strip()
        rules = []
        for letters in self._choices(wanted):
            chosen = ", ".join(letters[key] for key in sorted(letters))
            rules += _instance(found["rule"], f"{name}[{chosen}]", letters, origin)
        if not rules:
            raise RuleError(f"{origin + ': ' if origin else ''}{schema}: no operator has these traits")
        return rules

    def _choices(self, wanted: list[Trait]) -> Iterator[dict[str, str]]:
        """Every way to give the schema's letters a meaning."""
        choices: list[dict[str, str]] = [{}]
        for want in wanted:
            longer = []
            for letters in choices:
                for trait in self.having(want.name):
                    more = {want.operator: trait.operator} | ({want.other: trait.other} if want.other else {})
                    if all(letters.get(letter, meaning) == meaning for letter, meaning in more.items()):
                        longer.append(letters | more)
            choices = longer
        yield from (dict(pairs) for pairs in dict.fromkeys(tuple(sorted(letters.items())) for letters in choices))

    def _unit_of(self, trait: Trait) -> str:
        for unit in self.having("unit"):
            if unit.operator == trait.other:
                return unit.other
        raise RuleError(f"{trait.origin}: {trait}: {trait.other} has no unit; declare it: `{trait.other}  unit 0`")


def parse_traits(text: str, file: str = "<text>", first_line: int = 1) -> Traits:
    """A table of declarations, one operator a line; `#` begins a comment. Raises TextError or RuleError."""
    traits = []
    for number, line in enumerate(text.splitlines(), first_line):
        content = line.partition("#")[0].rstrip()
        if not content.strip():
            continue
        found = _DECLARATION.match(content)
        if found is None:
            raise TextError(
                content, 0, "expected an operator and its traits, as in `+  associative, unit 0`", f"{file}:{number}"
            )
        for part in found["traits"].split(","):
            traits.append(_declared(f"{found['operator']} {part}", f"{file}:{number}"))
    return Traits(traits)


def _declared(text: str, origin: str) -> Trait:
    """`f distributes over g` as a trait."""
    words = text.split()
    if len(words) < 2:
        raise TextError(text, 0, "expected an operator and a trait, as in `f commutative`", origin)
    operator, name, *rest = words
    word = _WORDS.get(name, "")
    if word and rest[:1] == [word]:
        rest = rest[1:]
    if len(rest) > 1:
        raise TextError(text, 0, f"what stands behind {name} is not understood", origin)
    return Trait(operator, name, "".join(rest), origin)


def _instance(law: str, name: str, letters: Mapping[str, str], origin: str) -> list[Rule]:
    """The rules of a law with its letters replaced by operators and leaves."""

    def renamed(op: Op, args: list[Term]) -> Term:
        if args:
            return Term(Op(letters.get(op.name, op.name), op.payload), tuple(args))
        letter = str(op.payload) if op.name == "symbol" else ""
        return parse_term(letters[letter]) if letter in letters else Term(op)

    rules = []
    for rule in parse_rule(law, origin):
        lhs, rhs = fold(rule.lhs, renamed), fold(rule.rhs, renamed)
        where = tuple((variable, fold(pattern, renamed)) for variable, pattern in rule.where)
        rules.append(Rule(name, lhs, rhs, rule.conditions, origin, rule.trusted, rule.backward, where))
    return rules
