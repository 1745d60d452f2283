"""Exports of shops, libraries, museums and services that are known by their columns: rows made items', columns given their meaning."""
