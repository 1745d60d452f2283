"""The phrases that reasons are made of, in English and Chinese.

Knows words; no item and no facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.language.words import singular

__all__ = ["TONGUES", "Tongue"]


@dataclass(frozen=True)
class Tongue:
    """How one language lists, quotes and says things. `words`: its phrases by name, with places to fill."""

    comma: str
    last: str
    stop: str
    quotes: str = "“{}”"
    words: dict[str, str] = field(default_factory=dict)

    def listed(self, parts: Sequence[str]) -> str:
        """Parts in a row with "and" before the last."""
        return parts[0] if len(parts) == 1 else self.comma.join(parts[:-1]) + self.last + parts[-1]

    def quoted(self, parts: Sequence[str]) -> str:
        """Parts in quotation marks, in a row."""
        return self.listed([self.quotes.format(part) for part in parts])

    def say(self, name: str, **given: str) -> str:
        """A phrase of this language, filled; verbs agree with `label`."""
        last = given.get("label", "").rsplit(" ", 1)[-1]
        many = last != singular(last)
        verbs = {
            "be": "are" if many else "is",
            "have": "have" if many else "has",
            "s": "" if many else "s",
            "es": "" if many else "es",
        }
        verbs["a"] = "" if many else "an " if given.get("label", "")[:1] in "aeiou" else "a "
        return self.words[name].format(**verbs, **given)


EN = Tongue(", ", " and ", ".", words={
    "is": "its {label} {be} {value}", "isn't": "its {label} {be} not {value}", "among": "its {label} include{s} {value}", "not among": "its {label} do{es} not include {value}",
    "text has": "its text has “{value}”", "title has": "its title has “{value}”", "description has": "its description has “{value}”",
    "text lacks": "its text doesn't mention “{value}”", "title lacks": "its title doesn't mention “{value}”", "description lacks": "its description doesn't mention “{value}”", "free text": "it is said to be free of {value}", "unsaid": "Nothing is said of {value}: ask, or check the label", "has field": "it has {a}{label}", "lacks field": "it has no {label}",
    "range": "its {label} {be} {own}, {bounds}", "not range": "its {label} {be} {own}, not {bounds}",
    "before": "before {high}", "until": "no later than {high}", "after": "after {low}", "since": "{low} or later", "under": "under {high}", "at most": "at most {high}", "over": "over {low}", "at least": "at least {low}", "between": "between {low} and {high}", "exactly": "exactly {low}",
    "asked one": "{one}, as you asked", "asked many": "As you asked, {many}", "guess": "{one}, which may be what “{said}” means", "others": "{many}, and your other conditions hold too",
    "title words": "Its title has your {words}", "description words": "Its description speaks of {words}", "field words": "Its {label} {have} {words}",
    "word": "word {quoted}", "words": "words {quoted}",
    "shares": "It shares {values} with “{title}”", "same": "It has the same {label} as “{title}”: {value}", "near liked": "It is near to “{title}” overall",
    "image given": "Its picture is {place} to the one you gave", "audio given": "Its sound is {place} to the one you gave",
    "image little": "Its picture is somewhat like the one you gave", "audio little": "Its sound is somewhat like the one you gave",
    "image described": "Its picture looks like what you describe", "audio described": "Its sound is {place} to what you describe",
    "image liked": "Its picture is close to that of “{title}”", "audio liked": "Its sound is close to that of “{title}”",
    "first": "the closest", "among closest": "among the closest", "close": "close",
    "nearest": "It is only the nearest that there is", "meaning": "Its text is near to your words in meaning", "overall": "It is near to your request overall, though its text doesn't name it", "just": "This is “{title}”", "nameless": "It was found for your request",
    "grown up": "But it is not for children: {shown}", "lacking": "But its text doesn't mention {words}", "undecided": "Whether it is {words} can't be told from this catalogue",
    "but": "But you asked for {wanted}, and {truth}", "unmet": "You asked for {wanted}, and {truth}", "wanted": "{label} {value}", "wanted range": "{label} {bounds}", "wanted text": "“{value}”", "wanted no": "no {value}", "wanted field": "{a}{label}",
    "own": "its {label} {be} {value}", "own none": "no {label} {be} given", "own text": "its text doesn't mention it", "own has": "it has that",
})  # fmt: skip
ZH = Tongue("、", "和", "。", words={
    "is": "{label}是{value}", "isn't": "{label}不是{value}", "among": "{label}包括{value}", "not among": "{label}不包括{value}",
    "text has": "文字中有“{value}”", "title has": "标题里有“{value}”", "description has": "描述里有“{value}”",
    "text lacks": "文字中没有“{value}”", "free text": "文字说明不含{value}", "title lacks": "标题中没有“{value}”", "description lacks": "描述中没有“{value}”", "unsaid": "未说明含不含{value}：请询问或查看标签", "has field": "有{label}", "lacks field": "没有{label}",
    "range": "{label}是{own}，{bounds}", "not range": "{label}是{own}，不在{bounds}",
    "under": "低于{high}", "at most": "不超过{high}", "over": "高于{low}", "at least": "不低于{low}", "between": "在{low}到{high}之间", "before": "早于{high}", "until": "不超过{high}", "after": "晚于{low}", "since": "不低于{low}", "exactly": "正好{low}",
    "asked one": "正如您所要的，它的{one}", "asked many": "符合您的要求：{many}", "guess": "它的{one}，可能就是您说的“{said}”", "others": "{many}，其他条件也都符合",
    "title words": "标题里有您说的{words}", "description words": "描述里提到{words}", "field words": "它的{label}里有{words}", "word": "{quoted}", "words": "{quoted}",
    "shares": "它和“{title}”都有{values}", "same": "它和“{title}”的{label}相同，都是{value}", "near liked": "它与“{title}”整体上接近",
    "image given": "它的图片与您给的图片{place}", "audio given": "它的声音与您给的声音{place}",
    "image little": "它的图片与您给的图片略有相似", "audio little": "它的声音与您给的声音略有相似",
    "image described": "它的图片与您的描述相似", "audio described": "它的声音与您的描述{place}",
    "image liked": "它的图片与“{title}”的图片接近", "audio liked": "它的声音与“{title}”的声音接近",
    "first": "最接近", "among closest": "相近，是最接近的之一", "close": "接近",
    "nearest": "这只是最接近的一项", "meaning": "它的文字与您的要求意思相近", "overall": "它与您的要求整体上接近，但文字里没有直接提到", "just": "这是“{title}”", "nameless": "这是为您的要求找到的",
    "grown up": "但它不适合孩子：它的{shown}", "lacking": "但它的文字里没有提到{words}", "undecided": "是否{words}，目录中无从得知",
    "but": "但您要求{wanted}，而{truth}", "unmet": "您要求{wanted}，而{truth}", "wanted": "{label}是{value}", "wanted range": "{label}{bounds}", "wanted text": "“{value}”", "wanted no": "不要{value}", "wanted field": "有{label}",
    "own": "它的{label}是{value}", "own none": "它没有{label}", "own text": "它的文字里没有提到", "own has": "它有",
})  # fmt: skip
TONGUES = {"en": EN, "zh": ZH}
