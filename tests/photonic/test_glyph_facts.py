"""What every glyph declares is complete, and a declaration that is not is refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE, by_spelling, reserved_words
from photonic.expressions.declarations import Declaration
from photonic.expressions.glyph import Example, Glyph
from photonic.expressions.notation import Fixity, Precedence
from photonic.terms import apply, describe, rank, symbol_term
from photonic.text.parser import parse_term
from photonic.theory.laws import laws_of

GLYPHS = sorted(CATALOGUE)
SIGNATURES = [(name, ranks) for name in GLYPHS for ranks in CATALOGUE[name].signatures]
LETTERS = {0: "fgu", 1: "ABC", 2: "STM"}
KINDS = ("scalar", "vector", "tensor")
DECLARED = {letter: Declaration(letter, KINDS[r]) for r, letters in LETTERS.items() for letter in letters}


@pytest.fixture
def catalogue() -> Iterator[None]:
    """The catalogue as it was, whatever a test declares."""
    before = dict(CATALOGUE)
    yield
    CATALOGUE.clear()
    CATALOGUE.update(before)


def words_for(name: str, ranks: tuple[int, ...]) -> list[str]:
    """One declared letter for each operand, or a number where the glyph counts."""
    roles = CATALOGUE[name].roles.get(len(ranks), ("",) * len(ranks))
    pairs = enumerate(zip(ranks, roles, strict=True))
    return ["3" if role == "count" else LETTERS[r][position] for position, (r, role) in pairs]


def rank_of_value(value: Any) -> int:
    """The nesting of a tuple of numbers."""
    return 1 + rank_of_value(value[0]) if isinstance(value, tuple) else 0


def test_the_catalogue_holds_the_whole_folder() -> None:
    assert len(CATALOGUE) >= 30


@pytest.mark.parametrize("name", GLYPHS)
def test_every_glyph_says_what_it_is(name: str) -> None:
    glyph = CATALOGUE[name]
    assert glyph.name == name
    assert glyph.__doc__
    assert glyph.__doc__.strip().endswith(".")
    assert glyph.flops >= 0
    assert set(glyph.dimensions) <= {1, 2, 3}
    assert by_spelling(glyph.ascii) is glyph
    assert {glyph.ascii, glyph.symbol, *glyph.aliases} <= reserved_words()


@pytest.mark.parametrize("name", GLYPHS)
def test_every_law_can_be_read_and_names_its_place(name: str) -> None:
    lines = [line for line in CATALOGUE[name].laws.splitlines() if line.strip()]
    laws = laws_of(CATALOGUE[name])
    assert len({law.name.split(".")[0] for law in laws}) == len(lines)
    for law in laws:
        assert rank(law.left) == rank(law.right)
        file, line = law.origin.rsplit(":", 1)
        assert file == f"{CATALOGUE[name].__module__.rsplit('.', 1)[-1]}.py"
        assert int(line) > 1


@pytest.mark.parametrize("name", GLYPHS)
def test_every_example_fits_its_glyph(name: str) -> None:
    glyph = CATALOGUE[name]
    assert rank_of_value(glyph.example.value) in {
        result for ranks, result in glyph.signatures.items() if len(ranks) == len(glyph.example.operands)
    }


@pytest.mark.parametrize(("name", "ranks"), SIGNATURES)
def test_symbol_and_ascii_word_spell_one_term(name: str, ranks: tuple[int, ...]) -> None:
    glyph = CATALOGUE[name]
    words = words_for(name, ranks)
    expected = apply(name, *(parse_term(word, DECLARED) for word in words))
    called = f"{glyph.ascii}({', '.join(words)})" if glyph.fixity is not Fixity.ATOM else glyph.ascii
    assert parse_term(called, DECLARED) is expected
    assert parse_term(describe(expected), DECLARED) is expected
    if glyph.fixity is not Fixity.BRACKET:
        assert glyph.symbol in describe(expected) or glyph.symbol == "*"


@pytest.mark.parametrize(("name", "alias"), [(name, a) for name in GLYPHS for a in CATALOGUE[name].aliases])
def test_every_alias_spells_its_glyph(name: str, alias: str) -> None:
    glyph = CATALOGUE[name]
    ranks = next(iter(glyph.signatures))
    words = words_for(name, ranks)
    expected = apply(name, *(parse_term(word, DECLARED) for word in words))
    spelt = f"{alias}({', '.join(words)})" if alias.isidentifier() or glyph.fixity is Fixity.PREFIX else None
    assert parse_term(spelt or f"{words[0]} {alias} {words[1]}", DECLARED) is expected


FACTS: dict[str, Any] = {
    "__doc__": "A glyph for a test.",
    "name": "trial",
    "symbol": "trial",
    "ascii": "trial",
    "typeset": r"\operatorname{trial}\left(<0>\right)",
    "fixity": Fixity.FUNCTION,
    "precedence": Precedence.ATOM,
    "signatures": {(0,): 0},
    "example": Example(("cos(x)",), -1),
    "meaning": staticmethod(lambda calculus, f: calculus.negate(f)),
}

BAD = [
    *(({fact: None}, f"declares no {fact}") for fact in FACTS if fact not in ("__doc__", "meaning")),
    ({"meaning": None}, "declares no meaning"),
    ({"__doc__": None}, "has no docstring"),
    ({"ascii": "tri al"}, "must be an identifier"),
    ({"fixity": Fixity.INFIX}, "infix but no signature has 2 operands"),
    ({"fixity": Fixity.ATOM}, "atom but no signature has 0 operands"),
    ({"fixity": Fixity.POSTFIX, "signatures": {(0, 0): 0}}, "postfix but no signature has 1 operands"),
    ({"example": Example(("x", "y"), 0)}, "an example with 2 operands"),
    ({"signatures": {(0,): 3}}, "ranks are 0, 1 and 2"),
    ({"signatures": {(-1,): 0}}, "ranks are 0, 1 and 2"),
    ({"typeset": "trial"}, "for 1 operands lacks <0>"),
    ({"typeset": {2: "<0> <1>"}}, "for 1 operands lacks <0>"),
    ({"name": "curl"}, "takes 'curl' from Curl"),
    ({"ascii": "curl"}, "takes 'curl' from Curl"),
    ({"ascii": "lap"}, "takes 'lap' from Laplacian"),
    ({"aliases": ("tr",)}, "takes 'tr' from Trace"),
    ({"symbol": "∇×", "fixity": Fixity.PREFIX}, "takes '∇×' from Curl"),
    ({"name": 3}, "name = 3: write a word"),
    ({"symbol": ""}, "symbol = '': write one or more signs"),
    ({"symbol": "2"}, "symbol = '2': write one or more signs"),
    ({"symbol": "two words"}, "a blank would end it"),
    ({"ascii": "sin"}, "'sin', which means something already"),
    ({"ascii": "x"}, "'x', which means something already"),
    ({"ascii": "lambda"}, "'lambda', which means something already"),
    ({"ascii": "ℋx"}, "must be an identifier in ASCII"),
    ({"aliases": "tri"}, "write a tuple of texts"),
    ({"aliases": ("log",)}, "'log', which means something already"),
    ({"typeset": 5}, "write LaTeX with <0>"),
    ({"fixity": "prefix"}, "write one of Fixity.PREFIX"),
    ({"precedence": "high"}, "write one of Precedence"),
    ({"signatures": [(0,)]}, "a mapping from tuples of ranks"),
    ({"signatures": {0: 0}}, "a mapping from tuples of ranks"),
    ({"signatures": {}}, "a mapping from tuples of ranks"),
    ({"signature": {(0,): 0}}, "did you mean 'signatures'?"),
    ({"law": "a: trial(f) = −f"}, "did you mean 'laws'?"),
    ({"laws": ["a: trial(f) = −f"]}, "write one text"),
    ({"dimensions": (4,)}, "a tuple of 1, 2 and 3"),
    ({"dimensions": 3}, "a tuple of 1, 2 and 3"),
    ({"dimensions": ()}, "a tuple of 1, 2 and 3"),
    ({"flops": -1}, "a whole number from 0"),
    ({"roles": {1: ("number",)}}, "'count', 'name' or ''"),
    ({"meaning": lambda _calculus, f: f}, "write @staticmethod"),
    ({"meaning": "−f"}, "write @staticmethod"),
    ({"meaning": staticmethod(lambda _calculus: 0)}, "does not take the calculus and 1 operand:"),
    ({"meaning": staticmethod(lambda _calculus, f, _g: f)}, "does not take the calculus and 1 operand:"),
    ({"example": (("cos(x)",), -1)}, "write Example("),
    ({"example": Example("cos(x)", -1)}, "write a tuple, as ('cos(x)',)"),
]

WORKED = [
    ({"meaning": staticmethod(lambda _calculus, _f: None)}, "returns None"),
    ({"meaning": staticmethod(lambda calculus, f: calculus.laplacien(f))}, "did you mean 'laplacian'?"),
    ({"meaning": staticmethod(lambda calculus, f: calculus.multiply(0.5, f))}, "computes with a plain number"),
    ({"meaning": staticmethod(lambda _calculus, _f: 1 / 0)}, "cannot be worked out in 3 dimensions"),
    ({"meaning": staticmethod(lambda calculus, f: calculus.partial(f, "w"))}, "axis 'w'"),
    ({"meaning": staticmethod(lambda calculus, f: calculus.partial(f, "y"))}, "in 1 dimension"),
    ({"symbol": "∇"}, "is not read back"),
    ({"symbol": "⟨{0}⟩", "fixity": Fixity.BRACKET}, "is not read back"),
    ({"example": Example(("cos(x",), -1)}, "'cos(x' is no formula"),
    ({"example": Example(("cos(w)",), -1)}, "names w"),
    ({"example": Example(("__import__('os').getcwd()",), -1)}, "no formula"),
    ({"example": Example(("1/x",), -1)}, "has no value at the origin"),
    ({"example": Example(("cos(x)",), None)}, "its example says None"),
    ({"laws": "a: trial(f) = −f\na: trial(f) = −f"}, "two laws are called a"),
    ({"laws": "curl_gradient: trial(f) = −f"}, "a law of Curl"),
]


def declare_glyph(changes: dict[str, Any]) -> type[Glyph]:
    """A glyph class with these facts changed; None leaves a fact out."""
    facts = {name: value for name, value in {**FACTS, **changes}.items() if value is not None}
    return type(Glyph)("Trial", (Glyph,), {**facts, "__module__": __name__, "__qualname__": "Trial"})


@pytest.mark.parametrize(("changes", "message"), BAD)
@pytest.mark.usefixtures("catalogue")
def test_a_bad_declaration_is_refused_in_words(changes: dict[str, Any], message: str) -> None:
    before = dict(CATALOGUE)
    with pytest.raises(TypeError) as refused:
        declare_glyph(changes)
    assert message in str(refused.value)
    assert "Trial" in str(refused.value)
    assert before == CATALOGUE


@pytest.mark.parametrize(("changes", "message"), WORKED)
@pytest.mark.usefixtures("catalogue")
def test_what_does_not_work_is_refused_in_words(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(PhotonicError) as refused:
        declare_glyph(changes)
    assert message in str(refused.value)
    assert "Trial" in str(refused.value)
    assert "trial" not in CATALOGUE


@pytest.mark.usefixtures("catalogue")
def test_a_good_declaration_is_usable_at_once() -> None:
    glyph = declare_glyph({})
    assert CATALOGUE["trial"] is glyph
    term = parse_term("trial(f)", DECLARED)
    assert term is apply("trial", symbol_term(DECLARED["f"]))
    assert describe(term) == "trial(f)"


@pytest.mark.usefixtures("catalogue")
def test_two_glyphs_may_share_a_symbol_in_different_places() -> None:
    assert CATALOGUE["negate"].symbol == CATALOGUE["subtract"].symbol
    assert declare_glyph({"symbol": "×", "fixity": Fixity.PREFIX}).symbol == CATALOGUE["cross"].symbol
