"""What is derived from the record: kept on disk, and updated by what changed."""
