"""Expressions for simplify: random ones over all glyphs, short forms made long by laws, and what people write."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import Declaration
from photonic.problem import as_term
from photonic.simplifying.rewrites import rewrites_for
from photonic.simplifying.search import tree_size
from photonic.terms import FUNCTION, UNKNOWN, apply, rank, symbol_term
from photonic.theory.rules import vocabulary
from rewriting.op import Op
from rewriting.term import Term, number, replace_at, subterm_at

__all__ = ["FIELDS", "Input", "inputs"]

FIELDS = (
    dict.fromkeys("fgkpu", "scalar")
    | dict.fromkeys("ABv", "vector")
    | {
        "S": "tensor",
        "T": "tensor",
        "c": "constant",
        "q": "constant",
        "d": "constant_vector",
        "h": "function",
        "r": "position",
    }
)
DECLARED = {name: Declaration(name, kind) for name, kind in FIELDS.items()}

LARGEST = 50
"""Nodes of an expression here."""

PROGRAM = frozenset({"superposition", "collapse", "entanglement", "iterate", "components", "components_plane"})
"""Glyphs that state or run something: no expressions to be simplified. Components are written by people below."""

USUAL = ("add", "subtract", "multiply", "gradient", "divergence", "dot")
"""Glyphs that are drawn more often."""

WRITTEN: tuple[tuple[str, str], ...] = (
    ("∇·(f A) − ∇f·A", "f ∇·A"),
    ("f ∇·A + A·∇f", "∇·(f A)"),
    ("B·∇×A − A·∇×B", "∇·(A × B)"),
    ("A ∇·B − B ∇·A + (B·∇)A − (A·∇)B", "∇×(A × B)"),
    ("(A·∇)B + (B·∇)A + A × ∇×B + B × ∇×A", "∇(A·B)"),
    ("f ∇×A + ∇f × A", "∇×(f A)"),
    ("f ∇g + g ∇f", "∇(f g)"),
    ("f Δg + 2 (∇f·∇g) + g Δf", "Δ(f g)"),
    ("f Δg + ∇f·∇g + ∇f·∇g + g Δf − f Δg", "2 (∇f·∇g) + g Δf"),
    ("∇∇·A − ∇×∇×A", "ΔA"),
    ("∇∇·A − ΔA", "∇×∇×A"),
    ("∇·(k ∇u) − k Δu", "∇k·∇u"),
    ("∇·(A ⊗ B)", "(∇·A) B + (A·∇)B"),
    ("(∇·A) B + (A·∇)B", "∇·(A ⊗ B)"),
    ("f ∇·S + ∇f·S", "∇·(f S)"),
    ("∇·(S + Sᵀ) − ∇·(Sᵀ)", "∇·S"),
    ("∇·(p I) + ∇·(c (∇v + (∇v)ᵀ))", "∇p + c Δv + c ∇∇·v"),
    ("∇·(c (∇v + (∇v)ᵀ) − p I)", "c Δv + c ∇∇·v − ∇p"),
    ("∂t v + (v·∇)v + ∇p − c Δv − (v·∇)v", "∂t v + ∇p − c Δv"),
    ("∂t(f v) − f ∂t v", "(∂t f) v"),
    ("(∂t f) v + f ∂t v + (∇·(f v)) v + f (v·∇)v", "∂t(f v) + ∇·(f (v ⊗ v))"),
    ("v × ∇×v + (v·∇)v", "∇(v·v)/2"),
    ("(∇×v) × v + ∇(v·v)/2", "(v·∇)v"),
    ("∇×((v·∇)v) − (v·∇)(∇×v) + ((∇×v)·∇)v − (∇×v) ∇·v", "𝟎"),
    ("A·(A × B) + f", "f"),
    ("A·(B × v) + B·(A × v)", "0"),
    ("(A·v) B − (A·B) v", "A × (B × v)"),
    ("A × (B × v) + B × (v × A) + v × (A × B)", "𝟎"),
    ("(A·A) (B·B) − (A·B)^2", "(A × B)·(A × B)"),
    ("(A × B)·(A × B) + (A·B)^2", "(A·A) (B·B)"),
    ("sin(f)^2 + cos(f)^2", "1"),
    ("g sin(f)^2 + u + g cos(f)^2", "g + u"),
    ("2 (sin(f) cos(f))", "sin(2 f)"),
    ("cos(f)^2 − sin(f)^2", "cos(2 f)"),
    ("1 − sin(f)^2", "cos(f)^2"),
    ("sin(f) cos(g) + cos(f) sin(g)", "sin(f + g)"),
    ("exp(f) exp(g)", "exp(f + g)"),
    ("exp(f) exp(−f) + u", "1 + u"),
    ("exp(f)^2 − 1", "exp(2 f) − 1"),
    ("(exp(f) + exp(−f))/2", "cosh(f)"),
    ("cosh(f)^2 − sinh(f)^2", "1"),
    ("sin(f)/cos(f)", "tan(f)"),
    ("f^2 + 2 f g + g^2", "(f + g)^2"),
    ("f^2 − g^2", "(f − g) (f + g)"),
    ("(f^2 − g^2)/(f − g)", "f + g"),
    ("(f^2 − 1)/(f − 1)", "f + 1"),
    ("1/f + 1/g", "(f + g)/(f g)"),
    ("1/(f + g) + 1/(f − g)", "2 f/(f^2 − g^2)"),
    ("1/(1/f + 1/g)", "f g/(f + g)"),
    ("f/g/(u/g)", "f/u"),
    ("f^3 + 3 f^2 g + 3 f g^2 + g^3", "(f + g)^3"),
    ("f g u + f g k + f p u + f p k", "f (g + p) (u + k)"),
    ("∂t exp(f) − exp(f) ∂t f", "0"),
    ("∇·(exp(f) A) − exp(f) ∇·A", "exp(f) (A·∇f)"),
    ("∇h(f) − h'(f) ∇f", "𝟎"),
    ("Δh(f)", "h'(f) Δf + h''(f) (∇f·∇f)"),
    ("h'(f) Δf + h''(f) (∇f·∇f)", "Δh(f)"),
    ("tr(S) − tr(Sᵀ)", "0"),
    ("tr(A ⊗ B) − A·B", "0"),
    ("S·A − A·Sᵀ", "𝟎"),
    ("sym(S) + skew(S)", "S"),
    ("(S + Sᵀ)/2 + (S − Sᵀ)/2", "S"),
    ("S : T − T : S", "0"),
    ("I·A + A", "2 A"),
    ("I : S", "tr(S)"),
    ("∇·r", "3"),
    ("∇(r·r)/2", "r"),
    ("(A·∇)r", "A"),
    ("∇×r + A", "A"),
    ("c Δf + c Δg", "c Δ(f + g)"),
    ("∇(c f + q g)", "c ∇f + q ∇g"),
    ("∂t ∇·A − ∇·∂t A", "0"),
    ("□f + Δf", "∂t ∂t f"),
    ("∇·(A × ∇f) − ∇f·∇×A", "0"),
    ("∇·(f ∇g − g ∇f)", "f Δg − g Δf"),
    ("f Δg − g Δf", "∇·(f ∇g − g ∇f)"),
    ("(k Δu + ∇k·∇u + f Δg + ∇f·∇g + c Δp) A + ∇×∇×B − ∇(∇·B) + ΔB·I + 0 A", "∇·(k ∇u + f ∇g + c ∇p) A"),
    ("−∇p − f (v·∇)v + f (v × ∇×v) + f ∇(v·v)/2 + c Δv", "c Δv − ∇p + 2 f (v × ∇×v)"),
    ("∇×(∂t A + ∇f) + ∂t(−∇×A)", "𝟎"),
    ("d·∇f + ∇·(f d)", "2 (d·∇f)"),
)  # fmt: skip
"""What people write, and a short form of it."""

SHORT = (
    "∇·(f A)", "∇×(f A)", "∇(f g)", "∇(A·B)", "∇·(A × B)", "∇×(A × B)", "Δ(f g)", "∇·(k ∇u)", "∇×∇×A", "A × (B × v)",
    "f (g + u)", "(f + g) (u − k)", "∇·(f S)", "(A·∇)(f B)", "sin(f + g)", "c Δf", "∇·(S·A)", "∂t(f g)", "f A + g B",
    "(f + g)/(u + k)", "exp(f + g) u", "∇·(f ∇g − g ∇f)", "h(f) A", "tr(S·T)", "∇(f/g)", "(v·∇)v", "∇h(f)",
    "A·(B × v)", "∇·(A ⊗ B)",
)  # fmt: skip
"""Short forms that laws make long."""


class Input(NamedTuple):
    """An expression, where it comes from, and a form of it that is known to be short, if one is."""

    term: Term
    source: str
    short: Term | None


def inputs(count: int = 300, seed: int = 0) -> list[Input]:
    """So many expressions of at most 50 nodes; the same for the same seed."""
    rng = random.Random(seed)
    found = [Input(as_term(text, DECLARED), "written", as_term(short, DECLARED)) for text, short in WRITTEN]
    while len(found) < count:
        found.append(next(_random(rng) if rng.random() < 0.5 else _made_long(rng)))
    return found[:count]


def _random(rng: random.Random) -> Iterator[Input]:
    while True:
        term = _grown(rng, rng.choice((0, 0, 1, 1, 2)), rng.randint(3, 6))
        if 4 <= tree_size(term) <= LARGEST:
            yield Input(term, "random", None)


def _grown(rng: random.Random, of_rank: int, depth: int) -> Term:
    if depth == 0 or rng.random() < 0.15:
        return _leaf(rng, of_rank)
    choices = [
        (name, ranks)
        for name, glyph in CATALOGUE.items()
        if name not in PROGRAM and 3 in glyph.dimensions and not glyph.roles
        for ranks, result in glyph.signatures.items()
        if result == of_rank
    ]
    choices += [choice for choice in choices if choice[0] in USUAL] * 3
    if of_rank == 0:
        choices += [(FUNCTION, (0,)), (UNKNOWN, (0,))]
    name, ranks = rng.choice(choices)
    if name == "power":
        return apply("power", _grown(rng, 0, depth - 1), number(rng.randint(2, 3)))
    operands = tuple(_grown(rng, each, depth - 1) for each in ranks)
    if name == FUNCTION:
        return Term(Op(FUNCTION, rng.choice(("sin", "cos", "exp", "log", "tanh"))), operands)
    return Term(Op(UNKNOWN, ("h", rng.randint(0, 1))), operands) if name == UNKNOWN else apply(name, *operands)


def _leaf(rng: random.Random, of_rank: int) -> Term:
    if of_rank == 0 and rng.random() < 0.25:
        return number(rng.randint(0, 3))
    fitting = [each for each in DECLARED.values() if each.rank == of_rank and each.kind != "function"]
    return symbol_term(rng.choice(fitting))


def _made_long(rng: random.Random) -> Iterator[Input]:
    """A short form after some laws at random places, none of which makes it longer than is wanted."""
    while True:
        short = as_term(rng.choice(SHORT), DECLARED)
        if rng.random() < 0.5:
            other = as_term(rng.choice(SHORT), DECLARED)
            short = apply(rng.choice(("add", "subtract")), short, other) if rank(other) == rank(short) else short
        rewrites = rewrites_for(3, *vocabulary([short]))
        term = short
        for _ in range(rng.randint(3, 12)):
            options = [
                longer
                for position in _positions(term)
                for new, move in rewrites.at_root(subterm_at(term, position))
                if not move.rule.name.startswith("transpose_transpose")
                and tree_size(longer := replace_at(term, position, new)) <= LARGEST
            ]
            grown = [each for each in options if tree_size(each) > tree_size(term)]
            term = rng.choice(grown or options or [term])
        if term is not short:
            yield Input(term, "made long", short)


def _positions(term: Term) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    stack: list[tuple[int, ...]] = [()]
    while stack:
        position = stack.pop()
        node = subterm_at(term, position)
        if node.args:
            found.append(position)
            stack += [(*position, k) for k in range(len(node.args))]
    return found
