"""What a chat model may look up: tools, read only, each a function of its arguments and of what it may look at.

class Stock(BaseModel):
    \"\"\"Tells how many of an item are in stock.\"\"\"

    id: str

@register_tool("stock")
def stock(asked: Stock, look: Look) -> dict[str, int]:
    return {"in_stock": STOCK[look.item(asked.id).id]}
"""

from agent.tools import search, similar, details, compare, summarise, look_up, history, see  # noqa: F401, I001 (registered in this order)
from agent.tools.base import ANSWER_TOOL, SEARCH_TOOL, Look, Seen, Tool
from agent.tools.registry import register_tool, registered_tools, unregister_tool

__all__ = [
    "ANSWER_TOOL",
    "SEARCH_TOOL",
    "Look",
    "Seen",
    "Tool",
    "register_tool",
    "registered_tools",
    "unregister_tool",
]
