"""Pictures, sounds and videos that may be hostile, decoded apart."""
