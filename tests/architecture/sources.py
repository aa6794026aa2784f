"""The project's source files, read by their syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["PACKAGES", "ROOT", "defined", "imported", "module_name", "public_names", "sources", "tree"]

ROOT = Path(__file__).parents[2]
PACKAGES = ("photonic", "rewriting", "backends")


def sources(package: str | None = None) -> list[Path]:
    """All Python files of a package, or of all three."""
    names = PACKAGES if package is None else (package,)
    return sorted(path for name in names for path in (ROOT / name).rglob("*.py") if "__pycache__" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_name(path: Path) -> str:
    """`photonic/codex/__init__.py` is photonic.codex."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> set[str]:
    """Full names of what a file imports anywhere, functions included; what is for type checkers alone is left out.

    `from a import b` counts as a.b, so that a module is told from a name in it by looking whether it exists.
    """
    return {name for node in _running(tree(path)) for name in _names(node, path)}


def _running(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield from (other, *_running(other))
            continue
        yield child
        yield from _running(child)


def _names(node: ast.AST, path: Path) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        package = module_name(path).split(".") if path.name == "__init__.py" else module_name(path).split(".")[:-1]
        base = package[: len(package) - node.level + 1] if node.level else []
        start = ".".join([*base, *([node.module] if node.module else [])])
        yield from (f"{start}.{alias.name}" for alias in node.names)


def public_names(path: Path) -> list[str] | None:
    """What `__all__` lists, or None where there is none, or where it is worked out (in a table of contents)."""
    for node in tree(path).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            listed = node.value  # type: ignore[attr-defined]
            return list(ast.literal_eval(listed)) if isinstance(listed, ast.List) else None
    return None


def defined(path: Path) -> dict[str, ast.AST]:
    """Every name that the top level of a file binds, with the node that binds it."""
    names: dict[str, ast.AST] = {}
    for node in _top(tree(path).body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names[node.name] = node
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update({(alias.asname or alias.name).split(".")[0]: node for alias in node.names})
        else:
            bound = (part for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))
            names.update({part.id: node for part in bound})
    return names


def _top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements of the top level, those under `if` and `try` included."""
    for node in body:
        yield node
        for inner in ("body", "orelse", "finalbody") if isinstance(node, (ast.If, ast.Try)) else ():
            yield from _top(getattr(node, inner, []))
