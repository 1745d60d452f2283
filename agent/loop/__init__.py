"""The agent loop: the tools of the chat model, what runs around its calls, and the picks."""
