"""Plain functions for the glyphs, as design and text spell them: grad div curl laplacian box dt outer dot cross …"""

from __future__ import annotations

from photonic.glyphs.advection import Advection as advect
from photonic.glyphs.advection import Advection as directional
from photonic.glyphs.axial import Axial as axial
from photonic.glyphs.collapse import Collapse as collapse
from photonic.glyphs.cross import Cross as cross
from photonic.glyphs.curl import Curl as curl
from photonic.glyphs.dalembertian import DAlembertian as box
from photonic.glyphs.determinant import Determinant as det
from photonic.glyphs.divergence import Divergence as div
from photonic.glyphs.dot import Dot as dot
from photonic.glyphs.double_dot import DoubleDot as ddot
from photonic.glyphs.entanglement import Entanglement as entangle
from photonic.glyphs.gradient import Gradient as grad
from photonic.glyphs.hat import Hat as hat
from photonic.glyphs.identity import Identity as identity
from photonic.glyphs.iterate import Iterate as iterate
from photonic.glyphs.laplacian import Laplacian as laplacian
from photonic.glyphs.material import Material as material
from photonic.glyphs.norm import Norm as norm
from photonic.glyphs.outer import Outer as outer
from photonic.glyphs.partial import PartialX as dx
from photonic.glyphs.partial import PartialY as dy
from photonic.glyphs.partial import PartialZ as dz
from photonic.glyphs.skew import Skew as skew
from photonic.glyphs.superposition import Superposition as superpose
from photonic.glyphs.symmetric import Symmetric as sym
from photonic.glyphs.time_derivative import TimeDerivative as dt
from photonic.glyphs.trace import Trace as trace
from photonic.glyphs.transpose import Transpose as transpose

__all__ = [
    "advect",
    "axial",
    "box",
    "collapse",
    "cross",
    "curl",
    "ddot",
    "det",
    "directional",
    "div",
    "dot",
    "dt",
    "dx",
    "dy",
    "dz",
    "entangle",
    "grad",
    "hat",
    "identity",
    "iterate",
    "laplacian",
    "material",
    "norm",
    "outer",
    "skew",
    "superpose",
    "sym",
    "trace",
    "transpose",
]
