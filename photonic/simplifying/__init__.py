"""Simplifying: equal forms, their measures, and the descent to a better one."""
