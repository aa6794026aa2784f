"""What the prompt shows, asked of a shell in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter

from photonic.errors import DeclarationError
from photonic.expressions.catalogue import CATALOGUE
from photonic.repl.completion import glyph_completions
from photonic.repl.help import glyph_help, help_line
from photonic.repl.magics import declared
from photonic.text.spelling import glyph_named, names_of, spellings

Ask = Callable[[str], str]


def test_an_expression_is_shown_as_on_paper(ask: Ask) -> None:
    assert "∇·∇×A" in ask("∇·(∇×A)")
    assert ask("∇(f/g)·A").rstrip("\n").split("\n")[1:] == [" ⎛f⎞  ", "∇⎜─⎟·A", " ⎝g⎠  "]


def test_a_list_stays_on_its_line(ask: Ask) -> None:
    assert "[∇f, f/g]" in ask("[∇f, f/g]")


def test_a_proof_and_its_reasons(ask: Ask) -> None:
    shown = ask("prove(∇·(∇×A), 0)")
    assert "∇·∇×A = 0: proved by rewriting, 1 step" in shown
    assert shown.rstrip().endswith("proof(_)")
    assert "= 0" in ask("proof(_)")
    assert "divergence_curl" in ask("proof()")
    assert "∇·∇×X => 0" in ask("why()")


def test_a_refutation_can_be_checked_by_hand(ask: Ask) -> None:
    assert "refuted" in ask("prove(∇×f A = ∇f × A)".replace("∇×f A", "∇×(f A)"))
    shown = ask("why(_)")
    assert "Check by hand" in shown
    assert "f = " in shown
    assert "the left side is" in shown
    assert "no proof to show" in ask("proof()")


def test_hypotheses_are_named_in_the_reasons(ask: Ask) -> None:
    assert "proved" in ask("prove(∂t(∇·E) = 0, given=[∇·E = 0])")
    assert "∇·E = 0   (assumed)" in ask("why()")


def test_a_simplification_shows_both_costs(ask: Ask) -> None:
    shown = ask("simplify(κ Δu + ∇κ·∇u)")
    assert "→ ∇·(κ ∇u)" in shown
    assert "operations" in shown
    assert "divergence_scaled" in ask("proof()")


def test_a_mistake_has_a_caret_and_no_traceback(ask: Ask) -> None:
    shown = ask("v = 1\nprove(∇·(∇×C), 0)")
    assert "Traceback" not in shown
    assert "'C' is not declared" in shown
    assert "%fields C : vector" in shown
    line, caret = shown.rstrip("\n").split("\n")[-2:]
    assert line == "  prove(∇·(∇×C), 0)"
    assert caret.index("^") == line.index("C")
    assert "Traceback" in ask("1/0")


def test_a_value_that_is_no_expression_is_named(ask: Ask) -> None:
    ask("data = [1, 2]")
    assert "'data' is a Python list" in ask("∇·data")


@pytest.mark.parametrize("line", ["", "2x : vector", "E : field", "∇ : vector", "curl : vector", "E :", "E : vector :"])
def test_a_wrong_declaration_is_refused_in_words(line: str) -> None:
    with pytest.raises(DeclarationError):
        declared(line)


def test_declarations(ask: Ask) -> None:
    made = declared("E B : vectors; f, g; h : function", "scalar")
    assert list(made) == ["E", "B", "f", "g", "h"]
    assert made["E"].rank == 1
    ask("fields P Q : tensor")
    ask("%constants a b")
    state = ask("%photonic")
    assert "tensor: T S P Q" in state
    assert "constant: c a b" in state


def test_in_ascii_mode_nothing_else_is_shown(ask: Ask) -> None:
    ask("%photonic ascii")
    shown = [
        ask(cell)
        for cell in (
            "∇·(∇×A)",
            "κ Δu + ∇κ·∇u + f²/g",
            "(A·∇)B + T·A",
            "A ⊗ B + Tᵀ",
            "h''(f) ∇f",
            "prove(∇·(∇×A), 0)",
            "proof()",
            "why()",
            "prove(∇×E = −∂t B)",
            "why()",
            "∇·C",
            "f ⨂ A",
            "simplify(κ Δu + ∇κ·∇u)",
            "proof()",
            "h",
            "%photonic",
            "%glyph",
            "%glyph \\\\square",
            "∇·E = 0",
            *(f"%glyph {glyph.ascii}" for glyph in CATALOGUE.values()),
        )
    ]
    assert all(text.isascii() for text in shown), [text for text in shown if not text.isascii()]
    assert "div(curl(A))" in shown[0]
    assert "kappa*laplacian(u)" in shown[1]


def test_what_ascii_shows_can_be_typed(ask: Ask, shell: Any) -> None:
    ask("%photonic ascii")
    for cell in ("∇×(f A) + (A·∇)B", "−(f − (g − u)) A", "□(f, c) − ∂t f/(g u)", "∇·(T·A) (f + g)^2", "f/(g/u)*2 ∇f"):
        shown = ask(cell).partition(": ")[2].strip()
        ask(f"again = parse({shown!r}, dict(f='scalar', g='scalar', u='scalar', A='vector', B='vector', T='tensor', "
            "c='constant'))")  # fmt: skip
        ask(f"once = parse({cell!r}, dict(f='scalar', g='scalar', u='scalar', A='vector', B='vector', T='tensor', "
            "c='constant'))")  # fmt: skip
        assert shell.user_ns["again"] == shell.user_ns["once"], (cell, shown)


def test_the_caret_stays_below_its_column_in_ascii(ask: Ask) -> None:
    ask("%photonic ascii")
    line, caret = ask("∇·(∇×C)").rstrip("\n").split("\n")[-2:]
    assert caret.index("^") == line.index("C")


@pytest.mark.parametrize("asked", ["∇×?", "?∇×", "∇× ?", "□?", "Δ?", "·?", "⊗??", "(A·∇)?"])
def test_a_question_about_a_glyph(ask: Ask, asked: str) -> None:
    shown = ask(asked)
    assert "Laws" in shown
    assert "Example, worked by hand" in shown
    assert "Traceback" not in shown


def test_questions_about_python_stay_pythons() -> None:
    for asked in ("print?", "?print", "x.y??", "?", "a?b", "'∇'?"):
        assert help_line(asked) is None


def test_every_glyph_has_help() -> None:
    for glyph in CATALOGUE.values():
        text = glyph_help(glyph.ascii)
        assert " ".join((glyph.__doc__ or "").split()) in text
        assert all(line.strip() in text for line in glyph.laws.splitlines())
        assert "at the origin" in text


def test_names_complete_to_characters_and_back() -> None:
    assert glyph_completions("prove(\\nabla") == ("\\nabla", ["∇"])
    assert glyph_completions("A \\otimes") == ("\\otimes", ["⊗"])
    assert glyph_completions("\\square") == ("\\square", ["□"])
    assert glyph_completions("\\curl") == ("\\curl", ["∇×"])
    assert glyph_completions("\\kappa") == ("\\kappa", ["κ"])
    assert glyph_completions("\\na") == ("\\na", ["∇"])
    assert glyph_completions("\\p") == ("\\p", ["\\partial", "\\phi", "\\pi", "\\psi"])
    assert set(glyph_completions("\\")[1]) >= {"\\nabla", "\\alpha", "\\times"}
    assert glyph_completions("a \\\\")[1] == []
    assert "\\nabla" in glyph_completions("x \\∇")[1]
    assert glyph_completions("\\∇×") == ("\\∇×", ["\\curl"])
    assert glyph_completions("nabla") == ("", [])
    for name, symbol in spellings().items():
        assert name in names_of(symbol)
        assert glyph_completions(f"\\{name}")[1] == [symbol]
    for glyph in CATALOGUE.values():
        if not glyph.symbol.isascii() and "{" not in glyph.symbol:
            assert glyph_named(f"\\{glyph.ascii}") is not None


def test_the_shell_completes(shell: Any) -> None:
    for text, completed in (("\\nabla", "∇"), ("prove(\\otimes", "⊗"), ("\\square", "□"), ("2 \\alpha", "α")):
        with provisionalcompleter():
            found = list(shell.Completer.completions(text, len(text)))
        assert [match.text for match in found] == [completed], text
        assert text[: found[0].start] + completed == text[: text.index("\\")] + completed


def test_unloading_takes_everything_back(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run_cell("x = 5")
    shell.run_line_magic("unload_ext", "photonic.repl")
    assert "proof" not in shell.user_ns
    assert "__photonic__" not in shell.user_ns
    assert shell.user_ns["x"] == 5
    assert "fields" not in shell.magics_manager.magics["line"]
    capsys.readouterr()
    shell.run_cell("∇·x")
    assert "SyntaxError" in capsys.readouterr().out
    shell.run_line_magic("load_ext", "photonic.repl")
    shell.run_cell("w = □f".replace("f", "parse('f', dict(f='scalar'))"))
    assert str(shell.user_ns["w"]) == "□f"
    assert shell.user_ns["x"] == 5


def test_input_that_is_not_finished_is_continued(shell: Any) -> None:
    check = shell.input_transformer_manager.check_complete
    assert check("prove(∇·(∇×A),")[0] == "incomplete"
    assert check("prove(∇·(∇×A),\n0)")[0] == "complete"
    assert check("∇·(∇×A)")[0] == "complete"
    assert check("def lap(u):")[0] == "incomplete"
    assert check("def lap(u):\n    return ∇·∇u")[0] == "incomplete"
    assert check("if prove(∇·B = 0):")[0] == "incomplete"
    assert check("∇·A + \\")[0] == "incomplete"


def test_names_of_glyphs_work_without_the_tab_key(ask: Ask) -> None:
    assert "∇·∇×A" in ask(r"\nabla·(\curl A)")
    assert "∇f" in ask(r"\nabla(f)")
    assert "SyntaxError" in ask(r"\nothing(f)")
    assert ask(r"print('\\nabla')").strip() == r"\nabla"


def test_equations_in_ascii(ask: Ask) -> None:
    assert "∂t u = κ Δu" in ask("dt(u) = κ*laplacian(u)")
    assert "∇·∇×A = 0" in ask("div(curl(A)) = 0")
    assert "proved" in ask("prove(_)")
    assert "SyntaxError" in ask("len(A) = 0")
    assert "a vector" in ask("curl(A) = 1")


def test_intents_and_simplify_take_the_last_result(ask: Ask) -> None:
    ask("∂t u = c Δu")
    assert "parabolic" in ask("intents(_)")
    assert "hyperbolic" in ask("intents(∂t ∂t u = Δu)")
    assert "elliptic" in ask('intents("Δu = f")')
    ask("κ Δu + ∇κ·∇u")
    assert "→ ∇·(κ ∇u)" in ask("simplify()")
    assert "∇·(κ ∇u)" in ask("proof()")
    ask("∇·(∇×A) = ∇×∇f·A")
    assert "0 = 0" in ask("simplify(_)")
    ask("prove(∂t u = Δu)")
    assert "parabolic" in ask("intents(_)")


def test_help_on_an_ascii_name_as_long_as_it_is_the_glyph(ask: Ask) -> None:
    assert "worked by hand" in ask("curl?")
    assert help_line("curl?") is None
    ask("curl = 3")
    assert "worked by hand" not in ask("curl?")


def test_declarations_say_what_is_wrong_with_them(ask: Callable[[str], str]) -> None:
    assert "'vector' is a kind: a colon stands before it, 'A B : vector'" in ask("%fields A B vector")
    assert "did you mean 'scalar'?" in ask("%fields f : scaler")
    ask("%fields q : positive scalar; u₀ w : scalars")
    assert "proved" in ask("prove(√(q q) = q)")
    assert ask("u₀ + w").strip().endswith("u₀ + w")


def test_why_follows_proof(ask: Callable[[str], str]) -> None:
    ask("prove(∇×∇f = 0)")
    assert "curl_gradient" in ask("proof(_)")
    assert "∇×∇X => 0" in ask("why(_)")
    assert "= 𝟎" in ask("proof(_)")


def test_decimals_show_their_digits_only(ask: Callable[[str], str]) -> None:
    assert ask("½ T + 1e-3 T").strip().endswith("0.5 T + 0.001 T")


def test_the_package_itself_is_the_extension(shell: Any) -> None:
    shell.run_line_magic("unload_ext", "photonic.repl")
    assert shell.run_line_magic("load_ext", "photonic") is None
    shell.run_cell("%fields A : vector")
    assert str(shell.run_cell("∇·∇×A").result) == "∇·∇×A"
    shell.run_line_magic("unload_ext", "photonic")
    assert not shell.run_cell("∇·A").success
    shell.run_line_magic("load_ext", "photonic.repl")


def test_ctrl_c_within_a_proof_is_one_line(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    shell.run_cell("%fields f : scalar")
    shell.push({"stopped": interrupted})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["photonic.prover"], "settle", interrupted)
        capsys.readouterr()
        shell.run_cell("prove(∇×∇f, 0)")
        shown = "".join(capsys.readouterr())
        assert "KeyboardInterrupt: stopped" in shown
        assert "Traceback" not in shown
    shell.run_cell("stopped()")
    assert "Traceback" in "".join(capsys.readouterr())


def test_one_hypothesis_may_stand_by_itself(ask: Callable[[str], str]) -> None:
    assert "proved" in ask("prove(∇·A = f, given=∇·A = f)")
    assert "hypotheses stand in a list" in ask("prove(∇·A = f, given=3)")
    assert "is no equation: write 'left = right'" in ask("prove(∇·A = f, given=[∇·A])")


def test_bytes_of_a_terminal_without_unicode_are_read(ask: Callable[[str], str]) -> None:
    typed = "∇·(∇×A)".encode().decode("ascii", "surrogateescape")
    assert ask(typed).strip().endswith("∇·∇×A")


def test_a_function_without_brackets_is_told_so(ask: Ask) -> None:
    shown = ask("prove ∇·(∇×A) = 0")
    assert "'prove(…)'" in shown
    assert "%fields" not in shown


def test_components_in_curvilinear_coordinates(ask: Ask) -> None:
    shown = ask('components(∇f, "spherical")')
    assert "is a Python str" not in shown
    assert "Derivative" in shown or "∂" in shown
