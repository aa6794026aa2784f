"""Scalar expressions of SymPy, their functions and derivatives, as glyph expressions."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.function import AppliedUndef

from photonic.errors import PhotonicError
from photonic.expressions.declarations import AMBIENT, Declaration
from photonic.expressions.functions import KNOWN_FUNCTIONS
from photonic.expressions.operand import Application, UnknownFunction, symbol_for
from photonic.sympy_bridge.axes import along, axis_of, partial
from photonic.sympy_bridge.reading import Reading, add, assumed, is_field, multiply

__all__ = [
    "read_applied",
    "read_base_scalar",
    "read_derivative",
    "read_function",
    "read_power",
    "read_product",
    "read_substitution",
    "read_sum",
    "read_symbol",
    "read_unknown",
]


def read_symbol(read: Reading, value: Any) -> Any:
    """A declared name, a component, a coordinate or the time; any other symbol stays as it is: a constant."""
    if hasattr(value, "declared_kind"):
        return value
    part, known = read.names.component(value.name), read.declared.get(value.name)
    if part is not None:
        return along(symbol_for(part.whole), part.axes)
    return value if known is None else assumed(known, value)


def read_base_scalar(_read: Reading, value: Any) -> Any:
    """A base scalar of a Cartesian system."""
    return symbol_for(AMBIENT[axis_of(value)])


def read_sum(read: Reading, value: Any) -> Any:
    """A sum of values of one rank."""
    return add([read(part) for part in value.args])


def read_product(read: Reading, value: Any) -> Any:
    """A product with at most one vector or tensor."""
    return multiply([read(part) for part in value.args])


def read_power(read: Reading, value: Any) -> Any:
    """A power of scalars."""
    base = read(value.base) if value.exp.is_Integer else read.whole(value.base)
    return sympy.Pow(base, read(value.exp))


def read_function(read: Reading, value: Any) -> Any:
    """A known function of one scalar."""
    if type(value).__name__ not in KNOWN_FUNCTIONS or len(value.args) != 1:
        raise PhotonicError(f"{value}: {type(value).__name__} is no known function of one scalar")
    return value.func(read.whole(value.args[0]))


def read_applied(read: Reading, value: Any) -> Any:
    """f(x, y, z, t) is a field, h(f) an unknown function of a scalar."""
    name = value.func.__name__
    part, known = read.names.component(name), read.declared.get(name)
    if part is not None and is_field(value):
        return along(symbol_for(part.whole), part.axes)
    if is_field(value) and (known is None or known.kind != "function"):
        return assumed(Declaration(name, "scalar") if known is None else known, value)
    if len(value.args) != 1:
        raise PhotonicError(f"{value}: a field is a function of x, y, z, t, an unknown function has one argument")
    return UnknownFunction(name)(read.whole(value.args[0]))


def read_unknown(read: Reading, value: Any) -> Any:
    """A derivative of an unknown function, as `to_sympy` writes it."""
    name, order, argument = value.args
    return Application(name.name, order, read.whole(argument))


def read_derivative(read: Reading, value: Any) -> Any:
    """Partial derivatives by coordinates and time, derivatives of an unknown function by its argument.

    Others, as by a constant, are worked out by SymPy.
    """
    if not all(axis_of(variable) or isinstance(variable, AppliedUndef) for variable in value.variables):
        done = value.doit()
        if not isinstance(done, sympy.Derivative):
            return read(done)
    if not value.expr.free_symbols >= {v for v in value.variables if isinstance(v, sympy.Symbol)}:
        return sympy.Integer(0)
    result = read(value.expr)
    for variable, count in value.variable_count:
        if not count.is_Integer:
            raise PhotonicError(f"{value}: the order {count} of a derivative is no number")
        for _ in range(int(count)):
            result = _derived(read, result, variable, value)
    return result


def _derived(read: Reading, inner: Any, variable: Any, whole: Any) -> Any:
    axis = axis_of(variable)
    if axis:
        return partial(inner, axis)
    if isinstance(inner, Application) and read(variable) == inner.args[2]:
        return Application(inner.args[0], inner.args[1] + 1, inner.args[2])
    raise PhotonicError(f"{whole}: fields are differentiated by x, y, z and t, not by {variable}")


def read_substitution(read: Reading, value: Any) -> Any:
    """Subs(Derivative(h(ξ), ξ), ξ, f), SymPy's way of writing h'(f)."""
    inner = value.expr
    if (
        isinstance(inner, sympy.Derivative)
        and isinstance(inner.expr, AppliedUndef)
        and inner.expr.args == tuple(value.variables) == tuple(dict.fromkeys(inner.variables))
    ):
        return UnknownFunction(inner.expr.func.__name__, len(inner.variables))(read(value.point[0]))
    done = value.doit()
    if isinstance(done, sympy.Subs):
        raise PhotonicError(f"{value} cannot be read: a substitution into a field has no meaning")
    return read(done)
