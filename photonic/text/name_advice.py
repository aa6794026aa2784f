"""What to say of a name that nobody declared: a look-alike, a near miss, or that a declaration is wanting."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

__all__ = ["advice_on"]

LATIN = dict(zip("АВЕЅІЈКМНОРСТУХаеосрхуіјѕԁԛԝ", "ABESIJKMHOPCTYXaeocpxyijsdqw", strict=True))
GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυι", "ABEZHIKMNOPTYXovpui", strict=True))
LOOKS_LIKE = str.maketrans({**LATIN, **GREEK, "ο": "o", "к": "κ", "ф": "φ", "µ": "μ", "ϵ": "ε", "ɑ": "α", "ꞷ": "ω"})
"""Letters of other scripts as the letters they are mistaken for."""


def advice_on(name: str, known: Iterable[str]) -> str:
    """How to repair an undeclared name, given the names that are known.

    A name that differs from a known one by letters that look alike is told apart by their code points.
    """
    names = sorted(set(known))
    twin = next((n for n in names if n != name and n.translate(LOOKS_LIKE) == name.translate(LOOKS_LIKE)), None)
    if twin is not None:
        return f"it looks like {twin!r}, but holds {_strangers(name, twin)}"
    close = difflib.get_close_matches(name, names, n=1)
    return f"did you mean {close[0]!r}?" if close else "declare it, for example as a scalar or a vector"


def _strangers(name: str, twin: str) -> str:
    """The characters of a name that differ from its twin's, each with code point and name."""
    strange = dict.fromkeys(a for a, b in zip(name, twin, strict=True) if a != b)
    return ", ".join(f"U+{ord(c):04X} {unicodedata.name(c, 'without a name')}" for c in strange)
