"""The bridge to SymPy, both ways."""
