"""Evaluation data: rows, splits, and the stores that are made of catalogues."""
