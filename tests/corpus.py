"""The reader of tests/data/identities.json: identities in prefix notation as terms of the language."""

from __future__ import annotations

import json
from functools import reduce
from pathlib import Path
from typing import Any

from photonic.expressions.declarations import Declaration
from photonic.terms import apply, symbol_term, zero
from rewriting.op import Op
from rewriting.term import Term, number

__all__ = ["Row", "read_rows"]

DATA = Path(__file__).parent / "data" / "identities.json"
KINDS = {"tensor2": "tensor", "const": "constant", "constvec": "constant_vector", "func1": "function"}
NAMES = {
    "neg": "negate", "quot": "divide", "pow": "power", "dot": "dot", "cross": "cross", "outer": "outer",
    "ddot": "double_dot", "tr": "trace", "transpose": "transpose", "sym": "symmetric", "skew": "skew",
    "det": "determinant", "axial": "axial", "hat": "hat", "I": "identity", "grad": "gradient", "div": "divergence",
    "curl": "curl", "lap": "laplacian", "dt": "time_derivative", "adv": "advection", "norm": "norm", "sub": "subtract",
}  # fmt: skip


class Row:
    """One identity: its two sides and hypotheses as terms, whether it is true, and its name."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.name: str = data["name"]
        self.true: bool = data["kind"] == "true"
        fields = {"c": "const", **data["fields"]}
        self.declarations = {n: Declaration(n, KINDS.get(kind, kind)) for n, kind in fields.items()}
        self.left, self.right = self.term(data["lhs"]), self.term(data["rhs"])
        self.given = [(self.term(a), self.term(b)) for a, b in data.get("given", [])]

    def term(self, data: Any) -> Term:
        """The term of a prefix expression."""
        if isinstance(data, int):
            return number(data)
        if isinstance(data, str):
            return symbol_term(self.declarations[data])
        head, *rest = data
        if head == "zero":
            return zero(rest[0])
        if head == "app":
            return Term(Op("unknown", (rest[0], rest[2])), (self.term(rest[1]),))
        args = [self.term(item) for item in rest]
        if head in ("add", "mul"):
            return reduce(lambda a, b: apply("add" if head == "add" else "multiply", a, b), args)
        if head == "dal":
            return apply("dalembertian", args[0], symbol_term(self.declarations["c"]))
        if head in ("sin", "cos", "exp", "log"):
            return Term(Op("function", head), tuple(args))
        if head == "sqrt":
            return apply("sqrt", *args)
        return apply(NAMES[head], *args)


def read_rows(data: Path = DATA) -> list[Row]:
    """All rows of the committed part of the corpus, or of another file in its notation."""
    return [Row(row) for row in json.loads(data.read_text())["rows"]]
