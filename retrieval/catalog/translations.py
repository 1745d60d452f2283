"""Which column names are translations: `title` or `description` with a language code behind it."""

from __future__ import annotations

import re

__all__ = ["LANGUAGES", "translation_of"]

LANGUAGES = frozenset(
    (
        "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
        "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia ie ig ii ik io is it iu "
        "ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my "
        "na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm "
        "sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za "
        "zh zu"
    ).split()
)
"""The codes of ISO 639-1 but `id`: `title_id` is far more often an identifier than Indonesian (`title_id_id` is)."""

_NAME = re.compile(r"(title|description)[_-]([a-z]{2})(?:[_-]([a-z]{4}|[a-z]{2}))?", re.IGNORECASE)


def translation_of(column: str) -> tuple[str, str] | None:
    """The field and the language code that a column name stands for, or None where it is no translation.

    >>> translation_of("title_zh"), translation_of("description_pt-BR"), translation_of("title_id")
    (('title', 'zh'), ('description', 'pt-br'), None)
    """
    match = _NAME.fullmatch(column)
    if match is None:
        return None
    field, language, region = match.group(1).lower(), match.group(2).lower(), match.group(3)
    if language not in LANGUAGES and not (language == "id" and region):
        return None
    return field, f"{language}-{region.lower()}" if region else language
