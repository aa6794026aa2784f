"""prove: never wrong, always with evidence, always within its budget; and clear about what it cannot read."""

from collections.abc import Mapping
from typing import Any

import pytest
import sympy

from photonic.deciding.decision import decide
from photonic.problem import Hypothesis, Problem
from photonic.prover import settle
from photonic.proving.saturation import Saturation
from photonic.proving.verdict import Verdict
from photonic.theory.rules import theory_for, vocabulary
from rewriting.proof import Kernel
from rewriting.term import Term
from tests.corpus import Row, read_rows
from tests.photonic.claims import verdict_of

AXES = sympy.symbols("x y z t", real=True)


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
UNSETTLED = {"F_g_vorticity_compressible"}
"""A false row whose hypothesis is not linear."""


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


def test_what_does_not_follow_is_refuted_by_fields_that_satisfy_the_hypotheses() -> None:
    verdict = verdict_of("∇×A = 0", given=["∇·A = 0"])
    assert verdict.status == "refuted"
    assert differs(verdict)
