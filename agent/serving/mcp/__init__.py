"""Medley as a server of the Model Context Protocol: any assistant that speaks MCP can recommend from the catalogue.

Knows the Python API and MCP. Decides nothing about what is recommended.
"""

from agent.serving.mcp.serve import serve_http, serve_stdio
from agent.serving.mcp.server import mcp_server

__all__ = ["mcp_server", "serve_http", "serve_stdio"]
