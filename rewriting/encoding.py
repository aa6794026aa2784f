"""Operators, terms and rules as JSON data, and back: what snapshots, proofs and exported graphs are written in.

    payload                     data
    None, True, 7, "x"          null, true, 7, "x"
    7 · 10¹⁸                    {"int": "7000000000000000000"}       beyond 2⁵³, where other readers would round
    1/3, 0.1                    {"fraction": "1/3"}, {"float": "0x1.999999999999ap-4"}
    (1, "a"), {1, 2}            {"tuple": [1, "a"]}, {"set": [1, 2]}
    Op("f", 1)                  {"op": ["f", 1]}
    anything else               {"kind": "rank", "data": …}          by a PayloadKind that the caller names

Terms are written as one list of distinct nodes, operands first, so that shared subterms are written once and nothing
here recurses on them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rewriting.op import Op
from rewriting.term import Term

__all__ = ["Encoding", "EncodingError", "PayloadKind", "TermReader", "TermWriter"]

_EXACT = 2**53
"""Integers up to here are exact in every JSON reader."""


class EncodingError(ValueError):
    """Something that cannot be written as data, or data that cannot be read."""


@dataclass(frozen=True, slots=True)
class PayloadKind:
    """How payloads of a class of one's own are written: `write` gives JSON data, `read` makes the payload of it."""

    name: str
    type: type
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


class Encoding:
    """Payloads and operators as JSON data. `kinds` are the payload types beyond numbers, text, tuples and sets."""

    def __init__(self, kinds: Iterable[PayloadKind] = ()) -> None:
        self._kinds = {kind.name: kind for kind in kinds}

    def payload(self, value: Any) -> Any:
        """The data of a payload. Raises EncodingError for a type that no kind covers."""
        for kind in self._kinds.values():
            if type(value) is kind.type:
                return {"kind": kind.name, "data": kind.write(value)}
        if value is None or isinstance(value, bool | str):
            return value
        if isinstance(value, int):
            return value if abs(value) <= _EXACT else {"int": str(value)}
        if isinstance(value, Fraction):
            return {"fraction": str(value)}
        if isinstance(value, float):
            return {"float": value.hex()}
        if isinstance(value, tuple):
            return {"tuple": [self.payload(part) for part in value]}
        if isinstance(value, frozenset):
            return {"set": sorted((self.payload(part) for part in value), key=_sort_key)}
        if isinstance(value, Op):
            return {"op": self.op(value)}
        raise EncodingError(
            f"payload {value!r} is a {type(value).__name__}: pass a PayloadKind that says how to write it"
        )

    def read_payload(self, data: Any) -> Any:
        """The payload that data stands for. Raises EncodingError if it stands for none."""
        if data is None or isinstance(data, bool | str | int):
            return data
        if not isinstance(data, dict):
            raise EncodingError(f"payload {data!r}: expected a number, a text or an object such as {{'tuple': […]}}")
        try:
            return self._read_tagged(data)
        except (TypeError, ValueError, KeyError, ZeroDivisionError) as error:
            if isinstance(error, EncodingError):
                raise
            raise EncodingError(f"payload {data!r} cannot be read: {error}") from error

    def op(self, op: Op) -> list[Any]:
        """The data of an operator: its name and its payload. Raises EncodingError for a payload of no known kind."""
        try:
            return [op.name, self.payload(op.payload)]
        except EncodingError as error:
            raise EncodingError(f"operator {op}: {error}") from error

    def read_op(self, data: Any) -> Op:
        """The operator that data stands for. Raises EncodingError for data that stands for none."""
        if not (isinstance(data, list) and len(data) == 2 and isinstance(data[0], str)):
            raise EncodingError(f"operator {data!r}: expected [name, payload]")
        return Op(data[0], self.read_payload(data[1]))

    def _read_tagged(self, data: dict[str, Any]) -> Any:
        if set(data) == {"kind", "data"}:
            kind = self._kinds.get(data["kind"])
            if kind is None:
                raise EncodingError(f"payload of kind {data['kind']!r}: pass the PayloadKind that reads it")
            return kind.read(data["data"])
        readers: dict[str, Callable[[Any], Any]] = {
            "int": int,
            "fraction": Fraction,
            "float": float.fromhex,
            "tuple": lambda parts: tuple(self.read_payload(part) for part in parts),
            "set": lambda parts: frozenset(self.read_payload(part) for part in parts),
            "op": self.read_op,
        }
        (tag,) = data
        if tag not in readers:
            raise EncodingError(f"payload {data!r}: {tag!r} is none of {', '.join(readers)}")
        return readers[tag](data[tag])


class TermWriter:
    """Collects terms: `index(term)` is the place of a term in `nodes`; `data` has everything to read them again."""

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding
        self._places: dict[Term, int] = {}
        self._op_places: dict[Op, int] = {}
        self.ops: list[list[Any]] = []
        self.nodes: list[list[int]] = []

    def index(self, term: Term) -> int:
        """Where a term stands, written now if need be."""
        if term not in self._places:
            for node in self._unwritten(term):
                self._places[node] = len(self.nodes)
                self.nodes.append([self._op(node.op), *(self._places[child] for child in node.args)])
        return self._places[term]

    def _unwritten(self, term: Term) -> Iterable[Term]:
        """The subterms that are not written yet, operands first; what is below a written one is not looked at."""
        stack = [term]
        while stack:
            node = stack[-1]
            missing = [child for child in node.args if child not in self._places]
            if missing:
                stack.extend(missing)
            elif stack.pop() not in self._places:
                yield node

    def _op(self, op: Op) -> int:
        place = self._op_places.setdefault(op, len(self.ops))
        if place == len(self.ops):
            self.ops.append(self._encoding.op(op))
        return place


class TermReader:
    """The terms that a TermWriter wrote, by place. Raises EncodingError for data that is not such a list."""

    def __init__(self, encoding: Encoding, ops: Any, nodes: Any) -> None:
        if not isinstance(ops, list) or not isinstance(nodes, list):
            raise EncodingError("terms need two lists, `ops` and `nodes`")
        known = [encoding.read_op(op) for op in ops]
        self._terms: list[Term] = []
        for place, node in enumerate(nodes):
            if not isinstance(node, list) or not node or not _are_places(node[:1], known):
                raise EncodingError(f"node {place} is {node!r}: expected [place of an operator, places of operands …]")
            if not _are_places(node[1:], self._terms):
                raise EncodingError(f"node {place} is {node!r}: operands must stand before it")
            self._terms.append(Term(known[node[0]], tuple(self._terms[child] for child in node[1:])))

    def __getitem__(self, place: int) -> Term:
        if not _are_places([place], self._terms):
            raise EncodingError(f"there is no term number {place!r}; there are {len(self._terms)}")
        return self._terms[place]

    def bindings(self, data: Any) -> Mapping[str, Term]:
        """Terms by name."""
        if not isinstance(data, dict):
            raise EncodingError(f"bindings are {data!r}: expected an object from names to terms")
        return {str(name): self[place] for name, place in data.items()}


def _are_places(places: Sequence[Any], known: Sequence[Any]) -> bool:
    return all(type(place) is int and 0 <= place < len(known) for place in places)


def _sort_key(data: Any) -> str:
    return json.dumps(data, sort_keys=True)
