"""Text to JSON form: the reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from backends.contracts.photon_ast import PHOTON_AST_VERSION
from photonic.plan import plan_of
from photonic.reading.outline import LINE_END, Block, Entry, Outline, outline_of
from photonic.reading.sources import TARGET, Files
from photonic.scroll import scroll_from_text
from photonic.syntax.lines import LineReader

__all__ = ["ast_of_text"]

Node = dict[str, Any]


def ast_of_text(text: str, folder: str | Path, source: str) -> Node:
    """The JSON form of a scroll's text: see `photonic.codex_to_photon_ast`."""
    scroll = scroll_from_text(text, source, sources=Files(Path(folder)))
    for block in scroll.runs:
        plan_of(block, scroll)
    outline = outline_of(text, source)
    header = outline.header.place.line
    comments = dict(_comments(text))
    ast: Node = {"schema_version": PHOTON_AST_VERSION, "name": outline.name, "title": outline.title}
    ast |= _extra(comments, header)
    statements = _statements(outline, LineReader(scroll.scope))
    ast["preamble"] = [_gap(line, comments) for line in range(1, header)]
    ast["body"] = _filled(statements, header + 1, len(comments), comments)
    return ast


def _comments(text: str) -> Iterator[tuple[int, str | None]]:
    """Each line's number with the comment on it; a last line end begins no line."""
    lines = LINE_END.split(text.removeprefix("\ufeff"))
    for number, line in enumerate(lines[:-1] if not lines[-1].strip() else lines, 1):
        _, sign, comment = line.partition("#")
        yield number, comment.strip() if sign else None


def _extra(comments: Mapping[int, str | None], line: int) -> Node:
    comment = comments[line]
    return {"line": line} if comment is None else {"comment": comment, "line": line}


def _gap(line: int, comments: Mapping[int, str | None]) -> Node:
    comment = comments[line]
    return {"type": "blank", "line": line} if comment is None else {"type": "comment", "text": comment, "line": line}


def _statements(outline: Outline, reader: LineReader) -> dict[int, Node]:
    """The statements of the body by their lines; of a block also, under `lines`, its own by their lines."""
    found: dict[int, Node] = {}
    for entry in outline.includes:
        found[entry.place.line] = _include(entry)
    if outline.dimension is not None:
        value, place = outline.dimension
        found[place.line] = {"type": "dimension", "value": value}
    for block in outline.blocks:
        found[block.place.line] = _block(block, reader)
    return found


def _include(entry: Entry) -> Node:
    match = TARGET.match(entry.text)
    assert match is not None, "an include that was read reads as one"
    return {"type": "include", "scroll": match["name"]} if match["name"] else {
        "type": "include_file", "file": match["file"]
    }  # fmt: skip


def _block(block: Block, reader: LineReader) -> Node:
    lines = {entry.place.line: reader.line(block, entry) for entry in block.entries}
    return {"type": block.kind, **({"name": block.name} if block.name else {}), "lines": lines}


def _filled(nodes: Mapping[int, Node], first: int, last: int, comments: Mapping[int, str | None]) -> list[Node]:
    """The nodes in order from line to line, with comments and blank lines between them."""
    found = []
    line = first
    while line <= last:
        node = nodes.get(line)
        if node is None:
            found.append(_gap(line, comments))
        else:
            node = {**node, **_extra(comments, line)}
            found.append(node)
            if "lines" in node:
                end = max(node["lines"])
                node["lines"] = _filled(node["lines"], line + 1, end, comments)
                line = end
        line += 1
    return found
