"""Division: a claim holds where no denominator vanishes; a denominator that is zero everywhere is refused in words."""

import pytest

from photonic import prove, simplify
from photonic.errors import PhotonicError

FIELDS = {"f": "scalar", "g": "scalar", "A": "vector", "c": "constant", "h": "function", "r": "position"}


@pytest.mark.parametrize(
    ("claim", "denominator"),
    [
        ("0/0 = 0", "0"),
        ("f/0 = 0", "0"),
        ("A/0 = A", "0"),
        ("f/(f − f) = 1", "f − f"),
        ("1/(div(curl(A))) = 0", "∇·∇×A"),
        ("0*(1/0) = 0", "0"),
        ("0^(-1) = 0", "0"),
        ("(f − f)^(-2) = g", "f − f"),
        ("f = g/(sin(f)^2 + cos(f)^2 − 1)", "sin(f)^2 + cos(f)^2 − 1"),
        ("1/(h(f) − h(f)) = 1/(h(f) − h(f))", "h(f) − h(f)"),
        ("1/(1/(2 f − f − f)) = 0", "2 f − f − f"),
        ("g/(A·(A × A)) = 0", "A·(A × A)"),
    ],
)
def test_a_denominator_that_vanishes_everywhere_is_named(claim: str, denominator: str) -> None:
    with pytest.raises(PhotonicError, match="divides by zero") as caught:
        prove(claim, fields=FIELDS)
    assert f"the denominator {denominator} is zero everywhere" in str(caught.value)


def test_the_place_is_named() -> None:
    with pytest.raises(PhotonicError, match="the right side divides by zero: in f/0 "):
        prove("f", "f/0", fields=FIELDS)
    with pytest.raises(PhotonicError, match="given 2 divides by zero: in g/0 "):
        prove("f = g", given=["f = g", "g/0 = f"], fields=FIELDS)
    with pytest.raises(PhotonicError, match="divides by zero"):
        simplify("f/(g − g) + f", fields=FIELDS)


@pytest.mark.parametrize("hypothesis", ["f = 0", "c f = 0", "f + g = 0"])
def test_hypotheses_that_make_a_denominator_vanish_are_named(hypothesis: str) -> None:
    with pytest.raises(PhotonicError, match="zero wherever the hypotheses hold"):
        prove("g/(f + g (f + g)) = 0" if "+" in hypothesis else "g/f = 0", given=["g = 0", hypothesis], fields=FIELDS)


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("f/f = 1", "proved"),
        ("0/f = 0", "proved"),
        ("(f g)/f = g", "proved"),
        ("1/(1/f) = f", "proved"),
        ("f/g + g/f = (f^2 + g^2)/(f g)", "proved"),
        ("f/(2147483647 g) = f/g", "refuted"),  # the prime of the fingerprints is not zero
        ("1/(f − g) = 1/f − 1/g", "refuted"),
        ("(f^2 − g^2)/(f − g) = f + g", "proved"),
        ("f^(-1) = 1/f", "proved"),
        ("1/(r·r) (r·r) = 1", "proved"),
    ],
)
def test_where_no_denominator_vanishes_the_claim_is_settled(claim: str, status: str) -> None:
    assert prove(claim, fields=FIELDS).status == status
