"""Theory: the laws that glyphs state, as typed equations, as rules of the e-graph, and as values to check them by."""
