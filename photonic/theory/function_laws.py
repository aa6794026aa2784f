"""Laws of the elementary functions at sums, multiples and opposites: sin(f + g), exp(2 f), cosh(−f).

They serve normal forms only. Exact fingerprints draw the values of a function at different arguments independently, so
they can neither judge these laws nor guard an e-graph that uses them; the kernel checks every step, and the laws
themselves are tried by ball arithmetic in the tests.
"""

from __future__ import annotations

__all__ = ["FunctionLaws"]


class FunctionLaws:
    """What holds of sin, cos, tan, exp, log and the hyperbolic functions, in the notation of a glyph's laws."""

    laws = """
        sin_sum:        sin(f + g) = sin(f) cos(g) + cos(f) sin(g)
        cos_sum:        cos(f + g) = cos(f) cos(g) − sin(f) sin(g)
        exp_sum:        exp(f + g) = exp(f) exp(g)
        sin_negative:   sin(−f) = −sin(f)
        cos_negative:   cos(−f) => cos(f)
        sin_double:     sin(2 f) = 2 (sin(f) cos(f))
        cos_double:     cos(2 f) = 1 − 2 (sin(f) sin(f))
        exp_double:     exp(2 f) = exp(f) exp(f)
        sin_triple:     sin(3 f) = 3 sin(f) − 4 (sin(f) (sin(f) sin(f)))
        cos_triple:     cos(3 f) = cos(f) − 4 (sin(f) (sin(f) cos(f)))
        exp_triple:     exp(3 f) = exp(f) (exp(f) exp(f))
        sin_quadruple:  sin(4 f) = 2 (sin(2 f) cos(2 f))
        cos_quadruple:  cos(4 f) = 1 − 2 (sin(2 f) sin(2 f))
        exp_quadruple:  exp(4 f) = exp(2 f) exp(2 f)
        tan_quotient:   tan(f) = sin(f) (1 / cos(f))
        sinh_exp:       sinh(f) = (1 / 2) (exp(f) − 1 / exp(f))
        cosh_exp:       cosh(f) = (1 / 2) (exp(f) + 1 / exp(f))
        tanh_quotient:  tanh(f) = sinh(f) (1 / cosh(f))
        exp_log:        exp(log(f)) => f
        log_exp:        log(exp(f)) => f
    """
