"""The kinds of turns that are no plain requests, one file a family: what recognises a kind stands in the language packs."""
