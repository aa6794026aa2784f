"""What the names in a SymPy object stand for, found out before it is read.

SymPy tells symbols and functions apart by more than their names: by assumptions, and functions by their arguments.
Fields have a name alone, so what would be mixed up is refused here. Names that end in axes are components: A_x, T_xy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

import sympy
from attrs import frozen
from sympy.core.function import AppliedUndef

from backends.calculus import SPACE, TIME
from photonic.errors import PhotonicError
from photonic.expressions.catalogue import reserved_words
from photonic.expressions.declarations import AMBIENT, Declaration, Declarations, is_name
from photonic.sympy_bridge.axes import axis_of

__all__ = ["Component", "Names", "component_of", "survey"]

Arguments = tuple[str, ...]


@frozen
class Component:
    """The component of a vector or tensor along axes: A_x is (A, "x"), T_xy is (T, "xy")."""

    whole: Declaration
    axes: str


@frozen
class Names:
    """What names stand for: declarations, and those that are components of a vector or tensor; and in what space."""

    declared: Declarations
    components: Mapping[str, Component]
    dimension: int = 3

    def component(self, name: str) -> Component | None:
        """The component that a name stands for: one that was found, or one of a declared vector or tensor."""
        if name in self.components:
            return self.components[name]
        base, axes = component_of(name)
        whole = self.declared.get(base)
        if name in self.declared or whole is None or whole.rank != len(axes) or whole.kind == "position":
            return None
        return Component(whole, axes) if axes else None


def component_of(name: str) -> tuple[str, str]:
    """Base and axes of a name as A_x or T_xy, with no axes where it is none."""
    base, _, axes = name.rpartition("_")
    return (base, axes) if base and 0 < len(axes) <= 2 and set(axes) <= set(SPACE) else (name, "")


def survey(value: Any, fields: Declarations) -> Names:
    """The names in an object, with what `fields` declares of them.

    All of the components of a vector or tensor, or two of its fields, make that vector or tensor. Raises PhotonicError
    for a name that cannot be one, one that stands for two things, and a symbol that is not real.
    """
    functions = _functions(value)
    symbols = _symbols(value)
    for name in (*functions, *symbols):
        _refuse_name(name, fields)
    declared = {**AMBIENT, **fields}
    for name in set(functions) | set(symbols):
        if name in AMBIENT and name not in fields and (name == "r" or name in functions):
            declared.pop(name, None)
    for name, calls in functions.items():
        if len(calls) > 1 and name not in fields:
            declared[name] = _called_in_several_ways(name, calls)
    dimension = _dimension(value, functions)
    free = [name for name in (*functions, *symbols) if name not in fields]
    return Names(declared, dict(_families(free, set(functions), dimension, set(fields))), dimension)


def _nodes(value: Any) -> Iterator[Any]:
    """All parts of an object, without what a coordinate system is made of. Raises PhotonicError for two systems."""
    from sympy.vector import BaseScalar, CoordSys3D
    from sympy.vector.vector import BaseVector

    stack, systems = [value], set()
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, (BaseScalar, BaseVector)):
            systems.add(node.args[1])
            if len(systems) > 1:
                names = " and ".join(sorted(str(system) for system in systems))
                raise PhotonicError(f"{value} is written in the systems {names}: sympy.vector.express writes it in one")
        elif not isinstance(node, CoordSys3D):
            stack.extend(getattr(node, "args", ()))


def _functions(value: Any) -> dict[str, set[Arguments]]:
    """The names of functions of coordinates, with the axes that they are applied to."""
    found: dict[str, set[Arguments]] = {}
    for node in _nodes(value):
        if isinstance(node, AppliedUndef):
            axes = tuple(map(axis_of, node.args))
            if all(axes):
                _refuse_repeated(node, axes)
                found.setdefault(node.func.__name__, set()).add(axes)
    return found


def _refuse_repeated(node: Any, axes: Arguments) -> None:
    if len(set(axes)) < len(axes):
        raise PhotonicError(f"{node}: a field has each coordinate once among its arguments")


def _symbols(value: Any) -> list[str]:
    """The names of symbols other than coordinates and the time, in order."""
    free = {node for node in getattr(value, "free_symbols", ()) if isinstance(node, sympy.Symbol)}
    found: dict[str, Any] = {}
    for symbol in sorted(free, key=sympy.default_sort_key):
        if axis_of(symbol):
            continue
        if found.setdefault(symbol.name, symbol) != symbol:
            raise PhotonicError(
                f"two different symbols are called {symbol.name!r}: rename one, or give both the same assumptions"
            )
        if symbol.is_real is False or symbol.is_commutative is False:
            raise PhotonicError(f"the symbol {symbol.name!r} is not a real number: all fields and constants are real")
    return list(found)


def _refuse_name(name: str, fields: Declarations) -> None:
    if not is_name(name):
        raise PhotonicError(f"{name!r} is not a name: rename it with letters, digits and _, beginning with a letter")
    if name in fields:
        return
    if name in reserved_words():
        raise PhotonicError(f"{name!r} is a word of the language: rename it")
    if name in (*SPACE, TIME):
        raise PhotonicError(f"{name} is a coordinate or the time, and stands here for a function: rename it")


def _called_in_several_ways(name: str, calls: Iterable[Arguments]) -> Declaration:
    """A function of one argument, applied to several coordinates, is an unknown function; no field is."""
    if all(len(axes) == 1 for axes in calls):
        return Declaration(name, "function")
    shown = " and ".join(sorted(f"{name}({', '.join(axes)})" for axes in calls))
    raise PhotonicError(f"{shown}: a field has the same arguments everywhere")


def _dimension(value: Any, functions: Mapping[str, set[Arguments]]) -> int:
    """The number of space dimensions that an object shows, 3 if it shows none."""
    listed = isinstance(value, (sympy.NDimArray, sympy.MatrixBase, sympy.MatrixExpr))
    sizes = [size for size in value.shape if size in (2, 3)] if listed else []
    if sizes:
        return int(max(sizes))
    used = {axis for calls in functions.values() for axes in calls for axis in axes} & set(SPACE)
    return max((SPACE.index(axis) + 1 for axis in used), default=3)


def _families(
    names: Iterable[str], functions: set[str], dimension: int, taken: set[str]
) -> Iterator[tuple[str, Component]]:
    """Names that are the components of one vector or tensor, among those that nobody declared."""
    grouped: dict[tuple[str, int, bool], set[str]] = {}
    for name in names:
        base, axes = component_of(name)
        if axes and base not in taken and base not in functions and is_name(base):
            grouped.setdefault((base, len(axes), name in functions), set()).add(axes)
    for (base, rank, varies), found in grouped.items():
        wanted = {"".join(axes) for axes in product(SPACE[:dimension], repeat=rank)}
        if found == wanted or (varies and len(found) > 1 and found < wanted):
            whole = Declaration(base, ("" if varies else "constant_") + ("vector", "tensor")[rank - 1])
            for axes in found:
                yield f"{base}_{axes}", Component(whole, axes)
