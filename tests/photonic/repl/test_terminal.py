"""The prompt in a real terminal: keys go in, what comes to the screen is read."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

pytestmark = pytest.mark.filterwarnings(r"ignore:os\.fork\(\) was called:RuntimeWarning")
"""JAX warns of a fork when another test has loaded it into this process; the child runs another program at once."""

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b[=>]|\x1b\[?[0-9;?]*$")
PATIENCE = 20
CLEAR = "\x05\x15"
"""Control-E, Control-U: the line is empty again."""


class Terminal:
    """A terminal with `photonic repl` in it."""

    def __init__(self, *options: str, home: Path, encoding: str = "C.UTF-8", **variables: str) -> None:
        environment = {
            **os.environ,
            **variables,
            "IPYTHONDIR": str(home),
            "TERM": "xterm",
            "LC_ALL": encoding,
            "LANG": encoding,
            "PROMPT_TOOLKIT_NO_CPR": "1",
        }
        start = ["-c", "from photonic.cli import main; main()", "repl", *options]
        self.child = pexpect.spawn(
            sys.executable,
            [*start, "--colors=NoColor", "--no-confirm-exit", "--no-tip"],
            env=environment,
            encoding="utf-8",
            dimensions=(50, 160),
            timeout=PATIENCE,
        )
        self.seen = ""

    def until(self, wanted: str) -> str:
        """What came until `wanted` did, without control sequences."""
        deadline = time.monotonic() + PATIENCE
        while wanted not in ESCAPES.sub("", self.seen):
            assert time.monotonic() < deadline, f"{wanted!r} never came; seen: {ESCAPES.sub('', self.seen)!r}"
            try:
                self.seen += self.child.read_nonblocking(4096, timeout=0.2)
            except pexpect.TIMEOUT:
                continue
        shown = ESCAPES.sub("", self.seen)
        before, _, self.seen = shown.partition(wanted)
        return before

    def type(self, keys: str, *wanted: str) -> list[str]:
        """Type, and wait for each of the texts in turn; gives back what came before each."""
        self.child.send(keys)
        return [self.until(text) for text in wanted]

    def close(self) -> None:
        """Leave as a user does, and see that IPython ends well."""
        self.child.send(f"\x03{CLEAR}exit\r")
        self.child.expect(pexpect.EOF)
        self.child.close()


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def start(*options: str, encoding: str = "C.UTF-8", **variables: str) -> Terminal:
        opened.append(Terminal(*options, home=tmp_path, encoding=encoding, **variables))
        return opened[-1]

    yield start
    for one in opened:
        one.close()
    assert all(one.child.exitstatus == 0 for one in opened)


def test_a_session_in_a_terminal(terminal: Callable[..., Terminal]) -> None:
    screen = terminal()
    screen.until("In [1]:")
    screen.type("%fields A B : vector; f : scalar\r", "In [2]:")
    screen.type("\\nabla\t", "∇")
    screen.type("·(\\curl\t", "∇×")
    screen.type("A)\r", "Out[2]:", "∇·∇×A", "In [3]:")
    screen.type("\\∇\t", "\\nabla")
    screen.type(f"{CLEAR}prove(∇·(∇×A),\r", "...:")
    screen.type("0)\r", "proved by rewriting, 1 step", "In [4]:")
    screen.type("proof(_)\r", "divergence_curl", "In [5]:")
    screen.type("why(_3)\r", "∇·∇×X => 0", "In [6]:")
    mistake = screen.type("∇·C + ∇·A\r", "is not declared", "In [7]:")
    assert "Traceback" not in "".join(mistake)
    assert "\n    ^" in mistake[1].replace("\r", "")
    screen.type("∇f × (∇f × A) = (∇f·A) ∇f − (∇f·∇f) A\r", "Out[7]:", "In [8]:")
    screen.type("prove(_)\r", "proved", "In [9]:")
    screen.type("∇×?\r", "Laws", "Example, worked by hand", "In [10]:")


def test_a_terminal_without_unicode(terminal: Callable[..., Terminal]) -> None:
    screen = terminal("--ascii")
    shown = screen.until("In [1]:")
    shown += screen.type("%fields A : vector\r", "In [2]:")[0]
    shown += "".join(screen.type("prove(div(curl(A)), 0)\r", "div(curl(A)) = 0: proved", "In [3]:"))
    shown += "".join(screen.type("proof()\r", "divergence_curl", "In [4]:"))
    shown += "".join(screen.type("why()\r", "div curl X => 0", "In [5]:"))
    assert shown.isascii(), shown


def test_a_terminal_whose_locale_is_c(terminal: Callable[..., Terminal]) -> None:
    screen = terminal(encoding="C")
    shown = screen.until("In [1]:")
    shown += screen.type("%fields u : scalar; nu : constant\r", "In [2]:")[0]
    shown += "".join(screen.type("dt(u) = nu*laplacian(u)\r", "Out[2]:", "In [3]:"))
    shown += "".join(screen.type("intents(_)\r", "parabolic", "step <= 0.2321 spacing^2/nu", "In [4]:"))
    shown += "".join(screen.type("laplacian?\r", "Example, worked by hand", "In [5]:"))
    assert shown.isascii(), shown


def test_glyphs_typed_where_python_was_told_to_read_ascii(terminal: Callable[..., Terminal]) -> None:
    screen = terminal(encoding="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    shown = screen.until("In [1]:")
    shown += screen.type("%fields A : vector; f : scalar\r", "In [2]:")[0]
    shown += "".join(screen.type("∇·(∇×A)\r", "∇·(∇×A)", "div(curl(A))", "In [3]:"))
    shown += "".join(screen.type("%history\r", "∇·(∇×A)", "In [4]:"))
    assert "surrogates" not in shown
    assert "ENTER" not in shown


def test_without_ipython_the_command_says_what_to_install(tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['IPython'] = None; from photonic.cli import main; main()"
    output, status = pexpect.run(
        f'{sys.executable} -c "{hidden}" repl', withexitstatus=True, encoding="utf-8", cwd=None, timeout=PATIENCE
    )
    assert status == 2
    assert "pip install 'photonic[repl]'" in output
    assert "Traceback" not in output
    assert not list(tmp_path.iterdir())


def test_the_language_as_on_paper_in_a_terminal(terminal: Callable[..., Terminal]) -> None:
    screen = terminal()
    screen.until("In [1]:")
    screen.type("%fields A B : vector; f u₀ : scalar\r", "In [2]:")
    screen.type("|A|² f\r", "Out[2]:", "‖A‖", "In [3]:")
    screen.type("sin 2f\r", "Out[3]: sin(2 f)", "In [4]:")
    screen.type("\\cu\t", "∇×")
    screen.type("A\r", "Out[4]: ∇×A", "In [5]:")
    screen.type("prove(∇·(u₀ A) = u₀ ∇·A + ∇u₀·A)\r", "proved by rewriting", "In [6]:")
    screen.type("proof(_)\r", "divergence_scaled", "In [7]:")
    screen.type("why(_)\r", "checked by the kernel", "In [8]:")
    screen.type("sin f u₀\r", "sin(f) g, or sin(f g)", "In [9]:")
