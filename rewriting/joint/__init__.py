"""Small graphs: all rules of a set searched, guarded and built together, so that calls into NumPy are few."""
