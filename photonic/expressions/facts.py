"""The facts that a glyph declares, looked at one by one when its class is made, and how to repair them."""

from __future__ import annotations

import difflib
import inspect
import keyword
import sys
from collections.abc import Callable, Mapping
from typing import Any

from photonic.errors import GlyphError
from photonic.expressions.catalogue import CATALOGUE
from photonic.expressions.declarations import AMBIENT, RANK_NAMES
from photonic.expressions.functions import KNOWN_FUNCTIONS, OF_SEVERAL
from photonic.expressions.notation import Fixity
from photonic.expressions.roles import COUNT, NAME

__all__ = ["Glyphic", "check_facts"]

Glyphic = type[Any]
"""A glyph class; the class itself is defined on a floor above."""

NEEDED = ("name", "symbol", "ascii", "typeset", "fixity", "precedence", "signatures", "meaning", "example")
OPTIONAL = ("laws", "aliases", "dimensions", "on_demand", "flops", "roles", "abstract")
ARITY = {Fixity.PREFIX: 1, Fixity.INFIX: 2, Fixity.POSTFIX: 1, Fixity.ATOM: 0}
TAKEN = frozenset({"nabla", "pi", *AMBIENT, *KNOWN_FUNCTIONS, *OF_SEVERAL})
"""Words that mean something already, besides the spellings of other glyphs."""


def check_facts(cls: Glyphic, example: type) -> None:
    """Refuse a declaration that is incomplete or contradicts itself; `example` is the class of examples.

    Raises GlyphError that names the glyph, the fact and what should stand there.
    """
    _refuse_misspelt(cls)
    missing = [fact for fact in NEEDED if not hasattr(cls, fact)]
    if missing:
        raise _error(cls, f"declares no {', '.join(missing)}: add {'it' if len(missing) == 1 else 'them'} to its class")
    for fact, fits, wanted in SHAPES:
        value = getattr(cls, fact)
        if not fits(value):
            raise _error(cls, f"has {fact} = {value!r}: {wanted}")
    if not cls.__doc__ and sys.flags.optimize < 2:  # python -OO drops every docstring
        raise _error(cls, "has no docstring: say what it is, with its formula")
    _check_words(cls)
    _check_signatures(cls)
    _check_meaning(cls)
    _check_example(cls, example)


def _error(cls: Glyphic, what: str) -> GlyphError:
    return GlyphError(f"the glyph {cls.__name__} {what}")


def _refuse_misspelt(cls: Glyphic) -> None:
    """A fact under a name that is nearly right would be passed over in silence."""
    for name in vars(cls):
        if name.startswith("_") or name in (*NEEDED, *OPTIONAL) or hasattr(cls.__mro__[1], name):
            continue
        near = difflib.get_close_matches(name, (*NEEDED, *OPTIONAL), n=1, cutoff=0.75)
        if near:
            raise _error(cls, f"declares {name!r}, which is no fact of a glyph: did you mean {near[0]!r}?")


def _is_symbol(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable() and value != "" and value[0] not in "0123456789"


def _is_latex(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, Mapping) and all(isinstance(k, int) and isinstance(v, str) for k, v in value.items())
    )


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1000


def _are_signatures(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(isinstance(ranks, tuple) for ranks in value)


def _are_dimensions(value: Any) -> bool:
    return isinstance(value, tuple) and value != () and set(value) <= {1, 2, 3}


def _are_roles(value: Any) -> bool:
    return isinstance(value, Mapping) and all(set(roles) <= {COUNT, NAME, ""} for roles in value.values())


SHAPES: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("name", lambda v: isinstance(v, str) and v.isidentifier(), "write a word, as 'helmholtz'"),
    ("symbol", _is_symbol, "write one or more signs that do not begin with a digit, as 'ℋ'"),
    ("ascii", lambda v: isinstance(v, str) and v.isidentifier() and v.isascii(), "it must be an identifier in ASCII"),
    ("aliases", lambda v: isinstance(v, tuple) and all(map(_is_symbol, v)), "write a tuple of texts, as ('helm',)"),
    ("typeset", _is_latex, "write LaTeX with <0>, <1> for the operands, or LaTeX by the number of operands"),
    ("fixity", lambda v: isinstance(v, Fixity), f"write one of {', '.join(f'Fixity.{f.name}' for f in Fixity)}"),
    ("precedence", _is_whole, "write one of Precedence, as Precedence.PREFIX"),
    ("signatures", _are_signatures, "write a mapping from tuples of ranks to a rank, as {(0,): 0, (1,): 1}"),
    ("laws", lambda v: isinstance(v, str), "write one text, a law on each line: 'name: left = right'"),
    ("dimensions", _are_dimensions, "write a tuple of 1, 2 and 3, as (2, 3)"),
    ("flops", _is_whole, "write the operations for each component, a whole number from 0 to 1000"),
    ("roles", _are_roles, f"write {COUNT!r}, {NAME!r} or '' for each operand, by the number of operands"),
)
"""Facts with what each must be, and the words for one that is not."""


def _check_words(cls: Glyphic) -> None:
    words = {cls.ascii, *cls.aliases} - {"I"}
    taken = sorted(words & TAKEN | {word for word in words if keyword.iskeyword(word)})
    if taken and cls.__module__.partition(".")[0] != "photonic":
        raise _error(cls, f"is spelt {taken[0]!r}, which means something already: choose another word")
    if cls.fixity is not Fixity.BRACKET and any(c.isspace() for c in cls.symbol):
        raise _error(cls, f"has the symbol {cls.symbol!r}: a blank would end it")
    own = {cls.ascii, *cls.aliases}
    for other in CATALOGUE.values():
        if (other.__module__, other.__qualname__) == (cls.__module__, cls.__qualname__):
            continue
        shared = own & {other.ascii, *other.aliases} | {cls.name} & {other.name}
        # both minus signs are one symbol: it may stand in different places
        shared |= {cls.symbol} & {other.symbol} if cls.fixity is other.fixity else set()
        if shared:
            raise _error(cls, f"takes {shared.pop()!r} from {other.__name__}: choose another")


def _check_signatures(cls: Glyphic) -> None:
    if cls.fixity in ARITY and not any(len(ranks) == ARITY[cls.fixity] for ranks in cls.signatures):
        raise _error(cls, f"is {cls.fixity.value} but no signature has {ARITY[cls.fixity]} operands")
    for ranks, result in cls.signatures.items():
        if not {*ranks, result} <= set(range(len(RANK_NAMES))):
            raise _error(cls, f"has the signature {ranks} to {result}: ranks are 0, 1 and 2")
        template = cls.typeset if isinstance(cls.typeset, str) else cls.typeset.get(len(ranks), "")
        lost = [f"<{index}>" for index in range(len(ranks)) if f"<{index}>" not in template]
        if lost:
            raise _error(cls, f"has LaTeX that for {len(ranks)} operands lacks {', '.join(lost)}: put them in")


def _check_meaning(cls: Glyphic) -> None:
    """The meaning is a static or class method of the calculus and as many operands as the signatures have."""
    if not isinstance(inspect.getattr_static(cls, "meaning"), (staticmethod, classmethod)):
        raise _error(cls, "has a meaning that is no static method: write @staticmethod above def meaning(calculus, …)")
    for ranks in () if cls.roles else cls.signatures:
        try:
            inspect.signature(cls.meaning).bind(None, *ranks)
        except TypeError:
            takes = f"{len(ranks)} operand{'' if len(ranks) == 1 else 's'}"
            raise _error(
                cls, f"has a meaning that does not take the calculus and {takes}: {ranks} is a signature"
            ) from None


def _check_example(cls: Glyphic, kind: type) -> None:
    if not isinstance(cls.example, kind):
        raise _error(cls, f"has example = {cls.example!r}: write Example((operands as texts,), value)")
    operands = getattr(cls.example, "operands", None)
    if not isinstance(operands, tuple):
        raise _error(cls, f"has an example with operands {operands!r}: write a tuple, as ('cos(x)',)")
    if len(operands) not in {len(ranks) for ranks in cls.signatures}:
        raise _error(cls, f"has an example with {len(operands)} operands: no signature has so many")
