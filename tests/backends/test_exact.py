"""Jets modulo p: hand-worked values, known identities, trust, doubtful choices and batches."""

import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import strategies as st

from backends.exact.jet import Jet, common_trust
from backends.exact.jets import JetCalculus
from backends.exact.modular import PRIME
from backends.program import Program, Tracer, evaluate

F = Fraction
Series = dict[tuple[int, ...], Fraction]
residues = st.integers(0, PRIME - 1)


def traced(meaning: Callable[[Tracer], tuple[int, ...]], dimension: int = 3) -> Program:
    tracer = Tracer(dimension)
    return tracer.program(*meaning(tracer))


def jets_of(program: Program, calculus: JetCalculus) -> tuple[Jet, ...]:
    return evaluate(program, calculus, {item.name: calculus.field(item.name, item.kind) for item in program.inputs})


# hand-worked fields


def test_curl_of_a_rotation_is_twice_its_axis() -> None:
    def curl_of_rotation(c: Tracer) -> tuple[int, ...]:
        r, axis = c.input("r", "position", 1), c.literal((0, 0, 1), 1)
        rotation = c.einsum("ijk,j,k->i", c.epsilon(), axis, r)  # (−y, x, 0)
        return c.einsum("ijk,jk->i", c.epsilon(), c.gradient(rotation)), c.literal((0, 0, 2), 1)

    calculus = JetCalculus(3)
    curl, expected = jets_of(traced(curl_of_rotation), calculus)
    assert calculus.agree(curl, expected).tolist() == [True]
    assert curl.constant_term[:, 0].tolist() == [0, 0, 2]


def test_time_and_position_are_a_point_and_a_slope() -> None:
    calculus = JetCalculus(2, dimension=2, draws=3)
    position, time = calculus.field("r", "position"), calculus.field("s", "time")
    assert np.array_equal(calculus.gradient(position).constant_term[..., 0], [[1, 0], [0, 1]])
    assert calculus.partial(time, "t").constant_term.tolist() == [1, 1, 1]
    assert len(set(time.constant_term.tolist())) == 3
    assert np.array_equal(calculus.field("q", "position").coefficients, position.coefficients)


# identities and non-identities


def curl(c: Tracer, A: int) -> int:
    return c.einsum("ijk,jk->i", c.epsilon(), c.gradient(A))


def div(c: Tracer, A: int) -> int:
    return c.einsum("ii->", c.gradient(A))


def dot(c: Tracer, A: int, B: int) -> int:
    return c.einsum("i,i->", A, B)


def fields(c: Tracer) -> tuple[int, int, int, int]:
    vectors = [c.input(name, "vector", 1) for name in "AB"]
    return c.input("f", "scalar", 0), c.input("g", "scalar", 0), vectors[0], vectors[1]


def curl_of_gradient(c: Tracer) -> tuple[int, ...]:
    return curl(c, c.gradient(fields(c)[0])), c.literal((0, 0, 0), 1)


def div_of_product(c: Tracer) -> tuple[int, ...]:
    f, _, A, _ = fields(c)
    return div(c, c.multiply(f, A)), c.add(c.multiply(f, div(c, A)), dot(c, A, c.gradient(f)))


def div_of_product_without_gradient(c: Tracer) -> tuple[int, ...]:
    f, _, A, _ = fields(c)
    return div(c, c.multiply(f, A)), c.multiply(f, div(c, A))


def curl_of_curl(c: Tracer) -> tuple[int, ...]:
    A = fields(c)[2]
    return curl(c, curl(c, A)), c.subtract(c.gradient(div(c, A)), c.laplacian(A))


def curl_of_curl_with_a_wrong_sign(c: Tracer) -> tuple[int, ...]:
    A = fields(c)[2]
    return curl(c, curl(c, A)), c.add(c.gradient(div(c, A)), c.laplacian(A))


def gradient_of_norm(c: Tracer) -> tuple[int, ...]:
    A = fields(c)[2]
    norm = c.power(dot(c, A, A), c.number(F(1, 2)))
    return c.gradient(norm), c.divide(c.einsum("ij,j->i", c.gradient(A), A), norm)


def chain_rule(c: Tracer) -> tuple[int, ...]:
    f = fields(c)[0]
    return c.gradient(c.unknown("h", 0, f)), c.multiply(c.unknown("h", 1, f), c.gradient(f))


def chain_rule_of_the_wrong_order(c: Tracer) -> tuple[int, ...]:
    f = fields(c)[0]
    return c.gradient(c.unknown("h", 0, f)), c.multiply(c.unknown("h", 2, f), c.gradient(f))


def pythagoras(c: Tracer) -> tuple[int, ...]:
    two = c.number(F(2))
    squares = [c.power(c.elementary(name, fields(c)[0]), two) for name in ("sin", "cos")]
    return c.add(*squares), c.number(F(1))


def determinant_by_epsilon(c: Tracer) -> tuple[int, ...]:
    T, e = c.input("T", "tensor", 2), c.epsilon()
    six = c.einsum("ijk,lmn,il,jm,kn->", e, e, T, T, T)
    trace = c.einsum("ii->", T)
    square = c.einsum("ij,jk->ik", T, T)
    traces = c.einsum("ii->", square), c.einsum("ij,ji->", square, T)
    cube = c.power(trace, c.number(F(3)))
    mixed = c.multiply(c.number(F(3)), c.multiply(trace, traces[0]))
    return six, c.add(c.subtract(cube, mixed), c.multiply(c.number(F(2)), traces[1]))


TRUE = [
    curl_of_gradient,
    div_of_product,
    curl_of_curl,
    gradient_of_norm,
    chain_rule,
    pythagoras,
    determinant_by_epsilon,
]
FALSE = [div_of_product_without_gradient, curl_of_curl_with_a_wrong_sign, chain_rule_of_the_wrong_order]


@pytest.mark.parametrize("meaning", TRUE)
@pytest.mark.parametrize("seed", [0, 1])
def test_identities_hold_in_every_draw(meaning: Callable[[Tracer], tuple[int, ...]], seed: int) -> None:
    calculus = JetCalculus(4, seed=seed, draws=8)
    left, right = jets_of(traced(meaning), calculus)
    assert calculus.agree(left, right).all()
    assert common_trust([left, right]).max() >= 2


@pytest.mark.parametrize("meaning", FALSE)
def test_false_claims_fail_in_every_draw(meaning: Callable[[Tracer], tuple[int, ...]]) -> None:
    calculus = JetCalculus(3, draws=3)
    assert not calculus.agree(*jets_of(traced(meaning), calculus)).any()


DERIVATIVES: dict[str, Callable[[JetCalculus, Jet], Jet]] = {
    "sin": lambda c, u: c.elementary("cos", u),
    "cos": lambda c, u: c.negate(c.elementary("sin", u)),
    "tan": lambda c, u: c.power(c.elementary("sec", u), c.number(F(2))),
    "cot": lambda c, u: c.negate(c.power(c.elementary("csc", u), c.number(F(2)))),
    "exp": lambda c, u: c.elementary("exp", u),
    "log": lambda c, u: c.power(u, c.number(F(-1))),
    "sqrt": lambda c, u: c.divide(c.number(F(1, 2)), c.elementary("sqrt", u)),
    "sinh": lambda c, u: c.elementary("cosh", u),
    "cosh": lambda c, u: c.elementary("sinh", u),
    "tanh": lambda c, u: c.power(c.elementary("sech", u), c.number(F(2))),
    "coth": lambda c, u: c.negate(c.power(c.elementary("csch", u), c.number(F(2)))),
    "asin": lambda c, u: c.power(c.subtract(c.number(F(1)), c.multiply(u, u)), c.number(F(-1, 2))),
    "acos": lambda c, u: c.negate(c.power(c.subtract(c.number(F(1)), c.multiply(u, u)), c.number(F(-1, 2)))),
    "atan": lambda c, u: c.divide(c.number(F(1)), c.add(c.number(F(1)), c.multiply(u, u))),
    "asinh": lambda c, u: c.power(c.add(c.number(F(1)), c.multiply(u, u)), c.number(F(-1, 2))),
    "acosh": lambda c, u: c.power(c.subtract(c.multiply(u, u), c.number(F(1))), c.number(F(-1, 2))),
    "atanh": lambda c, u: c.divide(c.number(F(1)), c.subtract(c.number(F(1)), c.multiply(u, u))),
    "Abs": lambda c, u: c.elementary("sign", u),
}


@pytest.mark.parametrize("name", DERIVATIVES)
def test_functions_satisfy_their_differential_equation(name: str) -> None:
    calculus = JetCalculus(4, draws=12)
    u = calculus.field("u", "scalar")
    left = calculus.gradient(calculus.elementary(name, u))
    right = calculus.multiply(DERIVATIVES[name](calculus, u), calculus.gradient(u))
    assert common_trust([left, right]).max() == 3
    assert calculus.agree(left, right).all()


@pytest.mark.parametrize(
    ("name", "sign"), [("sin", -1), ("cos", 1), ("tan", -1), ("sinh", -1), ("cosh", 1), ("atan", -1)]
)
def test_parities(name: str, sign: int) -> None:
    calculus = JetCalculus(2, draws=4)
    u = calculus.field("u", "scalar")
    mirrored = calculus.elementary(name, calculus.negate(u))
    expected = calculus.multiply(calculus.number(F(sign)), calculus.elementary(name, u))
    assert calculus.agree(mirrored, expected).all()
    assert not calculus.transcendental


def test_the_exponential_of_a_negative_is_the_reciprocal() -> None:
    calculus = JetCalculus(2, draws=4)
    u = calculus.field("u", "scalar")
    product_ = calculus.multiply(calculus.elementary("exp", u), calculus.elementary("exp", calculus.negate(u)))
    assert calculus.agree(product_, calculus.number(F(1))).all()


# trust


def test_undefined_values_have_no_trust() -> None:
    calculus = JetCalculus(2, draws=200)
    u = calculus.field("u", "scalar")
    zero = calculus.number(F(0))
    assert calculus.divide(u, zero).trust.tolist() == [-1] * 200
    squares = np.array([pow(int(a), (PRIME - 1) // 2, PRIME) == 1 for a in u.constant_term])
    assert np.array_equal(calculus.elementary("sqrt", u).trust, np.where(squares, 2, -1))
    assert 60 < squares.sum() < 140
    assert calculus.partial(u, "x", 3).trust.tolist() == [-1] * 200
    assert calculus.agree(calculus.divide(u, zero), u).all()  # nothing to compare


def test_a_wrong_coefficient_beyond_the_trust_does_no_harm() -> None:
    calculus = JetCalculus(3)
    u = calculus.field("u", "scalar")
    other = Jet(np.where(calculus.table.degrees == 3, 5, u.coefficients), np.array([2]))
    assert calculus.agree(u, other).all()
    assert not calculus.agree(u, Jet(other.coefficients, np.array([3]))).any()


def test_a_claim_that_holds_for_positive_values_alone_is_refuted_by_some_draws() -> None:
    calculus = JetCalculus(1, draws=40)
    u = calculus.field("u", "scalar")
    root = calculus.elementary("sqrt", calculus.multiply(u, u))
    agreeing = calculus.agree(root, u)
    assert root.trust.tolist() == [1] * 40
    assert 8 < agreeing.sum() < 32
    assert calculus.agree(root, calculus.elementary("Abs", u)).all()
    assert calculus.transcendental


# choices that could contradict each other


@pytest.mark.parametrize(
    ("use", "doubtful"),
    [
        (lambda c, u: c.elementary("sin", u), False),
        (lambda c, u: c.add(c.elementary("sin", u), c.elementary("cos", c.negate(u))), False),
        (lambda c, u: c.elementary("exp", c.subtract(u, u)), False),
        (lambda c, u: c.unknown("h", 0, c.unknown("h", 1, u)), False),
        (lambda c, u: c.power(u, c.number(F(7))), False),
        (lambda c, u: c.elementary("sin", c.add(u, u)), False),
        (lambda c, u: c.add(c.elementary("sin", u), c.elementary("sin", c.add(u, u))), True),
        (lambda c, u: c.elementary("exp", c.elementary("log", u)), True),
        (lambda c, u: c.elementary("sqrt", u), True),
        (lambda c, u: c.elementary("Abs", u), True),
        (lambda c, u: c.elementary("acos", c.subtract(u, u)), True),
        (lambda c, u: c.elementary("log", c.divide(u, u)), False),
        (lambda c, u: c.elementary("besselj_made_up", u), True),
        (lambda c, u: c.power(u, u), True),
    ],
)
def test_doubtful_choices_are_told(use: Callable[[JetCalculus, Jet], Jet], doubtful: bool) -> None:
    calculus = JetCalculus(2, draws=2)
    use(calculus, calculus.field("u", "scalar"))
    assert calculus.transcendental is doubtful


# batches


def test_a_batch_gives_what_its_entries_give_alone() -> None:
    calculus = JetCalculus(2, draws=3)
    f, g = (calculus.field(name, "scalar") for name in "fg")
    A, B = (calculus.field(name, "vector") for name in "AB")
    scalars = Jet(np.stack([f.coefficients, g.coefficients]), np.stack([f.trust, g.trust]))
    vectors = Jet(np.stack([A.coefficients, B.coefficients], axis=1), np.stack([A.trust, B.trust]))

    def meaning(s: Jet, v: Jet) -> Jet:
        crossed = calculus.einsum("ijk,jk->i", calculus.epsilon(), calculus.gradient(v))
        scaled = calculus.multiply(calculus.elementary("sin", s), crossed)
        return calculus.divide(calculus.add(scaled, calculus.gradient(s)), calculus.einsum("i,i->", v, v))

    both = meaning(scalars, vectors)
    assert both.batch == (2, 3)
    for index, (s, v) in enumerate([(f, A), (g, B)]):
        alone = meaning(s, v)
        assert np.array_equal(both.coefficients[:, index], alone.coefficients)
        assert np.array_equal(both.trust[index], alone.trust)


def test_a_batch_may_hold_different_exponents() -> None:
    calculus = JetCalculus(2, draws=2)
    base = calculus.field("u", "scalar")
    numbers = [F(2), F(-1), F(0), F(1, 2)]
    jets = [calculus.number(number) for number in numbers]
    exponents = Jet(np.stack([jet.coefficients[None] for jet in jets]), np.full((4, 1), 2))
    together = calculus.power(base, exponents)
    assert together.batch == (4, 2)
    for index, jet in enumerate(jets):
        alone = calculus.power(base, jet)
        assert np.array_equal(together.trust[index], alone.trust)
        row = Jet(together.coefficients[index], together.trust[index])
        assert calculus.agree(row, alone).all()


def test_draws_are_the_same_in_another_process() -> None:
    source = (
        "from backends.exact.jets import JetCalculus\n"
        "c = JetCalculus(1, seed=5)\n"
        "print(c.elementary('sin', c.field('u', 'scalar')).coefficients.tolist())"
    )
    printed = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout
    calculus = JetCalculus(1, seed=5)
    assert printed.strip() == str(calculus.elementary("sin", calculus.field("u", "scalar")).coefficients.tolist())


def test_other_seeds_names_and_draws_give_other_fields() -> None:
    first = JetCalculus(1, seed=0, draws=2)
    values = [
        *first.field("u", "scalar").constant_term.tolist(),
        *first.field("v", "scalar").constant_term.tolist(),
        *JetCalculus(1, seed=1).field("u", "scalar").constant_term.tolist(),
        *first.field("u", "constant").constant_term.tolist(),
    ]
    assert len(set(values)) == len(values)


def test_constants_do_not_vary() -> None:
    calculus = JetCalculus(2)
    for kind in ("constant", "constant_vector", "constant_tensor"):
        assert not calculus.gradient(calculus.field("k", kind)).coefficients.any()


def test_bad_input_is_named() -> None:
    calculus = JetCalculus(2, dimension=2)
    with pytest.raises(ValueError, match="field 'u' has kind 'spinor'"):
        calculus.field("u", "spinor")
    with pytest.raises(ValueError, match="axis 'z' is none of x, y, t in 2 dimensions"):
        calculus.partial(calculus.field("u", "scalar"), "z")
    with pytest.raises(ValueError, match="ranks 0 and 1 cannot be added"):
        calculus.add(calculus.field("u", "scalar"), calculus.field("A", "vector"))
    with pytest.raises(ValueError, match="denominator divisible by 2147483647"):
        calculus.number(F(1, PRIME))
    with pytest.raises(ValueError, match="dimension 4"):
        JetCalculus(2, dimension=4)
