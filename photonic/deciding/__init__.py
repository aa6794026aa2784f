"""Deciding: whether a claim can be true at all, by exact values, and what shows that it is not."""
