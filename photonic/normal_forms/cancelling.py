"""Cancelling: the law by which a divisor and the factor that it divides leave what they stand beside."""

from __future__ import annotations

from photonic.normal_forms.chains import Step
from photonic.normal_forms.orientation import Directions
from photonic.terms import apply
from rewriting.term import Term, number, substitute

__all__ = ["cancelling"]


def cancelling(divisor: Term, value: Term, directions: Directions) -> Step | None:
    """(1/s)(s X) = X for a divisor s; that s is not zero is left to who asks."""
    whole = apply("multiply", apply("divide", number(1), divisor), apply("multiply", divisor, value))
    for directed in directions.at(whole.op):
        bindings = directed.match(whole)
        if bindings is not None and substitute(directed.rule.rhs, bindings) is value:
            return Step(directed.rule, True, bindings)
    return None
