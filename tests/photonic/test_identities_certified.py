"""Further identities, true and false, with and without hypotheses: what they are by plain SymPy, what prove says."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
import sympy

from photonic.problem import Hypothesis, Problem
from photonic.prover import settle
from photonic.proving.verdict import Verdict
from tests.corpus import DATA, Row, read_rows
from tests.plain import AXES, Plain, both, each, entries

MORE = DATA.with_name("identities_certified.json")
ROWS = {row.name: row for row in read_rows(MORE)}
PLAIN = {row["name"]: row for row in json.loads(MORE.read_text())["rows"]}
TRUE = [name for name, row in ROWS.items() if row.true]
FALSE = [name for name, row in ROWS.items() if not row.true and not row.given]
FALSE_GIVEN = [name for name, row in ROWS.items() if not row.true and row.given]
RANKS = {"scalar": 0, "const": 0, "vector": 1, "constvec": 1, "tensor2": 2}


def random_fields(kinds: dict[str, str], draw: random.Random) -> dict[str, Any]:
    """Positive polynomials of degree 3 in x, y, z, t; positive integers for constants."""

    def polynomial() -> Any:
        monomials = [sympy.Mul(*draw.choices(AXES, k=2)) for _ in range(1)]
        return 1 + sum(sympy.Rational(draw.randint(1, 5), 7) * m for m in monomials)

    fields: dict[str, Any] = {}
    for name, kind in kinds.items():
        if kind == "func1":
            s = sympy.Symbol("s")
            fields[name] = s**3 + draw.randint(1, 5) * s**2
        elif kind in RANKS:
            constant = kind.startswith("const")
            fields[name] = each(
                lambda c=constant: sympy.Integer(draw.randint(1, 4)) if c else polynomial(), RANKS[kind]
            )
    return fields


def difference(data: dict[str, Any], seed: int) -> list[Any]:
    """left − right − certificate at a random point on random fields, to 60 digits."""
    draw = random.Random(f"{data['name']} {seed}")
    plain = Plain(random_fields(data["fields"], draw), data["fields"])
    plain.do_res = lambda i: plain.do_sub(*(plain.value(side) for side in data["given"][i]))
    value = both(lambda a, b: a - b, plain.value(data["lhs"]), plain.value(data["rhs"]))
    if "certificate" in data:
        value = both(lambda a, b: a - b, value, certificate(data["certificate"], plain))
    point = {axis: sympy.Rational(draw.randint(1, 9), 5) for axis in AXES}
    return [sympy.N(sympy.sympify(entry), 60, subs=point) for entry in entries(value)]


def certificate(data: Any, plain: Plain) -> Any:
    """The certificate's value; ["res", i] is left − right of hypothesis i."""
    names: dict[str, Any] = {}

    def replaced(part: Any) -> Any:
        if isinstance(part, list) and part[0] == "res":
            names[f"res {part[1]}"] = plain.do_res(part[1])
            return f"res {part[1]}"
        return [replaced(item) for item in part] if isinstance(part, list) else part

    expression = replaced(data)
    return Plain(plain.fields | names, plain.kinds).value(expression)


@pytest.mark.parametrize("name", TRUE)
def test_a_true_row_is_true_in_components(name: str) -> None:
    assert ("certificate" in PLAIN[name]) == bool(ROWS[name].given)
    assert all(abs(entry) < 1e-40 for entry in difference(PLAIN[name], 1))


@pytest.mark.parametrize("name", FALSE)
def test_a_false_row_is_false_in_components(name: str) -> None:
    assert any(abs(entry) > 1e-9 for seed in (1, 2, 3) for entry in difference(PLAIN[name], seed))


def verdict_on(row: Row) -> Verdict:
    given = tuple(Hypothesis(f"given {i}", *sides) for i, sides in enumerate(row.given, 1))
    return settle(Problem(row.left, row.right, given))


@pytest.mark.parametrize("name", TRUE)
def test_a_true_row_is_proved(name: str) -> None:
    verdict = verdict_on(ROWS[name])
    assert verdict.status == "proved", verdict
    assert verdict.method == "rewriting", verdict


@pytest.mark.parametrize("name", [*FALSE, *FALSE_GIVEN])
def test_a_false_row_is_refuted_and_plain_sympy_agrees(name: str) -> None:
    data, found = PLAIN[name], verdict_on(ROWS[name]).counterexample
    assert found is not None
    names = dict(zip("xyzt", AXES, strict=True))
    fields = {}
    for field, value in found.fields.items():
        body = re.fullmatch(r"\(s ↦ (.*)\)", value)[1] if isinstance(value, str) else value
        fields[field] = listed(sympy.sympify(str(body), locals=names))
    plain = Plain(fields, data["fields"])
    for left, right in data.get("given", []):
        residual = entries(both(lambda a, b: a - b, plain.value(left), plain.value(right)))
        assert all(sympy.simplify(entry) == 0 for entry in residual)
    point = {axis: found.point[str(axis)] for axis in AXES}
    sides = [[sympy.sympify(e).subs(point) for e in entries(plain.value(data[side]))] for side in ("lhs", "rhs")]
    assert any(abs(sympy.N(a - b, 30)) > 1e-9 for a, b in zip(*sides, strict=True))


def listed(value: Any) -> Any:
    """Tuples as lists."""
    return [listed(entry) for entry in value] if isinstance(value, (tuple, sympy.Tuple)) else value


def test_there_are_many_of_each() -> None:
    assert (len(TRUE), len(FALSE), len(FALSE_GIVEN)) >= (45, 15, 10)
