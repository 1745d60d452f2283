"""One query: its vector, its conditions, the scores and the hits."""
