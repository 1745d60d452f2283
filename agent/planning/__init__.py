"""From an intent to a checked plan: compiled, carried over, clarified."""
