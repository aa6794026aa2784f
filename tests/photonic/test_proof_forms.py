"""A proof in every form: text, terminal, LaTeX, HTML, and data that another process checks again."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from html.parser import HTMLParser

import pytest

import photonic as ph
from photonic.expressions.declarations import declare
from photonic.proving.proof_html import folded
from photonic.proving.proof_latex import written_latex
from photonic.proving.proof_marks import spans
from photonic.proving.proof_reading import lines_of
from photonic.proving.proof_text import proof_lines
from photonic.terms import describe
from photonic.text.parser import parse_term
from rewriting.encoding import EncodingError
from rewriting.proof import ProofError
from rewriting.term import Term, subterm_at

FIELDS = {
    **dict.fromkeys(["f", "g", "p", "phi"], "scalar"), **dict.fromkeys("ABCDEv", "vector"),
    **dict.fromkeys("ST", "tensor"), **dict.fromkeys(["c", "m"], "constant"), "h": "function", "k": "constant_vector",
}  # fmt: skip
MAXWELL = ["∇·E = 0", "∂t B = −∇×E", "∂t E = c^2 ∇×B"]
CLAIMS: list[tuple[str, list[str]]] = [
    ("∇·(∇f × ∇g) = 0", []), ("∇×(A × B) = ∇·(B ⊗ A − A ⊗ B)", []), ("Δ(f/g) = Δ(f (1/g))", []),
    ("∇h(f g) = h'(f g) (f ∇g + g ∇f)", []), ("(A × B) × (C × D) = (A·(C × D)) B − (B·(C × D)) A", []),
    ("Δcos(k·r) + k·k cos(k·r) = 0", []), ("□(E, c) = 0", MAXWELL), ("ΔA = −(m^2 A)", ["∇×A = m A"]),
    ("∇×((∇p)/f) = (∇p × ∇f)/f^2", []), ("∇·(2 c sym(∇A)) = c (ΔA + ∇∇·A)", []),
]  # fmt: skip


def verdict_on(claim: str, given: list[str]) -> ph.Verdict:
    verdict = ph.prove(claim, given=given, fields=FIELDS)
    assert verdict.proof is not None
    return verdict


@pytest.fixture(scope="module")
def verdicts() -> list[ph.Verdict]:
    return [verdict_on(*each) for each in CLAIMS]


def test_the_marked_parts_are_the_parts_that_changed(verdicts: list[ph.Verdict]) -> None:
    for verdict in verdicts:
        assert verdict.proof is not None
        for line in lines_of(verdict.proof):
            text = describe(line.before)
            marked = spans(line.before, line.positions, describe)
            assert len(marked) == len(line.positions)
            shown = {text[begin:end] for begin, end in marked}
            for position in line.positions:
                part = describe(subterm_at(line.before, position))
                assert {part, f"({part})"} & shown or position == ()


def test_a_brackets_span_is_not_mistaken_for_another_part() -> None:
    term = parse_term("f (f + g) + (f + g)", declare(FIELDS))
    text = describe(term)
    assert [text[a:b] for a, b in spans(term, [(0, 0), (0, 1), (1,)], describe)] == ["f", "(f + g)", "(f + g)"]


def test_a_terminal_underlines_what_the_next_law_changes() -> None:
    proof = verdict_on("∇·(2 f sym(∇A)) = ∇·(f ∇A + f (∇A)ᵀ)", []).proof
    assert proof is not None
    lines = proof_lines(proof, underline=True)
    assert lines[0] == "    ∇·(2 f \x1b[4msym(∇A)\x1b[24m)"
    assert [line.replace("\x1b[4m", "").replace("\x1b[24m", "") for line in lines] == proof_lines(proof)


def test_conditions_and_hypotheses_are_named() -> None:
    text = str(verdict_on("□(E, c) = 0", MAXWELL))
    assert ", as c ≠ 0" in text
    assert "given 3 on ∂t E" in text
    why = str(verdict_on("f g/g = f", []))
    assert "g ≠ 0" in why


def test_latex_is_balanced(verdicts: list[ph.Verdict]) -> None:
    for verdict in verdicts:
        latex = verdict.proof_latex()
        assert latex.startswith("\\begin{align*}")
        assert latex.endswith("\\end{align*}")
        rows = latex.splitlines()[1:-1]
        assert verdict.proof is not None
        assert len(rows) == len(lines_of(verdict.proof))
        for number, row in enumerate(rows):
            assert row.endswith(" \\\\") == (number < len(rows) - 1)
            left, behind = row.removesuffix(" \\\\").split(" &= ")
            expression, law = behind.split(" && ")
            assert law.startswith(r"\text{")
            assert _balanced(law)
            for piece in filter(str.strip, (left, expression)):
                assert _balanced(piece)


def _balanced(latex: str) -> bool:
    depth = 0
    for before, sign in zip(" " + latex, latex, strict=False):
        depth += (sign == "{" and before != "\\") - (sign == "}" and before != "\\")
        if depth < 0:
            return False
    return depth == 0 and latex.count(r"\left") == latex.count(r"\right") and latex.count("$") % 2 == 0


def test_latex_underlines_the_part_with_its_brackets() -> None:
    rows = verdict_on("f (f + f) = 2 f f", []).proof_latex()
    assert r"\underline{" in rows
    latex = verdict_on("∇·(2 f sym(∇A)) = ∇·(f ∇A + f (∇A)ᵀ)", []).proof_latex().splitlines()
    assert latex[1].split(" &= ")[0].count(r"\underline{") == 1
    assert r"\text{symmetric\_part}" in latex[1]


def test_distinct_terms_are_written_distinctly(verdicts: list[ph.Verdict]) -> None:
    terms: set[Term] = set()
    for verdict in verdicts:
        assert verdict.proof is not None
        terms |= {verdict.proof.lhs, *(step.after for step in verdict.proof.steps)}
    assert len({describe(term) for term in terms}) == len(terms)
    assert len({written_latex(term) for term in terms}) == len(terms)


class Folding(HTMLParser):
    """The open tags, and the marked texts."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.marks: list[str] = []

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.open.append(tag)
        if tag == "mark":
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "mark":
            self.marks[-1] += data


def test_html_folds_and_marks(verdicts: list[ph.Verdict]) -> None:
    for verdict in verdicts:
        assert verdict.proof is not None
        page = Folding()
        html = folded(verdict.proof)
        page.feed(html)
        assert not page.open
        assert html.startswith("<details><summary>")
        assert len(page.marks) == sum(len(line.positions) for line in lines_of(verdict.proof))


def test_data_is_checked_again_in_another_process(verdicts: list[ph.Verdict]) -> None:
    data = json.dumps([verdict.proof_data() for verdict in verdicts], ensure_ascii=False)
    script = (
        "import json, sys, photonic\n"
        "for data in json.load(sys.stdin):\n"
        "    problem, proof = photonic.read_proof(data)\n"
        "    print(problem, len(proof.steps))"
    )
    done = subprocess.run([sys.executable, "-c", script], input=data, capture_output=True, text=True, check=True)
    expected = [f"{v.problem} {len(v.proof.steps)}" for v in verdicts if v.proof is not None]
    assert done.stdout.splitlines() == expected


def test_data_is_lossless(verdicts: list[ph.Verdict]) -> None:
    for verdict in verdicts:
        problem, proof = ph.read_proof(json.loads(json.dumps(verdict.proof_data())))
        assert verdict.proof is not None
        assert problem == verdict.problem
        assert [(s.before, s.after, s.rule, s.position) for s in proof.steps] == [
            (s.before, s.after, s.rule, s.position) for s in verdict.proof.steps
        ]


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("∂t(f/g) + v·∇(f/g) = 0", ["∂t f + ∇·(f v) = 0", "∂t g + ∇·(g v) = 0"]),
        ("∂t log(f) + v·∇log(f) = −∇·v", ["∂t f + ∇·(f v) = 0"]),
        ("v × w = 0", ["∇×v = c w", "∇×v = f v"]),
    ],
)
def test_data_of_a_proof_that_divides_is_checked_again(claim: str, given: list[str]) -> None:
    fields = {"f": "scalar", "g": "scalar", "v": "vector", "w": "vector", "c": "constant"}
    proof = ph.prove(claim, given=given, fields=fields)
    assert proof
    problem, read = ph.read_proof(json.loads(json.dumps(proof.proof_data())))
    assert str(problem) == str(proof.problem)
    assert len(read.steps) == len(proof.proof.steps) > 1


def test_data_that_was_changed_is_refused() -> None:
    data = verdict_on("ΔA = −(m^2 A)", ["∇×A = m A"]).proof_data()
    assert data is not None
    without = deepcopy(data)
    without["given"] = []
    with pytest.raises(ProofError, match="given 1"):
        ph.read_proof(without)
    other = deepcopy(data)
    other["given"][0][2] = "2 (m A)"
    with pytest.raises(ProofError, match="given 1"):
        ph.read_proof(other)
    wrong = deepcopy(data)
    wrong["proof"]["rhs"] = wrong["proof"]["lhs"]
    with pytest.raises(ProofError):
        ph.read_proof(wrong)
    for place in ("given", "fields", "dimension", "proof"):
        broken = {key: value for key, value in data.items() if key != place}
        with pytest.raises(EncodingError):
            ph.read_proof(broken)
