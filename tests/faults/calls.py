"""Calls of the HTTP interface that are made from its OpenAPI schema: as it says, and off it. None may be answered with 5xx.

    python -m tests.faults.calls --first 0 --count 2000    how many were answered how

Values are drawn from the schema of each operation; some are then replaced by what nobody means. Seeded, so that each can be made again.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from agent import Recommender, Settings
from agent.serving.http import create_app
from tests.catalogues import indexed

__all__ = ["Call", "calls", "tried"]

TEXTS = (
    "green frog", "50块以下的动物", "", " ", "\x00", "\ud800", "a" * 2_001, "x" * 501, "\u202e\u0000\u200b", "[", "'\"--", "{}", "null", "-1", "1e999",
    "price<5", "price<", "kind=frog,cat", "kind!=" + "a," * 900, "title~(", "price<1e400", "price=nan", "=", "i003", "i001", "../../etc/passwd",
    "data:image/png;base64,AAAA", "data:;base64,", "data:image/png;base64,!!!!", "cheaper than the second", "😀" * 300, "%s%n", "\r\nset-cookie: a=b",
)  # fmt: skip
"""What stands for a text: words, conditions, ids, and what breaks readers."""
NUMBERS = (0, 1, -1, 3, 50, 10**6, 2**63, -(2**63), 10**400, 0.5, -0.0, 1e308, math.inf, -math.inf, math.nan)
ODD = (None, True, [], {}, [[[]]], {"a": {"b": []}}, [None], "text", 3)
"""What is put where the schema wants something else."""
HEADERS = (
    ("content-type", "text/plain"), ("content-type", "application/json; charset=utf-7"), ("content-type", "multipart/form-data"),
    ("accept", "text/html"), ("range", "bytes=9-1"), ("range", "bytes=-"), ("if-none-match", "*"), ("origin", "null"),
    ("idempotency-key", "x" * 3_000), ("x-request-id", "\x7f"), ("accept-language", "zz-" * 90), ("content-encoding", "gzip"),
)  # fmt: skip


@dataclass(frozen=True)
class Call:
    """One call. path: with its query; body: the bytes, and what they are said to be in headers."""

    method: str
    path: str
    body: bytes
    headers: tuple[tuple[str, str], ...]


class _Maker:
    """Draws values from the schemas of one document."""

    def __init__(self, chance: random.Random, wildness: float) -> None:
        self.chance, self.wildness = chance, wildness

    def value(self, schema: Mapping[str, Any], names: Mapping[str, Any], depth: int = 0) -> Any:
        """A value of a schema, or now and then one that isn't of it."""
        r = self.chance
        if r.random() < self.wildness:
            return r.choice((*ODD, *NUMBERS, *TEXTS))
        if "$ref" in schema:
            return self.value(names[schema["$ref"].rsplit("/", 1)[1]], names, depth + 1)
        if "enum" in schema:
            return r.choice(schema["enum"])
        if "anyOf" in schema:
            return self.value(r.choice(schema["anyOf"]), names, depth)
        kind = schema.get("type")
        if kind == "object" and "properties" in schema:
            wanted = schema.get("required", ())
            shares = {n: s for n, s in schema["properties"].items() if n in wanted or r.random() < 0.4}
            made = {name: self.value(one, names, depth + 1) for name, one in shares.items()}
            return made | ({r.choice(TEXTS): 1} if r.random() < self.wildness else {})
        if kind == "object":
            return {
                r.choice(("text", "image", "audio", *TEXTS[:4])): r.choice(NUMBERS[:10]) for _ in range(r.randrange(3))
            }
        if kind == "array":
            return [self.value(schema.get("items", {}), names, depth + 1) for _ in range(r.choice((0, 1, 2, 3, 60)))]
        if kind in ("integer", "number"):
            return r.choice(NUMBERS if r.random() < self.wildness else NUMBERS[:5])
        if kind == "boolean":
            return r.random() < 0.5
        return r.choice(TEXTS if r.random() < 0.7 else TEXTS[:2])


def _one(path: str, method: str, operation: Mapping[str, Any], shared: Mapping[str, Any], r: random.Random) -> Call:
    maker = _Maker(r, r.choice((0.0, 0.05, 0.3)))
    query = []
    for parameter in operation.get("parameters", ()):
        drawn = str(maker.value(parameter["schema"], {})).encode("utf-8", "replace")
        if parameter["in"] == "path":
            path = path.replace(
                "{" + parameter["name"] + "}", quote(drawn if drawn and r.random() < 0.6 else b"i003", safe="")
            )
        elif parameter["in"] == "query":
            query.append(f"{parameter['name']}={quote(drawn)}")
    content = operation.get("requestBody", {}).get("content", {})
    body, headers = b"", []
    if content:
        schema = (
            content["application/json"]["schema"]
            if "application/json" in content
            else next(iter(content.values()))["schema"]
        )
        made = maker.value(schema, {**shared, **schema.get("$defs", {})})
        body = json.dumps(made, ensure_ascii=True).encode()
        headers = [("content-type", "application/json")]
        if r.random() < 0.08:
            body = r.choice(
                (body[: len(body) // 2], b"", b"\xff" * 9, b"[" * 100_000, b'{"text":' * 5_000, b"9" * 10_000)
            )
        if "multipart/form-data" in content and r.random() < 0.2:
            body, headers = _form(made, r), [("content-type", "multipart/form-data; boundary=b")]
    if r.random() < 0.15:
        headers.append(r.choice(HEADERS))
    return Call(method.upper(), path + ("?" + "&".join(query) if query else ""), body, tuple(headers))


def _form(made: Any, r: random.Random) -> bytes:
    fields = made.items() if isinstance(made, dict) else [("text", "frog")]
    parts = b"".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode("utf-8", "replace")
        for name, value in fields
    )
    file = (
        b'--b\r\nContent-Disposition: form-data; name="picture"; filename="../a.png"\r\nContent-Type: image/png\r\n\r\n'
        + r.randbytes(40)
        + b"\r\n"
    )
    return parts + file * r.randrange(3) + r.choice((b"--b--\r\n", b"--b", b""))


def calls(document: Mapping[str, Any], count: int, first: int = 0) -> Iterator[tuple[int, Call]]:
    """So many calls, each with its seed; the operations take turns."""
    of = [(path, method, operation) for path, ways in document["paths"].items() for method, operation in ways.items()]
    shared = document.get("components", {}).get("schemas", {})
    for seed in range(first, first + count):
        yield seed, _one(*of[seed % len(of)], shared, random.Random(seed))


def tried(app: Any, count: int, first: int = 0) -> tuple[Counter[str], list[str]]:
    """Make so many calls of an application; return how many were answered how, and those that went wrong."""
    from starlette.testclient import TestClient

    counts, wrong = Counter({"calls": 0, "answered with 5xx": 0, "raised": 0}), []
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=True) as client:
        for seed, call in calls(app.openapi(), count, first):
            counts["calls"] += 1
            try:
                status = client.request(
                    call.method, call.path, content=call.body, headers=list(call.headers)
                ).status_code
            except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
                counts["raised"] += 1
                wrong.append(
                    f"{seed}: {call.method} {call.path[:80]} {call.body[:200]!r}: {type(error).__name__}: {str(error)[:200]}"
                )
                continue
            counts[f"{status // 100}xx"] += status < 500
            if status >= 500:
                counts["answered with 5xx"] += 1
                wrong.append(f"{seed}: {call.method} {call.path[:80]} {call.body[:200]!r}: {status}")
    return counts, wrong


def main() -> None:
    """Makes many calls, and prints how they were answered."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--count", type=int, default=2_000)
    given = options.parse_args()
    with TemporaryDirectory() as folder, Recommender(indexed(Path(folder), 24)[1], settings=Settings()) as medley:
        counts, wrong = tried(create_app(medley), given.count, given.first)
    print("\n".join(wrong[:30]))
    print(dict(counts))


if __name__ == "__main__":
    main()
