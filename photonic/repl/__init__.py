"""The prompt: glyphs typed as on paper in IPython and Jupyter; `%load_ext photonic.repl`, or `photonic repl`."""

from photonic.repl.extension import load_ipython_extension as load_ipython_extension
from photonic.repl.extension import unload_ipython_extension as unload_ipython_extension
