"""The forms that catalogue files come in, one a file: each gives the raw rows of a table. `retrieval.catalog.rows` chooses among them."""
