"""Extraction beyond the cheapest tree: shared subterms paid once, several costs at once, the k best."""
