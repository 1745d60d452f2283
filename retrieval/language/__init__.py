"""What is known of natural languages, one pack a language: positions, negation, and words of what people avoid.

The ground floor of reading: it knows texts alone, neither catalogues nor agents.
"""
