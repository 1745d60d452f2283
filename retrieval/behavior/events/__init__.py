"""Behaviour events: what they are, how they are stored, imported and forgotten."""
