"""Scrolls built in Python, step by step: what is built has the text, and the meaning, of a scroll that was typed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from photonic.builder_texts import Texts, equation_text, expression_text, name_text, names_and_kind, run_lines
from photonic.errors import ScrollError
from photonic.interchange import codex_to_photon_ast, photon_to_codex_ast
from photonic.library import SUFFIX
from photonic.reading.outline import BLOCKS, RUN_BLOCKS
from photonic.reading.sources import Files
from rewriting.interrupts import deferred_interrupt

if TYPE_CHECKING:
    from photonic.codex.sheet import Progress
    from photonic.scroll import Scroll as Reading
    from photonic.session import Finished
    from photonic.settings import Settings

__all__ = ["Scroll"]


class Scroll:
    """A scroll that is being built. Every call adds to it and returns it, so that calls can be chained.

    Expressions are texts or glyph expressions, equations texts 'left = right' or two expressions. What a call is given
    is checked for its shape at once, for its meaning by `read` and `run`, with the line of `to_text()` in the message.

    >>> scroll = Scroll("heat", "heat spreads").parameter("D", 0.5).field("u", "scalar")
    >>> print(scroll.prove("balance", "div(D grad(u)) = D laplacian(u)").to_text())
    scroll heat: heat spreads
    <BLANKLINE>
    parameter
      D = 0.5
    <BLANKLINE>
    let
      u : scalar
    <BLANKLINE>
    prove
      balance : div(D grad(u)) = D laplacian(u)
    <BLANKLINE>
    """

    def __init__(self, name: str, title: str = "", dimension: int | None = None) -> None:
        self.name = name_text(name)
        self._head = [f"scroll {name}{f': {expression_text(title)}' if title else ''}"]
        self._parts: list[list[str]] = []
        if dimension is not None:
            self.dimension(dimension)

    @classmethod
    def from_text(cls, text: str, folder: str | Path = ".") -> Self:
        """The builder of a scroll's text, comments and blank lines kept. Raises what reading the scroll raises."""
        return cls.from_ast(codex_to_photon_ast(text, folder), folder)

    @classmethod
    def from_ast(cls, ast: Mapping[str, Any], folder: str | Path = ".") -> Self:
        """The builder of a scroll's JSON form. Raises PhotonicError with the JSON path where that is wrong."""
        lines = photon_to_codex_ast(ast, folder).splitlines()
        built = cls(str(ast["name"]))
        start = 1 + len(ast.get("preamble", ()))
        built._head, built._parts = lines[:start], []
        for line in lines[start:]:
            if line.startswith(" "):
                built._parts[-1].append(line.strip())
            else:
                built._parts.append([line])
        return built

    def include(self, scroll: str) -> Self:
        """Take over the names and hypotheses of a shipped scroll, or of a .codex file."""
        target = expression_text(scroll)
        return self._statement(f'include "{target}"' if target.endswith(SUFFIX) else f"include {target}")

    def dimension(self, value: int) -> Self:
        """State that space has 1, 2 or 3 dimensions."""
        return self._statement(f"dimension {expression_text(value)}")

    def field(self, *names: Any, kind: str | None = None) -> Self:
        """Declare names, `field("E", "B", "vector")` or `field("E, B", kind="vector")`; symbols bring their kind."""
        for listed, own in names_and_kind(names, kind):
            self._line("let", f"{listed} : {own}")
        return self

    def constant(self, name: str, value: Any = None, kind: str = "constant") -> Self:
        """Declare a constant, or a constant_vector, with its value where it has one."""
        behind = "" if value is None else f" = {expression_text(value)}"
        return self._line("let", f"{name_text(name)} : {expression_text(kind)}{behind}")

    def parameter(self, name: str, default: Any, kind: str = "constant") -> Self:
        """Declare a parameter: a constant whose default each run may replace."""
        of_kind = "" if kind == "constant" else f" : {expression_text(kind)}"
        return self._line("parameter", f"{name_text(name)}{of_kind} = {expression_text(default)}")

    def define(self, name: str, expression: Any) -> Self:
        """Let a name stand for an expression."""
        return self._line("define", f"{name_text(name)} = {expression_text(expression)}")

    def assume(self, name: str, *equation: Any) -> Self:
        """A hypothesis."""
        return self._line("given", f"{name_text(name)} : {equation_text(equation)}")

    def prove(self, name: str, *equation: Any) -> Self:
        """A claim that is to be proved."""
        return self._line("prove", f"{name_text(name)} : {equation_text(equation)}")

    def refute(self, name: str, *equation: Any) -> Self:
        """A claim that is to be shown false."""
        return self._line("refute", f"{name_text(name)} : {equation_text(equation)}")

    def simplify(self, name: str, expression: Any) -> Self:
        """An expression that is to be brought to its cheapest form."""
        return self._line("simplify", f"{name_text(name)} : {expression_text(expression)}")

    def evolve(self, name: str, equations: Texts, **entries: Any) -> Self:
        """A run of equations {field: right side of ∂t field = …}.

        `entries`: `exact`, `start`, `given`, `conserve` map names to expressions; `grid` and `methods` are one or
        several; `length`, `time`, `steps`, `tolerance` are numbers.
        """
        return self._run("evolve", name, {"equations": equations, **entries})

    def compare(self, goal: str, given: Texts, **entries: Any) -> Self:
        """A run of the forms of a goal on fields {name: expression}; `grid`, `methods`, `length` as in `evolve`."""
        return self._run("compare", goal, {"given": given, **entries})

    def fit(self, symbol: str, equations: Texts, **entries: Any) -> Self:
        """A search for a coefficient; further entries are `start`, `truth`, `guess`, `rate` and those of `evolve`."""
        return self._run("fit", symbol, {"equations": equations, **entries})

    def to_text(self) -> str:
        """The text of the scroll."""
        lines = list(self._head)
        for index, (head, *inner) in enumerate(self._parts):
            opens = head.split(" ")[0] in BLOCKS or (index and self._parts[index - 1][0].split(" ")[0] in BLOCKS)
            if lines[-1] and (not index or opens) and head and not lines[-1].startswith("#"):
                lines.append("")
            lines += [head, *(f"  {line}" if line else "" for line in inner)]
        return "\n".join(lines) + "\n"

    def to_ast(self, folder: str | Path = ".") -> dict[str, Any]:
        """The JSON form of the scroll: see `codex_to_photon_ast`."""
        return codex_to_photon_ast(self.to_text(), folder)

    def read(self, parameters: Mapping[str, Any] | None = None, folder: str | Path = ".") -> Reading:
        """The scroll, read and typed as its text is. Raises PhotonicError with the line of the text."""
        with deferred_interrupt():
            from photonic.scroll import scroll_from_text

        return scroll_from_text(self.to_text(), f"<{self.name}>", parameters, Files(Path(folder)))

    def run(
        self,
        settings: Settings | None = None,
        progress: Progress | None = None,
        seed: int = 0,
        parameters: Mapping[str, Any] | None = None,
        folder: str | Path = ".",
    ) -> Finished:
        """Run it and record it, as `photonic.run` does."""
        with deferred_interrupt():
            from photonic.session import run_scroll

        return run_scroll(self.read(parameters, folder), settings, progress, seed)

    def _statement(self, line: str) -> Self:
        self._parts.append([line])
        return self

    def _line(self, kind: str, line: str) -> Self:
        if not self._parts or self._parts[-1][0].split("#")[0].strip() != kind:
            self._parts.append([kind])
        self._parts[-1].append(line)
        return self

    def _run(self, kind: str, name: str, entries: Mapping[str, Any]) -> Self:
        assert kind in RUN_BLOCKS
        lines = run_lines(entries)
        if not lines:
            raise ScrollError(f"the {kind} block {name!r} has no entries: give fields or equations")
        self._parts.append([f"{kind} {name_text(name)}", *lines])
        return self
