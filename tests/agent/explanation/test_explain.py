"""Explanations: true in every case, strongest reason first, in the reader's language, and each passes its own check."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.explanation.fact_sheet import FactSheet, fact_sheet
from agent.explanation.reasons import explain, field_label
from agent.grounding import check
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.search.retriever import Hit
from tests.agent.made_up import FILMS, HOTELS, SCHEMAS, STAMPS, UNITS, sheet_of
from tests.agent.statements import CONTEXTS, context

_SETS = {"films": FILMS, "hotels": HOTELS, "units": UNITS, "stamps": STAMPS}


def _hit(id: str, **modalities: float) -> Hit:
    from tests.agent.made_up import find

    return Hit(find(id), sum(modalities.values()), modalities, modalities)


def test_conditions_come_first_and_name_their_evidence() -> None:
    sheet = sheet_of(
        "s01",
        "an animal, not a dog",
        filters=[Filter("category", "eq", "animals"), Filter("*", "contains", "dog", negate=True)],
    )
    explanation = explain(sheet)
    assert explanation.text == "As you asked, its category is animals and its text doesn't mention “dog”."
    assert {(e.kind, e.field) for claim in explanation.claims for e in claim.evidence} == {
        ("condition", "category"),
        ("condition", "*"),
    }


def test_numbers_are_said_with_what_was_asked() -> None:
    sheet = sheet_of("q7f1", filters=[Filter("minutes", "range", (None, 120), open_high=True)])
    assert explain(sheet).text == "Its minutes are 104, under 120, as you asked."
    assert (
        explain(sheet_of("q7f1", filters=[Filter("year", "range", (None, 1990), open_high=True)])).text
        == "Its year is 1987, before 1990, as you asked."
    )
    assert explain(sheet, "zh").text == "正如您所要的，它的时长是104，低于120。"


def test_words_that_stand_in_its_text() -> None:
    assert explain(sheet_of("q7f4", "a ghost")).text == "Its description speaks of “ghost”."
    assert explain(sheet_of("s01", "青蛙"), "zh").text == "标题里有您说的“青蛙”。"


def test_a_value_is_named_whole_for_a_word_in_it_and_a_word_that_says_nothing_is_no_reason() -> None:
    film = Item("x", "If You Like It", attributes={"cast": ("Bobby Marsh", "Ana Petrov"), "studio": "Marsh Light"})
    assert explain(fact_sheet(Hit(film, 0.0, {}, {}), request="with bobby")).text == "Its cast includes Bobby Marsh."
    assert explain(fact_sheet(Hit(film, 0.0, {}, {}), request="Light"), "zh").text == "它的studio是Marsh Light。"
    assert explain(fact_sheet(Hit(film, 0.0, {}, {}), request="I like them")).text == "This is “If You Like It”."


def test_titles_and_values_are_in_the_readers_language() -> None:
    sheet = sheet_of("q7f2", like=["q7f4"])
    assert explain(sheet).text == "It shares Comedy and Omar Haddad with “Midnight Noodles”."
    assert "午夜面馆" in explain(sheet, "zh").text


def test_a_picture_or_sound_is_a_reason_only_where_it_is_really_near() -> None:
    beside = [_hit("s06", text=0.1, audio=0.3)]
    assert (
        explain(sheet_of("s01", text=0.05, audio=0.6, given="audio", beside=beside)).text
        == "Its sound is the closest to the one you gave."
    )
    assert (
        explain(sheet_of("s01", text=0.05, audio=0.2, given="audio", beside=beside)).text
        == "Its sound is among the closest to the one you gave."
    )
    assert "sound" not in explain(sheet_of("s01", "x", text=0.9, audio=0.1, given="audio")).text
    assert explain(sheet_of("s03", "a tiger", text=0.2, image=0.5)).text == "Its picture looks like what you describe."


def test_a_picture_or_sound_that_is_hardly_near_is_called_so() -> None:
    beside = [_hit(name, audio=0.9) for name in ("s02", "s05", "s06", "s04")]
    far = sheet_of("s01", audio=0.2, given="audio", beside=beside)
    assert explain(far).text == "Its sound is somewhat like the one you gave."
    assert explain(far, "zh").text == "它的声音与您给的声音略有相似。"
    for text, language in [
        (explain(far).text, "en"),
        (explain(far, "zh").text, "zh"),
        ("Its sound is slightly similar to yours.", "en"),
    ]:
        assert check(text, far, schema=SCHEMAS["stamps"], language=language), text
    assert not check("Its sound is very similar to yours.", far, schema=SCHEMAS["stamps"])
    not_near = sheet_of("s01", audio=0.0, given="audio", beside=beside)
    assert not check("它的声音与您给的声音略有相似。", not_near, schema=SCHEMAS["stamps"], language="zh")


def test_only_nearness_in_meaning_is_said_to_be_just_that() -> None:
    explanation = explain(sheet_of("s04", "calm classical things"))
    assert explanation.text == "Its text is near to your words in meaning."
    assert explanation.claims[0].evidence[0].kind == "similarity_text"


def test_what_does_not_hold_is_never_passed_over() -> None:
    sheet = sheet_of(
        "q7f3",
        filters=[Filter("genres", "eq", "Western")],
        relaxed=[Filter("minutes", "range", (None, 100), open_high=True), Filter("director", "eq", "Mira Soltan")],
    )
    text = explain(sheet).text
    assert "But you asked for minutes under 100, and its minutes are 128." in text
    assert "But you asked for director Mira Soltan, and its director is Lucy Okafor." in text
    assert explain(sheet, "zh").claims[-1].evidence[0].kind == "relaxed"


def test_no_percentage_and_no_jargon_ever() -> None:
    for name in CONTEXTS:
        for language in ("en", "zh"):
            text = explain(context(name)[0], language).text
            assert not any(word in text.lower() for word in ("%", "cosine", "block", "vector", "score", "similarity"))
            assert len(text) < 400


def test_an_empty_item_is_explained_too() -> None:
    sheet = fact_sheet(Hit(Item("x"), 0.0, {}, {}), request="anything")
    assert explain(sheet).text
    assert explain(sheet, "zh").text


def test_labels_are_words() -> None:
    assert field_label("cost_per_person", "en") == "cost per person"
    assert (field_label("price", "zh"), field_label("race", "zh"), field_label("颜色", "zh")) == (
        "价格",
        "race",
        "颜色",
    )


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", CONTEXTS)
def test_every_explanation_passes_its_own_check(name: str, language: str) -> None:
    sheet, catalogue, others = context(name)
    verdicts = check(explain(sheet, language).text, sheet, schema=SCHEMAS[catalogue], language=language, others=others)
    assert verdicts, verdicts.faults


@st.composite
def _sheets(draw: st.DrawFn) -> tuple[str, object]:
    """Any item, with conditions on its own or other items' values (some hold, some don't), shares and a liked item."""
    catalogue = draw(st.sampled_from(sorted(_SETS)))
    items, schema = _SETS[catalogue], SCHEMAS[catalogue]
    item, other = draw(st.sampled_from(items)), draw(st.sampled_from(items))
    filters = []
    for name in draw(st.lists(st.sampled_from(sorted(schema.fields)), max_size=3, unique=True)):
        f = schema[name]
        if f.kind == "number":
            low = draw(st.integers(0, 150))
            filters.append(
                Filter(
                    name,
                    "range",
                    draw(st.sampled_from([(low, None), (None, low), (low, low + 40)])),
                    open_high=draw(st.booleans()),
                )
            )
        elif f.kind == "category":
            op = draw(st.sampled_from(["eq", "contains", "exists"]))
            filters.append(
                Filter(
                    name,
                    op,
                    None if op == "exists" else draw(st.sampled_from(sorted(f.values))),
                    negate=draw(st.booleans()),
                )
            )
    shares = [draw(st.floats(0, 1)) for _ in range(3)]
    hit = Hit(item, sum(shares), {}, dict(zip(("text", "image", "audio"), shares, strict=True)))
    like = [other] if other.id != item.id and draw(st.booleans()) else []
    request = draw(st.sampled_from(["", "a frog", "安静的酒店", "comedy with a ghost", "something cheap"]))
    media = draw(st.sampled_from(["", "image", "audio"]))
    return catalogue, fact_sheet(
        hit, request=request, filters=filters, like=like, has_image=media == "image", has_audio=media == "audio"
    )


@settings(max_examples=100, deadline=None)
@given(_sheets(), st.sampled_from(["en", "zh"]))
def test_explanations_of_anything_pass_their_own_check(made: tuple[str, object], language: str) -> None:
    catalogue, sheet = made
    text = explain(sheet, language).text  # type: ignore[arg-type]
    verdicts = check(text, sheet, schema=SCHEMAS[catalogue], language=language)  # type: ignore[arg-type]
    assert verdicts, [(v.sentence, v.reason) for v in verdicts.faults]


@pytest.mark.parametrize("short", [{"partial": True}, {"lacking": ("rice",)}, {"undecided": ("for a child",)}])
def test_nothing_is_as_asked_where_some_of_the_request_is_open(short):
    whole = FactSheet(Item("x", "Tent", attributes={"kind": "tent"}), conditions=(Filter("kind", "eq", "tent"),))
    assert "as you asked" in explain(whole).text
    told = explain(replace(whole, **short)).text
    assert told.startswith("Its kind is tent.")
    assert "asked" not in told
    assert not any(e.kind == "condition" for claim in explain(replace(whole, **short)).claims for e in claim.evidence)
