"""E-graphs written down: snapshots with their history, the JSON of the field, pictures."""
