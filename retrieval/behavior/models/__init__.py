"""Models of behaviour, one algorithm a file."""
