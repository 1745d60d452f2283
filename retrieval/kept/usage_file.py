"""The counts of how texts use the words of values, as they lie on disk: each is read when it is first asked for.

Knows counts and parts of files.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from retrieval.kept.files import Parts
from retrieval.kept.usage import Counting

__all__ = ["UsageFile", "usage_parts"]

Pair = tuple[str, str]


def _flat(counting: Counting) -> dict[str, Any]:
    own, other = ([[*pair, n] for pair, n in counts.items()] for counts in (counting.own, counting.other))
    return {"company": counting.company, "own": own, "other": other, "elsewhere": counting.elsewhere}


def _read(state: Mapping[str, Any]) -> Counting:
    own, other = ({(one, two): n for one, two, n in state[name]} for name in ("own", "other"))
    return Counting(Counter(state["company"]), Counter(own), Counter(other), state["elsewhere"])


def usage_parts(counts: Iterable[tuple[Pair, Counting]]) -> dict[str, bytes]:
    """Return the parts of a file that `UsageFile` reads."""
    places, body = [], bytearray()
    for pair, counting in counts:
        data = json.dumps(_flat(counting), ensure_ascii=False).encode()
        places.append([*pair, len(body), len(data)])
        body += data
    return {"usage_places": json.dumps(places, ensure_ascii=False).encode(), "usage": bytes(body)}


class UsageFile(Mapping[Pair, Counting]):
    """Counts by field and compared form, as `usage_parts` wrote them."""

    def __init__(self, parts: Parts) -> None:
        self._places = {(name, form): (at, size) for name, form, at, size in parts.json("usage_places")}
        self._body = parts.array("usage")

    def __getitem__(self, pair: Pair) -> Counting:
        at, size = self._places[pair]
        return _read(json.loads(self._body[at : at + size].tobytes()))

    def __contains__(self, pair: object) -> bool:
        return pair in self._places

    def __iter__(self) -> Iterator[Pair]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
