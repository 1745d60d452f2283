"""Items of all kinds of attributes, made up: values of several types in one field, lists, dates, other languages."""

from datetime import date

from hypothesis import strategies as st

from retrieval.catalog.items import Item

_WORDS = st.sampled_from(["red", "Red", "blue fish", "no nuts", "sci-fi", "鱼", "绿 茶", "5", "true", "café"])
_SCALARS = st.one_of(
    _WORDS,
    st.integers(-2, 6),
    st.sampled_from([0.5, 5.0, -1.5, 1e9]),
    st.booleans(),
    st.dates(date(2020, 1, 1), date(2020, 1, 9)),
)
_VALUES = st.one_of(_SCALARS, st.lists(_SCALARS, max_size=3).map(tuple))
_TITLES = st.sampled_from(["Red fish", "red fish (1999)", "The Frog", "Frog, The", "绿茶", "bread", ""])


def item(id: str) -> st.SearchStrategy[Item]:
    """An item of that id."""
    attributes = st.dictionaries(st.sampled_from(["kind", "price", "tags", "day", "note"]), _VALUES, max_size=4)
    titled = st.dictionaries(st.just("title"), _TITLES, min_size=1)
    return st.builds(
        Item,
        id=st.just(id),
        title=_TITLES,
        description=st.sampled_from(["", "a red fish with no nuts", "茶 is green", "frogs and red trains"]),
        images=st.sampled_from([(), ("a.png",)]),
        audio=st.sampled_from([None, "a.wav"]),
        attributes=attributes,
        translations=st.dictionaries(st.sampled_from(["zh", "fr"]), titled, max_size=1),
    )


ITEMS = st.integers(0, 8).flatmap(lambda n: st.tuples(*(item(f"i{k}") for k in range(n)))).map(list)
"""Catalogues of up to eight items."""
