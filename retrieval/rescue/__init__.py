"""Backup, restore and repair of a whole store."""
