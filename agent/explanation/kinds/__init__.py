"""The kinds of reasons, each a function from a fact sheet and a language to a claim, or to None."""
