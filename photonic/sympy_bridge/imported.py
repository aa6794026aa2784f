"""from_sympy: SymPy's scalars, vectors, dyadics, arrays and matrices as glyph expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import sympy
from sympy.core.function import AppliedUndef
from sympy.matrices import expressions as matrices

from backends.components.unknown import UnknownDerivative
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE, reserved_words
from photonic.expressions.declarations import declare
from photonic.expressions.ranked import Ranked
from photonic.sympy_bridge import scalars as scalars
from photonic.sympy_bridge import vectors as vectors
from photonic.sympy_bridge.reading import Readers, Reading
from photonic.sympy_bridge.recognition import recognised
from photonic.sympy_bridge.survey import survey

__all__ = ["from_sympy"]


def from_sympy(value: Any, fields: Mapping[str, str] | None = None) -> Any:
    """The glyph expression of a SymPy object; of an `Eq` the pair of its sides, as `prove` takes it, and of a list of
    them the list of pairs, a system as `intents` takes it.

    Read are scalar expressions with derivatives; vectors and dyadics of `sympy.vector` in a Cartesian system, and its
    Gradient, Divergence, Curl, Laplacian, Dot and Cross as they stand; lists, arrays and matrices of the shapes (n,)
    and (n, n) for n dimensions, 1 to 3 (a 1 × 1 matrix is a scalar); and sums, products, transposes, traces,
    determinants and entries of MatrixSymbols.

    Functions of the coordinates (symbols x, y, z, t or base scalars) become scalar fields, other functions of one
    argument unknown functions; symbols x, y, z, t become coordinates and time, other symbols are constants, and
    MatrixSymbols constant vectors and tensors, unless `fields` declares them (name → kind). Where A is a declared
    vector, A_x is its component A·∇x. So it is undeclared where two functions A_x, A_y or all of the symbols k_x,
    k_y, k_z occur. Partial derivatives of one scalar that stand together are its gradient. Assumptions are kept.

    Raises PhotonicError, naming the part, for what has no meaning as a field, and for names that would be mixed up.

    >>> f = sympy.Function("f")(*sympy.symbols("x y z"))
    >>> str(from_sympy(sympy.Array([f.diff("x"), f.diff("y"), f.diff("z")])))
    '∇f'
    """
    given, known = _object(value), declare(fields, reserved_words())
    names = survey(given, {name: known[name] for name in fields or ()})
    read = Reading(names, readers(), recognised)
    if isinstance(given, sympy.Tuple):
        return [tuple(map(read.whole, equation.args)) for equation in given]
    return tuple(map(read.whole, given.args)) if isinstance(given, sympy.Equality) else read.whole(given)


def _object(value: Any) -> Any:
    """The object of SymPy that a number, a list or an array stands for, and a tuple of equations. A text is none:
    `parse` reads it."""
    if isinstance(value, str):
        raise PhotonicError(f"{value!r} is a text: parse reads it, from_sympy takes an object of SymPy")
    if isinstance(value, (list, tuple, sympy.Tuple)) and any(isinstance(part, sympy.Equality) for part in value):
        stray = next((part for part in value if not isinstance(part, sympy.Equality)), None)
        if stray is not None:
            raise PhotonicError(f"{stray} stands among equations and is none: write Eq({stray}, 0)")
        return sympy.Tuple(*value)
    if isinstance(value, (list, tuple, sympy.Tuple, np.ndarray)):
        value = sympy.ImmutableDenseNDimArray(value)
    try:
        return sympy.sympify(value, strict=True)
    except sympy.SympifyError:
        raise PhotonicError(f"{value!r} is not an expression of SymPy") from None


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
        ((sympy.Rational, sympy.Float, type(sympy.pi), type(sympy.E)), _as_it_is),
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
        (matrices.matexpr.MatrixElement, vectors.read_element),
        (UnknownDerivative, scalars.read_unknown),
        (sympy.UnevaluatedExpr, lambda read, value: read(value.args[0])),
        (sympy.Piecewise, lambda read, value: read.refuse(value)),
        (sympy.Derivative, scalars.read_derivative),
        (sympy.Subs, scalars.read_substitution),
        (AppliedUndef, scalars.read_applied),
        (sympy.Function, scalars.read_function),
        (sympy.Add, scalars.read_sum),
        (sympy.Mul, scalars.read_product),
        (sympy.Pow, scalars.read_power),
    )
