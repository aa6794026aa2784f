"""Terms of the field language: typed builders, and the way from expressions to terms and back.

A term's operator carries the ranks of its operands (`Op("dot", (1, 1))`), so that a term, a pattern and an e-node
know their types without asking. A symbol's payload is its declaration.
"""

from __future__ import annotations

import importlib
import pkgutil
from fractions import Fraction
from functools import cache
from typing import Any

import sympy

from photonic import glyphs
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import KINDS, Declaration
from photonic.expressions.glyph import Glyph
from photonic.expressions.operand import Application, Field, declaration_of, symbol_for
from photonic.expressions.roles import COUNT, FIELD_KINDS, NAME, refuse_roles
from photonic.expressions.written import as_written
from rewriting.op import NUMBER, VARIABLE, Op
from rewriting.term import Term, fold, number

__all__ = [
    "FUNCTION",
    "SYMBOL",
    "UNKNOWN",
    "apply",
    "describe",
    "from_term",
    "rank",
    "rank_of_op",
    "symbol_term",
    "to_term",
    "zero",
]

for _module in pkgutil.iter_modules(glyphs.__path__):
    importlib.import_module(f"{glyphs.__name__}.{_module.name}")

SYMBOL, FUNCTION, UNKNOWN = "symbol", "function", "unknown"


@cache
def _op(name: str, ranks: tuple[int, ...]) -> Op:
    """The operator of a glyph on operands of these ranks, always the same object: it is compared more quickly."""
    return Op(name, ranks)


@cache
def rank_of_op(op: Op) -> int:
    """The rank of a term with this operator at its root."""
    if op.name == SYMBOL:
        return int(op.payload.rank)
    if op.name == VARIABLE:
        return KINDS[str(op.payload).split(":")[1]].rank
    if op.name in (NUMBER, FUNCTION, UNKNOWN):
        return 0
    return CATALOGUE[op.name].signatures[op.payload]


def rank(term: Term) -> int:
    """0 for a scalar, 1 for a vector, 2 for a tensor."""
    return rank_of_op(term.op)


def symbol_term(declaration: Declaration) -> Term:
    """A declared name as a term."""
    return Term(Op(SYMBOL, declaration))


def zero(of_rank: int) -> Term:
    """The zero of a rank."""
    return (number(0), Term(Op("zero_vector", ())), Term(Op("zero_tensor", ())))[of_rank]


def apply(name: str, *operands: Term) -> Term:
    """The glyph `name` on operands. A literal 0 takes the rank that the glyph asks for.

    Raises RankError, in words, for ranks that the glyph does not take.
    """
    glyph = CATALOGUE[name]
    ranks = tuple([rank_of_op(operand.op) for operand in operands])
    if ranks not in glyph.signatures:
        literal = number(0)
        for signature in glyph.signatures:
            fits = len(signature) == len(ranks) and all(
                r == s or operand is literal for operand, r, s in zip(operands, ranks, signature, strict=True)
            )
            if fits:
                operands = tuple(zero(s) if o is literal else o for o, s in zip(operands, signature, strict=True))
                ranks = signature
                break
        else:
            glyph.result_rank(ranks)
    if glyph.roles:
        refuse_roles(glyph, tuple(map(_part, operands)))
    return Term(_op(name, ranks), operands)


def _part(operand: Term) -> str:
    """The role that an operand can play."""
    if operand.op.name == NUMBER:
        return COUNT if operand.op.payload >= 0 and Fraction(operand.op.payload).denominator == 1 else ""
    return NAME if operand.op.name == SYMBOL and operand.op.payload.kind in FIELD_KINDS else ""


def to_term(expr: Any) -> Term:
    """The term of a glyph expression or of a SymPy scalar. Raises PhotonicError for anything else."""
    root = as_written(expr)
    done: dict[Any, Term] = {}
    stack = [root]
    while stack:
        node = stack[-1]
        children = _operands(node)
        waiting = [child for child in children if child not in done]
        if waiting:
            stack.extend(waiting)
        else:
            done[stack.pop()] = _term_of(node, tuple(done[child] for child in children))
    return done[root]


def _operands(node: Any) -> tuple[Any, ...]:
    if isinstance(node, Application):
        return (node.args[2],)
    return () if isinstance(node, Field) or node.is_Atom else tuple(node.args)


def _term_of(node: Any, children: tuple[Term, ...]) -> Term:
    if isinstance(node, Glyph):
        return apply(node.name, *children)
    if isinstance(node, Application):
        return Term(Op(UNKNOWN, (node.args[0].name, int(node.args[1]))), children)
    if isinstance(node, (Field, sympy.Symbol)):
        return symbol_term(declaration_of(node))
    if isinstance(node, sympy.Integer):
        return number(int(node))
    if isinstance(node, sympy.Float):
        return number(_decimal(node))
    if node is sympy.pi:
        return Term(Op(FUNCTION, "pi"))
    if isinstance(node, sympy.Function):
        return Term(Op(FUNCTION, type(node).__name__), children)
    raise PhotonicError(f"{node} ({type(node).__name__}) has no meaning as a field: use symbols, numbers and glyphs")


def _decimal(value: sympy.Float) -> Fraction:
    """The shortest decimal that a double stands for; of more precise numbers all digits."""
    double = float(value)
    return Fraction(repr(double) if sympy.Float(double) == value and value._prec == 53 else str(value))


def from_term(term: Term) -> Any:
    """The glyph expression of a term, as written. The inverse of `to_term`."""
    return fold(term, _expression)


def _expression(op: Op, operands: list[Any]) -> Any:
    if op.name == NUMBER:
        return _literal(Fraction(op.payload))
    if op.name == SYMBOL:
        return symbol_for(op.payload)
    if op.name == VARIABLE:
        name, kind = str(op.payload).split(":")
        return symbol_for(Declaration(name, kind))
    if op.name == FUNCTION:
        return (
            getattr(sympy, str(op.payload))(*operands, evaluate=False) if operands else getattr(sympy, str(op.payload))
        )
    if op.name == UNKNOWN:
        return Application(*op.payload, *operands)
    return CATALOGUE[op.name](*operands)


def _literal(value: Fraction) -> Any:
    """An integer, the decimal with exactly the digits that were written, or the quotient of what is no decimal."""
    if value < 0:
        return CATALOGUE["negate"](_literal(-value))
    if value.denominator == 1:
        return sympy.Integer(value.numerator)
    places = next((n for n in range(1, value.denominator.bit_length()) if 10**n % value.denominator == 0), None)
    if places is None:
        return CATALOGUE["divide"](sympy.Integer(value.numerator), sympy.Integer(value.denominator))
    digits = f"{value.numerator * 10**places // value.denominator:0{places + 1}d}"
    return sympy.Float(f"{digits[:-places]}.{digits[-places:]}", max(15, len(digits)))


def describe(term: Term) -> str:
    """The term in the language's own notation; a decimal ends in no zeros, as within an expression."""
    expr = from_term(term)
    return str(sympy.sstr(expr, full_prec=False)) if expr.is_Float else str(expr)
