"""Whether a claim holds on a random formal solution of its hypotheses: nothing of Photonic is used here.

All fields are Taylor series with random coefficients, moved onto the hypotheses and their derivatives by the method of
Gauss and Newton; then both sides are compared at the point. Constants are random, unless an equation is about nothing
else. Hypotheses may be of any form. Where solutions form several families, a start may lead to a small one, such as
f = 0; so a difference that is found shows that a claim fails, and none is what a true claim must give.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tests.formal_series import Series, Space, UndefinedError, constant, powers, space
from tests.identity_components import OPERATORS, mp

__all__ = ["difference"]

SHAPES = {"scalar": (), "vector": (3,), "tensor2": (3, 3), "const": (), "constvec": (3,)}
FIELDS = ("scalar", "vector", "tensor2")
DERIVATIVES = {"grad": 1, "div": 1, "curl": 1, "dt": 1, "adv": 1, "lap": 2, "dal": 2}
STEPS = 25
EXACT = 1e-11


def difference(row: Any, seed: int, margin: int) -> float | None:
    """The relative difference of the two sides, or None where the random start led to no solution.

    `margin` is how many derivatives of the hypotheses are taken beyond those that the claim has.
    """
    given = row.get("given", [])
    order = max(_depth(row["lhs"]), _depth(row["rhs"]), *(_depth(s) for pair in given for s in pair), 0)
    start = _Start(row, space(order + margin), seed)
    unknowns = start.unknowns
    for _ in range(STEPS if given else 0):
        values = _Values(start, unknowns, slopes=True)
        residuals = [entry for a, b in given for entry in _flat(values.of(["sub", a, b]))]
        kept = [start.where.degrees <= each.trust for each in residuals]
        wrong = np.concatenate([each.value[k] for each, k in zip(residuals, kept, strict=True)])
        if np.abs(wrong).max() < EXACT:
            break
        matrix = np.concatenate([
            np.zeros((k.sum(), len(unknowns))) if each.slope is None else each.slope[k]
            for each, k in zip(residuals, kept, strict=True)
        ])  # fmt: skip
        matrix[:, start.fixed] = 0
        step = np.linalg.lstsq(matrix, -wrong, rcond=1e-11)[0]
        unknowns = unknowns + step * min(1.0, 3 / max(np.abs(step).max(), 1e-300))
    else:
        if given:
            return None
    values = _Values(start, unknowns, slopes=False)
    pairs = zip(_flat(values.of(row["lhs"])), _flat(values.of(row["rhs"])), strict=True)
    return float(max(abs(a.value[0] - b.value[0]) / (1 + abs(a.value[0])) for a, b in pairs))


class _Start:
    """Random coefficients of all fields and constants, in one vector; `fixed` are the numbers of those that stay."""

    def __init__(self, row: Any, where: Space, seed: int) -> None:
        draw = np.random.default_rng([seed, *row["name"].encode()])
        self.where, self.kinds = where, {"c": "const", **row["fields"]}
        self.base = draw.uniform(0.4, 1.3, 4)
        self.slots: dict[str, tuple[int, int, int]] = {}
        sides = [_names(a) | _names(b) for a, b in row.get("given", [])]
        alone = [names for names in sides if not any(self.kinds.get(name) in FIELDS for name in names)]
        damping = np.array([math.sqrt(math.prod(map(math.factorial, e))) for e in where.exponents])
        parts, count, fixed = [], 0, list[int]()
        for name, kind in self.kinds.items():
            if kind not in SHAPES:
                continue
            entries, each = math.prod(SHAPES[kind]), 1 if kind.startswith("const") else where.size
            self.slots[name] = (count, entries, each)
            if each == 1 and not any(name in names for names in alone):
                fixed += range(count, count + entries)
            for _ in range(entries):
                coefficients = 0.7 * draw.normal(size=each) / damping[:each]
                coefficients[0] = draw.uniform(0.5, 2)
                parts.append(coefficients)
            count += entries * each
        self.unknowns, self.fixed = np.concatenate(parts), fixed
        self.functions = {n: draw.uniform(-1, 1, 7) for n, kind in self.kinds.items() if kind == "func1"}


class _Values:
    """The values of expressions as series, or lists of series, at given unknowns."""

    def __init__(self, start: _Start, unknowns: Any, slopes: bool) -> None:
        self._start, self._where = start, start.where
        self._fields = {name: self._field(name, unknowns, slopes) for name in start.slots}
        for name, kind in start.kinds.items():
            axes = [self._axis(axis) for axis in range(4)] if kind in ("position", "time") else []
            if axes:
                self._fields[name] = axes[:3] if kind == "position" else axes[3]

    def _axis(self, axis: int) -> Series:
        series = constant(self._where, self._start.base[axis])
        if self._where.order:
            series.value[self._where.position[tuple(int(k == axis) for k in range(4))]] = 1
        return series

    def _field(self, name: str, unknowns: Any, slopes: bool) -> Any:
        first, entries, each = self._start.slots[name]
        found = []
        for begin in range(first, first + entries * each, each):
            value, slope = np.zeros(self._where.size), None
            value[:each] = unknowns[begin : begin + each]
            if slopes:
                slope = np.zeros((self._where.size, len(unknowns)))
                slope[np.arange(each), np.arange(begin, begin + each)] = 1
            found.append(Series(self._where, value, slope))
        shape = SHAPES[self._start.kinds[name]]
        return found[0] if not shape else found if shape == (3,) else [found[:3], found[3:6], found[6:]]

    def of(self, e: Any) -> Any:
        """The value of an expression in the notation of the corpus."""
        if isinstance(e, int):
            return constant(self._where, e)
        if isinstance(e, str):
            return self._fields[e]
        head = e[0]
        if head == "zero":
            return _nested((3,) * e[1], lambda *_: constant(self._where, 0))
        if head == "I":
            return _nested((3, 3), lambda i, j: constant(self._where, float(i == j)))
        if head == "app":
            return self._unknown(e[1], self.of(e[2]), e[3])
        if head == "pow" and (exponent := _number(e[2])) is not None:
            return self._power(self.of(e[1]), exponent)
        args = [self.of(part) for part in e[1:]]
        own = getattr(self, f"_do_{head}", None)
        return own(*args) if own else OPERATORS[head](*args)

    def _do_neg(self, a: Any) -> Any:
        return mp(lambda p: -p, a)

    def _do_sub(self, a: Any, b: Any) -> Any:
        return mp(lambda p, q: p + -q, a, b)

    def _do_add(self, *parts: Any) -> Any:
        total = parts[0]
        for part in parts[1:]:
            total = mp(lambda p, q: p + q, total, part)
        return total

    def _do_mul(self, *factors: Any) -> Any:
        total = factors[0]
        for factor in factors[1:]:
            scalar, value = (factor, total) if isinstance(total, list) else (total, factor)
            total = mp(lambda p, s=scalar: s * p, value)
        return total

    def _do_quot(self, a: Any, s: Any) -> Any:
        return self._do_mul(self._power(s, -1), a)

    def _do_pow(self, s: Any, n: Any) -> Any:
        return self._do_exp(n * self._do_log(s))

    def _do_dot(self, a: Any, b: Any) -> Any:
        if isinstance(a[0], list):
            return [self._do_dot(row, b) for row in a]
        return self._do_add(*(self._do_mul(p, q) for p, q in zip(a, b, strict=True)))

    def _do_cross(self, a: Any, b: Any) -> Any:
        return [self._do_sub(self._do_mul(a[i - 2], b[i - 1]), self._do_mul(a[i - 1], b[i - 2])) for i in range(3)]

    def _do_ddot(self, a: Any, b: Any) -> Any:
        return self._do_add(*(p * q for p, q in zip(_flat(a), _flat(b), strict=True)))

    def _do_tr(self, a: Any) -> Any:
        return a[0][0] + a[1][1] + a[2][2]

    def _do_sym(self, a: Any) -> Any:
        return self._do_mul(constant(self._where, 0.5), self._do_add(a, OPERATORS["transpose"](a)))

    def _do_skew(self, a: Any) -> Any:
        return self._do_mul(constant(self._where, 0.5), self._do_sub(a, OPERATORS["transpose"](a)))

    def _do_det(self, a: Any) -> Any:
        return self._do_dot(a[0], self._do_cross(a[1], a[2]))

    def _do_axial(self, a: Any) -> Any:
        return [self._do_sub(a[i - 2][i - 1], a[i - 1][i - 2]) for i in range(3)]

    def _do_hat(self, a: Any) -> Any:
        nothing = constant(self._where, 0)
        return [[nothing, -a[2], a[1]], [a[2], nothing, -a[0]], [-a[1], a[0], nothing]]

    def _do_grad(self, a: Any) -> Any:
        return [_along(a, axis) for axis in range(3)]

    def _do_div(self, a: Any) -> Any:
        return self._do_add(*(_along(a[axis], axis) for axis in range(3)))

    def _do_curl(self, a: Any) -> Any:
        return [self._do_sub(_along(a[i - 1], (i + 1) % 3), _along(a[i - 2], (i + 2) % 3)) for i in range(3)]

    def _do_lap(self, a: Any) -> Any:
        return self._do_add(*(_along(_along(a, axis), axis) for axis in range(3)))

    def _do_dt(self, a: Any) -> Any:
        return _along(a, 3)

    def _do_dal(self, a: Any) -> Any:
        speed = self._power(self._fields["c"], -2)
        return self._do_sub(self._do_mul(speed, _along(_along(a, 3), 3)), self._do_lap(a))

    def _do_adv(self, a: Any, b: Any) -> Any:
        return self._do_add(*(self._do_mul(a[axis], _along(b, axis)) for axis in range(3)))

    def _do_norm(self, a: Any) -> Any:
        return self._power(self._do_dot(a, a), 0.5)

    def _do_sqrt(self, a: Any) -> Any:
        return self._power(a, 0.5)

    def _do_sin(self, a: Any) -> Any:
        return a.composed([math.sin(a.value[0] + k * math.pi / 2) for k in range(self._where.order + 2)])

    def _do_cos(self, a: Any) -> Any:
        return a.composed([math.cos(a.value[0] + k * math.pi / 2) for k in range(self._where.order + 2)])

    def _do_exp(self, a: Any) -> Any:
        return a.composed([math.exp(a.value[0])] * (self._where.order + 2))

    def _do_log(self, a: Any) -> Any:
        if a.value[0] <= 0:
            raise UndefinedError
        return a.composed([math.log(a.value[0]), *powers(a.value[0], -1, self._where.order + 1)])

    def _power(self, a: Any, exponent: float) -> Any:
        if exponent >= 0 and exponent == int(exponent):
            return math.prod([a] * int(exponent), start=constant(self._where, 1))
        if a.value[0] == 0 or (a.value[0] < 0 and exponent != int(exponent)):
            raise UndefinedError
        return a.composed(powers(a.value[0], exponent, self._where.order + 2))

    def _unknown(self, name: str, a: Any, order: int) -> Any:
        function = np.polynomial.Polynomial(self._start.functions[name])
        derivatives = [function.deriv(order + k) if order + k else function for k in range(self._where.order + 2)]
        return a.composed([float(each(a.value[0])) for each in derivatives])


def _along(a: Any, axis: int) -> Any:
    return mp(lambda p: p.along(axis), a)


def _flat(a: Any) -> list[Any]:
    return [entry for part in a for entry in _flat(part)] if isinstance(a, list) else [a]


def _nested(shape: tuple[int, ...], make: Any, *at: int) -> Any:
    return [_nested(shape[1:], make, *at, i) for i in range(shape[0])] if shape else make(*at)


def _depth(e: Any) -> int:
    return DERIVATIVES.get(e[0], 0) + max(map(_depth, e[1:]), default=0) if isinstance(e, list) and e else 0


def _names(e: Any) -> set[str]:
    return {e} if isinstance(e, str) else set().union(*map(_names, e[1:])) if isinstance(e, list) else set()


def _number(e: Any) -> float | None:
    """The number that an exponent spells."""
    if isinstance(e, int):
        return e
    parts = [_number(part) for part in e[1:]] if isinstance(e, list) and e[0] in ("neg", "quot") else [None]
    if None in parts:
        return None
    return -parts[0] if len(parts) == 1 else parts[0] / parts[1]  # type: ignore[operator]
