"""Conversations: sessions, what is kept of them, how a turn begins, and what is taken back."""
