"""Answers are stored and sent to other processes; the kernel there checks the proof again."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from multiprocessing import get_context
from typing import Any

import pytest

import photonic as ph
from rewriting.proof import ProofError

FIELDS = {"f": "scalar", "g": "scalar", "E": "vector", "B": "vector"}
MAXWELL = ["div(E) = 0", "curl(E) = -dt(B)", "curl(B) = dt(E)"]


def answers() -> list[Any]:
    return [
        ph.prove("curl(grad(f)) = 0", fields=FIELDS),
        ph.prove("□E = 0", given=MAXWELL, fields=FIELDS),
        ph.prove("f g/g = f", fields=FIELDS),
        ph.prove("E ⊕ E = E", fields=FIELDS),
        ph.prove("div(f E) = f div(E)", fields=FIELDS),
        ph.prove("f = g", given=["f^2 = g^2"], fields=FIELDS),
        ph.simplify("∇×∇×E + ΔE", fields=FIELDS, goal="smallest"),
        ph.simplify("(f g)/g", fields=FIELDS),
        ph.simplify("sqrt(f + 1) - sqrt(f)", fields=FIELDS, goal="accurate"),
        ph.simplify("f + g", given=["g = 0"], fields=FIELDS),
    ]


def told(answer: Any) -> tuple[str, str, bool]:
    return type(answer).__name__, str(answer), answer.proof is None


@pytest.fixture(scope="module")
def made() -> list[Any]:
    return answers()


def test_a_fresh_process_reads_them(made: list[Any]):
    code = "import pickle, sys; print([str(each) for each in pickle.load(sys.stdin.buffer)])"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], input=pickle.dumps(made), capture_output=True)
    assert not done.stderr.decode()
    assert done.stdout.decode().strip() == str([str(each) for each in made])


def test_what_was_read_proves_again(made: list[Any]):
    for answer, read in zip(made, pickle.loads(pickle.dumps(made)), strict=True):
        assert told(read) == told(answer)
        assert read.problem == answer.problem
        assert answer.proof is None or read.proof.theorem is not answer.proof.theorem


def test_copies_are_the_answers_themselves(made: list[Any]):
    assert all(copy.deepcopy(answer) is answer is copy.copy(answer) for answer in made)


def test_a_forged_proof_is_refused():
    kind, values, proofs = ph.prove("curl(grad(f)) = 0", fields=FIELDS).__reduce__()[1]
    restored = ph.prove("f = f", fields=FIELDS).__reduce__()[0]
    proofs["proof"]["rules"][0][0] = "curl_curl"
    with pytest.raises(ProofError):
        restored(kind, values, proofs)


def test_a_pool_of_fresh_processes_answers():
    with get_context("spawn").Pool(1) as pool:
        (proved,) = pool.starmap(ph.prove, [("curl(grad(f))", "0", (), FIELDS)])
    assert proved
    assert proved.proof is not None


def test_there_is_one_nabla():
    assert pickle.loads(pickle.dumps(ph.nabla)) is ph.nabla is copy.deepcopy(ph.nabla)
