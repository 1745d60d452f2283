"""Other English names of the same things: spellings, short forms, and what the other side of the ocean says."""

from __future__ import annotations

__all__ = ["SAME", "TABLES"]

SAME = (
    "sci fi|science fiction|scifi", "child|kid", "wifi|wi fi|wireless internet|internet|wlan", "romantic comedy|rom com|romcom",
    "documentary|documentary film", "animated|animation|cartoon", "tv|television", "parking|car park|parking lot|parking space",
    "biography|biopic|biographical", "ebook|e book", "fridge|refrigerator", "ac|air conditioning|aircon|air con", "gym|fitness centre|fitness center|fitness room",
    "crisp|potato crisp|potato chip", "biscuit|cookie", "yoghurt|yogurt", "sweet|candy", "aubergine|eggplant", "courgette|zucchini", "coriander|cilantro",
    "prawn|shrimp", "beginner|beginner level|entry level", "laptop|notebook computer", "mobile|mobile phone|cell phone|smartphone|phone", "trousers|pants",
    "backpack|rucksack", "torch|flashlight", "lift|elevator", "pool|swimming pool", "lecture|talk", "novel|fiction book", "thriller|suspense",
    "colour|color", "instrument|musical instrument", "grey|gray", "gluten free|without gluten|coeliac|celiac", "guesthouse|guest house", "cafe|coffee shop|coffeehouse|café", "earphone|earbud",
)  # fmt: skip
"""Compared forms (folded, in the singular) of the same meaning, one group a string."""

_SHORT_PLACES = {
    "US": "usa|us|u s|u s a|america|the states|united state|united states of america", "GB": "uk|u k|britain|great britain|united kingdom", "KR": "korea|south korea|republic of korea",
    "KP": "north korea", "RU": "russia", "CZ": "czech republic|czechia", "TR": "turkey|türkiye|turkiye", "AE": "uae|emirate|united arab emirate", "NL": "holland|netherland",
    "CN": "china|mainland china|prc", "HK": "hong kong", "TW": "taiwan", "MO": "macau|macao", "VN": "vietnam", "IR": "iran", "SY": "syria", "CI": "ivory coast|cote d'ivoire",
}  # fmt: skip
"""Names of countries beside those of the Unicode locale data, by ISO 3166 code."""

_DEMONYMS = {
    "US": "american", "GB": "british|english", "FR": "french", "DE": "german", "IT": "italian", "ES": "spanish", "PT": "portuguese", "NL": "dutch", "BE": "belgian",
    "CH": "swiss", "AT": "austrian", "SE": "swedish", "NO": "norwegian", "DK": "danish", "FI": "finnish", "IS": "icelandic", "IE": "irish", "PL": "polish", "CZ": "czech",
    "HU": "hungarian", "RO": "romanian", "GR": "greek", "TR": "turkish", "RU": "russian", "UA": "ukrainian", "JP": "japanese", "CN": "chinese", "KR": "korean|south korean",
    "IN": "indian", "TH": "thai", "VN": "vietnamese", "ID": "indonesian", "PH": "filipino|philippine", "AU": "australian", "NZ": "new zealand", "CA": "canadian", "MX": "mexican",
    "BR": "brazilian", "AR": "argentinian|argentine", "CL": "chilean", "PE": "peruvian", "CO": "colombian", "CU": "cuban", "EG": "egyptian", "MA": "moroccan", "KE": "kenyan",
    "NG": "nigerian", "ZA": "south african", "ET": "ethiopian", "IL": "israeli", "LB": "lebanese", "IR": "iranian|persian", "HK": "hong kong", "TW": "taiwanese",
}  # fmt: skip
"""What people and things of a country are called, by ISO 3166 code."""

TABLES = {"aliases.places": _SHORT_PLACES, "aliases.demonyms": _DEMONYMS}
