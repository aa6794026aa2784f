"""Proofs after the kernel: flat and as trees, shortened, as data that is checked again, in LaTeX."""
