"""What stands before every request, whichever way it comes in: one gate, and one way to take pictures and sounds."""
