"""Are `rewriting` and `backends` ours? The names are common, and another package of that name must not stand in."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

__all__ = ["SIBLINGS", "check_packages"]

SIBLINGS = ("rewriting", "backends")


def check_packages() -> None:
    """Raise ImportError, naming the file, if another package shadows one of Photonic's own."""
    home = Path(__file__).resolve().parent.parent
    for name in SIBLINGS:
        spec = find_spec(name)
        if spec is None:
            raise ImportError(f"Photonic's package {name!r} is missing from {home}: install Photonic anew")
        found = Path(spec.origin or next(iter(spec.submodule_search_locations or ["?"]))).resolve()
        if home / name not in (found, found.parent):
            raise ImportError(f"{found} shadows Photonic's {home / name}: rename it, or take its folder off sys.path")


check_packages()
