"""`run` with brackets is Photonic's, `run script.py` stays IPython's: the second module here that imports IPython."""

from __future__ import annotations

from typing import Any

from IPython.core.prefilter import PrefilterChecker

__all__ = ["checker"]

PYTHONS = ("(", "=", ".", "[", ",", ")")
"""What behind a name shows that Python is meant."""

BEFORE_AUTOMAGIC = 690
"""IPython's own checker, at 700, takes no magic whose name stands for a value."""


class SharedName(PrefilterChecker):
    """Gives a line to the magic whose name a function of Photonic's has too, unless it reads as Python."""

    shared: frozenset[str] = frozenset()

    def check(self, line_info: Any) -> Any:
        """IPython's protocol: the handler that takes the line, or None."""
        name, rest = line_info.ifun, line_info.the_rest.strip()
        shell: Any = self.shell
        if name not in self.shared or not rest or rest.startswith(PYTHONS) or not shell.automagic:
            return None
        return shell.prefilter_manager.get_handler_by_name("magic")


def checker(shell: Any, names: frozenset[str]) -> PrefilterChecker:
    """A checker for those of the names that are magics of the shell too."""
    make: Any = SharedName  # its arguments are traits
    made: SharedName = make(
        shell=shell, prefilter_manager=shell.prefilter_manager, config=shell.config, priority=BEFORE_AUTOMAGIC
    )
    made.shared = frozenset(name for name in names if shell.find_line_magic(name))
    return made
