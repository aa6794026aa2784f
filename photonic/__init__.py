"""Photonic: field equations written as on paper, proved, scored, compiled to JAX, recorded and replayed."""

from importlib import import_module as _import_module
from types import ModuleType as _ModuleType
from typing import TYPE_CHECKING as _TYPE_CHECKING

import photonic.ownership as _ownership  # noqa: F401 - it looks whose packages these are

# isort: split
from photonic.api import parse as parse
from photonic.api import run as run
from photonic.api import written as written
from photonic.builder import Scroll as Scroll
from photonic.errors import DeclarationError as DeclarationError
from photonic.errors import GlyphError as GlyphError
from photonic.errors import ParseError as ParseError
from photonic.errors import PhotonicError as PhotonicError
from photonic.errors import RankError as RankError
from photonic.errors import ScrollError as ScrollError
from photonic.expressions.catalogue import WATCHERS as _WATCHERS
from photonic.expressions.glyph import Example as Example
from photonic.expressions.glyph import Glyph as Glyph
from photonic.expressions.notation import Fixity as Fixity
from photonic.expressions.notation import Precedence as Precedence
from photonic.expressions.operand import symbols as symbols
from photonic.interchange import codex_to_photon_ast as codex_to_photon_ast
from photonic.interchange import photon_to_codex_ast as photon_to_codex_ast
from photonic.nabla import nabla as nabla
from photonic.settings import Settings as Settings
from photonic.settings import settings as settings
from photonic.spellings import advect as advect
from photonic.spellings import axial as axial
from photonic.spellings import box as box
from photonic.spellings import collapse as collapse
from photonic.spellings import cross as cross
from photonic.spellings import curl as curl
from photonic.spellings import ddot as ddot
from photonic.spellings import det as det
from photonic.spellings import directional as directional
from photonic.spellings import div as div
from photonic.spellings import dot as dot
from photonic.spellings import dt as dt
from photonic.spellings import dx as dx
from photonic.spellings import dy as dy
from photonic.spellings import dz as dz
from photonic.spellings import entangle as entangle
from photonic.spellings import grad as grad
from photonic.spellings import hat as hat
from photonic.spellings import identity as identity
from photonic.spellings import iterate as iterate
from photonic.spellings import laplacian as laplacian
from photonic.spellings import material as material
from photonic.spellings import norm as norm
from photonic.spellings import outer as outer
from photonic.spellings import skew as skew
from photonic.spellings import superpose as superpose
from photonic.spellings import sym as sym
from photonic.spellings import trace as trace
from photonic.spellings import transpose as transpose
from rewriting.interrupts import deferred_interrupt as _deferred_interrupt

if _TYPE_CHECKING:  # what `_ON_DEMAND` brings, told to type checkers
    from backends.components.coordinates import Coordinates as Coordinates
    from photonic.admission import admit as admit
    from photonic.classifier import intents as intents
    from photonic.codex.choose import Chosen as Chosen
    from photonic.codex.choose import choose as choose
    from photonic.compiler import compile as compile  # noqa: A004
    from photonic.compiler import periodic_box as periodic_box
    from photonic.componentwise import components as components
    from photonic.deciding.counterexample import Counterexample as Counterexample
    from photonic.prover import prove as prove
    from photonic.proving.proof_data import read_proof as read_proof
    from photonic.proving.saturation import Budget as Budget
    from photonic.proving.verdict import Simplified as Simplified
    from photonic.proving.verdict import Verdict as Verdict
    from photonic.simplifier import simplify as simplify
    from photonic.simplifying.measure import factored as factored
    from photonic.simplifying.measure import free_of as free_of
    from photonic.sympy_bridge.exported import to_sympy as to_sympy
    from photonic.sympy_bridge.imported import from_sympy as from_sympy

_ON_DEMAND = {
    "Coordinates": "backends.components.coordinates",
    "admit": "photonic.admission",
    "Chosen": "photonic.codex.choose",
    "choose": "photonic.codex.choose",
    "compile": "photonic.compiler",
    "periodic_box": "photonic.compiler",
    "components": "photonic.componentwise",
    "Counterexample": "photonic.deciding.counterexample",
    "intents": "photonic.classifier",
    "prove": "photonic.prover",
    "read_proof": "photonic.proving.proof_data",
    "Budget": "photonic.proving.saturation",
    "Simplified": "photonic.proving.verdict",
    "Verdict": "photonic.proving.verdict",
    "simplify": "photonic.simplifier",
    "factored": "photonic.simplifying.measure",
    "free_of": "photonic.simplifying.measure",
    "to_sympy": "photonic.sympy_bridge.exported",
    "from_sympy": "photonic.sympy_bridge.imported",
}
"""Name → module, imported when the name is first asked for: writing glyphs does not wait for prover and engine."""
_EXTENSION = ("load_ipython_extension", "unload_ipython_extension")

__all__ = sorted(
    {
        *_ON_DEMAND,
        *(name for name, value in globals().items() if not (name[0] == "_" or isinstance(value, _ModuleType))),
    }
)


def __getattr__(name: str) -> object:
    home = "photonic.repl" if name in _EXTENSION else _ON_DEMAND.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with _deferred_interrupt():  # NumPy, broken off halfway, cannot be imported again in this process
        value = globals()[name] = getattr(_import_module(home), name)
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})


def _check(glyph: type[Glyph]) -> None:
    with _deferred_interrupt():
        from photonic.admission import admit

    admit(glyph)


_WATCHERS[:] = [_check]
# Photonic's own glyphs, checked by its tests, are all declared by now: from here on each is a user's, and is checked.
