"""Whether an identity without hypotheses is true, by plain SymPy in components: nothing of Photonic is used here."""

from __future__ import annotations

import random
from typing import Any

import sympy as sp

__all__ = ["truth"]

X = sp.symbols("x y z t", real=True)


def rk(a: Any) -> Any:
    return 1 + rk(a[0]) if isinstance(a, list) else 0


def mp(f: Any, *a: Any) -> Any:
    return [mp(f, *p) for p in zip(*a, strict=True)] if isinstance(a[0], list) else f(*a)


def add(*a: Any) -> Any:
    return mp(lambda *p: sp.Add(*p), *a)


def sc(s: Any, a: Any) -> Any:
    return mp(lambda p: s * p, a)


def d(a: Any, ax: Any) -> Any:
    return mp(lambda p: sp.diff(p, ax), a)


def grad(a: Any) -> Any:
    return [d(a, x) for x in X[:3]]


def dot(a: Any, b: Any) -> Any:
    if rk(a) == 2:
        return [dot(row, b) for row in a]
    return add(*[sc(a[i], b[i]) for i in range(3)])


def cross(a: Any, b: Any) -> Any:
    return [add(sc(a[(i + 1) % 3], b[(i + 2) % 3]), sc(-a[(i + 2) % 3], b[(i + 1) % 3])) for i in range(3)]


def curl(a: Any) -> Any:
    return [add(d(a[(i + 2) % 3], X[(i + 1) % 3]), sc(-1, d(a[(i + 1) % 3], X[(i + 2) % 3]))) for i in range(3)]


def tp(a: Any) -> Any:
    return [list(c) for c in zip(*a, strict=True)]


def lap(a: Any) -> Any:
    return add(*[d(d(a, x), x) for x in X[:3]])


half = sp.Rational(1, 2)


def mul(*a: Any) -> Any:
    s = sp.Integer(1)
    v = None
    for x in a:
        if rk(x):
            v = x
        else:
            s = s * x
    return s if v is None else sc(s, v)


OPERATORS: dict[str, Any] = {
    "add": add,
    "sub": lambda a, b: add(a, sc(-1, b)),
    "neg": lambda a: sc(-1, a),
    "mul": mul,
    "quot": lambda a, s: sc(1 / sp.sympify(s), a),
    "pow": lambda a, n: a**n,
    "dot": dot,
    "cross": cross,
    "outer": lambda a, b: [[p * q for q in b] for p in a],
    "ddot": lambda a, b: sum(a[i][j] * b[i][j] for i in range(3) for j in range(3)),
    "tr": lambda a: a[0][0] + a[1][1] + a[2][2],
    "transpose": tp,
    "sym": lambda a: sc(half, add(a, tp(a))),
    "skew": lambda a: sc(half, add(a, sc(-1, tp(a)))),
    "det": lambda a: dot(a[0], cross(a[1], a[2])),
    "axial": lambda a: [a[(i + 1) % 3][(i + 2) % 3] - a[(i + 2) % 3][(i + 1) % 3] for i in range(3)],
    "hat": lambda a: [[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]],
    "I": lambda: [[int(i == j) for j in range(3)] for i in range(3)],
    "grad": grad,
    "div": lambda a: add(*[d(a[i], X[i]) for i in range(3)]),
    "curl": curl,
    "lap": lap,
    "dt": lambda a: d(a, X[3]),
    "adv": lambda a, b: add(*[sc(a[i], d(b, X[i])) for i in range(3)]),
    "norm": lambda a: sp.sqrt(dot(a, a)),
    "sin": sp.sin,
    "cos": sp.cos,
    "exp": sp.exp,
    "log": sp.log,
    "sqrt": sp.sqrt,
}


def ev(e: Any, env: Any, res: Any = None) -> Any:
    if isinstance(e, int):
        return sp.Integer(e)
    if isinstance(e, str):
        return env[e]
    h = e[0]
    if h == "zero":
        return [sp.Integer(0), [0] * 3, [[0] * 3] * 3][e[1]]
    if h == "res":
        return res[e[1]]
    if h == "app":
        s = sp.Dummy()
        return sp.diff(env[e[1]](s), s, e[3]).subs(s, ev(e[2], env, res))
    a = [ev(x, env, res) for x in e[1:]]
    if h == "dal":
        return add(sc(env["c"] ** -2, d(d(a[0], X[3]), X[3])), sc(-1, lap(a[0])))
    return OPERATORS[h](*a)


def flat(a: Any) -> Any:
    return [y for x in a for y in flat(x)] if isinstance(a, list) else [sp.sympify(a)]


def field(rng: Any, kind: Any, deg: Any = 4, terms: Any = 4) -> Any:
    def s() -> Any:
        return rng.randint(1, 4) + sum(
            rng.choice((1, 2, 3, -1, -2)) * sp.Mul(*rng.choices(X, k=rng.randint(1, deg))) for _ in range(terms)
        )

    if kind == "scalar":
        return s()
    if kind == "vector":
        return [s() for _ in range(3)]
    if kind == "tensor2":
        return [[s() for _ in range(3)] for _ in range(3)]
    if kind == "const":
        return sp.Integer(rng.randint(2, 7))
    if kind == "constvec":
        return [sp.Integer(rng.randint(1, 7)) for _ in range(3)]
    if kind == "position":
        return list(X[:3])
    if kind == "time":
        return X[3]
    assert kind == "func1", kind
    q = sp.Symbol("q")
    return sp.Lambda(q, q**5 * 2 + rng.randint(1, 5) * q**3 + q**2)


def truth(row: Any, seed: Any = 0) -> bool:
    """Whether both sides of a row are equal at a random point on random polynomial fields, exactly or to 40 digits."""
    rng = random.Random(row["name"] + str(seed))
    env = {n: field(rng, k, *((4, 4) if k != "tensor2" else (3, 2))) for n, k in sorted(row["fields"].items())}
    env.setdefault("c", sp.Integer(3))
    at = dict(zip(X, [sp.Rational(rng.randint(1, 5), rng.choice((2, 3))) for _ in X], strict=True))
    left, right = flat(ev(row["lhs"], env)), flat(ev(row["rhs"], env))
    assert len(left) == len(right), row["name"]
    for a, b in zip(left, right, strict=True):
        if sp.N(a.subs(at)).has(sp.nan, sp.zoo) or sp.N(b.subs(at)).has(sp.nan, sp.zoo):
            return truth(row, seed + 1)
        v = (a - b).subs(at)
        if v.is_Rational:
            if v != 0:
                return False
        else:
            size = sp.N(a.subs(at), 60, maxn=5000)
            w = sp.N(v, 50, maxn=5000, chop=False)
            if abs(w) > 1e-40 * (1 + abs(size)):
                return False
    return True
