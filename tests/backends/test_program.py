"""Programs: what a tracer writes, what a record keeps, how deep the derivatives are."""

import json
from fractions import Fraction

import pytest

from backends.components.cartesian import ComponentCalculus, components
from backends.exact.depth import derivative_depth
from backends.program import Input, Instruction, Program, Tracer, evaluate


def wave_operator() -> Program:
    tracer = Tracer(3)
    u = tracer.input("u", "scalar", 0)
    c = tracer.input("c", "constant", 0)
    square = tracer.power(c, tracer.number(Fraction(2)))
    return tracer.program(
        tracer.subtract(tracer.divide(tracer.partial(u, "t", 2), square), tracer.laplacian(u)), tracer.gradient(u)
    )


def test_a_tape_holds_each_instruction_once() -> None:
    tracer = Tracer(2)
    u = tracer.input("u", "scalar", 0)
    first = tracer.gradient(u)
    length = len(tracer.tape)
    assert tracer.gradient(u) == first
    assert len(tracer.tape) == length
    assert tracer.tape[first] == Instruction("stack", (1, 2), (), 1)


def test_json_gives_back_an_equal_program_with_the_same_hash() -> None:
    program = wave_operator()
    again = Program.from_json(json.loads(json.dumps(program.to_json())))
    assert again == program
    assert hash(again) == hash(program)
    assert again.content_hash() == program.content_hash()
    assert program.inputs == (Input("u", "scalar", 0), Input("c", "constant", 0))
    assert program.output_ranks == (0, 1)


def test_a_program_from_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="schema_version 2 is not known"):
        Program.from_json({**wave_operator().to_json(), "schema_version": 2})


def test_depth_counts_stacked_derivatives_on_the_longest_path() -> None:
    assert derivative_depth(wave_operator()) == 2
    tracer = Tracer(3)
    u = tracer.input("u", "scalar", 0)
    unused = tracer.partial(tracer.laplacian(u), "x", 3)
    assert derivative_depth(tracer.program(u)) == 0
    assert derivative_depth(tracer.program(u, unused)) == 5


def test_a_missing_input_is_named() -> None:
    with pytest.raises(KeyError, match="u"):
        evaluate(wave_operator(), ComponentCalculus(3), {"c": components(1)})


def test_an_unknown_instruction_is_an_internal_fault() -> None:
    with pytest.raises(AssertionError, match="no such instruction: rotate; please report this"):
        evaluate(Program((Instruction("rotate"),), (0,)), ComponentCalculus(3), {})
