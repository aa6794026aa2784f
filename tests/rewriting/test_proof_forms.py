"""The forms in which a proof is shown: tree, text, LaTeX, all of the same steps."""

import json
import re

from rewriting.infix import parse_term
from rewriting.op import Op
from rewriting.proofs.latex import proof_latex
from rewriting.proofs.tree import Inside, Rewrite, tree_of
from rewriting.ruleset import RuleSet
from rewriting.syntax import parse_rules
from rewriting.term import Term
from rewriting.theories.monoid import group_rules
from rewriting.theories.world import World

PROOFS = [
    *World(group_rules()).prove(parse_term("inv(a * b) * (1 * c)"), [parse_term("inv(b) * (inv(a) * c)")]),
    *World(group_rules()).prove(parse_term("(a * 1) * inv(1 * b)"), [parse_term("a * inv(b)")]),
]


def rewrites(chain):
    """All rewrites of a tree, and every link's terms checked on the way."""
    found, term = [], chain.before
    for link in chain.links:
        assert link.before is term
        if isinstance(link, Rewrite):
            assert link.move.sides() == (link.before, link.after)
            found.append(link.move.rule.name)
        else:
            assert isinstance(link, Inside)
            after = [
                arg if part is None else part.after for part, arg in zip(link.chains, link.before.args, strict=True)
            ]
            assert link.after is Term(link.before.op, tuple(after))
            found += [name for part in link.chains if part is not None for name in rewrites(part)]
        term = link.after
    assert chain.after is term
    return found


def test_a_tree_has_the_steps_of_the_flat_proof():
    for proof in PROOFS:
        tree = tree_of(proof)
        assert (tree.before, tree.after) == (proof.lhs, proof.rhs)
        assert sorted(rewrites(tree)) == sorted(step.rule for step in proof.steps)
        assert tree.size == len(proof.steps) > 0


def test_a_tree_reads_as_text_and_as_data():
    for proof in PROOFS:
        tree = tree_of(proof)
        lines = tree.lines()
        assert lines[0] == str(proof.lhs)
        assert sum("→" in line or "←" in line for line in lines) == len(proof.steps)
        data = json.loads(json.dumps(tree.to_json()))
        assert (data["before"], data["after"]) == (str(proof.lhs), str(proof.rhs))
        assert json.dumps(data).count('"rule"') == len(proof.steps)


def test_a_deep_tree_needs_no_recursion():
    rules = RuleSet(parse_rules("swap: g(?a, ?b) => g(?b, ?a)"))
    pair = [parse_term("g(x, y)"), parse_term("g(y, x)")]
    for _ in range(3000):
        pair = [Term(Op("f"), (term,)) for term in pair]
    (proof,) = World(rules).prove(pair[0], [pair[1]])
    tree = tree_of(proof)
    assert tree.size == 1
    assert len(tree.lines(lambda _: "t")) == 2 * 3000 + 2


def test_latex_has_a_line_for_each_step_and_no_bare_special_sign():
    for proof in PROOFS:
        text = proof_latex(proof, lambda term: f"t_{{{abs(hash(term)) % 1000}}}")
        assert text.startswith(r"\begin{align*}")
        assert text.endswith(r"\end{align*}")
        assert text.count("&=") == len(proof.steps)
        assert text.count(r"\\") == len(proof.steps) - 1
        assert set(re.findall(r"\\text\{(?:\$\\leftarrow\$ )?([\w-]+)\}", text)) == {step.rule for step in proof.steps}
    (proof,) = World(RuleSet(parse_rules("a_b&c: x => y"))).prove(parse_term("x"), [parse_term("y")])
    assert r"\text{a\_b\&c}" in proof_latex(proof, str)
    (empty,) = World(RuleSet([])).prove(parse_term("x"), [parse_term("x")])
    assert "&=" in proof_latex(empty, str)
