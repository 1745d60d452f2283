"""Chinese."""

from __future__ import annotations

import re

from retrieval.language.chinese.reasons import FIELDS
from retrieval.language.chinese.responses import CHINESE_RESPONSES
from retrieval.language.chinese.sets import CHINESE_SETS
from retrieval.language.chinese.voice import CHINESE_VOICE
from retrieval.language.pack import Pack
from retrieval.language.text import HAN

__all__ = ["CHINESE"]

CHINESE = Pack(
    code="zh",
    tag="zh-CN",
    name="Chinese",
    own_name="中文",
    voice=CHINESE_VOICE,
    reads=("zh", "en"),
    responses=CHINESE_RESPONSES,
    sets=CHINESE_SETS,
    letters=re.compile(f"[{HAN}]"),
    fields=FIELDS,
)
