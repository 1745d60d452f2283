"""Training and tuning on the log of events."""
