"""Catalogues: items, their fields, conditions on them, and the files that they are read from."""
