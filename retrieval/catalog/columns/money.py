"""Prices as people write them: $1,299.00, 1.299,00 €, 1 299:-, R$ 9,90, ¥12起, "from 15.00 USD", free.

An amount keeps its ISO 4217 code where it says one. Knows one cell at a time; `evidence.py` decides over the column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from retrieval.catalog.columns.figures import FIGURE, cleaned, read_figure
from retrieval.language.chinese import columns as chinese
from retrieval.language.columns import OPENERS, PER, SCALES, is_free, word_signs

__all__ = ["Money", "currency_in", "figures_in", "is_telling", "read_money"]

_SIGNS = {
    "US$": "USD", "U$S": "USD", "US $": "USD", "CA$": "CAD", "C$": "CAD", "CDN$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD", "HK$": "HKD", "NT$": "TWD",
    "S$": "SGD", "SG$": "SGD", "MX$": "MXN", "Mex$": "MXN", "R$": "BRL", "CN¥": "CNY", "JP¥": "JPY", "RMB¥": "CNY", "$": "USD", "€": "EUR", "£": "GBP",
    "¥": "CNY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₴": "UAH", "₪": "ILS", "฿": "THB", "₫": "VND", "₱": "PHP", "₦": "NGN", "₵": "GHS",
    "₡": "CRC", "₲": "PYG", "₸": "KZT", "₼": "AZN", "₾": "GEL", "₿": "BTC", "៛": "KHR", "৳": "BDT", "zł": "PLN", "zl": "PLN", "Kč": "CZK", "Kc": "CZK", "Ft": "HUF",
    "kr": "SEK", "kr.": "DKK", "Skr": "SEK", "Nkr": "NOK", "Dkr": "DKK", "ISK": "ISK", "Fr.": "CHF", "Fr": "CHF", "SFr.": "CHF", "sFr.": "CHF", "CHF": "CHF", "Rs": "INR", "Rs.": "INR",
    "lei": "RON", "лв": "BGN", "лв.": "BGN", "TL": "TRY", "руб": "RUB", "руб.": "RUB", "р.": "RUB", "грн": "UAH", "грн.": "UAH", "RM": "MYR", "Rp": "IDR", "Rp.": "IDR",
    "S/": "PEN", "S/.": "PEN", "KSh": "KES", "R": "ZAR", "원": "KRW", "din": "RSD", "din.": "RSD", "kn": "HRK", "đ": "VND", "د.إ": "AED", "ر.س": "SAR", "RMB": "CNY",
    "Euro": "EUR", "Euros": "EUR", "euro": "EUR", "euros": "EUR", "dollars": "USD", "dollar": "USD", "pounds": "GBP", "yen": "JPY", "yuan": "CNY", "rupees": "INR", "kronor": "SEK",
    "kroner": "NOK", "francs": "CHF", "roubles": "RUB", "rubles": "RUB", "bucks": "USD", "quid": "GBP", "reais": "BRL", "złotych": "PLN", "baht": "THB", "won": "KRW", "pesos": "MXN",
}  # fmt: skip
_CENTS = {"¢": "USD", "ct": "EUR", "p": "GBP", "cents": "USD", "cent": "EUR", "Cent": "EUR"}
_CENTS |= chinese.CENTS
_SWEDISH = re.compile(r"\s*:-$")
_INDIAN = re.compile(r"\s*/[-–=]$")
_DASHES = re.compile(r"\s*[,.][-–—]+(?=$|\s|[^\d])")
_FIGURE = re.compile(FIGURE)
_WEAK = frozenset(
    "R p ct RM TL din din. kn lei Ft Fr Fr. Rp won pounds dollar pesos francs kr kr. cent Cent cents р.".split()
)
"""Signs that may be other things where nothing else speaks of money: 5 Ft, 3 R."""
_JOIN = re.compile(rf"^\s*(?:-|–|—|~|～|to|bis|à|{chinese.JOIN}|–|\.\.\.?)\s*", re.IGNORECASE)
_BEFORE_AFTER = re.compile(rf"\s*(?:{PER})?\s*(?:\([^()]*\))?", re.IGNORECASE)
_SAID = re.compile(r"(?<=[\d€$£¥])\s+(?=[^\W\d_]{4,})|\s*\(")
_SALE = re.compile(r"\s*[!*†]+$")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, at most `high` where it is a range, in `currency` ("" where it isn't said). `free`: in words."""

    amount: float
    high: float | None = None
    currency: str = ""
    free: bool = False


@cache
def _codes() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies()) - frozenset(("ALL", "TOP", "CUP", "MOP", "XXX", "XTS"))


@cache
def _signs() -> tuple[tuple[str, str], ...]:
    known = _SIGNS | word_signs()
    return tuple(sorted(known.items(), key=lambda pair: -len(pair[0])))


def currency_in(text: str) -> str:
    """The code of the currency that a text is ("USD", "€", "euros", 元), or "".

    >>> currency_in("usd"), currency_in("zł"), currency_in("kg")
    ('USD', 'PLN', '')
    """
    word = text.strip().replace("￥", "¥")
    if len(word) == 3 and word.upper() in _codes():
        return word.upper()
    known = dict(_signs())
    return known.get(word) or known.get(word.strip(".")) or ""


def _sign_at_end(text: str) -> tuple[str, str]:
    """A currency that `text` ends with, and what stands before it."""
    head = text.rstrip()
    if (code := head[-3:]).isalpha() and code.upper() in _codes() and not head[-4:-3].isalpha() and (code.isupper() or code.islower()):  # fmt: skip
        return code.upper(), head[:-3]
    for sign, currency in _signs():
        if head.endswith(sign) and not (sign[0].isalpha() and sign.isascii() and head[: -len(sign)][-1:].isalpha()):
            return currency, head[: -len(sign)]
    return "", text


def _sign_at_start(text: str) -> tuple[str, str]:
    """A currency that `text` starts with, and what stands after it."""
    tail = text.lstrip()
    if (code := tail[:3]).isalpha() and code.upper() in _codes() and not tail[3:4].isalpha() and (code.isupper() or code.islower()):  # fmt: skip
        return code.upper(), tail[3:]
    for sign, currency in _signs():
        if tail.startswith(sign) and not (sign[-1].isalpha() and sign.isascii() and tail[len(sign) :][:1].isalpha()):
            return currency, tail[len(sign) :]
    return "", text


def _opened(text: str) -> str:
    """The text without words before an amount that change nothing of it ("from", 约)."""
    changed = True
    while changed:
        changed = False
        for word in OPENERS:
            if text.casefold().startswith(word) and not (word[-1].isalpha() and word.isascii() and text[len(word) :][:1].isalpha()):  # fmt: skip
                text, changed = text[len(word) :].lstrip(" :："), True
                break
    return text


@lru_cache(maxsize=65_536)
def _parts(cell: str) -> tuple[str, tuple[str, ...], tuple[float, ...], str] | None:
    """The currency of a cell, its one or two figures as written, the factor of each, and what stands after them."""
    text = cleaned(_SALE.sub("", cell.strip())).replace("￥", "¥")
    if _SWEDISH.search(text):
        text = _SWEDISH.sub(" SEK" if not _sign_at_start(text)[0] else "", text)
    text = _DASHES.sub("", _INDIAN.sub("", text))
    negative = text.startswith("(") and text.endswith(")")
    text = text[1:-1].strip() if negative else text
    minus = "-" if text[:1] in "-−–" or negative else ""
    text = _opened(text[1:].lstrip() if text[:1] in "-−–" else text)
    currency, figures, factors = "", list[str](), list[float]()
    for place in range(2):
        found, text = _sign_at_start(text)
        currency = currency or found
        text = text.lstrip()
        if not place and text[:1] in "-−":
            minus, text = "-", text[1:].lstrip()
        match = _FIGURE.match(text)
        if match is None:
            return None
        figures.append(minus + match[0] if not place else match[0])
        text = text[match.end() :]
        factor, text, after = _ending(text)
        currency = currency or after
        factors.append(factor)
        join = _JOIN.match(text)
        if place or join is None or not re.match(r"\D{0,5}\d", text[join.end() :]):
            break
        text = text[join.end() :]
    return currency, tuple(figures), tuple(factors), text.strip()


def _ending(text: str) -> tuple[float, str, str]:
    """What follows a figure at once: a factor ("k", 万, cents), the rest, and the currency that stands there."""
    factor = 1.0
    tail = text.lstrip()
    for sign, currency in _CENTS.items():
        if tail.startswith(sign) and not tail[len(sign) :][:1].isalpha():
            return 0.01, tail[len(sign) :], currency
    found, rest = _sign_at_start(tail)
    if not found:
        word = re.match(r"[^\W\d_]+\.?", tail)
        name = next((tail[:size] for size in (8, 7, 6, 5, 4, 3, 2, 1) if tail[:size].casefold() in SCALES and not (tail[:size].isascii() and tail[size : size + 1].isalpha())), "")  # fmt: skip
        if word and name:
            factor, tail = SCALES[name.casefold()], tail[len(name) :].lstrip()
            found, rest = _sign_at_start(tail)
    return (factor, rest, found) if found else (factor, tail, "")


def is_telling(cell: str) -> bool:
    """Whether a cell has a sign of a currency that hardly means anything else ("$5", 12 USD; not "5 Ft").

    >>> is_telling("5 zł"), is_telling("5 R"), is_telling("5")
    (True, False, False)
    """
    parts = _parts(cell)
    if parts is None or not parts[0]:
        return False
    text = _FIGURE.sub(" ", cleaned(cell))
    return bool(set(text.split()) - _WEAK - {"-", "–"})


def figures_in(cell: str) -> tuple[str, ...]:
    """The figures of a price as they are written, so that a column can tell its decimal mark; none where it is no price."""
    parts = _parts(cell)
    return tuple(figure.lstrip("-") for figure in parts[1]) if parts else ()


def read_money(cell: str, mark: str = "") -> Money | None:
    """The price that a cell is; None where it is none. `mark`: the decimal mark that the column proves, if any.

    Without one, three digits after a single mark are thousands where a currency is said: prices have cents.

    >>> read_money("$1,299.00"), read_money("1.299,00 €", ",")
    (Money(amount=1299.0, high=None, currency='USD', free=False), Money(amount=1299.0, high=None, currency='EUR', free=False))
    """
    if is_free(cell):
        return Money(0, free=True)
    parts = _parts(cell)
    if parts is None or not _BEFORE_AFTER.fullmatch(parts[3]):
        first, *others = re.split(r"\s*(?:/|;|,(?!\d))\s*", cell)
        several = others and is_telling(first) and all(is_telling(_SAID.split(one)[0]) for one in others)
        return read_money(first, mark) if several else None  # $15 / $10 students
    currency, written, factors, _ = parts
    values = []
    for figure, factor in zip(written, factors, strict=True):
        value = read_figure(_thousands(figure, mark) if mark or currency or "," in figure else figure, mark or ".")
        if value is None:
            return None
        values.append(round(value * factor, 6) if factor != 1 else value)
    if len(values) == 2 and factors[0] == 1 and factors[1] > 1 and values[0] < values[1]:  # 1-2万
        values[0] = values[0] * factors[1]
    low, high = values[0], values[1] if len(values) == 2 else None
    found = Money(low, high, currency)
    return replace(found, amount=high, high=low) if high is not None and high < low else found


def _thousands(figure: str, mark: str) -> str:
    """A figure whose only mark has three digits after it (1.299, 1,299) with the thousands joined, unless `mark` is that mark."""
    bare = figure.lstrip("-")
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", bare) and (not mark or mark not in bare):
        return figure.replace(".", "").replace(",", "")
    return figure
