"""The chat page: one conversation, picks as cards, what was understood beside them. Served as it is, without a framework.

    app = mount_page(FastAPI(), Recommender("shop"))

`visits.py` turns what a visitor does into what the page shows, `cards.py` draws it, `routes.py` sends it; what runs in the
browser is in `static`. Knows the Python API; decides nothing about what is recommended.
"""

from importlib.util import find_spec

from retrieval.errors import MissingExtraError

if find_spec("fastapi") is None:
    raise MissingExtraError("the chat page", "chat")

from agent.serving.page.app import mount_page
from agent.serving.page.settings import PageSettings

__all__ = ["PageSettings", "mount_page"]
