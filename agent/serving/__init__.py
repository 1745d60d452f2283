"""Medley over HTTP, as a chat page, and as a server of the Model Context Protocol."""
