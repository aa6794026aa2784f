"""Photonic: field equations written as on paper, proved, scored, compiled to JAX, recorded and replayed."""

from photonic.ownership import SIBLINGS as SIBLINGS

# isort: split
from photonic.api import parse as parse
from photonic.api import run as run
from photonic.api import written as written
from photonic.compile import compile as compile  # noqa: A004
from photonic.compile import periodic_box as periodic_box
from photonic.counterexample import Counterexample as Counterexample
from photonic.errors import DeclarationError as DeclarationError
from photonic.errors import ParseError as ParseError
from photonic.errors import PhotonicError as PhotonicError
from photonic.errors import RankError as RankError
from photonic.errors import ScrollError as ScrollError
from photonic.glyph import Example as Example
from photonic.glyph import Glyph as Glyph
from photonic.nabla import nabla as nabla
from photonic.notation import Fixity as Fixity
from photonic.notation import Precedence as Precedence
from photonic.operand import symbols as symbols
from photonic.prove import prove as prove
from photonic.saturation import Budget as Budget
from photonic.settings import Settings as Settings
from photonic.settings import settings as settings
from photonic.simplify import simplify as simplify
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
from photonic.verdict import Simplified as Simplified
from photonic.verdict import Verdict as Verdict
