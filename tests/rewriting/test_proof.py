"""The kernel refuses everything that does not follow from what it was given."""

import copy
import pickle
from dataclasses import replace

import pytest

from rewriting.egraph import EGraph
from rewriting.explain import explain
from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.proof import Computation, Kernel, ProofError, Theorem
from rewriting.proofs.steps import Move, Proof
from rewriting.run import run
from rewriting.syntax import parse_rule
from rewriting.term import number
from rewriting.theories.arithmetic import FOLDING, micro_rules

COMM = parse_rule("comm: ?a + ?b => ?b + ?a")[0]
ZERO = parse_rule("zero: ?a + 0 => ?a")[0]
SELF = parse_rule("self: ?a / ?a => 1 if nonzero(?a)")[0]
x, y = parse_term("x"), parse_term("y")


def test_the_five_constructors():
    kernel = Kernel([COMM, ZERO])
    first = kernel.instance(COMM, {"a": x, "b": y})
    assert (first.lhs, first.rhs) == (parse_term("x + y"), parse_term("y + x"))
    back = kernel.sym(first)
    both = kernel.trans(first, back)
    assert both.lhs is both.rhs is kernel.refl(parse_term("x + y")).lhs
    lifted = kernel.cong(Op("f"), [first, kernel.refl(x)])
    assert str(lifted) == str(parse_term("f(x + y, x)")) + " = " + str(parse_term("f(y + x, x)"))


def test_theorems_cannot_be_made_changed_or_copied_by_hand():
    kernel = Kernel([COMM])
    theorem = kernel.refl(x)
    with pytest.raises(TypeError, match="by hand"):
        Theorem(x, y, kernel, object())
    with pytest.raises(AttributeError, match="immutable"):
        theorem.rhs = y
    for duplicate in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="cannot be copied"):
            duplicate(theorem)


def test_transitivity_needs_one_middle_term():
    kernel = Kernel([ZERO])
    with pytest.raises(ProofError, match="transitivity claims"):
        kernel.trans(kernel.refl(x), kernel.refl(y))


def test_a_theorem_of_another_kernel_is_refused():
    other = Kernel([parse_rule("wrong: ?a => ?a + 1")[0]]).instance(parse_rule("wrong: ?a => ?a + 1")[0], {"a": x})
    kernel = Kernel([COMM])
    for use in (kernel.sym, lambda t: kernel.trans(t, t), lambda t: kernel.cong(Op("f"), [t])):
        with pytest.raises(ProofError, match="another kernel"):
            use(other)


def test_a_rule_is_known_by_its_content():
    kernel = Kernel([COMM])
    assert kernel.instance(replace(COMM, origin="elsewhere:1"), {"a": x, "b": y}).rhs is parse_term("y + x")
    assert kernel.instance(COMM.reversed(), {"a": x, "b": y}).lhs is parse_term("y + x")
    with pytest.raises(ProofError, match=r"the rule given under that name is \(\+ \?a \?b\)"):
        kernel.instance(parse_rule("comm: ?a - ?b => ?b - ?a")[0], {"a": x, "b": y})
    with pytest.raises(ProofError, match="no rule of that name"):
        kernel.instance(ZERO, {"a": x})


def test_bindings_must_be_those_of_the_rule():
    kernel = Kernel([COMM])
    for bindings in ({"a": x}, {"a": x, "b": y, "c": x}, {}):
        with pytest.raises(ProofError, match="binds"):
            kernel.instance(COMM, bindings)


def test_premises_are_checked_on_the_terms_bound():
    def nonzero(term):
        return term.op != number(0).op

    kernel = Kernel([SELF], {"nonzero": nonzero})
    assert kernel.instance(SELF, {"a": x}).rhs is number(1)
    with pytest.raises(ProofError, match=r"premise nonzero\(0\); the premise does not hold"):
        kernel.instance(SELF, {"a": number(0)})
    with pytest.raises(ProofError, match="was given no premise nonzero"):
        Kernel([SELF]).instance(SELF, {"a": x})
    with pytest.raises(ProofError, match="does not hold"):
        Kernel([SELF], {"nonzero": lambda _: "yes"}).instance(SELF, {"a": x})


def test_a_rule_without_its_conditions_is_another_rule():
    kernel = Kernel([SELF], {"nonzero": lambda _: True})
    with pytest.raises(ProofError, match="under that name"):
        kernel.instance(replace(SELF, conditions=()), {"a": x})


def test_computations_are_worked_out_again():
    kernel = Kernel([], computations=[FOLDING])
    assert kernel.compute(FOLDING, parse_term("2 + 3")).rhs is number(5)
    with pytest.raises(ProofError, match="does not apply"):
        kernel.compute(FOLDING, parse_term("2 / 0"))
    with pytest.raises(ProofError, match="not given"):
        kernel.compute(Computation("fold", lambda _: number(6), ("+",)), parse_term("2 + 3"))


def proof_and_kernel():
    kernel = Kernel(micro_rules())
    graph = EGraph()
    start, goal = parse_term("(x + 0) * (y + z)"), parse_term("z * x + y * x")
    graph.add_all([start, goal])
    run(graph, micro_rules(), rounds=5)
    return explain(graph, start, goal, kernel), kernel


def test_a_proof_replays_and_reads_as_data():
    proof, kernel = proof_and_kernel()
    theorem = proof.check(kernel)
    assert (theorem.lhs, theorem.rhs) == (proof.lhs, proof.rhs)
    assert theorem.proved_by(kernel)
    assert proof.to_json()["text"] == str(proof)
    assert str(proof).count("\n") == len(proof.steps)
    assert {step.rule for step in proof.steps} >= {"zero-add", "distribute"}


def tampered(proof, index, **changes):
    step = proof.steps[index]
    move = replace(step.move, **{k: v for k, v in changes.items() if k in Move.__slots__})
    step = replace(step, move=move, **{k: v for k, v in changes.items() if k not in Move.__slots__})
    return Proof(proof.lhs, proof.rhs, (*proof.steps[:index], step, *proof.steps[index + 1 :]), proof.theorem)


def test_tampered_proofs_are_refused():
    proof, kernel = proof_and_kernel()
    for index, step in enumerate(proof.steps):
        wrong_rule = parse_rule(f"{step.rule}: ?a => ?a * 1")[0]
        changes = [
            {"rule": wrong_rule, "bindings": {"a": x}},
            {"rule": COMM, "bindings": {"a": x, "b": y}},
            {"bindings": {name: parse_term("q") for name in step.bindings}},
            {"position": (*step.position, 7)},
            {"after": parse_term("q")},
            {"before": parse_term("q")},
        ]
        for change in changes:
            with pytest.raises(ProofError):
                tampered(proof, index, **change).check(kernel)
        if step.rule not in ("comm-add", "comm-mul"):
            with pytest.raises(ProofError):
                tampered(proof, index, forward=not step.move.forward).check(kernel)
    with pytest.raises(ProofError, match=r"claimed: .*; proved: "):
        Proof(proof.lhs, parse_term("q"), proof.steps, proof.theorem).check(kernel)
    with pytest.raises(ProofError):
        Proof(proof.lhs, proof.rhs, proof.steps[1:], proof.theorem).check(kernel)


def test_a_kernel_without_one_rule_used_refuses_the_proof():
    proof, _ = proof_and_kernel()
    for used in {step.rule for step in proof.steps}:
        with pytest.raises(ProofError, match="no rule of that name"):
            proof.check(Kernel(rule for rule in micro_rules() if rule.name != used))
