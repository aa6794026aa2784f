"""Scrolls as data: the JSON form, and the ways between it and the text."""
