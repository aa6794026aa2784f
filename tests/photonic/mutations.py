"""Valid text with a few mistakes in it, as a hand makes them: on words, signs, numbers and lines, not on bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

__all__ = ["PROMPTED", "SCROLLS", "damaged"]

ROOT = Path(__file__).parents[2]
SCROLLS = [
    path.read_text("utf-8") for path in sorted([*ROOT.glob("photonic/scrolls/*.codex"), *ROOT.glob("examples/*.codex")])
]
PAGES = [path.read_text("utf-8") for path in sorted(ROOT.glob("docs/tutorials/*.md"))]
PROMPTED = sorted({line for page in PAGES for line in re.findall(r"^In \[\d+\]: (.+)$", page, re.MULTILINE)})

PIECE = re.compile(r"\w+|[^\S\n]+|.", re.DOTALL)
STRANGE = [
    *"()[]{}⟨⟩,;:.'\"`=+-−–*/^|‖·×⊗∇Δ□∂√²⁻½₀ᵀ⨯•𝛁А𝐀é\u0301\u200b\u00a0\t\r\\$#@!?%&~<>≤≠→↔⊕⧠⟲",
    "\n", "\n\n", "  ", "**", "^^", "//", "==", ":=", "<->", "∂/∂", "∂_", "∇_", "∇·", "(A·∇)", "^T", "''", "...",
    "1e", "1e999", "-1", "0", "1/0", "0x1f", "1_000", "nan", "inf", "None", "lambda", "import", "scalar", "vector",
    "given", "goal", "run", "fit", "include", r"\frac{a}{b}", r"\nabla", r"\mathbf{A}", r"\left(", r"\partial_t",
    "x" * 300, "(" * 60, "9" * 400,
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """One of the texts after one to four mistakes."""
    pieces = PIECE.findall(draw(st.sampled_from(texts)))
    for _ in range(draw(st.integers(1, 4))):
        if not pieces:
            break
        place, other = (draw(st.integers(0, len(pieces) - 1)) for _ in range(2))
        match draw(st.sampled_from(["drop", "double", "swap", "move", "replace", "insert", "cut", "word", "join"])):
            case "drop":
                del pieces[place]
            case "double":
                pieces.insert(place, pieces[place])
            case "swap":
                pieces[place], pieces[other] = pieces[other], pieces[place]
            case "move":
                pieces.insert(other, pieces.pop(place))
            case "replace":
                pieces[place] = draw(st.sampled_from(STRANGE))
            case "insert":
                pieces.insert(place, draw(st.sampled_from(STRANGE)))
            case "cut":
                del pieces[place:]
            case "word":
                pieces[place] = misspelt(draw, pieces[place])
            case "join":
                pieces = [piece for index, piece in enumerate(pieces) if index != place or not piece.isspace()]
    return "".join(pieces)


def misspelt(draw: st.DrawFn, word: str) -> str:
    """The word with a letter less, doubled, changed in case, or two exchanged."""
    place = draw(st.integers(0, max(0, len(word) - 1)))
    ways = (
        word[:place] + word[place + 1 :],
        word[: place + 1] + word[place:],
        word[:place] + word[place:].swapcase(),
        word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    )
    return draw(st.sampled_from(ways))
