"""Chinese: its words and patterns, as tables."""
