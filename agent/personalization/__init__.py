"""What known people did, what they ask of their own past, and their privacy."""
