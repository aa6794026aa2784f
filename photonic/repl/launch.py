"""`photonic repl`: an IPython session with the extension loaded."""

from __future__ import annotations

import io
import sys
from codecs import lookup
from collections.abc import Sequence

from photonic.errors import PhotonicError

__all__ = ["BANNER", "start"]

MISSING = "the prompt needs IPython, which is not installed: pip install 'photonic[repl]'"
BANNER = r"""Photonic: expressions as on paper. \nabla<TAB> types ∇, ∇×? explains a glyph.
    %fields A B : vector; f : scalar
    prove(∇·(∇×A), 0)        then proof(_) and why(_); %glyph lists all glyphs
"""
ASCII_BANNER = r"""Photonic: expressions as on paper. %glyph curl explains a glyph.
    %fields A B : vector; f : scalar
    prove(div(curl(A)), 0)   then proof(_) and why(_); %glyph lists all glyphs
"""


def start(arguments: Sequence[str] = (), ascii_only: bool = False) -> None:
    """Open the prompt; `arguments` are IPython's own, as in `--no-banner`. Raises PhotonicError without IPython."""
    try:
        import IPython
        from traitlets.config import Config
    except ImportError:
        raise PhotonicError(MISSING) from None

    from photonic.repl.session import writes_unicode

    _speak_utf8()
    config = Config()
    config.InteractiveShellApp.extensions = ["photonic.repl"]
    config.TerminalInteractiveShell.banner1 = ASCII_BANNER if ascii_only or not writes_unicode() else BANNER
    config.InteractiveShellApp.exec_lines = ["%photonic ascii"] if ascii_only else []
    IPython.start_ipython(argv=list(arguments), config=config)


def _speak_utf8() -> None:
    """Read and echo UTF-8 where the locale says ASCII: glyphs that are typed all the same arrive whole.

    As surrogates, one for each byte, they are echoed as question marks, and IPython's history cannot store them.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and lookup(stream.encoding).name == "ascii":
            stream.reconfigure(encoding="utf-8")
