"""The phrases that reasons are made of, in English."""

from __future__ import annotations

__all__ = ["REASONS"]

REASONS = {
    "told": "{clause}", "because": "Because {did}: {near}.",
    "did.like": "you liked “{}”", "did.rate": "you rated “{}” highly", "did.buy": "you bought “{}”", "did.play": "you played “{}”",
    "did.cart": "you put “{}” in your cart", "did.view": "you looked at “{}”",
    "near.text": "its text is close to that one's", "near.image": "its picture is close to that one's",
    "near.audio": "its sound is close to that one's", "near.": "it is close to that one", "near.shared": "both have {}",
    "others.crowd": "Others who liked the same as you liked it, too.", "others.popular": "It is among what people here like most.",
    "others.together": "The same people bought both.", "others.group": "It is chosen for all of you together.",
    "part.text": "words", "part.image": "picture", "part.audio": "sound", "part.behaviour": "behaviour",
    "is": "its {label} {be} {value}", "isn't": "its {label} {be} not {value}", "among": "its {label} include{s} {value}", "not among": "its {label} do{es} not include {value}",
    "text has": "its text has “{value}”", "title has": "its title has “{value}”", "description has": "its description has “{value}”",
    "text lacks": "its text doesn't mention “{value}”", "title lacks": "its title doesn't mention “{value}”", "description lacks": "its description doesn't mention “{value}”", "free text": "it is said to be free of {value}", "unsaid": "Nothing is said of {value}: ask, or check the label", "has field": "it has {a}{label}", "lacks field": "it has no {label}",
    "range": "its {label} {be} {own}, {bounds}", "not range": "its {label} {be} {own}, not {bounds}",
    "before": "before {high}", "until": "no later than {high}", "after": "after {low}", "since": "{low} or later", "under": "under {high}", "at most": "at most {high}", "over": "over {low}", "at least": "at least {low}", "between": "between {low} and {high}", "exactly": "exactly {low}",
    "open": "it is open on {value}", "not open": "it is not open on {value}", "wanted open": "open on {value}",
    "shut": "it is closed on {value}", "not shut": "it is not closed on {value}", "wanted shut": "closed on {value}",
    "near": "it lies within {value}", "not near": "it does not lie within {value}", "wanted near": "within {value}",
    "asked as": "{one}, for “{said}”", "asked one": "{one}, as you asked", "asked many": "As you asked, {many}", "guess": "{one}, which may be what “{said}” means", "others": "{many}, and your other conditions hold too",
    "title words": "Its title has your {words}", "description words": "Its description speaks of {words}", "field words": "Its {label} {have} {words}",
    "word": "word {quoted}", "words": "words {quoted}",
    "shares": "It shares {values} with “{title}”", "same": "It has the same {label} as “{title}”: {value}", "near liked": "It is near to “{title}” overall",
    "image given": "Its picture is {place} to the one you gave", "audio given": "Its sound is {place} to the one you gave",
    "image little": "Its picture is somewhat like the one you gave", "audio little": "Its sound is somewhat like the one you gave",
    "image described": "Its picture looks like what you describe", "audio described": "Its sound is {place} to what you describe",
    "image liked": "Its picture is close to that of “{title}”", "audio liked": "Its sound is close to that of “{title}”",
    "first": "the closest", "among closest": "among the closest", "close": "close",
    "nearest": "It is only the nearest that there is", "meaning": "Its text is near to your words in meaning", "overall": "It is near to your request overall, though its text doesn't name it", "just": "This is “{title}”", "nameless": "It was found for your request",
    "grown up": "But it is not for children: {shown}", "lacking": "But its text doesn't mention {words}", "namesake": "But “{word}” is there only in the name {name}", "undecided": "Whether it is {words} can't be told from this catalogue",
    "but": "But you asked for {wanted}, and {truth}", "unmet": "You asked for {wanted}, and {truth}", "wanted": "{label} {value}", "wanted range": "{label} {bounds}", "wanted text": "“{value}”", "wanted no": "no {value}", "wanted field": "{a}{label}",
    "own": "its {label} {be} {value}", "own none": "no {label} {be} given", "own text": "its text doesn't mention it", "own has": "it has that",
}  # fmt: skip
"""By name, with places to fill."""
