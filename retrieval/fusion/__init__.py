"""Rows of several encoders to one vector, and ways from one modality to another."""
