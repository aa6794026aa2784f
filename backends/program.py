"""Programs: a meaning as a flat tape of primitive instructions, shared subexpressions once.

A program is plain data. It is what the language hands to the backends: every interpreter runs it, a record
stores it as JSON, and its content hash names it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from backends.calculus import Calculus

__all__ = ["Input", "Instruction", "Program", "Tracer", "evaluate"]

V = TypeVar("V")


@frozen
class Input:
    """What a program needs from outside.

    `kind` is one of scalar, vector, tensor (fields), constant, constant_vector, constant_tensor, position, time.
    `sign` is what is assumed of a scalar or a constant: positive, negative, nonnegative, nonpositive or nonzero, that
    it is an integer, both (as "positive integer"), or nothing.
    """

    name: str
    kind: str
    rank: int
    sign: str = ""


@frozen
class Instruction:
    """One primitive: the calculus method `op` on earlier results `args`, with its static parameters."""

    op: str
    args: tuple[int, ...] = ()
    static: tuple[Any, ...] = ()
    rank: int = 0


@frozen(cache_hash=True)
class Program:
    """A tape of instructions; `outputs` are indices into it, `inputs` what its input instructions name.

    The hash is kept, since a compiled module is looked up by its program at every call.
    """

    instructions: tuple[Instruction, ...]
    outputs: tuple[int, ...]
    dimension: int = 3

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The inputs in the order of their first use."""
        found = (instruction for instruction in self.instructions if instruction.op == "input")
        return tuple(Input(i.static[0], i.static[1], i.rank, *i.static[2:]) for i in found)

    def pruned(self) -> Program:
        """The program without what only a loop's body needs, which has its own; the same one where it has no loop."""
        if not any(instruction.op == "iterate" for instruction in self.instructions):
            return self
        live = set(self.outputs)
        for position in reversed(range(len(self.instructions))):
            live.update(self.instructions[position].args if position in live else ())
        kept = {position: index for index, position in enumerate(sorted(live))}
        tape = (evolve(i, args=tuple(kept[a] for a in i.args)) for n, i in enumerate(self.instructions) if n in kept)
        return Program(tuple(tape), tuple(kept[output] for output in self.outputs), self.dimension)

    def nested(self) -> Iterator[Instruction]:
        """All instructions, those in the bodies of loops included."""
        for instruction in self.instructions:
            yield instruction
            if instruction.op == "iterate":
                yield from instruction.static[2].nested()

    @property
    def output_ranks(self) -> tuple[int, ...]:
        """The rank of each output."""
        return tuple(self.instructions[index].rank for index in self.outputs)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data from which `from_json` makes an equal program."""
        rows = [[i.op, list(i.args), [_encode(s) for s in i.static], i.rank] for i in self.instructions]
        return {"schema_version": 1, "dimension": self.dimension, "instructions": rows, "outputs": list(self.outputs)}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Program:
        """The program that `to_json` wrote. Raises ValueError for a schema version not known here."""
        if data.get("schema_version") != 1:
            raise ValueError(f"program schema_version {data.get('schema_version')!r} is not known here; 1 is")
        rows = data["instructions"]
        tape = tuple(Instruction(op, tuple(args), tuple(map(_decode, static)), rank) for op, args, static, rank in rows)
        return Program(tape, tuple(data["outputs"]), data["dimension"])

    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON text, 16 hexadecimal digits."""
        text = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _encode(value: Any) -> Any:
    if isinstance(value, Fraction):
        return {"rational": str(value)}
    if isinstance(value, Program):
        return {"program": value.to_json()}
    return {"tuple": list(value)} if isinstance(value, tuple) else value


def _decode(value: Any) -> Any:
    if isinstance(value, dict) and "program" in value:
        return Program.from_json(value["program"])
    if isinstance(value, dict):
        return Fraction(value["rational"]) if "rational" in value else tuple(value["tuple"])
    return value


@frozen
class Tracer(Calculus[int]):
    """The calculus whose values are positions on a tape: running a meaning on it writes the program."""

    dimension: int = 3
    tape: list[Instruction] = field(factory=list)
    known: dict[Instruction, int] = field(factory=dict)

    def emit(self, op: str, args: Iterable[int], static: tuple[Any, ...], rank: int) -> int:
        """The position of this instruction, written now unless an equal one was written before."""
        instruction = Instruction(op, tuple(args), static, rank)
        position = self.known.setdefault(instruction, len(self.tape))
        if position == len(self.tape):
            self.tape.append(instruction)
        return position

    def rank(self, value: int) -> int:
        """The rank of the value at a position."""
        return self.tape[value].rank

    def program(self, *outputs: int) -> Program:
        """The program written so far with the given outputs."""
        return Program(tuple(self.tape), outputs, self.dimension)

    def input(self, name: str, kind: str, rank: int, sign: str = "") -> int:
        """A value that is supplied when the program runs."""
        return self.emit("input", (), (name, kind, sign) if sign else (name, kind), rank)

    def loop(self, count: int | None, name: str, body: Program, start: int) -> int:
        """`body` run `count` times, or to a fixed point: its input `name` is first `start`, then its last output."""
        captured = [self.input(i.name, i.kind, i.rank, i.sign) for i in body.inputs if i.name != name]
        return self.emit("iterate", (start, *captured), (count, name, body), self.rank(start))

    def number(self, value: Fraction) -> int:
        return self.emit("number", (), (Fraction(value),), 0)

    def literal(self, entries: tuple[int, ...], rank: int) -> int:
        return self.emit("literal", (), (tuple(entries), rank), rank)

    def add(self, left: int, right: int) -> int:
        return self.emit("add", (left, right), (), self.rank(left))

    def multiply(self, scalar: int, value: int) -> int:
        return self.emit("multiply", (scalar, value), (), self.rank(value))

    def divide(self, value: int, scalar: int) -> int:
        return self.emit("divide", (value, scalar), (), self.rank(value))

    def power(self, base: int, exponent: int) -> int:
        return self.emit("power", (base, exponent), (), 0)

    def partial(self, value: int, axis: str, order: int = 1) -> int:
        return self.emit("partial", (value,), (axis, order), self.rank(value))

    def einsum(self, subscripts: str, *operands: int) -> int:
        return self.emit("einsum", operands, (subscripts,), len(subscripts.split("->")[1]))

    def stack(self, values: Sequence[int]) -> int:
        return self.emit("stack", values, (), self.rank(values[0]) + 1)

    def elementary(self, name: str, value: int) -> int:
        return self.emit("elementary", (value,), (name,), 0)

    def unknown(self, name: str, order: int, value: int) -> int:
        return self.emit("unknown", (value,), (name, order), 0)


def evaluate(program: Program, calculus: Calculus[V], inputs: Mapping[str, V]) -> tuple[V, ...]:
    """The outputs of the program in a calculus.

    `inputs` maps each input's name to a value of that calculus. Raises KeyError for a missing one.
    """
    values: list[V] = []
    for instruction in program.instructions:
        values.append(_step(instruction, calculus, [values[i] for i in instruction.args], inputs))
    return tuple(values[index] for index in program.outputs)


def _step(instruction: Instruction, calculus: Calculus[V], args: list[V], inputs: Mapping[str, V]) -> V:
    static = instruction.static
    match instruction.op:
        case "input":
            return inputs[static[0]]
        case "stack":
            return calculus.stack(args)
        case "einsum":
            return calculus.einsum(static[0], *args)
        case "partial":
            return calculus.partial(args[0], *static)
        case "elementary" | "unknown":
            return getattr(calculus, instruction.op)(*static, *args)  # type: ignore[no-any-return]
        case "iterate":
            return _loop(instruction, calculus, args)
        case "number" | "literal" | "add" | "multiply" | "divide" | "power":
            return getattr(calculus, instruction.op)(*static, *args)  # type: ignore[no-any-return]
    raise AssertionError(f"no such instruction: {instruction.op}; please report this")


def _loop(instruction: Instruction, calculus: Calculus[V], args: list[V]) -> V:
    count, name, body = instruction.static
    captured = dict(zip((item.name for item in body.inputs if item.name != name), args[1:], strict=True))

    def step(value: V) -> V:
        result: V = evaluate(body, calculus, {**captured, name: value})[0]
        return result

    found: V = calculus.iterate(count, args[0], step)
    return found
