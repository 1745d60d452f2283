"""What a request says by the catalogue's own rows, before it is read as words: codes, places, opening hours, "everything"."""
