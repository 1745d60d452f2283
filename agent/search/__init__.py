"""One search: what is asked of the retriever, in which order its hits are shown, and what isn't there."""
