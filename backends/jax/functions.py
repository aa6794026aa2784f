"""Elementary functions and powers as JAX computes them well."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import jax
import jax.numpy as jnp
from jax import Array, lax
from jax.scipy import special

__all__ = ["FUNCTIONS", "NotLoweredError", "function", "nth_derivative", "rational_power"]

Unary = Callable[[Array], Array]


class NotLoweredError(ValueError):
    """A function that this package cannot compute in JAX."""


FUNCTIONS: dict[str, Unary] = {
    "sin": jnp.sin,
    "cos": jnp.cos,
    "tan": jnp.tan,
    "cot": lambda x: 1 / jnp.tan(x),
    "sec": lambda x: 1 / jnp.cos(x),
    "csc": lambda x: 1 / jnp.sin(x),
    "sinc": lambda x: jnp.sinc(x / jnp.pi),
    "asin": jnp.arcsin,
    "acos": jnp.arccos,
    "atan": jnp.arctan,
    "sinh": jnp.sinh,
    "cosh": jnp.cosh,
    "tanh": jnp.tanh,
    "coth": lambda x: 1 / jnp.tanh(x),
    "sech": lambda x: 1 / jnp.cosh(x),
    "csch": lambda x: 1 / jnp.sinh(x),
    "asinh": jnp.arcsinh,
    "acosh": jnp.arccosh,
    "atanh": jnp.arctanh,
    "exp": jnp.exp,
    "log": jnp.log,
    "sqrt": jnp.sqrt,
    "cbrt": jnp.cbrt,
    "Abs": jnp.abs,
    "sign": jnp.sign,
    "floor": jnp.floor,
    "ceiling": jnp.ceil,
    "erf": special.erf,
    "erfc": special.erfc,
    "erfinv": special.erfinv,
    "gamma": special.gamma,
    "loggamma": special.gammaln,
    "digamma": special.digamma,
    "Ei": special.expi,
}
"""The functions, by SymPy's name."""


def function(name: str) -> Unary:
    """The JAX function of SymPy's name. Raises NotLoweredError, naming the function, if there is none."""
    if name not in FUNCTIONS:
        raise NotLoweredError(
            f"function {name!r} cannot be lowered to JAX: the functions that can are {', '.join(FUNCTIONS)}"
        )
    return FUNCTIONS[name]


def rational_power(base: Array, exponent: Fraction) -> Array:
    """base ** exponent without a floating-point exponent where there is a cheaper and more exact way.

    Integers by repeated multiplication, half-integers by a product with √, negative ones by the reciprocal.
    """
    if exponent < 0:
        return lax.rsqrt(base) if exponent == Fraction(-1, 2) else 1 / rational_power(base, -exponent)
    whole, rest = divmod(exponent, 1)
    if rest == 0:
        return lax.integer_pow(base, int(whole))
    if rest == Fraction(1, 2):
        root = jnp.sqrt(base)
        return root * lax.integer_pow(base, int(whole)) if whole else root
    return jnp.power(base, jnp.asarray(float(exponent), base.dtype))


def nth_derivative(elementwise: Unary, order: int) -> Unary:
    """The `order`-th derivative of a function that acts on each entry of an array by itself."""
    for _ in range(order):
        elementwise = _derivative(elementwise)
    return elementwise


def _derivative(elementwise: Unary) -> Unary:
    return lambda x: jax.jvp(elementwise, (x,), (jnp.ones_like(x),))[1]
