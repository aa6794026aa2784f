"""Laws by which sums, products and quotients of quotients become one quotient.

`simplify` goes by them step by step. Normal forms write quotients as products with 1/f instead, where some of these
laws would lead back and forth, and no e-graph uses them.
"""

from __future__ import annotations

__all__ = ["QuotientLaws"]


class QuotientLaws:
    """Calculation with quotients. The two sides are defined at the same places, up to what is asked not to be zero."""

    laws = """
        quotient_sum:       X / f + Y / g => (g X + f Y) / (f g)
        quotient_product:   (f / g) (X / u) => (f X) / (g u)
        quotient_negative:  −(X / f) => (−X) / f
        quotient_quotient:  (X / f) / (g / u) => (u X) / (f g) if nonzero(u)
        quotient_common:    (f X) / (f g) => X / g if nonzero(f)
        quotient_whole:     (f X) / f => X if nonzero(f)
    """
