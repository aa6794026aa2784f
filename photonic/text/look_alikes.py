"""What to say of a character that is none of the language's: what it looks like, or what to write in its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

__all__ = ["LOOK_ALIKES", "foreign"]

LOOK_ALIKES: Mapping[str, str] = {
    **dict.fromkeys("⨂⦻", "⊗"),
    **dict.fromkeys("⨁", "⊕"),
    **dict.fromkeys("◻▢⬜☐▫◽⊡", "□"),
    **dict.fromkeys("⨯✕✖∧⋏", "×"),
    **dict.fromkeys("•∙‧・.&●∘", "·"),
    **dict.fromkeys("–—‐➖‑‒―﹣", "−"),
    **dict.fromkeys("▽𝛁𝛻", "∇"),
    **dict.fromkeys("△𝚫𝛥𝜟𝝙", "Δ"),
    **dict.fromkeys("𝜕𝛛ð", "∂"),
    **dict.fromkeys("′’‘´`ʹ", "'"),
    **dict.fromkeys("∣❘ǀ¦", "|"),
    **dict.fromkeys("∥", "‖"),
    **dict.fromkeys("⋆∗＊", "*"),
    **dict.fromkeys("⁄÷∕", "/"),
    **dict.fromkeys("ˆ", "^"),
    **dict.fromkeys("≡≈≃≅≔", "="),
    **dict.fromkeys("⇔⟷", "↔"),
    **dict.fromkeys("ᵗ⊤", "ᵀ"),
    **dict.fromkeys("[{⟨", "("),
    **dict.fromkeys("]}⟩", ")"),
    "∶": ":",
    "＝": "=",
    "（": "(",
    "）": ")",
    "，": ",",
    "＋": "+",
}
"""Characters that look like one of the language's: each is named in the error, with the one that is meant."""

IN_WORDS: Mapping[str, str] = {
    "″": "write two primes: h''(f)",
    '"': "write two primes: h''(f)",
    "≠": "a claim is an equation: write 'left = right', which is then proved or refuted",
    **dict.fromkeys("<>≤≥", "only equations are claims: write 'left = right'"),
    **dict.fromkeys("→←↦⇒", "an equation is written 'left = right'"),
    **dict.fromkeys("∫∮∬∭", "the language has derivatives and no integrals"),
    **dict.fromkeys("∑∏", "write the terms out, with + or *"),
    "∞": "numbers are finite",
    "±": "write two expressions, one with + and one with −",
    "%": "write a quotient, as 5/100",
    "\u0307": "write ∂t u for the derivative by time",
    "\u0308": "write ∂t ∂t u for the second derivative by time",
    "\u0302": "write A/|A| for the unit vector along A, or give it a name",
    "ⁿ": "write ^n",
    ";": "give one expression, or one equation",
    "?": "help on a glyph is asked for at the prompt: photonic repl",
    "!": "write gamma(f + 1) for the factorial",
    "$": "formulas stand without dollar signs",
    "∛": "write f^(1/3) for the cube root",
    "†": "all fields are real: the transpose is written ᵀ",
    "#": "a comment stands at the end of a line of a scroll",
    "@": "write · for the product of tensors",
    "~": "give one expression, or 'left = right'",
    "\ufffd": "it stands for one that could not be read: type it again",
    "\\": r"a name of TeX stands behind it, as in \nabla",
}


def foreign(char: str) -> str:
    """The message for a character that no token begins with: its code point, and what to write."""
    if "\udc80" <= char <= "\udcff":
        return f"the byte 0x{ord(char) - 0xDC00:02X} is no UTF-8: the text was written in another encoding"
    name = f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}"
    meant = LOOK_ALIKES.get(char) or _wide(char)
    if meant:
        return f"{_seen(char)!r} is {name}; did you mean {meant!r} (U+{ord(meant):04X})?"
    if unicodedata.category(char) in ("Cf", "Cc", "Cs", "Cn", "Co"):
        return f"{name} stands here and cannot be seen: delete it"
    if unicodedata.decomposition(char).startswith("<super>"):
        return f"{char!r} ({name}) is not part of the language: write an exponent as ^n or ^(n + 1)"
    if unicodedata.combining(char):
        advice = IN_WORDS.get(char, "give the marked quantity a name of its own, as u_bar")
        return f"a mark, {name}, stands on the letter before: {advice}"
    advice = IN_WORDS.get(char, "")
    return f"{char!r} ({name}) is not part of the language{': ' if advice else ''}{advice}"


def _seen(char: str) -> str:
    return char if char.isprintable() else "\N{REPLACEMENT CHARACTER}"


def _wide(char: str) -> str:
    """The plain character of a full-width or bold one, such as ２ and 𝟐."""
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain != char and len(plain) == 1 and plain.isascii() and plain.isprintable() else ""
