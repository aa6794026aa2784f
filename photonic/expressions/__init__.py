"""Expressions: glyphs and operands as SymPy nodes, and how they are declared, written and walked."""
