"""Chat models by provider, their output, what is kept from them, and speech."""
