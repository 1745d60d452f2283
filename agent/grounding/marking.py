"""What a sentence about an item is made of: known phrases, amounts, words that name fields, negations, other words.

Finds things and says where they stand; whether they are true is judged in `grounding.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from agent.grounding.ground import Entry, Ground, phrasebook
from agent.grounding.wording import GENERAL_ZH, NAMED_ALSO, PHRASES, PLAIN_ZH, is_plain
from agent.reading.concepts import Concept
from agent.reading.numbers import find_numbers
from agent.reading.quantities import Quantity, find_quantities
from agent.reading.text import HAN, Mask, Span, fold, has_han, key, latin_words, singular

__all__ = ["Marked", "Mention", "Piece", "Relation", "mark", "sentences"]

LINKS = frozenset(
    "is are was were be being of by : the a an as to at from in with for only just about around nearly almost roughly named called = it its not isn't aren't wasn't include includes including do does don't doesn't "
    "是 为 在 有 叫 达 约 的 由 大约 仅 只 只要 只需 到 了 用 也 都 不 包 括".split()
)
"""What may stand between a field's name and its value."""
_HARMLESS = re.compile(
    "非常|除非|无线|无论|无比|特别|类别|级别|性别|分别|区别|差别|识别|别墅|别致|不管|不论|不断|不愧|不得不|没有问题|差不多|无需|无须|不禁|不用说|不止"
)
_CUE = re.compile(
    r"\b(?:not|no|never|without|neither|nor|lacks?|lacking|cannot|none of|devoid of|free of|nothing|anything but|far from|instead of|rather than|other than|except(?: for)?|hardly|barely|scarcely|fail(?:s|ed)? to|apart from)\b|\b[a-z]+n't\b|\bnon(?=-)|"
    r"并?不(?:是|含|带|包含|包括|属于|在|会|能|需要|需)|没有|并非|算不上|称不上|谈不上|缺少|缺乏|从不|[不没非无别未]"
)
_SCOPE_END = re.compile(
    r"[,.;:!?()，。；：！？（）]|\bbut\b|\balthough\b|\bthough\b|\bhowever\b|\bbecause\b|\band (?:it|its|is|has|with|the|this|you|costs?|was)\b|\bwhile\b|但|而|却|并且|且"
)
_FREE = re.compile(r"\b([a-z]+)-free\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """A known phrase in the sentence. `weak`: made of words that claim nothing, so a phrase only beside its field's name."""

    span: Span
    entry: Entry
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """Words that name fields. `exact`: a field's own name; `concept`: else what they speak of."""

    span: Span
    fields: frozenset[str]
    exact: bool = False
    concept: Concept | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Any other word. `plain`: it claims nothing."""

    span: Span
    text: str
    plain: bool
    known: bool = False


@dataclass(frozen=True)
class Marked:
    """A sentence with everything found in it, each list in order. ``negations`: (cue, scope). `runs`: words that stand so in
    the item's `texts`."""

    raw: str
    folded: str
    mentions: tuple[Mention, ...]
    amounts: tuple[Quantity, ...]
    relations: tuple[Relation, ...]
    pieces: tuple[Piece, ...]
    negations: tuple[tuple[Span, Span], ...]
    runs: tuple[Span, ...]
    texts: tuple[str, ...] = ()

    def denied(self, span: Span) -> bool:
        """Whether a negation reaches `span`, and not just as the item's own text has it ("there is no happy ending")."""
        return any(
            scope.start <= span.start < scope.end
            and not any(self.folded[cue.start : span.end] in text for text in self.texts)
            for cue, scope in self.negations
        )

    def negated(self, span: Span) -> bool:
        """Whether a negation reaches `span`, the text's own or not."""
        return any(scope.start <= span.start < scope.end for _, scope in self.negations)

    def quoted(self, span: Span) -> bool:
        """Whether `span` lies inside a longer run of the item's own words."""
        return any(
            run.start <= span.start and span.end <= run.end and run.end - run.start > span.end - span.start + 1
            for run in self.runs
        )


_TERMINAL = re.compile(r"(?<=[.!?])[\"”’')]*\s+|(?<=[。！？!?；])[”’」』]*|\n+|(?<=;)\s+")
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|st|vs|no|vol|jr|sr|prof|e\.g|i\.e|etc|approx|[a-z])\.$", re.IGNORECASE)


def sentences(text: str, known: Iterable[str] = ()) -> list[str]:
    """The sentences of `text`; a stop inside a `known` phrase ("St. Elmo's Fire", "Wait! Who?") ends none.

    >>> sentences("A frog. It is green! 它是青蛙。会叫。")
    ['A frog.', 'It is green!', '它是青蛙。', '会叫。']
    """
    inside: list[Span] = []
    for phrase in known:
        if re.search(r"[.!?。！？；;]", phrase):
            inside += [Span(*m.span()) for m in re.finditer(re.escape(phrase), text, re.IGNORECASE)]
    found, start = [], 0
    for match in _TERMINAL.finditer(text):
        here = Span(match.start() - 1, match.start())
        if any(span.start <= here.start and here.end < span.end for span in inside) or _ABBREVIATION.search(
            text[start : match.start()]
        ):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


_GENERAL = re.compile(r"不?[低高少多大小早晚短长贵]于|[高低多少]出|以[上下内前后]|之[上下前后]|其[他它余]条件")
"""General words of Chinese: a value that is a part of one (低, 其他) is none there."""


def _mentions(folded: str, ground: Ground) -> list[Mention]:
    """Known phrases, the longest at each place; the item's own and those pointed at win over equal values."""
    books = (ground.own, phrasebook(ground.schema))
    words = latin_words(folded)
    singulars = [singular(word) for _, word in words]
    found: list[Mention] = []
    i = 0
    while i < len(words):
        hits = [hit for book in books if (hit := book.latin(singulars, i))]
        best = max((size for _, size in hits), default=0)
        if best:
            entry = _joined([e for e, size in hits if size == best])
            span = Span(words[i][0].start, words[i + best - 1][0].end)
            if not re.search(r"[.!?;,]\s", folded[span.start : span.end]) or re.search(r"[.!?;,]\s", entry.phrase):
                found.append(Mention(span, entry, _weak(singulars[i : i + best])))
                i += best
                continue
        i += 1
    at = 0
    while at < len(folded):
        hits = (
            [hit for book in books if (hit := book.han(folded, at))]
            if has_han(folded[at]) or folded[at].isalnum()
            else []
        )
        best = max((size for _, size in hits), default=0)
        if best:
            entry = _joined([e for e, size in hits if size == best])
            found.append(Mention(Span(at, at + best), entry, folded[at : at + best] in PLAIN_ZH))
        at += best or 1
    found.sort(key=lambda m: (m.span.start - m.span.end, m.span.start))
    kept: list[Mention] = []
    for mention in found:
        if not any(mention.span.overlaps(other.span) for other in kept):
            kept.append(mention)
    labels = [
        Span(*m.span())
        for name in ground.schema.fields
        if " " in key(name)
        for m in re.finditer(rf"(?<![a-z]){re.escape(key(name))}s?(?![a-z])", folded)
    ]
    kept = [
        m
        for m in kept
        if not any(label.start <= m.span.start and m.span.end <= label.end and label != m.span for label in labels)
    ]
    general = [Span(*m.span()) for m in _GENERAL.finditer(folded)]
    kept = [m for m in kept if not any(c.start <= m.span.start and m.span.end <= c.end for c in general)]
    return sorted((m for m in kept if not _CUE.fullmatch(m.span.of(folded))), key=lambda m: m.span)


def _weak(words: Sequence[str]) -> bool:
    """Whether a phrase is made of words that claim nothing, and not of numbers alone ("10:00-21:30")."""
    return any(is_plain(word) for word in words) and all(is_plain(word) or word.isdigit() for word in words)


def _joined(entries: Sequence[Entry]) -> Entry:
    fields = frozenset(name for entry in entries for name in entry.fields)
    owner = next((entry.owner for entry in entries if entry.owner), "")
    return replace(entries[0], fields=fields, owner=owner)


def _whole_number(run: str, rest: str, texts: Sequence[str]) -> bool:
    """Whether the number at the end of a run is the same whole number in a text."""
    return not re.match(r"[.,:]?\d", rest) and any(re.search(re.escape(run) + r"(?![.,:]?\d)", text) for text in texts)


def _runs(folded: str, ground: Ground) -> list[Span]:
    """The longest runs that the item's text has word for word, with at least two words that claim something."""
    words = [(span, singular(word)) for span, word in latin_words(folded)]
    found: list[Span] = []
    i = 0
    while i < len(words):
        size = 1
        while i + size < len(words) and ground.has_run([w for _, w in words[i : i + size + 1]]):
            size += 1
        if size > 1 and sum(not is_plain(w) for _, w in words[i : i + size]) > 1:
            found.append(Span(words[i][0].start, words[i + size - 1][0].end))
            i += size - 1
        i += 1
    texts = [text for text in ground.texts if has_han(text)]
    at = 0
    while at < len(folded):
        size = 0
        if has_han(folded[at]):
            while (
                at + size < len(folded)
                and folded[at + size].isalnum()
                and any(folded[at : at + size + 1] in text for text in texts)
            ):
                size += 1
        whole = size
        while (
            whole
            and folded[at + whole - 1].isdigit()
            and not _whole_number(folded[at : at + whole], folded[at + whole :], texts)
        ):
            whole -= 1  # "价格42" is no part of "价格420元"
        if whole > 3:
            found.append(Span(at, at + whole))
        at += max(size, 1)
    return sorted(found)


_PREPOSITIONS = frozenset(
    "by in at from with has have near around of for to on 有 在 能 带 吃 喝 含 做 放 菜 离 语 可以 提供 contain offers offer provid having using including from made".split()
)


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern that stand in no group."""
    found, depth, start = [], 0, 0
    for i, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            found.append(pattern[start:i])
            start = i + 1
    return [*found, pattern[start:]]


@lru_cache(maxsize=64)
def _pattern(concept: Concept) -> re.Pattern[str] | None:
    """How a sentence names a concept: by its words, or by a verb that says no more than it ("directed by")."""
    parts = [part for part in (concept.words, NAMED_ALSO.get(concept.name)) if part]
    for verb in _alternatives(concept.verbs):
        bare = re.sub(r"\\[bw]\+?|\(\?:|\)|\?", "", verb).strip()
        if (
            bare
            and bare not in _PREPOSITIONS
            and re.fullmatch(rf"[a-z {HAN}]+", bare)
            and (not has_han(bare) or len(bare) > 1)
        ):
            parts.append(verb)
    return re.compile("|".join(parts)) if parts else None


def _relations(folded: str, ground: Ground, mask: Mask) -> list[Relation]:
    words = [(span, singular(word)) for span, word in latin_words(folded)]
    found: list[Relation] = []
    for name in ground.schema.fields:
        label = key(name.replace("-", " "))
        size = label.count(" ") + 1
        for i in range(len(words) - size + 1):
            if " ".join(word for _, word in words[i : i + size]) == label:
                found.append(
                    Relation(Span(words[i][0].start, words[i + size - 1][0].end), frozenset({name}), exact=True)
                )
        if has_han(label):
            found += [
                Relation(Span(*m.span()), frozenset({name}), exact=True) for m in re.finditer(re.escape(label), folded)
            ]
    for concept, names in ground.concepts():
        pattern = _pattern(concept)
        if pattern is not None:
            found += [
                Relation(Span(*m.span()), names, concept=concept) for m in pattern.finditer(folded) if m.group().strip()
            ]
    found = [r for r in found if mask.free(r.span)]
    found.sort(key=lambda r: (r.span.start - r.span.end, not r.exact, r.span.start))
    kept: list[Relation] = []
    for relation in found:
        clash = next((other for other in kept if relation.span.overlaps(other.span)), None)
        if clash is None:
            kept.append(relation)
        elif clash.span == relation.span and not clash.exact:
            kept[kept.index(clash)] = replace(clash, fields=clash.fields | relation.fields)
    return sorted(kept, key=lambda r: r.span)


def _scopes(folded: str, mask: Mask) -> list[tuple[Span, Span]]:
    """Negations as (cue, scope), outside of what `mask` has as understood."""
    harmless = Mask(len(folded), [Span(*m.span()) for p in (_HARMLESS, PHRASES) for m in p.finditer(folded)])
    found = []
    for match in _CUE.finditer(folded):
        cue = Span(*match.span())
        if not mask.free(cue) or not harmless.free(cue):
            continue
        end = _SCOPE_END.search(folded, cue.end)
        found.append((cue, Span(cue.end, end.start() if end else len(folded))))
    for match in _FREE.finditer(folded):
        found.append((Span(match.end(1), match.end()), Span(*match.span(1))))
    return found


def _han_pieces(run: str, start: int, ground: Ground) -> list[Piece]:
    """A stretch of Chinese cut into plain words, words of the item's text, words of the request, and unknown characters.

    The cut with the fewest unknown characters, then the fewest pieces, then the most plain words.
    """
    texts = "\n".join(ground.texts)
    best: list[tuple[float, list[Piece]]] = [(0.0, [])]
    for end in range(1, len(run) + 1):
        options = []
        for begin in range(max(0, end - 12), end):
            word = run[begin:end]
            plain = word in PLAIN_ZH
            known = word in ground.han or (len(word) > 1 and word in texts)
            asked = word in ground.asked
            general = word in GENERAL_ZH
            if plain or known or general or asked or len(word) == 1:
                cost = 0.01 + (0 if plain else 0.001 if known or general else 0.5 if asked else 10)
                piece = Piece(Span(start + begin, start + end), word, plain, known)
                options.append((best[begin][0] + cost, [*best[begin][1], piece]))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]


def _pieces(folded: str, ground: Ground, mask: Mask) -> list[Piece]:
    found = []
    for span, word in latin_words(folded):
        if mask.free(span):
            stem = word.split("'")[0]
            found.append(Piece(span, stem, is_plain(stem), ground.has_word(stem)))
    for match in re.finditer(f"[{HAN}]+", mask.blank(folded, "\0")):
        found += _han_pieces(match.group(), match.start(), ground)
    return sorted(found, key=lambda p: p.span)


_EXCEEDS = re.compile(r"\b(?:exceeds?|exceeded|surpass(?:es)?|goes over|tops)\b")
_LIMIT = re.compile(
    r"\b(?:your|the|a) (?:[a-z]+ )?(?:limit|cap|budget|maximum|minimum|ceiling|threshold)(?: of)?\s(?=[\s$€£¥]*\d)|(?:您|你)(?:的|要求的|设定的)?(?:预算|上限)的?(?=\d)"
)


def _plainer(folded: str) -> str:
    """The same text with comparisons put as a request would put them; every position stays."""
    text = _EXCEEDS.sub(lambda m: "over".ljust(len(m.group())), folded)
    return _LIMIT.sub(
        lambda m: (
            " " * len(m.group())
            if re.search(r"\b(?:under|over|above|below|within|than|at)\s*$", text[: m.start()])
            else m.group()
        ),
        text,
    )


def mark(sentence: str, ground: Ground) -> Marked:
    """Finds everything in one sentence."""
    folded = fold(sentence)
    mentions = _mentions(folded, ground)
    runs = _runs(folded, ground)
    firm = [m.span for m in mentions if not m.weak]
    numbered = [r for r in runs if re.search(r"[^\W\d]", r.of(folded)) and find_numbers(r.of(folded))]
    idioms = [Span(*m.span()) for m in PHRASES.finditer(folded)]
    mask = Mask(len(folded), [*firm, *numbered])
    amounts = find_quantities(_plainer(folded), mask)
    mask = Mask(len(folded), [*firm, *[q.span for q in amounts if not q.article]])
    relations = _relations(
        folded,
        ground,
        Mask(
            len(folded),
            [*firm, *[q.span for q in amounts if not q.article], *[r for r in runs if has_han(folded[r.start])]],
        ),
    )
    scopes = _scopes(folded, mask)
    understood = [
        *firm,
        *idioms,
        *[r.span for r in relations],
        *[q.span for q in amounts if not q.article],
        *[cue for cue, _ in scopes],
    ]
    pieces = _pieces(folded, ground, Mask(len(folded), understood))
    return Marked(
        raw=sentence,
        folded=folded,
        mentions=tuple(mentions),
        amounts=tuple(q for q in amounts if not q.article),
        relations=tuple(relations),
        pieces=tuple(pieces),
        negations=tuple(scopes),
        runs=tuple(runs),
        texts=ground.texts,
    )
