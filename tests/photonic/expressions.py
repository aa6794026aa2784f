"""Random well-typed terms of the language, made from the signatures in the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hypothesis import strategies as st

from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import AMBIENT, Declaration, Declarations
from photonic.terms import FUNCTION, UNKNOWN, apply, symbol_term
from rewriting.op import Op
from rewriting.term import Term, number

__all__ = ["DECLARED", "FUNCTIONS", "numbers", "symbol_terms", "terms", "tree_cost"]

KINDS = {
    "u": "scalar", "v1": "scalar", "κ": "scalar", "A": "vector", "B_t": "vector", "S": "tensor", "T": "tensor",
    "c": "constant", "k": "constant_vector", "M": "constant_tensor", "h": "function",
}  # fmt: skip

DECLARED: Declarations = {**AMBIENT, **{name: Declaration(name, kind) for name, kind in KINDS.items()}}
"""Names of every kind, with letters, digits, an underscore and a Greek letter among them."""

KIND_OF_RANK = ("scalar", "vector", "tensor")

FUNCTIONS = ("sin", "cos", "exp", "log", "tanh", "atan", "Abs", "erf", "floor", "gamma", "conjugate")
"""Functions of one scalar, with all the ways in which SymPy typesets one."""


def numbers() -> st.SearchStrategy[Term]:
    """Numbers that a text can spell: no sign, finitely many decimals."""
    decimals = st.tuples(st.integers(0, 10**18), st.integers(0, 12)).map(lambda pair: Fraction(pair[0], 10 ** pair[1]))
    values = st.one_of(st.integers(0, 3), st.integers(0, 10**30), decimals)
    return values.map(lambda value: number(int(value) if value == int(value) else value))


def symbol_terms(rank: int) -> st.SearchStrategy[Term]:
    """Declared names of a rank."""
    fitting = [d for d in DECLARED.values() if d.rank == rank and d.kind != "function"]
    return st.sampled_from(fitting).map(symbol_term)


def terms(rank: int | None = None, depth: int = 4) -> st.SearchStrategy[Term]:
    """Terms of a rank, or of any, of at most this depth."""
    if rank is None:
        return st.integers(0, 2).flatmap(lambda drawn: terms(drawn, depth))
    return st.composite(_grow)(rank, depth)


def _grow(draw: Callable[..., object], rank: int, depth: int) -> Term:
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        leaves = [symbol_terms(rank), numbers()] if rank == 0 else [symbol_terms(rank)]
        return draw(st.one_of(leaves))
    signatures = [(name, ranks, r) for name, g in CATALOGUE.items() for ranks, r in g.signatures.items()]
    choices = [(name, ranks) for name, ranks, result in signatures if result == rank]
    if rank == 0:
        choices += [(FUNCTION, (0,)), (UNKNOWN, (0,)), ("pi", ())]
    name, ranks = draw(st.sampled_from(choices))
    operands = tuple(_grow(draw, operand, depth - 1) for operand in ranks)
    if name in CATALOGUE and CATALOGUE[name].roles:
        return apply(name, *_roles(draw, CATALOGUE[name].roles[len(ranks)], ranks, operands))
    if name == "pi":
        return Term(Op(FUNCTION, "pi"))
    if name == FUNCTION:
        return Term(Op(FUNCTION, draw(st.sampled_from(FUNCTIONS))), operands)
    if name == UNKNOWN:
        return Term(Op(UNKNOWN, ("h", draw(st.integers(0, 3)))), operands)
    return apply(name, *operands)


def _roles(
    draw: Callable[..., Term], roles: tuple[str, ...], ranks: tuple[int, ...], operands: tuple[Term, ...]
) -> list[Term]:
    """The operands with counts and names where these are wanted."""
    counts = st.integers(0, 9).map(number)
    fields = {r: [symbol_term(d) for d in DECLARED.values() if d.kind == KIND_OF_RANK[r]] for r in ranks}
    return [
        operand if not role else draw(counts if role == "count" else st.sampled_from(fields[r]))
        for role, r, operand in zip(roles, ranks, operands, strict=True)
    ]


def tree_cost(term: Term, cost: Callable[[Term], float]) -> float:
    """What the nodes of a term's tree cost together; a part that stands in it twice costs twice."""
    return cost(term) + sum(tree_cost(operand, cost) for operand in term.args)
