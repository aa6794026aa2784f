"""Laws of functions that exact fingerprints cannot judge: at sums, multiples, products and powers.

They serve normal forms and the descent of `simplify` only. Exact fingerprints draw the values of a function at
different arguments independently, so they can neither judge these laws nor guard an e-graph that uses them; the kernel
checks every step, and the laws themselves are tried by ball arithmetic in the tests.
"""

from __future__ import annotations

__all__ = ["FunctionLaws", "PowerLaws"]


class FunctionLaws:
    """What holds of sin, cos, tan, exp, log, the hyperbolic functions and the magnitude, as glyphs write their laws.

    A law changes nothing about where its sides are defined, for real values: log(f g) is log f + log g where f is
    positive, since both are then defined where g is positive.
    """

    laws = """
        sin_sum:        sin(f + g) = sin(f) cos(g) + cos(f) sin(g)
        cos_sum:        cos(f + g) = cos(f) cos(g) − sin(f) sin(g)
        exp_sum:        exp(f + g) = exp(f) exp(g)
        sin_difference: sin(f − g) = sin(f) cos(g) − cos(f) sin(g)
        cos_difference: cos(f − g) = cos(f) cos(g) + sin(f) sin(g)
        exp_difference: exp(f − g) = exp(f) (1 / exp(g))
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
        exp_zero:       exp(0) => 1
        sin_zero:       sin(0) => 0
        cos_zero:       cos(0) => 1
        tan_zero:       tan(0) => 0
        sinh_zero:      sinh(0) => 0
        cosh_zero:      cosh(0) => 1
        tanh_zero:      tanh(0) => 0
        sin_pi:         sin(pi) => 0
        cos_pi:         cos(pi) => −1
        sin_half_pi:    sin(pi / 2) => 1
        cos_half_pi:    cos(pi / 2) => 0
        tan_square:     1 + tan(f) tan(f) = 1 / (cos(f) cos(f))
        tan_atan:       tan(atan(f)) => f
        sin_asin:       sin(asin(f)) => f
        cos_acos:       cos(acos(f)) => f
        exp_log_power:  exp(g log(f)) => f ^ g
        exp_power_log:  exp(log(f) g) => f ^ g
        power_exp:      exp(f) ^ g => exp(f g)
        sqrt_exp:       sqrt(exp(f)) => exp((1 / 2) f)
        log_one:        log(1) => 0
        log_product:    log(f g) = log(f) + log(g) if positive(f)
        log_reciprocal: log(1 / f) => −log(f)
        log_square:     log(f f) => 2 log(Abs(f))
        log_squares:    log(f (f g)) => 2 log(Abs(f)) + log(g) if nonzero(f)
        log_sqrt:       log(sqrt(f)) => (1 / 2) log(f)
        log_power:      log(f ^ g) = g log(f) if positive(f)
        abs_nonnegative: Abs(f) => f if nonnegative(f)
        abs_nonpositive: Abs(f) => −f if nonpositive(f)
        abs_negative:   Abs(−f) => Abs(f)
        abs_product:    Abs(f g) = Abs(f) Abs(g)
        abs_reciprocal: Abs(1 / f) = 1 / Abs(f)
        abs_square:     Abs(f) Abs(f) => f f
    """


class PowerLaws:
    """What holds of powers of positive numbers, whatever the exponents, and of others; these belong to the glyph ^."""

    laws = """
        power_sum:        f ^ (g + u) = f ^ g f ^ u if positive(f)
        power_shift:      f ^ (g + u) => f ^ g f ^ u if whole(g) and nonzero(f)
        power_negative:   f ^ (−g) = 1 / f ^ g if positive(f)
        power_double:     f ^ (2 g) = f ^ g f ^ g if positive(f)
        power_power:      (f ^ g) ^ u = f ^ (g u) if positive(f)
        power_product:    (f g) ^ u = f ^ u g ^ u if positive(f)
        power_reciprocal: (1 / f) ^ g = 1 / f ^ g if positive(f)
        power_sqrt:       sqrt(f) ^ g = f ^ ((1 / 2) g) if positive(f)
    """
