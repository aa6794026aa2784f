"""Proving: the search for a proof that the kernel checks, and how a proof is read."""
