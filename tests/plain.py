"""The corpus's prefix notation in plain SymPy components, by textbook formulas: the oracle of truth for identities."""

from __future__ import annotations

from itertools import product
from typing import Any

import sympy

__all__ = ["AXES", "I3", "SPACE", "Plain", "both", "each", "entries"]

AXES = sympy.symbols("x y z t")
SPACE = AXES[:3]
I3 = range(3)


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


def entries(value: Any) -> list[Any]:
    """The entries of nested lists or tuples."""
    return [e for part in value for e in entries(part)] if isinstance(value, (list, tuple)) else [value]
