"""The HTTP interface: a small REST API over a catalogue and an OpenAI-compatible one, for pages, shops and chat front ends.

    app = create_app(Recommender("shop"), token="…")      # a FastAPI application: serve it with uvicorn, or mount it

Knows the Python API and HTTP. Decides nothing about what is recommended.
"""

from agent.serving.http.app import create_app
from agent.serving.http.settings import HttpSettings

__all__ = ["HttpSettings", "create_app"]
