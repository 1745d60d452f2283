"""Content to rows of numbers: words, pictures and sounds."""
