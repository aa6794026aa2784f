"""prove: never wrong, always with evidence, always within its budget; and clear about what it cannot read."""

import math
import time
from collections.abc import Mapping
from typing import Any

import pytest
import sympy

from photonic.decision import decide
from photonic.errors import DeclarationError, ParseError, PhotonicError, RankError
from photonic.problem import Hypothesis, Problem
from photonic.prove import prove, settle
from photonic.saturation import Budget, Saturation
from photonic.theory import theory_for, vocabulary
from photonic.verdict import Verdict
from rewriting.proof import Kernel
from rewriting.term import Term
from tests.corpus import Row, read_rows

QUICK = Budget(seconds=1.0)
FIELDS = {
    "f": "scalar", "g": "scalar", "u": "scalar", "A": "vector", "B": "vector", "E": "vector", "T": "tensor",
    "c": "constant", "h": "function",
}  # fmt: skip
AXES = sympy.symbols("x y z t", real=True)


def verdict_of(text: str, **options: Any) -> Verdict:
    return prove(text, fields=FIELDS, budget=options.pop("budget", QUICK), **options)


# ---- an independent evaluator: plain SymPy, nested lists, nothing of Photonic but the shape of terms ----


def value(term: Term, env: Mapping[str, Any]) -> Any:
    """The value of a term in Cartesian components on concrete fields, by textbook formulas."""
    name, payload = term.op.name, term.op.payload
    args = [value(part, env) for part in term.args]
    if name == "number":
        return sympy.Rational(payload.numerator, payload.denominator)
    if name == "symbol":
        return {"position": list(AXES[:3]), "time": AXES[3]}.get(payload.kind, env.get(payload.name))
    if name == "unknown":
        s = sympy.Dummy("s")
        return sympy.diff(env[payload[0]](s), s, payload[1]).subs(s, args[0])
    if name == "function":
        return getattr(sympy, payload)(*args)
    return OPERATORS[name](*args)


def each(function: Any, *tensors: Any) -> Any:
    if isinstance(tensors[0], list):
        return [each(function, *parts) for parts in zip(*tensors, strict=True)]
    return function(*tensors)


def rank_of(tensor: Any) -> int:
    return 1 + rank_of(tensor[0]) if isinstance(tensor, list) else 0


def add(a: Any, b: Any) -> Any:
    return each(lambda p, q: p + q, a, b)


def scale(s: Any, a: Any) -> Any:
    return scale(a, s) if isinstance(s, list) else each(lambda p: s * p, a)


def derive(a: Any, axis: Any, order: int = 1) -> Any:
    return each(lambda p: sympy.diff(p, axis, order), a)


def total(values: list[Any]) -> Any:
    result = values[0]
    for item in values[1:]:
        result = add(result, item)
    return result


def dot(a: Any, b: Any) -> Any:
    if rank_of(a) == 2:
        return [dot(row, b) for row in a]
    return total([scale(b[i], a[i]) if rank_of(b) == 1 else scale(a[i], b[i]) for i in range(3)])


def cross(a: Any, b: Any) -> Any:
    return [a[(i + 1) % 3] * b[(i + 2) % 3] - a[(i + 2) % 3] * b[(i + 1) % 3] for i in range(3)]


def gradient(a: Any) -> Any:
    return [derive(a, axis) for axis in AXES[:3]]


def divergence(a: Any) -> Any:
    return total([derive(a[i], AXES[i]) for i in range(3)])


def curl(a: Any) -> Any:
    """(∇×T)ᵢⱼ = εᵢₖₗ ∂ₖ Tₗⱼ, and the same without j."""
    at = [((i + 1) % 3, (i + 2) % 3) for i in range(3)]
    return [add(derive(a[m], AXES[k]), scale(-1, derive(a[k], AXES[m]))) for k, m in at]


def laplacian(a: Any) -> Any:
    return total([derive(a, axis, 2) for axis in AXES[:3]])


def transpose(a: Any) -> Any:
    return [list(column) for column in zip(*a, strict=True)]


def hat(a: Any) -> Any:
    """The matrix with hat(A)·B = A × B."""
    return [[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]]


OPERATORS: Mapping[str, Any] = {
    "add": add,
    "subtract": lambda a, b: add(a, scale(-1, b)),
    "negate": lambda a: scale(-1, a),
    "multiply": scale,
    "divide": lambda a, s: scale(1 / s, a),
    "power": lambda a, b: a**b,
    "sqrt": sympy.sqrt,
    "norm": lambda a: sympy.sqrt(dot(a, a)),
    "dot": dot,
    "cross": cross,
    "outer": lambda a, b: [[p * q for q in b] for p in a],
    "double_dot": lambda a, b: sum(a[i][j] * b[i][j] for i in range(3) for j in range(3)),
    "trace": lambda a: a[0][0] + a[1][1] + a[2][2],
    "transpose": transpose,
    "symmetric": lambda a: scale(sympy.Rational(1, 2), add(a, transpose(a))),
    "skew": lambda a: scale(sympy.Rational(1, 2), add(a, scale(-1, transpose(a)))),
    "determinant": lambda a: sympy.Matrix(a).det(),
    "axial": lambda a: [sympy.Rational(1, 2) * (a[2][1] - a[1][2]), sympy.Rational(1, 2) * (a[0][2] - a[2][0]),
                        sympy.Rational(1, 2) * (a[1][0] - a[0][1])],
    "hat": hat,
    "identity": lambda: [[int(i == j) for j in range(3)] for i in range(3)],
    "zero_vector": lambda: [0, 0, 0],
    "zero_tensor": lambda: [[0] * 3 for _ in range(3)],
    "gradient": gradient,
    "divergence": divergence,
    "curl": curl,
    "laplacian": laplacian,
    "time_derivative": lambda a: derive(a, AXES[3]),
    "advection": lambda a, b: total([scale(a[i], derive(b, AXES[i])) for i in range(3)]),
    "dalembertian": lambda a, c: add(scale(c**-2, derive(a, AXES[3], 2)), scale(-1, laplacian(a))),
}  # fmt: skip


def differs(verdict: Verdict) -> bool:
    """Whether the counterexample makes the two sides different and satisfies every hypothesis, worked out here."""
    found = verdict.counterexample
    assert found is not None
    env: dict[str, Any] = {}
    for name, shown in found.fields.items():
        if "↦" in str(shown):
            s = sympy.Symbol("s")
            env[name] = sympy.Lambda(s, sympy.sympify(str(shown).strip("()").split("↦")[1].strip().rstrip(")")))
        else:
            env[name] = on_axes(shown)
    at = {axis: found.point[axis.name] for axis in AXES}
    for hypothesis in verdict.problem.given:
        left, right = value(hypothesis.left, env), value(hypothesis.right, env)
        assert not any(sympy.expand(entry) != 0 for entry in entries(add(left, scale(-1, right))))
    left, right = value(verdict.problem.left, env), value(verdict.problem.right, env)
    return any(sympy.N(entry.subs(at), 30) != 0 for entry in entries(add(left, scale(-1, right))))


def on_axes(shown: Any) -> Any:
    if isinstance(shown, tuple):
        return [on_axes(part) for part in shown]
    shown = sympy.sympify(shown)
    return shown.subs({s: axis for s in shown.free_symbols for axis in AXES if axis.name == s.name})


def entries(tensor: Any) -> list[Any]:
    if isinstance(tensor, list):
        return [entry for part in tensor for entry in entries(part)]
    return [sympy.sympify(tensor)]


def fresh_kernel(problem: Problem) -> Kernel:
    """A kernel made anew from the laws, without the graph that found the proof."""
    theory = theory_for.__wrapped__(problem.dimension, *vocabulary(problem.terms))
    return Saturation([], theory, problem.given, decide(problem).domain).kernel()


def problem_of(row: Row) -> Problem:
    return Problem(row.left, row.right, tuple(Hypothesis(f"given {i}", *pair) for i, pair in enumerate(row.given)))


# ---- the corpus ----

ROWS = read_rows()
UNSETTLED = {"F_g_vorticity_compressible", "g_beltrami", "g_irrotational_adv"}
"""Rows whose hypotheses are not linear, or whose proof is beyond the budget."""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_no_row_of_the_corpus_is_settled_wrongly_or_without_evidence(row: Row) -> None:
    verdict = settle(problem_of(row))
    assert verdict.status in (("proved", "unknown") if row.true else ("refuted", "unknown"))
    assert bool(verdict) is (verdict.status == "proved")
    assert row.name in UNSETTLED or verdict.status != "unknown"
    if verdict.status == "refuted":
        assert verdict.method == "counterexample"
        assert verdict.proof is None
        assert differs(verdict)
    if verdict.method == "rewriting":
        assert verdict.counterexample is None
        assert verdict.proof is not None
        kernel = fresh_kernel(verdict.problem)
        theorem = verdict.proof.check(kernel)
        assert (theorem.lhs, theorem.rhs) == (row.left, row.right)
        ends = [verdict.proof.lhs, *(step.after for step in verdict.proof.steps)]
        assert [step.before for step in verdict.proof.steps] == ends[:-1]


def test_the_evaluator_of_this_test_knows_its_formulas() -> None:
    x, y, z, _ = AXES
    assert curl([-y, x, sympy.Integer(0)]) == [0, 0, 2]
    assert divergence([x * y, y * z, z * x]) == y + z + x
    assert dot(hat([1, 2, 3]), [4, 5, 6]) == cross([1, 2, 3], [4, 5, 6]) == [-3, 6, -3]


# ---- budgets ----


@pytest.mark.parametrize("seconds", [1.0, 0.2])
def test_a_budget_holds_on_the_worst_row(seconds: float) -> None:
    verdict_of("f = f")  # the theory is compiled
    began = time.perf_counter()
    verdict = verdict_of("laplacian(1/norm(r)) = 0", budget=Budget(seconds=seconds))
    assert verdict.status == "proved"
    assert verdict.seconds <= time.perf_counter() - began < seconds + 4


@pytest.mark.parametrize("budget", [Budget(seconds=0), Budget(seconds=0.0), Budget(nodes=0), Budget(rounds=0)])
def test_without_any_budget_for_the_search_components_still_decide(budget: Budget) -> None:
    verdict = verdict_of("div(f A) = f div(A) + dot(grad(f), A)", budget=budget)
    assert (verdict.status, verdict.method) == ("proved", "components")
    assert len(verdict.tried) == 3


def test_infinite_seconds_are_a_budget() -> None:
    assert verdict_of("curl(grad(f)) = 0", budget=Budget(seconds=math.inf)).method == "rewriting"


@pytest.mark.parametrize("name", ["nodes", "rounds", "seconds"])
@pytest.mark.parametrize("bad", [-1, -0.5, math.nan, "3", None, True])
def test_a_bound_that_is_none_is_refused_by_name(name: str, bad: Any) -> None:
    with pytest.raises(PhotonicError, match=rf"Budget: {name} is "):
        Budget(**{name: bad})


# ---- what cannot be read ----


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("", ParseError, "empty"),
        ("   ", ParseError, "empty"),
        ("f", ParseError, "left = right"),
        ("f =", ParseError, "operand"),
        ("= f", ParseError, "operand"),
        ("f = g = u", ParseError, "unexpected '='"),
        ("f = A", RankError, "scalar"),
        ("curl(f) = 0", RankError, "vector"),
        ("q = 0", ParseError, "'q' is not declared"),
    ],
)
def test_a_claim_that_cannot_be_read_is_a_clear_error(text: str, error: type[PhotonicError], words: str) -> None:
    with pytest.raises(error, match=words):
        verdict_of(text)


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        (["f"], ParseError, "left = right"),
        ([3], PhotonicError, "no equation"),
        (["f = A"], RankError, "scalar"),
        ([("f", "A")], RankError, "given 1.*ranks 0 and 1"),
        (["E = E + 1"], RankError, "vector"),
    ],
)
def test_a_hypothesis_that_cannot_be_read_is_a_clear_error(
    given: list[Any], error: type[PhotonicError], words: str
) -> None:
    with pytest.raises(error, match=words):
        verdict_of("f = 0", given=given)


@pytest.mark.parametrize("dimension", [0, 4, -1, 2.0, "3", None, True])
def test_only_one_two_and_three_are_dimensions(dimension: Any) -> None:
    with pytest.raises(PhotonicError, match=r"it is 1, 2 or 3"):
        verdict_of("f = f", dimension=dimension)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ([("f", "scalar")], "mapping"),
        ("f:scalar", "mapping"),
        ({"f": "quux"}, "quux"),
        ({"f": 3}, "declared as 3"),
        ({"∇": "scalar"}, "word of the language"),
    ],
)
def test_fields_that_are_no_declarations_are_refused(fields: Any, words: str) -> None:
    with pytest.raises(PhotonicError, match=words):
        prove("f = f", fields=fields)


def test_a_missing_right_side_is_named() -> None:
    with pytest.raises(PhotonicError, match="the right side is missing"):
        prove(3)


# ---- hypotheses ----


def test_a_hypothesis_equal_to_the_goal_is_a_proof_of_one_step() -> None:
    verdict = verdict_of("E = B", given=["E = B"])
    assert verdict.proof is not None
    assert [step.rule for step in verdict.proof.steps] == ["given 1"]


def test_a_single_text_is_one_hypothesis() -> None:
    assert verdict_of("c f = 0", given="f = 0").status == "proved"


@pytest.mark.parametrize("given", [["0 = 1"], ["1 = 0"], ["c = 0"], ["f = f + 1"], ["f = 1", "f = 0"], ["f = 0"]])
def test_hypotheses_about_nothing_or_against_themselves_end_without_a_false_proof(given: list[str]) -> None:
    verdict = verdict_of("g = u", given=given)
    assert verdict.status in ("unknown", "refuted")


def test_a_hypothesis_about_a_constant_is_used() -> None:
    assert verdict_of("c f = 0", given=["c = 0"]).method == "rewriting"


@pytest.mark.parametrize("given", ["f^2 = 0", "f g = 0", "f^2 = g^2"])
def test_what_only_nearly_follows_is_not_proved(given: str) -> None:
    assert verdict_of("f = g", given=[given]).status == "unknown"


def test_what_does_not_follow_is_refuted_by_fields_that_satisfy_the_hypotheses() -> None:
    verdict = verdict_of("∇×A = 0", given=["∇·A = 0"])
    assert verdict.status == "refuted"
    assert differs(verdict)


# ---- dimensions ----


@pytest.mark.parametrize(("dimension", "value"), [(1, 1), (2, 2), (3, 3)])
def test_the_divergence_of_the_position_is_the_dimension(dimension: int, value: int) -> None:
    assert verdict_of(f"div(r) = {value}", dimension=dimension).status == "proved"
    wrong = verdict_of(f"div(r) = {value + 1}", dimension=dimension)
    assert wrong.counterexample is not None
    assert (wrong.counterexample.left, wrong.counterexample.right) == (value, value + 1)


@pytest.mark.parametrize(("text", "glyph"), [("curl(A) = 0", "curl"), ("cross(A, B) = 0", "cross")])
@pytest.mark.parametrize("dimension", [1, 2])
def test_what_needs_three_dimensions_says_so(text: str, glyph: str, dimension: int) -> None:
    with pytest.raises(PhotonicError, match=rf"\({glyph}\) exists in 3 dimensions, not in {dimension}"):
        verdict_of(text, dimension=dimension)


def test_an_axis_that_does_not_exist_is_named() -> None:
    with pytest.raises(PhotonicError, match="no coordinate z in 2 dimensions"):
        verdict_of("f = z", dimension=2)


# ---- functions, numbers, names ----


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("grad(sin(f)) = cos(f) grad(f)", "proved"),
        ("grad(h(f)) = h'(f) grad(f)", "proved"),
        ("grad(h(f)) = h(f) grad(f)", "refuted"),
        ("h(f + g) = h(f) + h(g)", "refuted"),
        ("sin(f)^2 + cos(f)^2 = 1", "proved"),
        ("exp(f + g) = exp(f) exp(g)", "proved"),
        ("exp(f + g) = exp(f) + exp(g)", "refuted"),
        ("sqrt(f^2) = f", "refuted"),
        ("sqrt(f)^2 = f", "proved"),
        ("norm(A)^2 = dot(A, A)", "proved"),
        ("norm(-A) = norm(A)", "proved"),
        ("norm(A) = dot(A, A)", "refuted"),
        ("Abs(f) = f", "refuted"),
        ("1/f = 0", "refuted"),
        ("f/0 = 1", "unknown"),
        ("sqrt(-1) = 1", "unknown"),
        ("log(0) = 0", "unknown"),
        ("2147483647 f = 0", "refuted"),  # the prime of the fingerprints
        ("2147483647 = 0", "refuted"),
        ("0.1 + 0.2 = 0.3", "proved"),
        ("1/3 = 0.3333333333333333", "refuted"),
        ("pi = 3.14159265358979", "refuted"),
        ("sin(pi) = 0", "proved"),
    ],
)
def test_functions_and_numbers(text: str, status: str) -> None:
    assert verdict_of(text).status == status


@pytest.mark.parametrize(
    "text", ["f^2147483647 = f", "((f^1000)^1000)^1000 = f", "f^(g^(u^f)) = 1", "c^2147483646 = 1"]
)
def test_towers_of_powers_end_and_say_why(text: str) -> None:
    verdict = verdict_of(text)
    assert verdict.status == "unknown"
    assert any("too large" in line for line in verdict.tried)


def test_two_hundred_terms_end_within_the_budget() -> None:
    total = " + ".join(f"{i} f" for i in range(1, 201))
    right, wrong = verdict_of(f"{total} = 20100 f"), verdict_of(f"{total} = 20101 f")
    assert (right.status, wrong.status) == ("proved", "refuted")
    assert max(right.seconds, wrong.seconds) < 5


def test_names_of_any_script() -> None:
    assert prove("∇·(∇×Å) = 0", fields={"Å": "vector"}).status == "proved"
    verdict = prove("φ_1 = 名", fields={"φ_1": "scalar", "名": "scalar"})
    assert verdict.counterexample is not None
    assert set(verdict.counterexample.fields) == {"φ_1", "名"}


def test_a_verdict_reads_as_text_and_as_data() -> None:
    proved, refuted = verdict_of("div(f A) = f div(A) + dot(grad(f), A)"), verdict_of("f = g")
    assert str(proved).splitlines()[0] == "∇·(f A) = f ∇·A + ∇f·A: proved by rewriting"
    data = proved.to_json()
    assert data["steps"][-1]["after"] == "f ∇·A + ∇f·A"
    assert refuted.to_json()["counterexample"]["fields"].keys() == {"f", "g"}
    assert "the left side is" in str(refuted)


def test_what_was_tried_does_not_depend_on_the_clock() -> None:
    first, second = (verdict_of("f/0 = 1").tried for _ in range(2))
    assert first == second
    assert not any(" s," in line for line in first)


def test_unknown_kinds_are_declaration_errors() -> None:
    with pytest.raises(DeclarationError):
        prove("f = f", fields={"f": "quux"})
