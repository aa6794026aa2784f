"""`python -m photonic`: the command line, where the command `photonic` is not on the path."""

from __future__ import annotations

from photonic.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
