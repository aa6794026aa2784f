"""Rules that look true: each run stops at the first wrong union, and says which rule, where, and both values."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from rewriting.analyses.fingerprint import Fingerprint
from rewriting.check import check
from rewriting.egraph import EGraph
from rewriting.infix import SYMBOL, parse_term
from rewriting.op import NUMBER
from rewriting.report import StopReason
from rewriting.rule import Rule
from rewriting.ruleset import RuleSet
from rewriting.run import run
from rewriting.term import Term, fold, substitute, variable, variables

CASES = json.loads((Path(__file__).parents[1] / "data" / "rules_sound_and_unsound.json").read_text(encoding="utf-8"))
PRIME = 2**31 - 1
SCALAR, VECTOR, QUATERNION, MATRIX = range(4)
SHAPES = {SCALAR: (), VECTOR: (3,), QUATERNION: (4,), MATRIX: (3, 3)}
KINDS = {"scalar": SCALAR, "vector": VECTOR, "quaternion": QUATERNION, "matrix": MATRIX}


def quaternion_product(p, q):
    """Hamilton's product of two quaternions (w, x, y, z)."""
    return [
        p[0] * q[0] - p[1] * q[1] - p[2] * q[2] - p[3] * q[3],
        p[0] * q[1] + p[1] * q[0] + p[2] * q[3] - p[3] * q[2],
        p[0] * q[2] - p[1] * q[3] + p[2] * q[0] + p[3] * q[1],
        p[0] * q[3] + p[1] * q[2] - p[2] * q[1] + p[3] * q[0],
    ]


def product(a, b):
    """The product of two values as nested tuples of Python integers."""
    a, b = np.asarray(a, dtype=object), np.asarray(b, dtype=object)
    if a.shape == b.shape == (4,):
        return np.array(quaternion_product(a, b), dtype=object)
    return a @ b if a.ndim == b.ndim == 2 else a * b


def cross(a, b):
    return np.array([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]], dtype=object)


def power(a, n):
    result = a
    for _ in range(int(n) - 1):
        result = product(result, a)
    return result


MEANINGS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": product,
    "**": power,
    "neg": lambda a: -a,
    "tr": lambda a: a[0][0] + a[1][1] + a[2][2],
    "H": lambda a: a.T,
    "T": lambda a: a.T,
    "dot": lambda a, b: a[0] * b[0] + a[1] * b[1] + a[2] * b[2],
    "cross": cross,
    "qconj": lambda q: np.array([q[0], -q[1], -q[2], -q[3]], dtype=object),
}


def value(op, operands, kind):
    """One value modulo the prime, in Python integers."""
    if op.name == NUMBER:
        result = np.array(op.payload, dtype=object)
    elif op.name == SYMBOL:
        draw = random.Random(f"{kind} {op.payload}")
        size = int(np.prod(SHAPES[kind]))
        result = np.array([draw.randrange(PRIME) for _ in range(size)], dtype=object).reshape(SHAPES[kind])
    else:
        result = MEANINGS[op.name](*operands)
    return np.asarray(result, dtype=object) % PRIME


class Algebra:
    """Matrices, vectors, quaternions and scalars modulo a prime; every symbol is of one kind, drawn at random."""

    def __init__(self, kind):
        self.kind = kind

    def sort(self, op, child_sorts):
        if not child_sorts:
            return self.kind if op.name == SYMBOL else SCALAR
        return SCALAR if op.name in ("tr", "dot") else max(child_sorts)

    def shape(self, sort):
        return SHAPES[sort]

    def make(self, op, operands):
        columns = [values for values, _ in operands]
        count = len(columns[0]) if columns else 1
        made = [value(op, [column[i].astype(object) for column in columns], self.kind) for i in range(count)]
        return np.stack(made).astype(np.int64), np.zeros(count, dtype=np.int64)

    def agree(self, _sort, left, _left_trust, right, _right_trust):
        return (left == right).reshape(len(left), -1).all(axis=1)


def evaluated(term, kind):
    return fold(term, lambda op, operands: value(op, operands, kind))


def opened(case):
    """The rule of a case, its seed, and the bindings that lead from one to the other."""
    sides = []
    for side in (case["lhs"], case["rhs"]):
        names = {parse_term(name): variable(name) for name in case["variables"]}
        sides.append(fold(parse_term(side), lambda op, args, n=names: n.get(Term(op), Term(op, tuple(args)))))
    bindings = {name: parse_term(name) for name in variables(sides[0])}
    return Rule(case["id"], *sides, origin=f"cases:{case['id']}"), bindings


TRUE = [case for case in CASES["rules"] if case["sound"]]
WRONG = [case for case in CASES["rules"] if not case["sound"]]


@pytest.mark.parametrize("case", WRONG, ids=[case["id"] for case in WRONG])
def test_a_wrong_rule_among_true_ones_is_stopped_at_its_first_union(case):
    kind = KINDS[case["kind"]]
    rule, bindings = opened(case)
    others = [opened(other)[0] for other in TRUE if other["kind"] == case["kind"]]
    graph = EGraph([Fingerprint(Algebra(kind))])
    seed = substitute(rule.lhs, bindings)
    graph.add(seed)
    report = run(graph, RuleSet([*others, rule]), rounds=3, node_limit=5000)
    assert report.reason is StopReason.CONTRADICTION
    found = report.stop.contradiction
    assert (found.rule, found.rule.origin) == (rule, f"cases:{case['id']}")
    assert found.left is substitute(rule.lhs, found.bindings)
    assert found.right is substitute(rule.rhs, found.bindings)
    for term, told in ((found.left, found.left_value), (found.right, found.right_value)):
        assert np.array_equal(np.asarray(told, dtype=object), evaluated(term, kind))
    assert not np.array_equal(evaluated(found.left, kind), evaluated(found.right, kind))
    assert all(f"?{name} = {term}" in str(report) for name, term in found.bindings.items())
    assert not graph.equal(found.left, found.right)
    check(graph)


@pytest.mark.parametrize("kind", sorted({case["kind"] for case in TRUE}))
def test_true_rules_are_never_stopped(kind):
    rules = [opened(case) for case in TRUE if case["kind"] == kind]
    graph = EGraph([Fingerprint(Algebra(KINDS[kind]))])
    graph.add_all([substitute(rule.lhs, bindings) for rule, bindings in rules])
    report = run(graph, RuleSet([rule for rule, _ in rules]), rounds=3, node_limit=2000)
    assert report.reason is not StopReason.CONTRADICTION
    for rule, bindings in rules:
        assert graph.equal(substitute(rule.lhs, bindings), substitute(rule.rhs, bindings))
    check(graph)
