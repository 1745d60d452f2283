"""What the columns of a table hold, told by evidence over the whole column: one kind of value a file, `evidence.py` decides."""
