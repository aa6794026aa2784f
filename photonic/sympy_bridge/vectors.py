"""Vectors, dyadics, arrays and matrices of SymPy as glyph expressions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import product
from typing import Any

import sympy

from backends.calculus import SPACE
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import Declaration
from photonic.expressions.operand import symbol_for
from photonic.expressions.ranked import rank_of
from photonic.sympy_bridge.axes import along, axis_of, unit
from photonic.sympy_bridge.reading import Reading, add, is_field, multiply

__all__ = [
    "read_array",
    "read_dyadic",
    "read_element",
    "read_matrix",
    "read_matrix_power",
    "read_matrix_product",
    "read_matrix_symbol",
    "read_transpose",
    "read_vector",
    "read_zero_matrix",
]


def read_vector(read: Reading, value: Any) -> Any:
    """Σ aᵢ eᵢ over the base vectors of a Cartesian system."""
    return read_array(read, sympy.ImmutableDenseNDimArray(list(value.to_matrix(_system(value))), (3,)))


def read_dyadic(read: Reading, value: Any) -> Any:
    """Σ aᵢⱼ eᵢ ⊗ eⱼ over the base vectors of a Cartesian system."""
    return read_array(read, sympy.ImmutableDenseNDimArray(value.to_matrix(_system(value))))


def read_array(read: Reading, value: Any) -> Any:
    """An explicit array of rank 0, 1 or 2 with as many entries along each axis as there are dimensions, 1 to 3.

    The components of one field are that field, partial derivatives of one scalar or vector its gradient, δ is I.
    """
    if value.rank() == 0:
        return read(value[()])
    if value.rank() > 2 or len(set(value.shape)) > 1 or not 1 <= value.shape[0] <= len(SPACE):
        raise PhotonicError(
            f"an array of shape {value.shape} is no field: in n dimensions vectors have shape (n,), tensors (n, n)"
        )
    entries = list(sympy.flatten(value.tolist()))
    whole = _whole(read, entries, value.shape)
    if whole is not None:
        return whole
    if not any(entries):
        return CATALOGUE[("zero_vector", "zero_tensor")[value.rank() - 1]]()
    source = _potential(value)
    if source is not None:
        return CATALOGUE["gradient"](read(source))
    return _tensor(read, value) if value.rank() == 2 else _vector(read, entries)


def _vector(read: Reading, entries: Sequence[Any]) -> Any:
    if len(entries) == 1:
        return multiply([read(entries[0]), unit(SPACE[0])])
    return CATALOGUE["components" if len(entries) == len(SPACE) else "components_plane"](*map(read, entries))


def _tensor(read: Reading, value: Any) -> Any:
    """A multiple of I, a transposed gradient, or the sum of the rows along their axes."""
    size = value.shape[0]
    if value == value[0, 0] * sympy.ImmutableDenseNDimArray(sympy.eye(size)):
        return multiply([read(value[0, 0]), CATALOGUE["identity"]()])
    source = _potential(sympy.permutedims(value, (1, 0)))
    if source is not None:
        return CATALOGUE["transpose"](CATALOGUE["gradient"](read(source)))
    rows = [(axis, value[i]) for i, axis in zip(range(size), SPACE, strict=False) if any(value[i])]
    return add([CATALOGUE["outer"](unit(axis), read_array(read, row)) for axis, row in rows])


def read_matrix(read: Reading, value: Any) -> Any:
    """n × n is a tensor, a column or a row of n a vector, 1 × 1 a scalar."""
    if value.shape == (1, 1):
        return read(value[0, 0])
    rows, columns = value.shape
    shape = (rows * columns,) if 1 in (rows, columns) else value.shape
    return read_array(read, sympy.ImmutableDenseNDimArray(list(value), shape))


def read_element(read: Reading, value: Any) -> Any:
    """The entry of a matrix without components: the component along its axes."""
    parent, *places = value.args
    whole = read(parent)
    axes = "".join(SPACE[int(place)] for place, size in zip(places, parent.shape, strict=True) if size > 1)
    return along(whole, axes) if axes else whole


def read_matrix_symbol(read: Reading, value: Any) -> Any:
    """A constant tensor or vector, unless declared otherwise."""
    rank = _rank(value)
    known = read.declared.get(value.name)
    if known is not None and known.rank != rank:
        raise PhotonicError(f"{value.name} has shape {value.shape} but is declared as {known.kind}")
    return symbol_for(known or Declaration(value.name, ("", "constant_vector", "constant_tensor")[rank]))


def read_matrix_product(read: Reading, value: Any) -> Any:
    """Neighbours are contracted; a column times a row is ⊗."""
    result, columns = None, 1
    scalars = []
    for factor in value.args:
        rows, own = getattr(factor, "shape", (1, 1))
        part = read(factor)
        if (rows, own) == (1, 1) or not rank_of(part):
            scalars.append(part)
        elif result is None:
            result, columns = part, own
        elif not rank_of(result):
            scalars.append(result)
            result, columns = part, own
        else:
            result, columns = CATALOGUE["outer" if columns == 1 else "dot"](result, part), own
    return multiply([*scalars, *([] if result is None else [result])])


def read_matrix_power(read: Reading, value: Any) -> Any:
    """A whole power of a tensor."""
    if value.exp == 0:
        return CATALOGUE["identity"]()
    if not (value.exp.is_Integer and value.exp > 0):
        raise PhotonicError(f"{value} cannot be read: only whole positive powers of tensors are glyph expressions")
    return reduce(CATALOGUE["dot"], [read(value.base)] * int(value.exp))


def read_transpose(read: Reading, value: Any) -> Any:
    """Of a tensor; a row and a column are one vector."""
    part = read(value.arg)
    return CATALOGUE["transpose"](part) if rank_of(part) == 2 else part


def read_zero_matrix(_read: Reading, value: Any) -> Any:
    """Zeros, of the rank that the shape tells."""
    return CATALOGUE["zero_vector" if _rank(value) == 1 else "zero_tensor"]()


def _system(value: Any) -> Any:
    """The one system in whose base vectors a vector or dyadic is written."""
    from sympy.vector import BaseVector, CoordSys3D

    systems = {
        part.args[1]
        for part in value.components
        for part in sympy.preorder_traversal(part)
        if isinstance(part, BaseVector)
    } or {CoordSys3D("N")}
    system = systems.pop()
    if systems or system.lame_coefficients() != (1, 1, 1):
        raise PhotonicError(f"{value} is not written in one Cartesian system: write it in one first")
    return system


def _rank(value: Any) -> int:
    shape = value.shape
    if not all(size in (1, 2, 3) for size in shape) or len(set(shape) - {1}) != 1:
        raise PhotonicError(
            f"{value} has shape {shape}: in n = 2 or 3 dimensions a tensor is n × n, a vector n × 1 or 1 × n"
        )
    return 1 if 1 in shape else 2


def _whole(read: Reading, entries: Sequence[Any], shape: tuple[int, ...]) -> Any | None:
    """The field whose components stand here in order: A_x, A_y, A_z or T_xx, …, as functions or constants."""
    suffixes = map("".join, product(SPACE[: shape[0]], repeat=len(shape)))
    found = set()
    for entry, axes in zip(entries, suffixes, strict=True):
        name = entry.name if isinstance(entry, sympy.Symbol) else entry.func.__name__ if is_field(entry) else ""
        part = read.names.component(name) if name else None
        if part is None or part.axes != axes:
            return None
        found.add(part.whole)
    return symbol_for(found.pop()) if len(found) == 1 else None


def _potential(value: Any) -> Any | None:
    """The scalar or vector of which the derivatives by the axes stand here, the index of the derivative first."""
    sources = {
        tuple(_without(entry, axis) for entry in sympy.flatten([row]))
        for row, axis in zip(_rows(value), SPACE, strict=False)
    }
    source = sources.pop()
    if sources or None in source:
        return None
    return source[0] if value.rank() == 1 else sympy.ImmutableDenseNDimArray(source)


def _rows(value: Any) -> list[Any]:
    return [value[i] if value.rank() == 1 else list(value[i]) for i in range(value.shape[0])]


def _without(entry: Any, axis: str) -> Any | None:
    """The expression of which this is the derivative by an axis, where SymPy shows it as one."""
    if not isinstance(entry, sympy.Derivative):
        return None
    variables = list(entry.variables)
    place = next((i for i, variable in enumerate(variables) if axis_of(variable) == axis), None)
    if place is None:
        return None
    del variables[place]
    return sympy.Derivative(entry.expr, *variables) if variables else entry.expr
