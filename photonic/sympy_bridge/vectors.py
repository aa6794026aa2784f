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
from photonic.expressions.operand import rank_of, symbol_for
from photonic.sympy_bridge.reading import Reading, add, axis_of, is_field, multiply, unit

__all__ = [
    "read_array",
    "read_dyadic",
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
    """An explicit array of rank 0, 1 or 2 with three entries along each axis.

    The components of one field are that field, the partial derivatives of one scalar its gradient, δ is I.
    """
    if value.rank() == 0:
        return read(value[()])
    if value.shape not in ((3,), (3, 3)):
        raise PhotonicError(f"an array of shape {value.shape} is no field: vectors have shape (3,), tensors (3, 3)")
    entries = list(sympy.flatten(value.tolist()))
    declaration = _field(entries, value.rank())
    if declaration is not None:
        return symbol_for(declaration)
    if value.rank() == 2:
        if entries == list(sympy.eye(3)):
            return CATALOGUE["identity"]()
        rows = [(axis, value[i]) for i, axis in enumerate(SPACE) if any(value[i])]
        parts = [CATALOGUE["outer"](unit(axis), read_array(read, row)) for axis, row in rows]
        return add(parts) if parts else CATALOGUE["zero_tensor"]()
    source = _potential(entries)
    if source is not None:
        return CATALOGUE["gradient"](read(source))
    return CATALOGUE["components"](*map(read, entries)) if any(entries) else CATALOGUE["zero_vector"]()


def read_matrix(read: Reading, value: Any) -> Any:
    """3 × 3 is a tensor, a column or a row of three a vector, 1 × 1 a scalar."""
    if value.shape == (1, 1):
        return read(value[0, 0])
    shape = (3,) if value.shape in ((3, 1), (1, 3)) else value.shape
    return read_array(read, sympy.ImmutableDenseNDimArray(list(value), shape))


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
    from sympy.vector import CoordSys3D

    systems = list(value.atoms(CoordSys3D)) or [CoordSys3D("N")]
    if len(systems) > 1 or systems[0].lame_coefficients() != (1, 1, 1):
        raise PhotonicError(f"{value} is not written in one Cartesian system: write it in one first")
    return systems[0]


def _rank(value: Any) -> int:
    ranks = {(3, 3): 2, (3, 1): 1, (1, 3): 1}
    if value.shape not in ranks:
        raise PhotonicError(f"{value} has shape {value.shape}: a tensor is 3 × 3, a vector 3 × 1 or 1 × 3")
    return ranks[value.shape]


def _field(entries: Sequence[Any], rank: int) -> Declaration | None:
    """The field whose components stand here in order: A_x, A_y, A_z or T_xx, …, as functions or constants."""
    constant = all(isinstance(entry, sympy.Symbol) for entry in entries)
    if not (constant or all(is_field(entry) and entry.args == entries[0].args for entry in entries)):
        return None
    names = [entry.name if constant else entry.func.__name__ for entry in entries]
    name = names[0].rpartition("_")[0]
    suffixes = map("".join, product(SPACE, repeat=rank))
    if not name or names != [f"{name}_{suffix}" for suffix in suffixes]:
        return None
    return Declaration(name, ("constant_" if constant else "") + ("", "vector", "tensor")[rank])


def _potential(entries: Sequence[Any]) -> Any | None:
    """The scalar whose derivatives by x, y, z stand here in order."""
    for entry, axis in zip(entries, SPACE, strict=True):
        if not isinstance(entry, sympy.Derivative) or [axis_of(variable) for variable in entry.variables] != [axis]:
            return None
    sources = {entry.expr for entry in entries}
    return sources.pop() if len(sources) == 1 else None
