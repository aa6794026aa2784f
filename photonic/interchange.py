"""Scrolls as JSON and back. What reads and writes is in `photonic.syntax`, and loaded when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["codex_to_photon_ast", "photon_to_codex_ast"]


def codex_to_photon_ast(text: str, folder: str | Path = ".", source: str = "<scroll>") -> dict[str, Any]:
    """The JSON form of a scroll's text: what it says, in order, with its comments and blank lines.

    Expressions are trees of glyphs as written; nothing is simplified and definitions are not put in. What is lost is
    the choice among spellings and the white space within a line, so that text → data → text → data ends in the same
    data. `folder` is where included files are sought. The form has a schema, docs/contracts/photon_ast.schema.json.

    Raises what reading the scroll raises, with line, column and repair.

    >>> ast = codex_to_photon_ast("scroll s\\nlet\\n  f : scalar\\nprove\\n  p : curl(grad(f)) = 0\\n")
    >>> ast["body"][1]["lines"][0]["left"]["glyph"]
    'curl'
    """
    from photonic.syntax.from_text import ast_of_text

    return ast_of_text(text, folder, source)


def photon_to_codex_ast(ast: Mapping[str, Any], folder: str | Path = ".") -> str:
    """The text of a scroll in its JSON form, laid out in one way; `codex_to_photon_ast` of it gives the data back.

    `folder` is where included files are sought. Raises PhotonicError with the JSON path for data that are no scroll,
    or that say what no scroll may say.
    """
    from photonic.syntax.to_text import text_of_ast

    return text_of_ast(ast, folder)
