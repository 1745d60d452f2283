"""What the events say of a person, and of the crowd."""
