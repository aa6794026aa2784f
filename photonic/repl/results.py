"""Results at the prompt as operands: what `_` stands for where an expression or an equation is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from photonic.errors import PhotonicError
from photonic.expressions.declarations import AMBIENT
from photonic.expressions.operand import Field, ScalarSymbol, UnknownFunction, declaration_of
from photonic.proving.verdict import Simplified, Verdict
from photonic.repl.equation import Equation
from photonic.simplifier import simplify
from photonic.terms import from_term

__all__ = ["asked", "declared_in", "last_of", "simplified"]


def asked(value: Any) -> Any:
    """The equation that a verdict is about, the simplified form of a simplification; anything else as it is."""
    if isinstance(value, Verdict):
        return Equation(from_term(value.problem.left), from_term(value.problem.right))
    return value.expression if isinstance(value, Simplified) else value


def declared_in(namespace: Mapping[str, Any]) -> dict[str, str]:
    """The kinds of the names that stand for a declared symbol of the same name."""
    found = {}
    for name, value in list(namespace.items()):
        if name not in AMBIENT and isinstance(value, (Field, ScalarSymbol, UnknownFunction)):
            declaration = value.declaration if isinstance(value, UnknownFunction) else declaration_of(value)
            if declaration.name == name:
                found[name] = declaration.text
    return found


def simplified(value: Any, *others: Any, **options: Any) -> Any:
    """A simplification; of an equation, the equation of both sides simplified."""
    operand = asked(value)
    if isinstance(operand, Equation):
        return Equation(*(simplify(side, *others, **options).expression for side in operand))
    return simplify(operand, *others, **options)


def last_of(outputs: Mapping[int, Any], kinds: tuple[type, ...]) -> Any:
    """The last output of one of these kinds. Raises PhotonicError where there is none."""
    for value in reversed(list(outputs.values())):
        if isinstance(value, kinds):
            return value
    if Equation in kinds:
        raise PhotonicError("nothing has been shown yet: type an expression or an equation first")
    raise PhotonicError("nothing has been proved yet: prove(∇·(∇×A), 0), then proof(_)")
