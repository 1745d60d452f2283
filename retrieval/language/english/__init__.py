"""English: its words and patterns, as tables."""
