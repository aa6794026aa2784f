"""Which operands stand in brackets: those that bind too loosely, and those that only the parser can tell apart.

The parser knows that ∇×v·∇ is (∇×v)·∇ and A × B·C is (A × B)·C; a reader should not have to.
"""

from __future__ import annotations

from typing import Any

from sympy.printing.precedence import precedence_traditional

from photonic.expressions.notation import Fixity, Precedence, encloses_all, stands_apart

__all__ = ["binding", "lies_open", "mixes", "obscures_nabla", "reads_on", "reads_under", "tight", "unclear"]


def binding(operand: Any) -> int:
    """How tightly an expression binds in TeX and MathML, where 1e-5 is the product 1.0·10⁻⁵.

    SymPy's own rule goes by names of its classes.
    """
    if hasattr(operand, "fixity"):
        return int(operand.precedence)
    own = int(precedence_traditional(operand))
    return min(own, Precedence.PRODUCT) if operand.is_Float and "e" in str(operand) else own


def tight(glyph: Any, place: int) -> bool:
    """Whether an operand of the same precedence needs brackets in this place."""
    if glyph.fixity is Fixity.INFIX:
        return place == (0 if glyph.precedence == Precedence.POWER else 1)
    return bool(glyph.fixity is Fixity.POSTFIX)


def mixes(glyph: Any, operand: Any, place: int) -> bool:
    """Whether products meet as in A × B·C, A·B C, f/A·B and A·∇·S. A chain S·T·A, read from the left, is clear."""
    if glyph.fixity is not Fixity.INFIX:
        return False
    if glyph.symbol == "·" and place == 1 and _is_prefix(operand) and operand.symbol.endswith("·"):
        return True
    if glyph.symbol == "*":
        return place == 0 and _is_vector_product(_last_factor(operand))
    if glyph.symbol == "/":
        return place == 1 and _is_vector_product(operand)
    if not _is_vector_product(glyph) or not _is_vector_product(operand):
        return False
    chained = place == 0 and glyph.symbol == operand.symbol == "·"
    looser = operand.precedence < glyph.precedence or (place == 1 and operand.precedence == glyph.precedence)
    return not chained and not looser


def reads_on(glyph: Any, operand: Any) -> bool:
    """Whether what follows in a product would seem to lie under the prefix that ends its left side: (∇·A) f."""
    factor = _last_factor(operand)
    return glyph.symbol in ("*", "/") and (_is_prefix(factor) or lies_open(factor)) and _covers(factor)


def reads_under(glyph: Any, operand: Any) -> bool:
    """Whether a product of vectors behind a prefix would seem to lie under it: (∂t A)·B, (∂t A) × B, (∇·T)·A.

    Its sign stands as close as the blank behind ∂t does, and ∇·T·A looks like a chain. Where the other reading has no
    meaning, as ∇×(A·B) has none, nothing is unclear.
    """
    if not _is_vector_product(glyph) or not _leaves_doubt(operand, signs=glyph.symbol == "·"):
        return False
    prefixes = []
    while _is_prefix(operand):
        prefixes.append(operand)
        operand = operand.args[0]
    other = glyph.signatures.get(tuple(getattr(side, "rank", 0) for side in (operand, glyph.args[1])))
    for prefix in reversed(prefixes):
        other = prefix.signatures.get((other,))
    return other is not None


def obscures_nabla(operand: Any) -> bool:
    """Whether the direction of a derivative needs brackets before ·∇: ((A × w)·∇)f, ((∇×v)·∇)f, but (∇f·∇)w."""
    if _leaves_doubt(operand):
        return True
    while _is_prefix(operand) and _covers(operand):
        operand = operand.args[0]
    infix = getattr(operand, "fixity", None) is Fixity.INFIX
    return infix or lies_open(operand) or _ends_in_a_sign(operand)


def unclear(glyph: Any, operand: Any, place: int) -> bool:
    """Whether an operand needs brackets where no blanks are kept, as in TeX and MathML: (∇×A)·B, ∇·(∇×A), A·(∇×B)."""
    if lies_open(glyph):
        return place == 0 and (obscures_nabla(operand) or _covers_more_than_a_scalar(operand))
    if place == 0 and glyph.symbol == "*" and _covers(_last_factor(operand)):
        return True
    if place == 0 and _is_vector_product(glyph) and _covers_more_than_a_scalar(operand):
        return True
    within = (glyph.fixity is Fixity.PREFIX and glyph.precedence >= Precedence.PREFIX) or _is_vector_product(glyph)
    return mixes(glyph, operand, place) or (within and _ends_in_a_sign(operand))


def lies_open(operand: Any) -> bool:
    """Whether the last operand of a bracketed glyph stands behind the brackets, as in (A·∇)X."""
    return getattr(operand, "fixity", None) is Fixity.BRACKET and not encloses_all(operand.symbol)


def _is_prefix(operand: Any) -> bool:
    return getattr(operand, "fixity", None) is Fixity.PREFIX and len(operand.args) == 1


def _ends_in_a_sign(operand: Any) -> bool:
    """Whether this is a prefix such as ∇× or ∇·."""
    return getattr(operand, "fixity", None) is Fixity.PREFIX and operand.symbol[1:].endswith(("·", "×"))


def _leaves_doubt(operand: Any, signs: bool = True) -> bool:
    """Whether one of the prefixes before an operand is set off by a blank or, if `signs`, ends in a product's sign."""
    while _is_prefix(operand):
        free = _covers(operand)
        if (signs and _ends_in_a_sign(operand)) or (free and stands_apart(operand.symbol)):
            return True
        if not free:
            return False
        operand = operand.args[0]
    return False


def _subject(operand: Any) -> Any:
    """What a prefix, or (A·∇), is applied to; None for all else."""
    if getattr(operand, "fixity", None) is Fixity.PREFIX:
        return operand.args[0]
    return operand.args[-1] if lies_open(operand) else None


def _covers(operand: Any) -> bool:
    """Whether this is a prefix that binds like ∇, with what it is applied to standing free behind it."""
    subject = _subject(operand)
    if subject is None or operand.precedence < Precedence.DOT:
        return False
    return bool(binding(subject) >= operand.precedence)


def _covers_more_than_a_scalar(operand: Any) -> bool:
    """Whether a factor behind this prefix could lie under it. ∇f·A cannot be read otherwise."""
    return getattr(_subject(operand), "rank", 0) > 0


def _is_vector_product(operand: Any) -> bool:
    fixity = getattr(operand, "fixity", None)
    return fixity is Fixity.INFIX and bool(Precedence.DOT <= operand.precedence < Precedence.PREFIX)


def _last_factor(operand: Any) -> Any:
    while getattr(operand, "fixity", None) is Fixity.INFIX and operand.symbol == "*":
        operand = operand.args[1]
    return operand
