"""A program on a grid as an Equinox module: jit, grad and vmap work on it, and its parameters can be trained."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import equinox
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.typing import ArrayLike

from backends.grid import Grid
from backends.jax.grid_calculus import METHODS, GridCalculus, GridField
from backends.jax.precision import Precision, precision_context
from backends.program import Input, Program, evaluate

__all__ = ["FieldModule"]

CONSTANTS = ("constant", "constant_vector", "constant_tensor")


class FieldModule(equinox.Module):
    """A program that runs on fields given at the points of a grid.

    `parameters` are arrays by input name, the leaves that can be trained: every constant of the program, of shape
    (dimension,) * rank, and any fields that are coefficients, of shape (dimension,) * rank + grid.shape. `functions`
    are elementwise JAX functions behind unknown names (an Equinox module is welcome there). `method` is how
    derivatives are taken, `precision` the type in which everything is computed.
    """

    program: Program = equinox.field(static=True)
    grid: Grid = equinox.field(static=True)
    method: str = equinox.field(static=True)
    precision: Precision = equinox.field(static=True)
    parameters: dict[str, Array]
    functions: dict[str, Callable[[Array], Array]]

    def __init__(
        self,
        program: Program,
        grid: Grid,
        method: str = "spectral",
        precision: Precision = "float32",
        parameters: Mapping[str, ArrayLike] | None = None,
        functions: Mapping[str, Callable[[Array], Array]] | None = None,
    ) -> None:
        self.program = program
        self.grid = grid
        self.method = method
        self.precision = precision
        with precision_context(precision, parameters):
            given = {name: jnp.asarray(value, precision) for name, value in (parameters or {}).items()}
        self.parameters = given
        self.functions = dict(functions or {})

    def __check_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"method {self.method!r} is none of {', '.join(METHODS)}")
        if self.precision not in ("float32", "float64"):
            raise ValueError(f"precision {self.precision!r} is neither 'float32' nor 'float64'")
        if self.program.dimension != self.grid.dimension:
            raise ValueError(
                f"the program has {self.program.dimension} space dimensions and the grid {self.grid.dimension} "
                f"({', '.join(self.grid.axes)}): they must be equal"
            )
        inputs = {item.name: item for item in self.program.inputs}
        surplus = sorted(self.parameters.keys() - inputs.keys())
        if surplus:
            raise ValueError(f"parameters {surplus} are no inputs of the program, which has {sorted(inputs)}")
        missing = [item.name for item in inputs.values() if item.kind in CONSTANTS and item.name not in self.parameters]
        if missing:
            raise ValueError(f"constants {missing} have no value: pass them in `parameters`")
        if any(item.name == "time" for item in self.fields):
            raise ValueError("a field of the program is named 'time', which is the argument for the time: rename it")
        for name, value in self.parameters.items():
            self._check_shape(inputs[name], value)

    @property
    def fields(self) -> tuple[Input, ...]:
        """The inputs that a call must supply."""
        return tuple(
            item
            for item in self.program.inputs
            if item.kind not in (*CONSTANTS, "position", "time") and item.name not in self.parameters
        )

    @property
    def depends_on_time(self) -> bool:
        """Whether the program has the time as an input that a call must supply."""
        return any(item.kind == "time" for item in self.program.inputs) and "t" not in self.grid.axes

    def __call__(self, *, time: ArrayLike | None = None, **fields: ArrayLike) -> Array | tuple[Array, ...]:
        """The program's output, of shape (dimension,) * rank + grid.shape, or a tuple where it has several.

        `fields` are arrays of the same kind of shape, by the names of `self.fields`; `time` is a number, where the
        program depends on it. Raises ValueError for a field that is missing, not known or of the wrong shape.
        """
        return self._outputs(_run, fields, time)

    def by_operations(self, *, time: ArrayLike | None = None, **fields: ArrayLike) -> Array | tuple[Array, ...]:
        """What a call gives, one operation after the other: nothing is fused, so each one rounds its own result.

        Many short programs on a small grid are done so in a fraction of the time that compiling them takes; for runs
        it is slow.
        """
        return self._outputs(_evaluated, fields, time)

    def _outputs(
        self, run: Callable[..., tuple[Array, ...]], fields: Mapping[str, ArrayLike], time: ArrayLike | None
    ) -> Array | tuple[Array, ...]:
        with precision_context(self.precision, self.parameters, fields, time):
            given = {name: jnp.asarray(value, self.precision) for name, value in fields.items()}
            self._check_fields(given, time)
            outputs = run(self, given, None if time is None else jnp.asarray(time, self.precision))
        return outputs[0] if len(outputs) == 1 else outputs

    def inputs(self, calculus: GridCalculus, fields: Mapping[str, Array], time: Array | None) -> dict[str, GridField]:
        """The value of every input of the program."""
        values = {}
        for item in self.program.inputs:
            if item.kind == "position":
                values[item.name] = calculus.position()
            elif item.kind == "time":
                values[item.name] = calculus.time(time)
            else:
                known = self.parameters if item.name in self.parameters else fields
                values[item.name] = calculus.field(known[item.name], item.rank)
        return values

    def _check_fields(self, fields: Mapping[str, Array], time: ArrayLike | None) -> None:
        expected = {item.name: item for item in self.fields}
        surplus = sorted(fields.keys() - expected.keys())
        if surplus:
            raise ValueError(f"fields {surplus} are not asked for: the program needs {sorted(expected)}")
        for name, item in expected.items():
            if name not in fields:
                raise ValueError(f"field {name!r} is missing: pass {name}=… as an array of shape {self._shape(item)}")
            self._check_shape(item, fields[name])
        if self.depends_on_time and time is None:
            raise ValueError("time is missing: the program depends on it, so call with time=…")

    def _shape(self, item: Input) -> tuple[int, ...]:
        return (self.grid.dimension,) * item.rank + (() if item.kind in CONSTANTS else self.grid.shape)

    def _check_shape(self, item: Input, value: Array) -> None:
        if value.shape != self._shape(item):
            raise ValueError(
                f"{item.kind} {item.name!r} has shape {value.shape} and should have shape {self._shape(item)}: "
                f"(dimension,) for each of its {item.rank} tensor axes, then the grid"
            )


def _evaluated(module: FieldModule, fields: dict[str, Array], time: Array | None) -> tuple[Array, ...]:
    """The outputs, each operation run by itself."""
    calculus = GridCalculus(module.grid, module.method, np.dtype(module.precision), module.functions)
    outputs = evaluate(module.program, calculus, module.inputs(calculus, fields, time))
    return tuple(calculus.values(value) for value in outputs)


@equinox.filter_jit
def _run(module: FieldModule, fields: dict[str, Array], time: Array | None) -> tuple[Array, ...]:
    """The outputs, compiled as a whole."""
    return _evaluated(module, fields, time)
