"""A false identity gets a counterexample that plain SymPy confirms; a true one never gets any."""

from __future__ import annotations

import json
import re
from itertools import permutations, product
from typing import Any

import pytest
import sympy

from photonic import counterexample
from photonic.counterexample import Counterexample, find_counterexample
from photonic.declarations import Declaration
from photonic.meaning import program_of
from photonic.parser import parse_term
from photonic.problem import residual
from rewriting.term import Term, postorder
from tests.corpus import DATA, Row, read_rows

ROWS = {row.name: row for row in read_rows()}
DATA_ROWS = {row["name"]: row for row in json.loads(DATA.read_text())["rows"]}
PLAIN = [name for name, row in ROWS.items() if not row.given]
FALSE = [name for name in PLAIN if not ROWS[name].true]
TRUE = [name for name in PLAIN if ROWS[name].true]
AXES = sympy.symbols("x y z t")
SPACE = AXES[:3]
I3 = range(3)


def functions_in(*terms: Term) -> list[str]:
    """The unknown functions' names."""
    return sorted({n.op.payload[0] for term in terms for n in postorder(term) if n.op.name == "unknown"})


def search(row: Row) -> Counterexample | None:
    """A counterexample to a row, if the search finds one."""
    return find_counterexample(program_of(row.left, row.right), (), functions_in(row.left, row.right))


class Plain:
    """The corpus's prefix notation by plain SymPy: scalars are expressions, vectors lists, tensors lists of lists."""

    def __init__(self, fields: dict[str, Any], kinds: dict[str, str]) -> None:
        self.fields, self.kinds = fields, kinds

    def value(self, e: Any) -> Any:
        """The value of a prefix expression."""
        if isinstance(e, int):
            return sympy.Integer(e)
        if isinstance(e, str):
            known = {"position": list(SPACE), "time": AXES[3]}
            return known[self.kinds[e]] if self.kinds.get(e) in known else self.fields[e]
        head, *rest = e
        if head == "zero":
            return each(lambda: sympy.Integer(0), rest[0])
        if head == "I":
            return [[sympy.Integer(i == j) for j in I3] for i in I3]
        if head == "app":
            s = sympy.Symbol("s")
            return sympy.diff(self.fields[rest[0]], s, rest[2]).subs(s, self.value(rest[1]))
        values = [self.value(item) for item in rest]
        return getattr(self, f"do_{head}")(*values)

    def do_add(self, *values: Any) -> Any:
        return both(lambda *v: sum(v), *values)

    def do_sub(self, a: Any, b: Any) -> Any:
        return both(lambda p, q: p - q, a, b)

    def do_neg(self, a: Any) -> Any:
        return both(lambda p: -p, a)

    def do_mul(self, *values: Any) -> Any:
        scalar = sympy.Mul(*[v for v in values if not isinstance(v, list)])
        others = [v for v in values if isinstance(v, list)]
        return both(lambda p: scalar * p, others[0]) if others else scalar

    def do_quot(self, a: Any, s: Any) -> Any:
        return both(lambda p: p / s, a)

    def do_pow(self, a: Any, n: Any) -> Any:
        return a**n

    def do_dot(self, a: Any, b: Any) -> Any:
        if isinstance(a[0], list):
            return [self.do_dot(row, b) for row in a]
        if isinstance(b[0], list):
            return [sum(a[i] * b[i][j] for i in I3) for j in I3]
        return sum(a[i] * b[i] for i in I3)

    def do_cross(self, a: Any, b: Any) -> Any:
        if isinstance(b[0], list):
            columns = [self.do_cross(a, [b[i][j] for i in I3]) for j in I3]
            return [[columns[j][i] for j in I3] for i in I3]
        return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]

    def do_outer(self, a: Any, b: Any) -> Any:
        return [[p * q for q in b] for p in a]

    def do_ddot(self, a: Any, b: Any) -> Any:
        return sum(a[i][j] * b[i][j] for i in I3 for j in I3)

    def do_tr(self, a: Any) -> Any:
        return sum(a[i][i] for i in I3)

    def do_transpose(self, a: Any) -> Any:
        return [[a[j][i] for j in I3] for i in I3]

    def do_sym(self, a: Any) -> Any:
        return [[(a[i][j] + a[j][i]) / 2 for j in I3] for i in I3]

    def do_skew(self, a: Any) -> Any:
        return [[(a[i][j] - a[j][i]) / 2 for j in I3] for i in I3]

    def do_det(self, a: Any) -> Any:
        return sympy.Matrix(a).det()

    def do_axial(self, a: Any) -> Any:
        return [sum(sympy.LeviCivita(i, j, k) * a[j][k] for j, k in product(I3, I3)) for i in I3]

    def do_hat(self, a: Any) -> Any:
        return [[-sum(sympy.LeviCivita(i, j, k) * a[k] for k in I3) for j in I3] for i in I3]

    def do_grad(self, a: Any) -> Any:
        return [both(lambda p, axis=axis: sympy.diff(p, axis), a) for axis in SPACE]

    def do_div(self, a: Any) -> Any:
        if isinstance(a[0], list):
            return [sum(sympy.diff(a[i][j], SPACE[i]) for i in I3) for j in I3]
        return sum(sympy.diff(a[i], SPACE[i]) for i in I3)

    def do_curl(self, a: Any) -> Any:
        if isinstance(a[0], list):
            columns = [self.do_curl([a[i][j] for i in I3]) for j in I3]
            return [[columns[j][i] for j in I3] for i in I3]
        d = [[sympy.diff(a[j], SPACE[i]) for j in I3] for i in I3]
        return [d[1][2] - d[2][1], d[2][0] - d[0][2], d[0][1] - d[1][0]]

    def do_lap(self, a: Any) -> Any:
        return both(lambda p: sum(sympy.diff(p, axis, 2) for axis in SPACE), a)

    def do_dt(self, a: Any) -> Any:
        return both(lambda p: sympy.diff(p, AXES[3]), a)

    def do_dal(self, a: Any) -> Any:
        return both(lambda p, q: p / self.fields["c"] ** 2 - q, self.do_dt(self.do_dt(a)), self.do_lap(a))

    def do_adv(self, a: Any, b: Any) -> Any:
        return both(lambda p: sum(a[i] * sympy.diff(p, SPACE[i]) for i in I3), b)

    def do_norm(self, a: Any) -> Any:
        return sympy.sqrt(sum(p * p for p in a))

    def __getattr__(self, name: str) -> Any:
        return getattr(sympy, name.removeprefix("do_"))


def each(make: Any, rank: int) -> Any:
    """Nested lists of this rank."""
    return [each(make, rank - 1) for _ in I3] if rank else make()


def both(function: Any, *values: Any) -> Any:
    """The function on corresponding entries of nested lists."""
    if isinstance(values[0], list):
        return [both(function, *parts) for parts in zip(*values, strict=True)]
    return function(*values)


def plain_fields(found: Counterexample) -> dict[str, Any]:
    """The counterexample's fields as nested lists of SymPy expressions, read back from their text."""
    fields = {}
    for name, value in found.fields.items():
        body = re.fullmatch(r"\(s ↦ (.*)\)", value).group(1) if isinstance(value, str) else value
        read = sympy.sympify(str(body), locals={"x": AXES[0], "y": AXES[1], "z": AXES[2], "t": AXES[3]})
        fields[name] = listed(read)
    return fields


def listed(value: Any) -> Any:
    """Tuples as lists."""
    return [listed(entry) for entry in value] if isinstance(value, (tuple, sympy.Tuple)) else value


def entries(value: Any) -> list[Any]:
    """The entries of nested lists or tuples."""
    return [e for part in value for e in entries(part)] if isinstance(value, (list, tuple)) else [value]


@pytest.mark.parametrize("name", FALSE)
def test_a_false_row_has_a_counterexample_that_plain_sympy_confirms(name: str) -> None:
    found = search(ROWS[name])
    assert found is not None
    data = DATA_ROWS[name]
    plain = Plain(plain_fields(found), data["fields"])
    point = {axis: found.point[str(axis)] for axis in AXES}
    sides = [[sympy.sympify(e).subs(point) for e in entries(plain.value(data[side]))] for side in ("lhs", "rhs")]
    shown = [[sympy.sympify(e) for e in entries(side)] for side in (found.left, found.right)]
    for ours, theirs in zip(sides, shown, strict=True):
        assert all(abs(sympy.N(a - b, 30)) < 1e-20 for a, b in zip(ours, theirs, strict=True))
    assert any(abs(sympy.N(a - b, 30)) > 1e-9 for a, b in zip(*sides, strict=True))


@pytest.mark.parametrize("name", TRUE)
def test_a_true_row_never_has_a_counterexample(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counterexample, "TRIES", 9)  # the first tries of sixty; a later one has longer polynomials
    assert search(ROWS[name]) is None


def test_the_corpus_has_enough_of_both() -> None:
    assert len(FALSE) >= 8
    assert len(TRUE) >= 20


NAMES = {"E": Declaration("E", "vector"), "B": Declaration("B", "vector"), "u": Declaration("u", "scalar")}


def test_under_hypotheses_the_fields_satisfy_them() -> None:
    left, right = (parse_term(text, NAMES) for text in ("∇×E", "0*E"))
    free = program_of(residual(parse_term("∇·E", NAMES), parse_term("0", NAMES)))
    found = find_counterexample(program_of(left, right), [free])
    assert found is not None
    field = plain_fields(found)["E"]
    assert sympy.expand(sum(sympy.diff(field[i], SPACE[i]) for i in I3)) == 0
    assert Plain({}, {}).do_curl(field) != [0, 0, 0]
    follows = program_of(parse_term("∇·E", NAMES), parse_term("0", NAMES))
    assert find_counterexample(follows, [free], seconds=0.5) is None


def test_the_same_seed_finds_the_same_fields() -> None:
    program = program_of(parse_term("u u", NAMES), parse_term("u", NAMES))
    first, second = find_counterexample(program, seed=3), find_counterexample(program, seed=3)
    assert first == second
    assert first is not None
    assert json.loads(json.dumps(first.to_json()))["fields"].keys() == {"u"}
    assert "the left side is" in str(first)


def test_the_oracle_knows_the_alternating_tensor() -> None:
    for i, j, k in permutations(I3):
        unit = [[sympy.Integer(a == b) for b in I3] for a in I3]
        assert Plain({}, {}).do_cross(unit[i], unit[j])[k] == sympy.LeviCivita(i, j, k)
