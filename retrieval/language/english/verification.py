"""How English texts deny a word, and how statements about an item are worded, for those who verify answers: written apart from what
reads requests and items, and from what writes reasons."""

from __future__ import annotations

__all__ = ["PATTERNS", "TABLES", "WORDS"]

PATTERNS = {
    "verification.denied": r"(?:\bno|\bnot|\bnon|\bwithout|\bfree (?:of|from)|\bnever|\bzero|n't)[\w\s,/-]{0,24}$",
    "verification.denied_after": r"^s?(?:[- ]free\b|less\b|-less\b)",
    # forms of statements, with places for quotes, amounts and where a statement ends
    "verification.join": r", | and ",
    "verification.next": r", as you asked|,? and its? |, its? |, and your|\.(?:\s|$)",
    "verification.more": r" and (?!its? |your |no |the |because )(?=\w)",
    "verification.between": r"(?:not )?between {AMOUNT} and {AMOUNT}",
    "verification.exactly": r"(?:not )?exactly {AMOUNT}",
    "verification.under": r"(?:not )?(?:before |under |below |less than ){AMOUNT}",
    "verification.at_most": r"(?:not )?(?:no later than |at most |up to ){AMOUNT}",
    "verification.over": r"(?:not )?(?:after |over |above |more than ){AMOUNT}",
    "verification.at_least": r"(?:not )?at least {AMOUNT}|(?:not )?{AMOUNT} or later",
    "verification.refused": r"not ",
    "verification.is": r"\b[Ii]ts ((?:(?! (?:is|are|includes?|do|does|its|it) )[^,.“”\x01]){1,40}?)(?<! not) (?:is|are|includes?) (?!not |near |close|the closest|among the|somewhat )(?=\S)",
    "verification.is_not": r"\b[Ii]ts ([^,.“”\x01]{1,40}?) (?:(?:is|are) not|do(?:es)? not include) (.+?){NEXT}",
    "verification.has_field": r"\b(?:[Ii]t has (no |an? )|no (?=[^,.]+ (?:is|are) given))([^,.“”\x01]{1,40}?)(?: (?:is|are) given)?{NEXT}",
    "verification.text_has": r"[Ii]ts (text|title|description) has ({LIST})",
    "verification.text_lacks": r"[Ii]ts (text|title|description) doesn't mention ({LIST})",
    "verification.worded": r"\bIts ([^,.“”\x01]{1,40}?) (?:has your words?|speaks? of|has|have) ({LIST})",
    "verification.untold": r"Whether it is ({LIST}) can't be told",
    "verification.shares": r"It shares (.+?) with {Q}|both have (.+?)\.(?:\s|$)",
    "verification.same": r"same ([^,.]+?) as {Q}: ",
    "verification.picture": r"\bIts picture ",
    "verification.sound": r"\bIts sound ",
    "verification.titled": r"\bThis is ({Q})",
    "verification.clause": r"[.;:!?。；：！？]|\bbut\b",
}  # fmt: skip

WORDS = {
    "verification.no": frozenset(("no",)),
    "verification.endings": frozenset("ies:y ves:f ves:fe es: s: y:ies fe:ves f:ves".split()),
}

TABLES: dict[str, dict[str, str]] = {
    "verification.days": {"english day": "{day:%d %B %Y}"},
}  # fmt: skip
"""How a day is written, what a field is called beside its name, and where words stand."""
