"""The chat page: one conversation, picks as cards, what was understood beside them. Built on Gradio.

    app = mount_page(FastAPI(), Recommender("shop"))

`talk.py` turns what a visitor does into what the page shows, `cards.py` draws it, `app.py` puts it together; what runs in
the browser is in `static`. Knows the Python API; decides nothing about what is recommended.
"""

from importlib.util import find_spec

from retrieval.errors import MissingExtraError

if find_spec("gradio") is None:
    raise MissingExtraError("the chat page", "chat")

from agent.serving.page.app import mount_page
from agent.serving.page.settings import PageSettings

__all__ = ["PageSettings", "mount_page"]
