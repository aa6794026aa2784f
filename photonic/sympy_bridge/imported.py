"""from_sympy: SymPy's scalars, vectors, dyadics, arrays and matrices as glyph expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import sympy
from sympy.core.function import AppliedUndef
from sympy.matrices import expressions as matrices

from backends.components.unknown import UnknownDerivative
from photonic.expressions.catalogue import CATALOGUE, reserved_words
from photonic.expressions.declarations import declare
from photonic.expressions.operand import Ranked
from photonic.sympy_bridge import scalars as scalars
from photonic.sympy_bridge import vectors as vectors
from photonic.sympy_bridge.reading import Readers, Reading

__all__ = ["from_sympy"]


def from_sympy(value: Any, fields: Mapping[str, str] | None = None) -> Any:
    """The glyph expression of a SymPy object; of an `Eq` the pair of its sides, as `prove` takes it.

    Read are scalar expressions with derivatives; vectors and dyadics of `sympy.vector` in a Cartesian system, and its
    Gradient, Divergence, Curl, Laplacian, Dot and Cross as they stand; arrays of shape (3,) and (3, 3); matrices; and
    sums, products, transposes, traces and determinants of MatrixSymbols.

    Functions of the coordinates (symbols x, y, z, t or base scalars) become scalar fields, other functions of one
    argument unknown functions; symbols x, y, z, t become coordinates and time, other symbols are constants, and
    MatrixSymbols constant vectors and tensors, unless `fields` declares them (name → kind). Three components A_x, A_y,
    A_z that stand together are the field A, the partial derivatives of one scalar its gradient. Assumptions are kept.

    Raises PhotonicError, naming the part, for what has no meaning as a field.

    >>> f = sympy.Function("f")(*sympy.symbols("x y z"))
    >>> str(from_sympy(sympy.Array([f.diff("x"), f.diff("y"), f.diff("z")])))
    '∇f'
    """
    read = Reading(declare(fields, reserved_words()), readers())
    if isinstance(value, sympy.Equality):
        return read(value.lhs), read(value.rhs)
    return read(value)


def _as_it_is(_read: Reading, value: Any) -> Any:
    return value


def _as(name: str) -> Callable[[Reading, Any], Any]:
    """The reader of an operator that is the glyph `name`."""
    return lambda read, value: CATALOGUE[name](*[read(part) for part in value.args])


@cache
def readers() -> Readers:
    """What can be read, special kinds before general ones."""
    import sympy.vector as sv

    return (
        (Ranked, _as_it_is),
        (sv.scalar.BaseScalar, scalars.read_base_scalar),
        (sympy.Symbol, scalars.read_symbol),
        ((sympy.Number, sympy.NumberSymbol), _as_it_is),
        (sv.Gradient, _as("gradient")),
        (sv.Divergence, _as("divergence")),
        (sv.Curl, _as("curl")),
        (sv.Laplacian, _as("laplacian")),
        (sv.Dot, _as("dot")),
        (sv.Cross, _as("cross")),
        (sv.Vector, vectors.read_vector),
        (sv.Dyadic, vectors.read_dyadic),
        (sympy.NDimArray, vectors.read_array),
        (sympy.MatrixBase, vectors.read_matrix),
        (sympy.MatrixSymbol, vectors.read_matrix_symbol),
        (sympy.Identity, lambda _read, _value: CATALOGUE["identity"]()),
        (sympy.ZeroMatrix, vectors.read_zero_matrix),
        (matrices.MatAdd, scalars.read_sum),
        (matrices.MatMul, vectors.read_matrix_product),
        (matrices.MatPow, vectors.read_matrix_power),
        (matrices.Transpose, vectors.read_transpose),
        (matrices.Trace, _as("trace")),
        (matrices.Determinant, _as("determinant")),
        (UnknownDerivative, scalars.read_unknown),
        (sympy.Derivative, scalars.read_derivative),
        (sympy.Subs, scalars.read_substitution),
        (AppliedUndef, scalars.read_applied),
        (sympy.Function, scalars.read_function),
        (sympy.Add, scalars.read_sum),
        (sympy.Mul, scalars.read_product),
        (sympy.Pow, scalars.read_power),
    )
