"""Common denominators: two normal forms that differ are compared with their denominators multiplied out.

1/f − 1/(f + g) and g/(f (f + g)) have different normal forms, since collecting cancels nothing. Where no denominator is
zero, a difference d is 0 if s d is, for each sum s that it divides by: d = (1/s)(s d), and in s d the factors s (1/s)
are cancelled by a law that asks for s not to be 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from photonic.normal_forms.cancelling import cancelling
from photonic.normal_forms.chains import Chain, Inside, Step, backwards, lifted
from photonic.normal_forms.collecting import COLLECTING, collected, is_arithmetic, opened
from photonic.normal_forms.orientation import Directions
from photonic.normal_forms.polynomials import Polynomial, factor_key, written
from photonic.normal_forms.reduction import Reducer
from photonic.terms import apply, rank, zero
from rewriting.conditions import Premises
from rewriting.term import Term, number

__all__ = ["joined_by_denominators", "multiplied_out"]

MOST_DENOMINATORS = 6


def joined_by_denominators(
    left: Term, right: Term, reducer: Reducer, directions: Directions, premises: Premises
) -> Chain | None:
    """The chain from one normal form to another that differs from it in how denominators are written.

    Raises TooFarError.
    """
    difference = collected(apply("subtract", left, right))
    if difference is None or next(_denominators(difference), None) is None:
        return None
    parts = apply("add", right, difference)
    vanishing = _vanishing(difference, reducer, directions, premises, MOST_DENOMINATORS)
    if vanishing is None or collected(parts) is not left or collected(right) is not right:
        return None
    rest = apply("add", right, zero(rank(right)))
    start: Chain = [Step(COLLECTING, False, {"term": parts}), Inside(1, vanishing)]
    return [*start, Step(COLLECTING, True, {"term": rest})]


def _vanishing(term: Term, reducer: Reducer, directions: Directions, premises: Premises, left: int) -> Chain | None:
    """The chain from a collected term to 0."""
    nothing = zero(rank(term))
    if term is nothing:
        return []
    divisor = next((each for each in _denominators(term) if premises["nonzero"](each)), None)
    if divisor is None or not left:
        return None
    inverse = apply("divide", number(1), divisor)
    with_it, without = _split(opened(term), inverse)
    of_rank = rank(term)
    rest = written(with_it, of_rank)
    cancelled = apply("multiply", inverse, apply("multiply", divisor, rest))
    outside, inner = (cancelling(divisor, value, directions) for value in (term, rest))
    if outside is None or inner is None:
        return None
    product, place = apply("multiply", divisor, term), tuple[int, ...]()
    arranged, simpler = cancelled, rest
    if without:
        kept = apply("multiply", divisor, written(without, of_rank))
        arranged, simpler, place = apply("add", kept, cancelled), apply("add", kept, rest), (1,)
    if collected(product) is None or collected(product) is not collected(arranged):
        return None
    form, chain = reducer.normal(simpler)
    further = _vanishing(form, reducer, directions, premises, left - 1)
    if further is None:
        return None
    inside: Chain = [
        Step(COLLECTING, True, {"term": product}),
        Step(COLLECTING, False, {"term": arranged}),
        *lifted([inner], place),
        *chain,
        *further,
    ]
    end = apply("multiply", inverse, nothing)
    return [*backwards([outside]), Inside(1, inside), Step(COLLECTING, True, {"term": end})]


def multiplied_out(term: Term) -> Term:
    """A collected term times all that it divides by, which is where nothing is 0 as good as the term itself."""
    for _ in range(MOST_DENOMINATORS):
        divisor = next(_denominators(term, alone=True), None)
        if divisor is None:
            break
        with_it, without = _split(opened(term), apply("divide", number(1), divisor))
        kept = apply("multiply", divisor, written(without, rank(term)))
        whole = collected(apply("add", kept, written(with_it, rank(term))))
        if whole is None:
            break
        term = whole
    return term


def _denominators(term: Term, alone: bool = False) -> Iterator[Term]:
    """The sums that a collected term divides by, and where `alone` single factors as well."""
    factors = {factor for monomial, _ in opened(term) for factor in monomial if factor.op.name == "divide"}
    for factor in sorted(factors, key=factor_key):
        if alone or is_arithmetic(factor.args[1]):
            yield factor.args[1]


def _split(polynomial: Polynomial, inverse: Term) -> tuple[Polynomial, Polynomial]:
    """The monomials with a factor, without one of these factors, and the others."""
    with_it, without = {}, {}
    for (factors, value), coefficient in polynomial.items():
        if inverse in factors:
            left = list(factors)
            left.remove(inverse)
            with_it[tuple(left), value] = coefficient
        else:
            without[factors, value] = coefficient
    return with_it, without
