"""Single and double precision side by side, without touching JAX's global settings.

JAX makes float64 arrays only where its 64-bit mode is on, and what is traced (jit, grad, vmap) takes the mode of the
outermost call. So: what the entry points of this package run themselves, they run in the right mode; whoever
differentiates or compiles a float64 module writes

    with double_precision():
        value, slopes = jax.value_and_grad(loss)(parameters)
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any, Literal

import jax

__all__ = ["Precision", "double_precision", "precision_context", "tree_precision"]

Precision = Literal["float32", "float64"]


def double_precision() -> AbstractContextManager[Any]:
    """JAX's 64-bit mode for the body of a `with`; arrays made before keep their type."""
    context: AbstractContextManager[Any] = jax.enable_x64(True)
    return context


def precision_context(precision: Precision, *values: Any) -> AbstractContextManager[Any]:
    """The mode in which a computation in this precision runs, given the values (pytrees) it starts from.

    Raises ValueError if double precision is asked for inside a jit, grad or vmap that began outside the 64-bit mode:
    its backward pass would run in the wrong mode.
    """
    if precision != "float64" or jax.config.jax_enable_x64:  # type: ignore[attr-defined]
        return nullcontext()
    if any(isinstance(leaf, jax.core.Tracer) for leaf in jax.tree.leaves(values)):
        raise ValueError(
            "a float64 module is traced by jit, grad or vmap outside JAX's 64-bit mode: put the outermost call "
            "into `with double_precision():` (backends.jax.precision)"
        )
    return double_precision()


def tree_precision(tree: Any) -> Precision:
    """float64 if any array of the tree is, else float32."""
    types = {str(leaf.dtype) for leaf in jax.tree.leaves(tree) if hasattr(leaf, "dtype")}
    return "float64" if types & {"float64", "complex128"} else "float32"
