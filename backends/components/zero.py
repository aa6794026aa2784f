"""Whether an expression in components vanishes identically: True and False are certain, None is "not settled".

The steps, each bounded: expand; bring over one denominator; read fields, their derivatives and symbols as independent
variables, and sines and roots as variables tied by s² + c² = 1 and r² = u; last, look for a random point at which a
ball around the value excludes zero.
"""

from __future__ import annotations

import numpy as np
import sympy
from flint import fmpq
from sympy.core.function import AppliedUndef

from backends.components.balls import enclose
from backends.components.cartesian import Components, components
from backends.components.unknown import UnknownDerivative

__all__ = ["decide_zero"]

_LARGEST = 5_000  # operations in an expression that is still worked on
_POINTS = 6
_PRECISION = 256


def decide_zero(value: Components | sympy.Expr) -> bool | None:
    """True if every component vanishes identically, False if one certainly does not, None if it is not settled.

    An expression that does not settle in bounded work gets None; nothing is guessed.
    """
    verdicts = []
    for entry in components(value).flat:
        verdict = _decide(entry)
        if verdict is False:
            return False
        verdicts.append(verdict)
    return None if None in verdicts else True


def _decide(expression: sympy.Expr) -> bool | None:
    if expression.is_Rational:
        return bool(expression == 0)
    if expression.count_ops() > _LARGEST:
        return None
    expression = sympy.expand(expression)
    if expression == 0:
        return True
    atoms = _independent_atoms(expression)
    if atoms is None:
        return None
    expression = expression.xreplace(atoms)
    numerator = sympy.expand(sympy.fraction(sympy.together(expression))[0])
    if numerator == 0:
        return True
    if _is_polynomial(numerator):
        return False
    if _reduce(numerator) == 0:
        return True
    return False if _differs_somewhere(expression) else None


def _independent_atoms(expression: sympy.Expr) -> dict[sympy.Expr, sympy.Symbol] | None:
    """Fields and their derivatives → independent symbols; None if two of them may be one and the same.

    Values of one unknown function at arguments that differ identically are independent; at arguments that may be
    equal they are not.
    """
    fields = [atom for atom in expression.atoms(AppliedUndef, sympy.Derivative) if _is_field(atom)]
    values = list(expression.atoms(UnknownDerivative))
    for index, first in enumerate(values):
        for second in values[:index]:
            same_function = first.args[:2] == second.args[:2]
            if same_function and _decide(first.args[2] - second.args[2]) is not False:
                return None
    if len(fields) < len(expression.atoms(AppliedUndef, sympy.Derivative, sympy.Subs)):
        return None
    # unknown functions last in this mapping: xreplace works from the outside in
    return {atom: _independent(atom, f"v{index}") for index, atom in enumerate([*values, *fields])}


def _independent(atom: sympy.Expr, name: str) -> sympy.Symbol:
    """A symbol of the atom's sign."""
    sign = next((s for s in ("positive", "negative", "nonnegative", "nonpositive") if getattr(atom, f"is_{s}")), None)
    return sympy.Dummy(name, real=True) if sign is None else sympy.Dummy(name, **{sign: True})


def _is_field(atom: sympy.Expr) -> bool:
    """A function of coordinates, or a derivative of one."""
    inner = atom.expr if isinstance(atom, sympy.Derivative) else atom
    return isinstance(inner, AppliedUndef) and all(argument.is_Symbol for argument in inner.args)


def _is_polynomial(expression: sympy.Expr) -> bool:
    """Whether the expression is a polynomial with rational coefficients in its symbols."""
    symbols = expression.free_symbols
    if not symbols or not expression.is_polynomial(*symbols):
        return bool(expression.is_Rational)
    return all(coefficient.is_Rational for coefficient in sympy.Poly(expression, *symbols).coeffs())


def _reduce(expression: sympy.Expr) -> sympy.Expr:
    """The numerator after sums of angles, exponentials, and squares of roots and sines are brought to one form."""
    expression = expression.rewrite(_HYPERBOLIC, sympy.exp).rewrite([sympy.tan, sympy.cot], sympy.sin)
    expression, relations = _roots(sympy.expand(sympy.expand_trig(expression)))
    for angle in {call.args[0] for call in expression.atoms(sympy.sin, sympy.cos)}:
        sine, cosine = sympy.Dummy("s"), sympy.Dummy("c")
        expression = expression.subs({sympy.sin(angle): sine, sympy.cos(angle): cosine})
        relations.append((sine, 1 - cosine**2))
    numerator = sympy.expand(sympy.fraction(sympy.together(expression))[0])
    for variable, square in relations:
        if numerator.is_polynomial(variable):
            numerator = sympy.expand(sympy.rem(numerator, variable**2 - square, variable))
    return sympy.expand(sympy.fraction(sympy.together(numerator))[0])


_HYPERBOLIC = [sympy.sinh, sympy.cosh, sympy.tanh, sympy.coth, sympy.sech, sympy.csch]


def _roots(expression: sympy.Expr) -> tuple[sympy.Expr, list[tuple[sympy.Symbol, sympy.Expr]]]:
    """The expression with u^(k/2) as R^k, and the relations (R, u) that say R² = u; inner roots come last."""
    found: dict[sympy.Expr, sympy.Symbol] = {}
    replaced = expression.replace(
        lambda part: part.is_Pow and part.exp.is_Rational and part.exp.q == 2,
        lambda part: found.setdefault(part.base, sympy.Dummy("R")) ** part.exp.p,
    )
    return replaced, [(root, square) for square, root in reversed(found.items())]


def _differs_somewhere(expression: sympy.Expr) -> bool:
    """Whether a ball around the value at one of a few rational points excludes zero."""
    symbols = sorted(expression.free_symbols, key=lambda symbol: (symbol.name, str(symbol)))
    random = np.random.default_rng(len(symbols))
    for _ in range(_POINTS):
        values = {symbol: _drawn(symbol, int(random.integers(-4096, 4096))) for symbol in symbols}
        ball = enclose(expression, values, _PRECISION)
        if ball is not None and ball.is_finite() and not ball.contains(0):
            return True
    return False


def _drawn(symbol: sympy.Symbol, drawn: int) -> fmpq:
    """A number that a symbol of its sign may stand for."""
    if symbol.is_nonnegative or symbol.is_nonpositive:
        drawn = (abs(drawn) + 1) * (1 if symbol.is_nonnegative else -1)
    return fmpq(drawn, 1024)
