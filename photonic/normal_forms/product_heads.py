"""Product heads: equations solved for a product, as ρ ∂tv in a momentum equation or ω² in a dispersion relation.

A collected sum in which a monomial is a multiple of the product is written so that the product stands in it as one
term; that is a matter of collecting, backwards.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import reduce

from photonic.normal_forms.collecting import collected, is_arithmetic, opened
from photonic.normal_forms.polynomials import Monomial, quotient_of, rest_of, written
from photonic.terms import apply, rank
from rewriting.term import Term, postorder

__all__ = ["exposed", "product_in", "product_of"]


def _monomial_of(head: Term) -> Monomial:
    """The factors of a collected product with coefficient 1, and the vector or tensor in it if there is one."""
    (monomial,) = opened(head)
    return monomial


def product_in(term: Term, head: Term) -> bool:
    """Whether some sum or product in a term in normal form has a monomial that is a multiple of the head."""
    wanted = _monomial_of(head)
    return any(_divides(wanted, each) for node in postorder(term) if is_arithmetic(node) for each in opened(node))


def exposed(form: Term, head: Term) -> tuple[Term, tuple[int, ...]] | None:
    """A collected term with the head standing in its first monomial that is a multiple of it, and where it stands."""
    wanted, polynomial = _monomial_of(head), opened(form)
    found = next((each for each in polynomial if _divides(wanted, each)), None)
    if found is None:
        return None
    rest = rest_of(found, wanted)
    part, place = head, tuple[int, ...]()
    if rest[1] is not None:
        part, place = apply("multiply", head, rest[1]), (0,)
    coefficient = polynomial[found]
    outer = [*([] if coefficient == 1 else [quotient_of(coefficient)]), *rest[0]]
    part = reduce(lambda product, factor: apply("multiply", factor, product), reversed(outer), part)
    place = (1,) * len(outer) + place
    others = {each: value for each, value in polynomial.items() if each is not found}
    if others:
        part, place = apply("add", written(others, rank(form)), part), (1, *place)
    return (part, place) if collected(part) is form else None


def _divides(part: Monomial, whole: Monomial) -> bool:
    if part[1] is not None and part[1] is not whole[1]:
        return False
    return not Counter(part[0]) - Counter(whole[0])


def product_of(monomial: Monomial) -> Term:
    """The monomial as a collected term with coefficient 1."""
    return written({monomial: Fraction(1)}, 0 if monomial[1] is None else rank(monomial[1]))
