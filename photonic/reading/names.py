"""The blocks that give names: let, parameter and define."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from photonic.arithmetic import value_of
from photonic.errors import DeclarationError, PhotonicError, Place, RankError, ScrollError
from photonic.expressions.catalogue import reserved_words
from photonic.expressions.declarations import KINDS, Declaration, plain_name
from photonic.reading.outline import Block, Entry, within
from photonic.reading.scope import Name, Scope
from photonic.substitution import put_in
from photonic.terms import rank
from photonic.text.parser import parse_term
from rewriting.term import Term, fold

__all__ = ["DECLARATION", "DEFINITION", "PARAMETER", "Overrides", "override_names", "with_names"]

KIND = r"(?P<kind>\w+(?:\s+\w+)*)"
DECLARATION = re.compile(rf"(?P<names>[^:=]+):\s*{KIND}\s*(?:=\s*(?P<value>.+))?$")
PARAMETER = re.compile(rf"(?P<name>[^:=]*[^:=\s])\s*(?::\s*{KIND}\s*)?=\s*(?P<value>.+)$")
DEFINITION = re.compile(r"(?P<name>[^:=]*[^:=\s])\s*=\s*(?P<body>[^=]+)$")
FIELD_KINDS = ("scalar", "vector", "tensor")
LARGEST = 5_000

Overrides = Mapping[str, str]
"""Values of parameters in place of their defaults, as texts by name; a Greek letter may be given by its name."""


def with_names(scope: Scope, block: Block, overrides: Overrides) -> Scope:
    """The scope with the names that a block adds. Raises at the place of the first line that is none or clashes."""
    read = {"let": _let, "parameter": _parameter, "define": _define}[block.kind]
    scope = Scope(dict(scope.names), scope.hypotheses, scope.dimension)
    for entry in block.entries:
        scope = read(scope, entry, overrides)
    return scope


def override_names(parameters: Iterable[str]) -> set[str]:
    """All names under which these parameters may be given: their own, and the names of Greek letters."""
    return {name for parameter in parameters for name in _spellings(parameter)}


def _spellings(name: str) -> tuple[str, ...]:
    """The name itself and, of one small Greek letter, that letter's name: ν is nu, too."""
    spoken = unicodedata.name(name, "") if len(name) == 1 else ""
    letter = spoken.removeprefix("GREEK SMALL LETTER ")
    if letter == spoken or not letter.isalpha():
        return (name,)
    return (name, "lambda" if letter == "LAMDA" else letter.lower())


def _let(scope: Scope, entry: Entry, _: Overrides) -> Scope:
    match = DECLARATION.match(entry.text)
    if match is None:
        raise ScrollError("a declaration reads 'name, name : kind' or 'name : constant = value'", entry.place)
    for name in map(str.strip, match["names"].split(",")):
        declaration = _declaration(scope, name, match["kind"], entry)
        value = None
        if match["value"]:
            if not declaration.kind.startswith("constant"):
                raise DeclarationError(f"{name!r} is a {declaration.kind}: only constants have a value", entry.place)
            value = _value(scope, declaration, match["value"], within(entry, match.start("value")))
        scope = _added(scope, Name(declaration, "let", value, entry.place))
    return scope


def _parameter(scope: Scope, entry: Entry, overrides: Overrides) -> Scope:
    match = PARAMETER.match(entry.text)
    if match is None:
        raise ScrollError("a parameter reads 'name = default' or 'name : constant_vector = default'", entry.place)
    declaration = _declaration(scope, match["name"], match["kind"] or "constant", entry)
    if not declaration.kind.startswith("constant"):
        raise DeclarationError(
            f"{match['name']!r} is a {declaration.kind}: a parameter is a constant or constant_vector", entry.place
        )
    value = _value(scope, declaration, match["value"], within(entry, match.start("value")))
    for given in (overrides[name] for name in _spellings(declaration.name) if name in overrides):
        value = _value(scope, declaration, given, Place(f"parameter {declaration.name}", 1, 1, given))
    return _added(scope, Name(declaration, "parameter", value, entry.place))


def _define(scope: Scope, entry: Entry, _: Overrides) -> Scope:
    match = DEFINITION.match(entry.text)
    if match is None:
        raise ScrollError("a definition reads 'name = expression'", entry.place)
    place = within(entry, match.start("body"))
    term = scope.term(match["body"], place)
    if fold(term, lambda _, sizes: 1 + sum(sizes)) > LARGEST:
        raise ScrollError(f"written out, this has more than {LARGEST} operators: define less in one name", place)
    declaration = _declaration(scope, match["name"], FIELD_KINDS[rank(term)], entry)
    return _added(scope, Name(declaration, "define", term, entry.place))


def _added(scope: Scope, item: Name) -> Scope:
    """The scope of a block that is being read, with one name more: its table is the block's own, and grows."""
    scope.names[item.declaration.name] = item
    return scope


def _declaration(scope: Scope, name: str, kind: str, entry: Entry) -> Declaration:
    name = plain_name(name)
    if name in scope.names:
        first = scope.names[name].place
        where = f"in line {first.line}" if first.source == entry.place.source else f"in {first}"
        raise DeclarationError(f"{name!r} is declared twice, first {where}: remove or rename one", entry.place)
    if name in reserved_words():
        raise DeclarationError(f"{name!r} is a word of the language: choose another name", entry.place)
    try:
        return Declaration.read(name, kind)
    except DeclarationError as error:
        raise DeclarationError(error.message, entry.place) from None


def _value(scope: Scope, declaration: Declaration, text: str, place: Place) -> Term:
    """The number, or the vector of numbers, that a text spells; constants with values may stand in it."""
    value = put_in(parse_term(text, scope.constants(), place), scope.values)
    kind = KINDS[declaration.kind]
    if rank(value) != kind.rank:
        raise RankError(
            f"{declaration.name!r} is {kind.meaning}: its value has rank {rank(value)}, not {kind.rank}", place
        )
    for component in (value,) if kind.rank == 0 else value.args:
        try:
            number = value_of(component)
        except PhotonicError as error:
            raise ScrollError(error.message, place) from None
        if not _has(declaration.assumed, number):
            said = " ".join(declaration.assumed)
            raise ScrollError(f"{declaration.name!r} is {said}, and this is {number:g}: give another value", place)
    return value


def _has(assumed: Iterable[str], number: float) -> bool:
    """Whether a number is all that is assumed of it."""
    facts = {
        "positive": number > 0,
        "negative": number < 0,
        "nonnegative": number >= 0,
        "nonpositive": number <= 0,
        "nonzero": number != 0,
        "integer": number == int(number),
    }
    return all(facts[word] for word in assumed)
