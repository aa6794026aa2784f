"""JSON form to text: the writer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backends.contracts.photon_ast import PHOTON_AST_VERSION, SCROLL, types_in
from photonic.errors import PhotonicError
from photonic.syntax.conform import AstError, difference, require
from photonic.syntax.expressions import node_of, term_of
from photonic.syntax.from_text import ast_of_text
from photonic.terms import describe

__all__ = ["text_of_ast"]

EXPRESSIONS = ("left", "right", "expression", "value")
SOURCE = "<scroll>"
INDENT = "  "


def text_of_ast(ast: Mapping[str, Any], folder: str | Path) -> str:
    """The text of a scroll in its JSON form: see `photonic.photon_to_codex_ast`. Raises AstError with a JSON path."""
    writer = _Writer()
    canonical = writer.scroll(ast)
    text = "\n".join(writer.lines) + "\n"
    try:
        again = ast_of_text(text, folder, SOURCE)
    except PhotonicError as error:
        inside = error.place is not None and error.place.source == SOURCE and error.place.line <= len(writer.paths)
        path = writer.paths[error.place.line - 1] if inside and error.place is not None else "$"
        where = "" if inside or error.place is None else f" ({error.place})"
        raise AstError(path, f"{error.message}{where}") from None
    changed = difference(canonical, again)
    if changed:
        raise AstError(changed, "a scroll cannot say this: the text that it makes is read otherwise")
    return text


def _require_version(ast: Any) -> None:
    """Raise AstError for data of another version, before anything in them is called wrong."""
    version = ast.get("schema_version", PHOTON_AST_VERSION) if isinstance(ast, Mapping) else PHOTON_AST_VERSION
    if type(version) is not int or version != PHOTON_AST_VERSION:
        known = f"version {PHOTON_AST_VERSION} of the form is read here"
        raise AstError("$.schema_version", f"{known}, and the data have {version!r}: write them with this Photonic")


class _Writer:
    """Writes line by line, and keeps the path that each line comes from."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.paths: list[str] = []

    def scroll(self, ast: Any) -> dict[str, Any]:
        """Write all; returns the data with every expression in the form that reading gives it."""
        _require_version(ast)
        require(ast, SCROLL, "$")
        preamble = self.nodes(ast.get("preamble", []), "preamble", "$.preamble", "")
        title = f": {ast['title']}" if ast["title"] else ""
        self.put(f"scroll {ast['name']}{title}", ast, "$")
        return {**ast, "preamble": preamble, "body": self.nodes(ast["body"], "body", "$.body", "")}

    def nodes(self, nodes: list[Any], place: str, path: str, indent: str) -> list[dict[str, Any]]:
        return [self.node(node, place, f"{path}[{index}]", indent) for index, node in enumerate(nodes)]

    def node(self, node: Any, place: str, path: str, indent: str) -> dict[str, Any]:
        known = types_in(place)
        kind = node.get("type") if isinstance(node, dict) else None
        if not isinstance(kind, str) or kind not in known:
            raise AstError(
                f"{path}.type" if kind else path, f"an object whose type is one of {', '.join(known)} is wanted"
            )
        require(node, known[kind], path, kind)
        canonical, texts = dict(node), {}
        for field in EXPRESSIONS:
            if field in node and isinstance(node[field], dict | list | str) and kind != "dimension":
                term = term_of(node[field], f"{path}.{field}")
                canonical[field] = node_of(term)
                texts[field] = describe(term)
        self.put(indent + _written(node, kind, texts), node, path)
        if "lines" in known[kind]:
            canonical["lines"] = self.nodes(node["lines"], kind, f"{path}.lines", INDENT)
        return canonical

    def put(self, text: str, node: Mapping[str, Any], path: str) -> None:
        comment = node.get("comment")
        self.lines.append((text if comment is None else f"{text}  # {comment}").rstrip())
        self.paths.append(path)


SPELLINGS: Mapping[str, str] = {
    "blank": "",
    "comment": "# {text}",
    "include": "include {scroll}",
    "include_file": 'include "{file}"',
    "dimension": "dimension {value}",
    "definition": "{name} = {expression}",
    "equation": "{name} : {left} = {right}",
    "named_expression": "{name} : {expression}",
    "evolution": "∂t {field} = {expression}",
    "conserve": "conserve {name} = {expression}",
    "number": "{quantity} {value}",
}
"""How a node is written whose fields always stand in one place."""


def _written(node: Mapping[str, Any], kind: str, texts: Mapping[str, str]) -> str:
    """The line of a node; `texts` holds its expressions."""
    if kind in SPELLINGS:
        return SPELLINGS[kind].format_map({**node, **texts})
    if kind == "parameter_value":
        of_kind = f" : {node['kind']}" if "kind" in node else ""
        return f"{node['name']}{of_kind} = {texts['value']}"
    if kind == "declaration":
        value = f" = {texts['value']}" if "value" in node else ""
        return f"{', '.join(node['names'])} : {node['kind']}{value}"
    if kind == "assignment":
        return f"{node.get('role', '')} {node['field']} = {texts['expression']}".lstrip()
    if kind == "grid":
        return f"grid {' '.join(map(str, node['points']))}"
    if kind == "methods":
        return f"methods {' '.join(node['methods'])}"
    return f"{kind} {node.get('name', '')}".rstrip()
