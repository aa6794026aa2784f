"""What `import photonic` leaves for later: however it is asked for, it comes whole, and once."""

from __future__ import annotations

import subprocess
import sys

import pytest

import photonic as ph

FIELDS = '{"f": "scalar", "A": "vector"}'


def said(code: str, *options: str) -> str:
    """What a fresh Python says to the code; nothing may be complained of."""
    done = subprocess.run(
        [sys.executable, "-W", "error", *options, "-c", code], capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout.strip()


PRESSED = f"""
import signal, sys
import photonic as ph

class Presses:
    def find_spec(self, name, path=None, target=None):
        if name == "numpy.linalg" and self in sys.meta_path:
            sys.meta_path.remove(self)
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Presses())
try:
    FIRST
except KeyboardInterrupt:
    print("stopped")
print(ph.prove("curl(grad(f)) = 0", fields={FIELDS}).status)
"""


@pytest.mark.parametrize(
    "first",
    [
        'ph.prove("f = f", fields={"f": "scalar"})',
        'ph.run("heat")',
        'ph.Scroll("mine").run()',
        'type("Mine", (ph.Glyph,), dict(__doc__="M", name="mine", symbol="ℳ", ascii="mine", typeset="M <0>",'
        " fixity=ph.Fixity.PREFIX, precedence=ph.Precedence.PREFIX, signatures={(0,): 0},"
        ' example=ph.Example(("x + 1",), 1), meaning=staticmethod(lambda calculus, f: f)))',
    ],
)
def test_ctrl_c_while_the_prover_is_loaded_leaves_it_usable(first: str):
    """NumPy refuses to be imported a second time where the first was broken off."""
    assert said(PRESSED.replace("FIRST", first)) == "stopped\nproved"


def test_what_finalizers_drop_stops_a_proof_too():
    code = """
import signal, time
import photonic as ph

class Dying:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
        sum(range(2))

class Given:
    def __iter__(self):
        Dying()
        until = time.monotonic() + 10
        while time.monotonic() < until:
            sum(range(2))
        return iter(())

for ask in (ph.prove, ph.simplify):
    try:
        ask("curl(grad(f))", given=Given(), fields={"f": "scalar"}, **{} if ask is ph.simplify else {"rhs": "0"})
    except KeyboardInterrupt:
        print("stopped")
"""
    assert said(code) == "stopped\nstopped"


def test_reloading_checks_a_glyph_once():
    code = """
import importlib
import photonic as ph
before = ph.prove
assert importlib.reload(ph) is ph and ph.prove is before
from photonic.expressions.catalogue import WATCHERS
print(len(WATCHERS))
"""
    assert said(code) == "1"


def test_python_without_docstrings_proves_and_takes_glyphs():
    code = f"""
import photonic as ph
class Twice(ph.Glyph):
    name, symbol, ascii, typeset = "twice", "ℳ", "twice", "M <0>"
    fixity, precedence, signatures = ph.Fixity.PREFIX, ph.Precedence.PREFIX, {{(0,): 0}}
    laws = "twice: ℳ f = f + f"
    example = ph.Example(("x + 1",), 2)
    @staticmethod
    def meaning(calculus, f):
        return calculus.add(f, f)
print(ph.prove("twice(f) = 2 f", fields={FIELDS}).status)
"""
    assert said(code, "-OO") == "proved"


def test_what_is_offered_is_what_is_public():
    """A module of ours, such as `prover`, is not offered beside `prove`."""
    assert {name for name in dir(ph) if not name.startswith("__")} == set(ph.__all__)
    assert not {"SIBLINGS", "prover", "ownership", "api"} & set(dir(ph))
