"""The extension in a real notebook kernel: what its messages carry."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

PATIENCE = 30


class Kernel:
    """A running kernel with the extension loaded."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def run(self, cell: str) -> dict[str, Any]:
        """What the cell gave: the data of its result by MIME type, or its error."""
        given: dict[str, Any] = {}

        def take(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] in ("execute_result", "display_data"):
                given.update(content["data"])
            elif message["msg_type"] == "error":
                given["error"] = "\n".join(content["traceback"])
            elif message["msg_type"] == "stream":
                given["stream"] = given.get("stream", "") + content["text"]

        reply = self.client.execute_interactive(cell, output_hook=take, timeout=PATIENCE)
        given["status"] = reply["content"]["status"]
        return given


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the client's own, about event loops and sockets
        manager, client = start_new_kernel(kernel_name="python3", startup_timeout=PATIENCE)
        try:
            started = Kernel(client)
            assert started.run("%load_ext photonic.repl")["status"] == "ok"
            assert started.run("%fields A B : vector; f g : scalar; h : function")["status"] == "ok"
            yield started
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


class Nesting(HTMLParser):
    """Checks that tags close in order, and keeps the text and the names of the tags."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.open.append(tag)
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_an_expression_is_typeset(kernel: Kernel) -> None:
    shown = kernel.run("∇·(∇×A)")
    assert shown["text/plain"] == "∇·∇×A"
    assert r"\nabla \cdot \left(\nabla \times \mathbf{A}\right)" in shown["text/latex"]
    assert shown["text/latex"].startswith("$")
    equation = kernel.run("∇·A = 0")
    assert equation["text/latex"] == r"$\displaystyle \nabla \cdot \mathbf{A} = 0$"


def test_a_proof_folds(kernel: Kernel) -> None:
    shown = kernel.run("prove(∇×(∇f + ∇×A) = ∇×(∇×A))")
    page = Nesting()
    page.feed(shown["text/html"])
    assert not page.open
    assert page.tags[:2] == ["details", "summary"]
    assert "proved by rewriting" in page.text
    assert "mark" in page.tags
    assert "curl_gradient" in page.text
    assert "=" in shown["text/latex"]


def test_texts_are_escaped(kernel: Kernel) -> None:
    kernel.run("from photonic.proving.proof_html import folded, stated")
    page = Nesting()
    page.feed(kernel.run("from IPython.display import HTML; HTML(stated('a < b & <script>x</script>'))")["text/html"])
    assert page.tags == ["pre"]
    assert page.text == "a < b & <script>x</script>"
    claim = "HTML(folded(prove(∇·(∇×A), 0).proof, claim='<b>&'))"
    page = Nesting()
    page.feed(kernel.run(claim)["text/html"])
    assert "b" not in page.tags
    assert page.text.startswith("<b>& (1 step)")


def test_intents_are_shown_as_text_and_typeset(kernel: Kernel) -> None:
    shown = kernel.run("intents(∂t f = Δf)")
    assert "parabolic" in shown["text/html"]
    assert r"\text{parabolic}" in shown["text/latex"]
    assert kernel.run(r"\nabla·A")["text/plain"] == "∇·A"
    assert "proof(_)" in kernel.run("simplify(f Δg + ∇f·∇g)")["text/plain"]


def test_a_refutation_and_a_mistake(kernel: Kernel) -> None:
    shown = kernel.run("prove(∇·A, 0)")
    assert "refuted" in shown["text/html"]
    assert r"\neq" in shown["text/latex"]
    mistake = kernel.run("∇·C")
    assert mistake["status"] == "error"
    assert "is not declared" in mistake["error"]
    assert "Traceback" not in mistake["error"]
    assert kernel.run("2 ∇f")["status"] == "ok"


def test_completion_in_the_kernel(kernel: Kernel) -> None:
    reply = kernel.client.complete("prove(\\nabla", reply=True, timeout=PATIENCE)["content"]
    assert reply["matches"] == ["∇"]
    assert (reply["cursor_start"], reply["cursor_end"]) == (6, 12)
    kernel.client.is_complete("prove(∇·A,")
    assert kernel.client.get_shell_msg(timeout=PATIENCE)["content"]["status"] == "incomplete"


@pytest.mark.parametrize(
    ("code", "cursor", "symbol"),
    [
        ("∇×A", 0, "∇×"),
        ("prove(∇·(∇×A), 0)", 8, "∇·"),
        ("prove(∇·(∇×A), 0)", 11, "∇×"),
        ("w = 2 Δf", 7, "Δ"),
        ("A⊗B", 1, "⊗"),
        ("∂t f", 2, "∂t"),
        ("D/Dt(A, f)", 1, "D/Dt"),
        ("(A·∇)B", 3, "(A·∇)B"),
        ("f = 1\n∇²f", 7, "Δ"),
        ("curl(A)", 6, "∇×"),
        ("curl(A)", 2, "∇×"),
    ],
)
def test_inspection_answers_on_a_glyph(kernel: Kernel, code: str, cursor: int, symbol: str) -> None:
    reply = kernel.client.inspect(code, cursor, reply=True, timeout=PATIENCE)["content"]
    assert reply["found"]
    shown = reply["data"]["text/plain"]
    assert shown.split()[0] == symbol
    assert "\nLaws\n" in shown
    assert "Example, worked by hand" in shown


def test_inspection_leaves_python_its_own(kernel: Kernel) -> None:
    for code, cursor, found in (
        ("prove(f, 0)", 2, True),
        ("'∇×'", 2, False),
        ("1  # ∇×", 6, False),
        ("f + f", 2, True),
    ):
        reply = kernel.client.inspect(code, cursor, reply=True, timeout=PATIENCE)["content"]
        assert reply["found"] is found, code
        assert "Laws" not in reply["data"].get("text/plain", "")
