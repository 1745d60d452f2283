"""Requests that nobody means: made of what is slow to read, as long as a request may be. Seeded, so that each can be made again.

python -m tests.faults.fuzz --count 5000    the slowest, with their seeds
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

from agent.parsing import Vocabulary, read_request
from agent.recommender.turns import MOST_CHARACTERS
from agent.serving.server import settle

__all__ = ["KINDS", "Reader", "cost", "fuzzed", "reference"]

WORDS = ("red", "blue", "under", "over", "between", "and", "or", "not", "no", "without", "like", "cheaper", "than", "the", "second",
         "price", "at", "least", "most", "from", "to", "of", "with", "but", "for", "a", "dogs", "in", "by", "per", "times", "percent")  # fmt: skip
HAN = "不要红色的但是比第二个便宜一点在到之间或者和没有给我推荐几个大于小于百千万亿零点五元块角分年月日的地得"
MARKS = "\u0300\u0301\u0302\u0316\u0323\u0332\u20dd\u0338"
ODD = "\u200b\u200d\u202e\ufeff\u00ad\u0085\u2028\ufffd\U0001f9d1\u200d\U0001f3ff"
SCRIPTS = "абвгд אבגד ابجد กขคง अआइई 가나다라 あいうえ ΑΒΓ աբգ ქართ"
QUOTES = "\"'“”‘’«»「」『』()[]{}（）【】《》"
UNITS = (
    "$",
    "€",
    "£",
    "¥",
    "km",
    "kg",
    "cm",
    "min",
    "h",
    "%",
    "元",
    "块",
    "公里",
    "分钟",
    "MB",
    "usd",
    "eur",
    "years",
    "stars",
)


def _join(random: random.Random, parts: Callable[[], str], between: tuple[str, ...] = (" ",)) -> str:
    out: list[str] = []
    size = 0
    while size < MOST_CHARACTERS:
        out += [parts(), random.choice(between)]
        size += len(out[-1]) + len(out[-2])
    return "".join(out)[:MOST_CHARACTERS]


def _number(random: random.Random) -> str:
    return random.choice(
        ("1", "0", "12", "1,000", "1.5", "1e9", "٣", "１２", "½", "三百二十", "-3", "10000000", "1/2", "3x")
    )


KINDS: dict[str, Callable[[random.Random], str]] = {
    "digits": lambda r: "".join(r.choice("0123456789") for _ in range(MOST_CHARACTERS)),
    "spaced digits": lambda r: _join(r, lambda: r.choice("0123456789"), (r.choice((" ", "  ", "\t", "\u3000")),)),
    "one digit": lambda r: _join(r, lambda: "1"),
    "grouped digits": lambda r: _join(r, lambda: f"{r.randrange(1000):03d}", (r.choice((",", ".", " ", "'", "_")),)),
    "numbers": lambda r: _join(r, lambda: _number(r), (" ", ", ", "-", " to ", "–", "~", "/")),
    "ranges": lambda r: _join(r, lambda: f"{_number(r)}-{_number(r)}", (" ", ",", "-")),
    "amounts": lambda r: _join(r, lambda: r.choice(UNITS) + _number(r) + r.choice(UNITS), (" ", ",", " or ", "")),
    "comparisons": lambda r: _join(r, lambda: f"{r.choice(('under', 'over', 'more than', 'at least', 'between', 'not'))} {_number(r)}"),
    "times": lambda r: _join(r, lambda: f"{r.randrange(9)} times {r.choice(WORDS)}"),
    "percentages": lambda r: _join(r, lambda: f"{_number(r)}%", (" ", " off ", "%")),
    "quotes": lambda r: _join(r, lambda: r.choice(QUOTES), ("", "a", " ")),
    "nested quotes": lambda r: (r.choice("\"'“「(") * (MOST_CHARACTERS // 2) + r.choice("\"'”」)") * MOST_CHARACTERS)[:MOST_CHARACTERS],
    "open quotes": lambda r: _join(r, lambda: r.choice(QUOTES) + r.choice(WORDS)),
    "commas": lambda r: _join(r, lambda: r.choice((*WORDS, "")), (",", "，", "、", ";", ", ")),
    "only commas": lambda r: r.choice(",，、;.。!?-—…") * MOST_CHARACTERS,
    "conjunctions": lambda r: _join(r, lambda: r.choice(("and", "or", "but", "not", "no", "nor", "without", "except"))),
    "marks": lambda r: _join(r, lambda: r.choice("aeio红") + "".join(r.choice(MARKS) for _ in range(r.randrange(1, 40))), ("", " ")),
    "one marked letter": lambda r: "e" + r.choice(MARKS) * (MOST_CHARACTERS - 1),
    "invisible": lambda r: _join(r, lambda: r.choice(WORDS) + r.choice(ODD), ("", " ")),
    "han": lambda r: "".join(r.choice(HAN) for _ in range(MOST_CHARACTERS)),
    "one han": lambda r: r.choice(HAN) * MOST_CHARACTERS,
    "han numbers": lambda r: "".join(r.choice("一二三四五六七八九十百千万亿零两点半") for _ in range(MOST_CHARACTERS)),
    "han pairs": lambda r: (r.choice(HAN) + r.choice(HAN)) * (MOST_CHARACTERS // 2),
    "han triples": lambda r: ("".join(r.choice(HAN) for _ in range(3)) * MOST_CHARACTERS)[:MOST_CHARACTERS],
    "word triples": lambda r: ((" ".join(r.choice(WORDS) for _ in range(3)) + r.choice((" ", ", ", "-"))) * MOST_CHARACTERS)[:MOST_CHARACTERS],
    "scripts": lambda r: "".join(r.choice(SCRIPTS + HAN + "abc 123") for _ in range(MOST_CHARACTERS)),
    "words": lambda r: _join(r, lambda: r.choice(WORDS)),
    "one word": lambda r: ((r.choice(WORDS) + " ") * MOST_CHARACTERS)[:MOST_CHARACTERS],
    "letters": lambda r: "".join(r.choice("abcdefghij") for _ in range(MOST_CHARACTERS)),
    "one letter": lambda r: r.choice("axA-_") * MOST_CHARACTERS,
    "hyphens": lambda r: _join(r, lambda: r.choice(WORDS), ("-", "--", "/", "_", "·")),
    "dates": lambda r: _join(r, lambda: f"{r.randrange(2030)}-{r.randrange(14)}-{r.randrange(33)}", (" ", " to ", ",")),
    "codes": lambda r: _join(r, lambda: f"{r.choice('ABX')}{r.randrange(9999)}-{r.choice('QZ')}{r.randrange(99)}"),
    "templates": lambda r: _join(r, lambda: r.choice(("{x}", "%s", "${a}", "<b>", "[[", "]]", "\\n", "{{", "}}", "<|im_end|>", "###"))),
    "lines": lambda r: _join(r, lambda: r.choice(WORDS), ("\n", "\r\n", "\n\n", "\u2028")),
    "negations": lambda r: _join(r, lambda: r.choice(("not not", "no no", "don't", "without no", "never", "isn't", "不要不", "没有不"))),
    "superlatives": lambda r: _join(r, lambda: r.choice(("cheapest", "the most", "second", "best", "最", "最便宜", "第三")), (" ", "")),
    "everything": lambda r: _join(r, lambda: r.choice((*WORDS, *UNITS, _number(r), r.choice(HAN), r.choice(QUOTES), r.choice(MARKS), r.choice(ODD))), ("", " ", ",")),
}  # fmt: skip
"""The kinds of requests, each made by a source of chance."""


def fuzzed(count: int, first: int = 0) -> Iterator[tuple[str, int, str]]:
    """So many requests: the kind, the seed, the text. The kinds take turns."""
    names = list(KINDS)
    for seed in range(first, first + count):
        kind = names[seed % len(names)]
        yield kind, seed, KINDS[kind](random.Random(seed))


def cpu() -> float:
    """Seconds of CPU that this process has taken, all threads together."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def reference() -> float:
    """Seconds of CPU that a fixed loop takes here: what other costs are compared with (LOOP where the figures were measured)."""
    best = 9.0
    for _ in range(3):
        began = cpu()
        total = 0
        for n in range(1_500_000):
            total += n & 7
        best = min(best, cpu() - began)
    return best


LIMIT, LOOP = 0.3, 0.05
"""Seconds of CPU that a request may take where the reference loop takes LOOP."""


def limit() -> float:
    """The limit on this machine as it is now."""
    return LIMIT * max(1.0, reference() / LOOP)


class Reader:
    """Reads requests of one catalogue."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        read_request("something warm", vocabulary)
        read_request("给我推荐一个温暖的", vocabulary)
        settle()  # as a server does

    def __call__(self, text: str) -> None:
        read_request(text, self.vocabulary)


def cost(work: Callable[[str], object], text: str) -> float:
    """Seconds of CPU that it takes, once."""
    began = cpu()
    work(text)
    return cpu() - began


def main() -> None:
    """Reads many, and prints what was slowest by kind."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from agent import Recommender, Settings
    from tests.catalogues import indexed

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=len(KINDS) * 4)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--limit", type=float, default=0.0, help="seconds; LIMIT on this machine unless said")
    options.add_argument("--whole", action="store_true", help="answer them, too")
    given = options.parse_args()
    worst: dict[str, tuple[float, int]] = {}
    over: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        store = indexed(Path(folder), 40)[1]
        with Recommender(store, settings=Settings()) as medley:
            reader = Reader(medley.vocabulary)
            medley.recommend("green frog")
            work: Callable[[str], object] = medley.recommend if given.whole else reader
            loop, most = reference(), given.limit or limit()
            for kind, seed, text in fuzzed(given.count, given.first):
                began = time.perf_counter()
                took = cost(work, text)
                worst[kind] = max(worst.get(kind, (0.0, 0)), (took, seed))
                over[kind] += took > most
                if time.perf_counter() - began > 60:
                    print(f"slow: {kind} {seed}", file=sys.stderr, flush=True)
    for kind, (took, seed) in sorted(worst.items(), key=lambda one: -one[1][0]):
        print(f"{took:7.3f} s  {kind:20} seed {seed:6}  over the limit: {over[kind]}")
    print(f"{given.count} requests; the reference loop took {loop:.3f} s")
    slowest = max(took for took, _ in worst.values())
    print({"requests": given.count, "over the limit": sum(over.values()), "slowest, s": round(slowest, 2)})


if __name__ == "__main__":
    main()
