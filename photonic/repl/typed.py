r"""What is typed in other ways: formulas of TeX, `\nabla` left as it stands, equations in ASCII, bars, several lines.

None of it is ever Python: a backslash stands before the end of a line only, a call cannot be assigned to, and no line
is indented more than the one before it but in a block.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from photonic.errors import ParseError, Place
from photonic.expressions.catalogue import glyphs
from photonic.repl.lines import is_python
from photonic.repl.names import glyph_characters
from photonic.repl.scan import logical_lines, mask
from photonic.repl.wording import EVALUATE
from photonic.text.characters import SIZES, characters
from photonic.text.spelling import spellings
from photonic.text.tex import GROUPED

__all__ = ["ascii_equations", "continued", "named_characters", "typeset", "with_bars"]

NAMED = re.compile(r"\\([A-Za-z]+)")
FORMULA = re.compile(rf"\\(?:{'|'.join(sorted({*GROUPED, *SIZES}))})(?![A-Za-z])")
EQUAL = re.compile(r"(?<![=<>!:+\-*/%&|^@])=(?!=)")
CALLED = re.compile(r"(?<![\w.])(\w+)\(")
BAR = re.compile(r"\|")
BEFORE_OPERAND = re.compile(r"(?:^|[(\[,=+\-*/^−·×⊗∇|‖]|\b(?:return|and|or|not|in|if|else))\s*$")
NOT_OURS = re.compile(r"\s*[%!?/,;@]")


def typeset(source: str) -> str:
    r"""The cell with `\frac{f}{g}` and `\mathbf{A}` in its code as the language writes them."""
    if "\\" not in source:
        return source
    masked, out, position = mask(source), "", 0
    for line in logical_lines(masked):
        text, code = source[line.start : line.end], masked[line.start : line.end]
        is_formula = FORMULA.search(code) and not NOT_OURS.match(code)
        out += source[position : line.start] + (_plain(text, code) if is_formula else text)
        position = line.end
    return out + source[position:]


def _plain(text: str, code: str) -> str:
    """The line in the language's characters, but for its strings and comments; what cannot be read stays."""
    parts = groupby(range(len(text)), lambda index: text[index] == code[index])
    read = ""
    try:
        for is_code, indices in parts:
            part = "".join(text[index] for index in indices)
            read += characters(part, Place()).text if is_code else part
    except ParseError:
        return text
    return read


def continued(source: str) -> str:
    """The cell with a backslash behind each line that goes on, indented, in the next: an equation on two lines."""
    if "\n" not in source or is_python(source):
        return source
    masked, out, position = mask(source), "", 0
    lines, first = list(logical_lines(masked)), ""
    for line, following in pairwise(lines):
        code, behind = masked[line.start : line.end], masked[following.start : following.end]
        between = masked[line.end : following.start]
        first = first or code
        is_ours = not glyph_characters().isdisjoint(first + behind) and not NOT_OURS.match(code)
        ends = not code.strip() or code.rstrip().endswith(":") or between.strip(" ") not in ("", "\n")
        out += source[position : line.end]
        position = line.end
        if is_ours and not ends and _indent(behind) > _indent(first):
            out += "\\"
        else:
            first = ""
    return out + source[position:]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else 0


def named_characters(source: str) -> str:
    r"""The cell with `\nabla`, `\curl`, `\kappa` in its code as the characters that they name."""
    if "\\" not in source:
        return source
    table = spellings()
    out, position = [], 0
    masked = mask(source)
    for found in NAMED.finditer(masked):
        line = source[source.rfind("\n", 0, found.start()) + 1 :]
        if found[1] in table and not NOT_OURS.match(line):
            out += [source[position : found.start()], table[found[1]]]
            position = found.end()
    return "".join(out) + source[position:]


def ascii_equations(source: str) -> str:
    """The cell with lines such as `dt(u) = laplacian(u)` read as equations of the language."""
    if "=" not in source or is_python(source):
        return source
    masked = mask(source)
    out, position = [], 0
    for line in logical_lines(masked):
        text, code = source[line.start : line.end], masked[line.start : line.end]
        number = source.count("\n", 0, line.start) + 1
        is_equation = not line.is_open and not text[:1].isspace() and _is_equation(code) and not is_python(text)
        out += [source[position : line.start], f"{EVALUATE}({text!r}, {text!r}, 0, {number})" if is_equation else text]
        position = line.end
    return "".join(out) + source[position:]


def _is_equation(code: str) -> bool:
    """Whether a glyph is called by its ASCII name before a single `=` outside all brackets."""
    if NOT_OURS.match(code):
        return False
    outside = [m.start() for m in EQUAL.finditer(code) if _depth(code[: m.start()]) == 0]
    names = {glyph.ascii for glyph in glyphs()}
    return len(outside) == 1 and any(m[1] in names for m in CALLED.finditer(code[: outside[0]]))


def _depth(code: str) -> int:
    return sum(code.count(opening) for opening in "([{") - sum(code.count(closing) for closing in ")]}")


def with_bars(source: str) -> str:
    """The cell with |A| as ‖A‖ in the lines that are no Python."""
    if "|" not in source:
        return source
    masked, out, position = mask(source), "", 0
    for line in logical_lines(masked):
        text, code = source[line.start : line.end], masked[line.start : line.end]
        kept = NOT_OURS.match(code) or line.is_open or is_python(text)
        out += source[position : line.start] + (text if kept else _bars(text, code))
        position = line.end
    return out + source[position:]


def _bars(text: str, code: str) -> str:
    """The line with bars that stand where an operand is wanted, and those that close them, as ‖: |A| is no Python."""
    out, is_open = list(text), 0
    for found in BAR.finditer(code):
        if BEFORE_OPERAND.search("".join(out[: found.start()])):
            is_open += 1
        elif is_open:
            is_open -= 1
        else:
            continue
        out[found.start()] = "‖"
    return text if is_open else "".join(out)
