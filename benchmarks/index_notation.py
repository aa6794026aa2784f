"""Expressions of the field language in index notation, as a user of Cadabra would write them.

∇×A becomes ε_{ijk} ∂_{j}{A_{k}}, and so on. A quotient, a root or a function of a scalar stands as a scalar of its own,
with what its derivatives are as substitutions: ∂_{i}{R} → −R R ∂_{i}{g} and g R → 1 for R = 1/g.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import count

from photonic.terms import apply, rank
from rewriting.term import Term, number

__all__ = ["CannotStateError", "Statement"]

DERIVATIVES = {
    "sin": ("cos", 1), "cos": ("sin", -1), "exp": ("exp", 1),
}  # fmt: skip


SPARE = 8
"""Indices for dummies that arise on the way."""

HIGHEST = 4
"""The highest derivative of an unknown function that is spoken of."""


class CannotStateError(ValueError):
    """What has no counterpart in index notation here."""


class Statement:
    """The difference of two sides in index notation.

    `expression` is the text, `substitutions` what to replace in it, `fields` the objects that depend on the position,
    `indices` how many are needed.
    """

    def __init__(self, left: Term, right: Term) -> None:
        self.fields: dict[str, None] = {}
        self.substitutions: list[str] = []
        self._numbers = count(1)
        self._scalars: dict[tuple[str, Term], str] = {}
        self._spoken: list[Callable[[], None]] = []
        free = [self._index() for _ in range(rank(left))]
        self.expression = f"({self._text(left, free)}) - ({self._text(right, free)})"
        while self._spoken:
            self._spoken.pop()()
        self.indices = next(self._numbers) + SPARE

    def _index(self) -> str:
        return f"m{next(self._numbers)}"

    def _text(self, term: Term, at: list[str]) -> str:
        """The component of a term with these indices."""
        name, args = term.op.name, term.args
        if name == "number":
            value = Fraction(term.op.payload)
            return f"({value.numerator}/{value.denominator})" if value.denominator > 1 else f"({value.numerator})"
        if name == "symbol":
            return self._symbol(term, at)
        if name in ("function", "unknown"):
            return self._function(term)
        if name.startswith("zero"):
            return "0"
        writer = getattr(self, f"_{name}", None)
        if writer is None:
            raise CannotStateError(name)
        text: str = writer(at, *args)
        return text

    def _symbol(self, term: Term, at: list[str]) -> str:
        kind, name = term.op.payload.kind, term.op.payload.name
        if kind == "coordinate":
            raise CannotStateError(kind)
        shown = {"position": "rr", "time": "tt"}.get(kind, name.replace("_", ""))
        if kind == "position" and shown not in self.fields:
            self.substitutions += [r"\partial_{m1}{rr_{m2}} -> \delta_{m1 m2}", r"\partial_{t}{rr_{m1}} -> 0"]
        if kind == "time" and shown not in self.fields:
            self.substitutions += [r"\partial_{m1}{tt} -> 0", r"\partial_{t}{tt} -> 1"]
        if not kind.startswith("constant"):
            indices = " ".join(f"m{k + 1}" for k in range(len(at)))
            self.fields[f"{shown}_{{{indices}}}" if at else shown] = None
            self.fields[shown] = None
        return f"{shown}_{{{' '.join(at)}}}" if at else shown

    def _scalar(self, role: str, term: Term, speak: Callable[[str], Iterator[str]]) -> str:
        """A scalar of its own for a function of a term; `speak` tells its substitutions."""
        key = (role, term)
        if key not in self._scalars:
            name = self._scalars[key] = f"Q{chr(65 + len(self._scalars) % 26)}{'q' * (len(self._scalars) // 26)}"
            self.fields[name] = None
            self._spoken.append(lambda: self.substitutions.extend(speak(name)))
        return self._scalars[key]

    def _chain(self, name: str, outer: str, inner: Term) -> Iterator[str]:
        """What the derivatives of a function are: those of its argument times `outer`."""
        for axis in ("m1", "t"):
            yield rf"\partial_{{{axis}}}{{{name}}} -> {outer} \partial_{{{axis}}}{{{self._text(inner, [])}}}"
        for first, second in (("m1", "m2"), ("t", "t"), ("m1", "t")):
            once = rf"{outer} \partial_{{{second}}}{{{self._text(inner, [])}}}"
            yield rf"\partial_{{{first} {second}}}{{{name}}} -> \partial_{{{first}}}{{{once}}}"

    def _reciprocal(self, term: Term) -> str:
        if term.op.name == "norm":
            term = apply("sqrt", apply("dot", *term.args * 2))

        def speak(name: str) -> Iterator[str]:
            yield f"{self._text(term, [])} {name} -> 1"
            if term.op.name == "sqrt":
                yield f"{self._text(term.args[0], [])} {name} {name} -> 1"
            yield from self._chain(name, f"-{name} {name}", term)

        return self._scalar("reciprocal", term, speak)

    def _root(self, term: Term) -> str:
        def speak(name: str) -> Iterator[str]:
            yield f"{name} {name} -> {self._text(term, [])}"
            yield from self._chain(name, f"(1/2) {self._reciprocal(apply('sqrt', term))}", term)

        return self._scalar("root", term, speak)

    def _function(self, term: Term) -> str:
        if len(term.args) != 1:
            raise CannotStateError(str(term.op.payload))
        (inner,) = term.args
        if term.op.name == "unknown":
            function, order = term.op.payload
            following, sign = (function, order + 1), 1
        elif term.op.payload in DERIVATIVES:
            following, sign = DERIVATIVES[term.op.payload]
        else:
            raise CannotStateError(str(term.op.payload))

        def speak(name: str) -> Iterator[str]:
            if term.op.name == "unknown" and term.op.payload[1] >= HIGHEST:
                return
            derived = Term(type(term.op)(term.op.name, following), term.args)
            yield from self._chain(name, f"({sign}) {self._function(derived)}", inner)

        return self._scalar(str(term.op.payload), inner, speak)

    def _add(self, at: list[str], left: Term, right: Term) -> str:
        return f"({self._text(left, at)} + {self._text(right, at)})"

    def _subtract(self, at: list[str], left: Term, right: Term) -> str:
        return f"({self._text(left, at)} - ({self._text(right, at)}))"

    def _negate(self, at: list[str], value: Term) -> str:
        return f"(-1) ({self._text(value, at)})"

    def _multiply(self, at: list[str], left: Term, right: Term) -> str:
        first, second = (left, right) if rank(left) == 0 else (right, left)
        return f"({self._text(first, [])}) ({self._text(second, at)})"

    def _divide(self, at: list[str], value: Term, scalar: Term) -> str:
        if scalar.op.name == "number":
            return f"(1/{scalar.op.payload}) ({self._text(value, at)})"
        if scalar.op.name in ("multiply", "power"):
            return f"({self._text(value, at)}) {self._inverse(scalar)}"
        return f"({self._text(value, at)}) {self._reciprocal(scalar)}"

    def _inverse(self, scalar: Term) -> str:
        """The reciprocal of a product, factor by factor."""
        if scalar.op.name == "multiply":
            return " ".join(self._inverse(part) for part in scalar.args)
        if scalar.op.name == "power" and scalar.args[1].op.payload in range(1, 9):
            return " ".join([self._inverse(scalar.args[0])] * int(scalar.args[1].op.payload))
        return f"(1/{scalar.op.payload})" if scalar.op.name == "number" else self._reciprocal(scalar)

    def _power(self, at: list[str], base: Term, exponent: Term) -> str:
        if exponent.op.name != "number" or abs(exponent.op.payload) not in range(1, 9):
            raise CannotStateError("power")
        if exponent.op.payload < 0:
            return self._inverse(apply("power", base, number(-exponent.op.payload)))
        return " ".join(f"({self._text(base, at)})" for _ in range(int(exponent.op.payload)))

    def _sqrt(self, at: list[str], value: Term) -> str:
        del at
        return self._root(value)

    def _norm(self, at: list[str], value: Term) -> str:
        return self._sqrt(at, apply("dot", value, value))

    def _dot(self, at: list[str], left: Term, right: Term) -> str:
        own, k = rank(left) - 1, self._index()
        return f"({self._text(left, [*at[:own], k])}) ({self._text(right, [k, *at[own:]])})"

    def _cross(self, at: list[str], left: Term, right: Term) -> str:
        k, m = self._index(), self._index()
        return rf"\epsilon_{{{at[0]} {k} {m}}} ({self._text(left, [k])}) ({self._text(right, [m, *at[1:]])})"

    def _outer(self, at: list[str], left: Term, right: Term) -> str:
        return f"({self._text(left, at[:1])}) ({self._text(right, at[1:])})"

    def _double_dot(self, at: list[str], left: Term, right: Term) -> str:
        both = [*at, self._index(), self._index()]
        return f"({self._text(left, both)}) ({self._text(right, both)})"

    def _trace(self, at: list[str], value: Term) -> str:
        k = self._index()
        return self._text(value, [*at, k, k])

    def _transpose(self, at: list[str], value: Term) -> str:
        return self._text(value, at[::-1])

    def _symmetric(self, at: list[str], value: Term) -> str:
        return f"(1/2) ({self._text(value, at)} + {self._text(value, at[::-1])})"

    def _skew(self, at: list[str], value: Term) -> str:
        return f"(1/2) ({self._text(value, at)} - ({self._text(value, at[::-1])}))"

    def _determinant(self, at: list[str], value: Term) -> str:
        i, j, k, p, q, r = (self._index() for _ in range(6))
        parts = " ".join(f"({self._text(value, [*at, *pair])})" for pair in ((i, p), (j, q), (k, r)))
        return rf"(1/6) \epsilon_{{{i} {j} {k}}} \epsilon_{{{p} {q} {r}}} {parts}"

    def _axial(self, at: list[str], value: Term) -> str:
        j, k = self._index(), self._index()
        return rf"\epsilon_{{{at[0]} {j} {k}}} ({self._text(value, [j, k])})"

    def _hat(self, at: list[str], value: Term) -> str:
        k = self._index()
        return rf"(-1) \epsilon_{{{at[0]} {at[1]} {k}}} ({self._text(value, [k])})"

    def _identity(self, at: list[str]) -> str:
        return rf"\delta_{{{at[0]} {at[1]}}}"

    def _gradient(self, at: list[str], value: Term) -> str:
        return rf"\partial_{{{at[0]}}}{{{self._text(value, at[1:])}}}"

    def _divergence(self, at: list[str], value: Term) -> str:
        k = self._index()
        return rf"\partial_{{{k}}}{{{self._text(value, [k, *at])}}}"

    def _curl(self, at: list[str], value: Term) -> str:
        k, m = self._index(), self._index()
        return rf"\epsilon_{{{at[0]} {k} {m}}} \partial_{{{k}}}{{{self._text(value, [m, *at[1:]])}}}"

    def _laplacian(self, at: list[str], value: Term) -> str:
        k = self._index()
        return rf"\partial_{{{k}}}{{\partial_{{{k}}}{{{self._text(value, at)}}}}}"

    def _time_derivative(self, at: list[str], value: Term) -> str:
        return rf"\partial_{{t}}{{{self._text(value, at)}}}"

    def _dalembertian(self, at: list[str], value: Term, *speed: Term) -> str:
        waves = rf"\partial_{{t}}{{\partial_{{t}}{{{self._text(value, at)}}}}}"
        slow = "".join(f"{self._reciprocal(c)} {self._reciprocal(c)} " for c in speed)
        return f"({slow}{waves} - ({self._laplacian(at, value)}))"

    def _advection(self, at: list[str], along: Term, value: Term) -> str:
        k = self._index()
        return rf"({self._text(along, [k])}) \partial_{{{k}}}{{{self._text(value, at)}}}"
