"""Signs of real terms as facts with proofs: positive, negative, nonnegative, nonpositive and nonzero.

They follow from what is assumed of each symbol and hold of one term, so a rule that asks for them can be proved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rewriting.analyses.facts import Clause, Clauses
from rewriting.op import NUMBER, Op

__all__ = ["SIGNS", "sign_clauses"]

SIGNS = ("positive", "negative", "nonnegative", "nonpositive", "nonzero")

_P, _N, _PZ, _NZ, _X = SIGNS
_IMPLIED = {_P: (_P, _PZ, _X), _N: (_N, _NZ, _X), _PZ: (_PZ,), _NZ: (_NZ,), _X: (_X,), "zero": (_PZ, _NZ)}

_BINARY: Mapping[str, Mapping[str, Sequence[tuple[str, str]]]] = {
    "+": {
        _P: ((_P, _PZ), (_PZ, _P)),
        _N: ((_N, _NZ), (_NZ, _N)),
        _PZ: ((_PZ, _PZ),),
        _NZ: ((_NZ, _NZ),),
        _X: ((_P, _PZ), (_PZ, _P), (_N, _NZ), (_NZ, _N)),
    },
    "-": {
        _P: ((_P, _NZ), (_PZ, _N)),
        _N: ((_N, _PZ), (_NZ, _P)),
        _PZ: ((_PZ, _NZ),),
        _NZ: ((_NZ, _PZ),),
        _X: ((_P, _NZ), (_PZ, _N), (_N, _PZ), (_NZ, _P)),
    },
    "*": {
        _P: ((_P, _P), (_N, _N)),
        _N: ((_P, _N), (_N, _P)),
        _PZ: ((_PZ, _PZ), (_NZ, _NZ)),
        _NZ: ((_PZ, _NZ), (_NZ, _PZ)),
        _X: ((_X, _X),),
    },
    "/": {
        _P: ((_P, _P), (_N, _N)),
        _N: ((_P, _N), (_N, _P)),
        _PZ: ((_PZ, _P), (_NZ, _N)),
        _NZ: ((_PZ, _N), (_NZ, _P)),
        _X: ((_X, _X),),
    },
}
"""What the two operands must be for a result of a sign; a power needs a positive base, which `_power` sees to."""

_UNARY: Mapping[str, Mapping[str, Sequence[str]]] = {
    "neg": {_P: (_N,), _N: (_P,), _PZ: (_NZ,), _NZ: (_PZ,), _X: (_X,)},
    "sqrt": {_P: (_P,), _PZ: (_PZ,), _X: (_P,)},
    "abs": {_P: (_X,), _PZ: ("",), _X: (_X,)},
    "exp": {_P: ("",), _PZ: ("",), _X: ("",)},
}
"""The same for one operand; "" where it may be anything."""


def sign_clauses(assumptions: Mapping[str, str], symbol: str = "symbol") -> dict[str, Clauses]:
    """The five facts, for `Facts(…)`. `assumptions` gives what is known of symbols by name, such as {"x": "positive"}.

    Terms are real and defined: a quotient\'s divisor is not zero. Raises ValueError for an assumption that is no sign.
    """
    for name, sign in assumptions.items():
        if sign not in SIGNS:
            raise ValueError(f"assumptions[{name!r}] is {sign!r}: it must be one of {', '.join(SIGNS)}")
    return {sign: _clauses(sign, assumptions, symbol) for sign in SIGNS}


def _clauses(sign: str, assumptions: Mapping[str, str], symbol: str) -> Callable[[Op, int], Sequence[Clause]]:
    def clauses(op: Op, arity: int) -> Sequence[Clause]:
        if arity == 0:
            return [{}] if sign in _IMPLIED.get(_leaf(op, assumptions, symbol), ()) else []
        if arity == 1:
            needs = _UNARY.get(op.name, {}).get(sign, ())
            return [{0: frozenset([need])} if need else {} for need in needs]
        if arity == 2 and op.name == "**":
            return [{0: frozenset([_P])}] if sign in _IMPLIED[_P] else []
        pairs = _BINARY.get(op.name, {}).get(sign, ()) if arity == 2 else ()
        return [{0: frozenset([left]), 1: frozenset([right])} for left, right in pairs]

    return clauses


def _leaf(op: Op, assumptions: Mapping[str, str], symbol: str) -> str:
    if op.name == NUMBER:
        return "zero" if op.payload == 0 else _P if op.payload > 0 else _N
    return assumptions.get(str(op.payload), "") if op.name == symbol else ""
