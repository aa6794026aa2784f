"""What to say of a name that nobody declared: a look-alike, a near miss, or that a declaration is wanting."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

from photonic.expressions.declarations import Declarations
from photonic.text.spelling import letters as greek_letters

__all__ = ["DECLARE_IT", "advice_on", "twin_of"]

DECLARE_IT = "declare it, for example as a scalar or a vector"

LATIN = dict(zip("АВЕЅІЈКМНОРСТУХаеосрхуіјѕԁԛԝ", "ABESIJKMHOPCTYXaeocpxyijsdqw", strict=True))
GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυι", "ABEZHIKMNOPTYXovpui", strict=True))
LOOKS_LIKE = str.maketrans({**LATIN, **GREEK, "ο": "o", "к": "κ", "ф": "φ", "µ": "μ", "ϵ": "ε", "ɑ": "α", "ꞷ": "ω"})
"""Letters of other scripts as the letters they are mistaken for."""

WELL_KNOWN = {
    "e": "write exp(f) for powers of e",
    "i": "all fields are real: give the real and the imaginary part a name each",
    "d": "write ∂t f, or ∂f/∂t",
    "T": "behind a tensor, ᵀ or ^T transposes it",
    "X": "the cross product is written × or cross(A, B)",
    "rot": "the curl is written ∇×A or curl(A)",
    "del": "∇ is written ∇ or nabla",
    **dict.fromkeys(("diff", "Derivative", "pdiff", "partial"), "derivatives are written ∂x f, ∂t f, ∂f/∂x or dx(f)"),
    **dict.fromkeys(("int", "integrate", "Integral"), "the language has derivatives and no integrals"),
    **dict.fromkeys(("inf", "oo", "infinity"), "numbers are finite"),
    **dict.fromkeys(("log10", "log_10", "lg"), "write log(f)/log(10)"),
    **dict.fromkeys(("log2", "log_2", "lb"), "write log(f)/log(2)"),
    "inv": "there is no inverse of tensors here: state what it satisfies as a hypothesis",
    **dict.fromkeys(("mag", "magnitude", "length"), "write |A| or norm(A)"),
    **dict.fromkeys(("δ", "delta", "Id"), "the unit tensor is I"),
    "o": "the products are · × ⊗ and :",
}
SHORT = ("sin", "cos", "tan", "exp", "log", "ln", "sqrt", "div", "grad", "curl", "tr", "det")
"""Words that are written without a blank at times: sinx."""

MEANT = {
    "gradient": "grad", "divergence": "div", "rotation": "curl", "rotor": "curl", "laplace": "laplacian",
    "dalembertian": "box", "dalembert": "box", "transposed": "transpose", "determinant": "det", "symmetric": "sym",
    "antisym": "skew", "antisymmetric": "skew", "magnitude": "norm", "wedge": "cross", "crossproduct": "cross",
    "dotproduct": "dot", "inner": "dot", "tensor": "outer", "tensorproduct": "outer", "kron": "outer",
    "doubledot": "ddot", "contract": "ddot", "advection": "advect", "unit": "hat",
}  # fmt: skip
"""Words of other books and programs, with ours."""

UNIT = re.compile(r"(?:e|i|u)_?(?P<axis>[xyz])|(?P<hat>[xyz])_?hat")
MARKED = {"\u0307": "∂t", "\u0308": "∂t ∂t"}
"""Marks of derivatives by time, with what is written for them."""

LONGEST_COMPARED = 60
DIFFERENTIAL = re.compile(r"(?P<sign>[dD])(?P<name>\w+)")
INDEXED = re.compile(r"(?P<name>\w+)_(?P<axes>[txyz]+)")


def twin_of(name: str) -> str:
    """The Greek letter that a word names, and the word for a Greek letter: kappa and κ; nothing for other names."""
    named = greek_letters()
    return named.get(name) or next((word for word, letter in named.items() if letter == name), "")


def advice_on(name: str, declared: Declarations, words: Iterable[str] = (), behind: str = "") -> str:
    """How to repair an undeclared name, given what is declared, the words of the language, and the text behind it.

    A name that differs from a known one by letters that look alike is told apart by their code points.
    """
    names = sorted({*declared, *words})
    if len(name) > LONGEST_COMPARED:
        return DECLARE_IT
    twin = next((n for n in names if n != name and n.translate(LOOKS_LIKE) == name.translate(LOOKS_LIKE)), None)
    if twin is not None:
        return f"it looks like {twin!r}, but holds {_strangers(name, twin)} where that has {_strangers(twin, name)}"
    letters = {word for word in words if not word.isascii()}
    if not name.islower() and name.lower() in words:
        return f"did you mean {name.lower()!r}?"
    notation = _notation(name, declared, behind) or _blanks(name, {*declared, *letters, *SHORT, "π"})
    if notation:
        return notation
    word = _other_word(name, {*declared, *words})
    if word:
        return f"did you mean {word!r}?"
    if name.lower() in greek_letters():
        return DECLARE_IT
    close = _close(name, names)
    if close and (len(name) > 1 or close in declared):
        return f"did you mean {close!r}?"
    return DECLARE_IT


def _close(name: str, names: list[str]) -> str:
    """The known name that is misspelt, if one is near enough: nearer where it is short."""
    swapped = next((n for n in names if len(n) == len(name) > 1 and sorted(n) == sorted(name)), "")
    cutoff = 0.7 if len(name) > 3 else 0.66
    close = difflib.get_close_matches(name, names, n=4, cutoff=cutoff)
    return swapped or next((word for word in close if word in SHORT), next(iter(close), ""))


def _other_word(name: str, known: set[str]) -> str:
    """Our word for one of another book or program, be it misspelt."""
    found = difflib.get_close_matches(name.lower(), MEANT, n=1, cutoff=0.85)
    return MEANT[found[0]] if found and MEANT[found[0]] in known else ""


def _marked(name: str, declared: Declarations) -> str:
    """What to write for a letter with an accent that is one character, such as ü and ê, if the bare letter is known."""
    bare, *marks = list(unicodedata.normalize("NFD", name))
    if len(marks) != 1 or bare not in declared:
        return ""
    if marks[0] in MARKED:
        return f"write {MARKED[marks[0]]} {bare} for the derivative by time"
    return f"the accent makes it another name than {bare!r}: declare it, or leave the accent out"


def _notation(name: str, declared: Declarations, behind: str) -> str:
    """What to write for a notation that the language does not have: df/dt, Df/Dt, u_xx and rot."""
    differential = DIFFERENTIAL.fullmatch(name)
    if differential and re.match(rf"/{differential['sign']}[txyz]", behind):
        field, axis = differential["name"], behind[2]
        if differential["sign"] == "D":
            return f"write D/Dt(v, {field}), with the velocity v"
        return f"write ∂{field}/∂{axis}, or ∂{axis} {field}"
    if name == "D" and re.match(r"\s*/\s*[dD]t", behind):
        return "write D/Dt(v, f), with the velocity v"
    if name in WELL_KNOWN:
        return WELL_KNOWN[name]
    unit = UNIT.fullmatch(name)
    if unit:
        return f"the unit vector along {unit[1] or unit[2]} is ∇{unit[1] or unit[2]}"
    marked = _marked(name, declared) if len(name) == 1 else ""
    if marked:
        return marked
    indexed = INDEXED.fullmatch(name)
    if indexed and indexed["name"] in declared:
        field, axes = indexed["name"], indexed["axes"]
        component = f"{field}·∇{axes} for the component, " if declared[field].rank == 1 and axes in "xyz" else ""
        return f"write {component}{' '.join(f'∂{axis}' for axis in axes)} {field} for the derivative"
    return ""


def _blanks(name: str, known: set[str]) -> str:
    """What to write for known names that stand together without a blank, as in ρv, ℋf and AxB."""
    ways: dict[int, list[str]] = {0: []}
    for end in range(1, len(name) + 1):
        start = next((s for s in range(end) if s in ways and name[s:end] in known), None)
        if start is not None:
            ways[end] = [*ways[start], name[start:end]]
    parts = ways.get(len(name), [])
    crossed = "; the cross product is written ×" if "x" in parts[:-1] else ""
    return f"write it with blanks, {' '.join(parts)!r}{crossed}" if parts else ""


def _strangers(name: str, twin: str) -> str:
    """The characters of a name that differ from its twin's, each with code point and name."""
    strange = dict.fromkeys(a for a, b in zip(name, twin, strict=True) if a != b)
    return ", ".join(f"U+{ord(c):04X} {unicodedata.name(c, 'without a name')}" for c in strange)
