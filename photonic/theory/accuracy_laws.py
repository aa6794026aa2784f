"""Laws that put a form without cancellation in the place of one with it; `simplify` tries them for the goal "accurate".

The identities are those of N. Higham, Accuracy and Stability of Numerical Algorithms, chapter 1, and their like: a
difference of nearly equal values is written by the difference of their arguments. Whether a form is more accurate is
measured, not believed.
"""

from __future__ import annotations

__all__ = ["AccuracyLaws"]


class AccuracyLaws:
    """Differences without cancellation, for real values. The right side is defined wherever the left one is."""

    laws = """
        versine:            1 − cos(f) => 2 (sin(f / 2) sin(f / 2))
        versine_negative:   cos(f) − 1 => −(2 (sin(f / 2) sin(f / 2)))
        cos_difference_of:  cos(f) − cos(g) => −(2 (sin((f + g) / 2) sin((f − g) / 2)))
        sin_difference_of:  sin(f) − sin(g) => 2 (cos((f + g) / 2) sin((f − g) / 2))
        tan_difference_of:  tan(f) − tan(g) => sin(f − g) / (cos(f) cos(g))
        half_tangent:       (1 − cos(f)) / sin(f) => tan(f / 2)
        half_tangent_other: sin(f) / (1 + cos(f)) => tan(f / 2)
        exp_less_one:       exp(f) − 1 => 2 (exp(f / 2) sinh(f / 2))
        one_less_exp:       1 − exp(f) => −(2 (exp(f / 2) sinh(f / 2)))
        exp_difference_of:  exp(f) − exp(g) => 2 (exp((f + g) / 2) sinh((f − g) / 2))
        cosh_less_one:      cosh(f) − 1 => 2 (sinh(f / 2) sinh(f / 2))
        log_one_plus:       log(1 + f) => 2 atanh(f / (2 + f))
        log_plus_one:       log(f + 1) => 2 atanh(f / (2 + f))
        log_one_minus:      log(1 − f) => −(2 atanh(f / (2 − f)))
        log_difference_of:  log(f) − log(g) => 2 atanh((f − g) / (f + g))
        log_of_quotient:    log(f / g) => 2 atanh((f − g) / (f + g)) if nonzero(g)
        atan_difference_of: atan(f) − atan(g) => atan((f − g) / (1 + f g)) if nonnegative(f) and nonnegative(g)
    """
