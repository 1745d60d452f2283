"""What an answer is, and how it looks in a terminal, a notebook and a table."""
