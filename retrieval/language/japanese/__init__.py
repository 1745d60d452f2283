"""Japanese: a small pack of numbers, comparisons, negation, and the sentences that Medley says."""
