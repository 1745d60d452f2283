"""Refusals: what a request denies and how far, and what a text of an item says of a term."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.catalog.filters import ANY_TEXT, Filter, contains_term, matches
from retrieval.catalog.items import Item
from retrieval.catalog.safety import standing
from retrieval.language.foreign import foreign_forms
from retrieval.language.negation import find_denials
from retrieval.language.safety import avoided, diets_in
from retrieval.language.stance import denied_words, says, stance
from retrieval.language.text import Mask, Span, fold


def scopes(text: str, *named: str) -> list[str]:
    """The denied words; `named` are values that the catalogue has."""
    folded = fold(text)
    mask = Mask(len(folded), [Span(folded.index(n), folded.index(n) + len(n)) for n in named])
    return [denial.scope.of(folded).strip() for denial in find_denials(folded, mask)]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        # before what they deny
        ("films outside the USA", ["the usa"]),
        ("something made outside of France", ["france"]),
        ("anywhere but France", ["france"]),
        ("tents from any maker but Summit", ["summit"]),
        ("laws beyond France", ["france"]),
        ("everything bar horror", ["horror"]),
        ("anything save for horror", ["horror"]),
        ("leave out science fiction", ["science fiction"]),
        ("furniture minus the desks", ["the desks"]),
        ("a burger, hold the onions", ["onions"]),
        ("films with the exception of horror", ["horror"]),
        ("steer clear of horror", ["horror"]),
        ("I can't stand blood", ["blood"]),
        ("I'm not a fan of horror", ["horror"]),
        ("I'd rather not see horror", ["horror"]),
        ("skip horror", ["horror"]),
        ("nix the horror", ["the horror"]),
        ("pizza sans cheese", ["cheese"]),
        ("spare me the romance", ["the romance"]),
        ("neither horror nor romance", ["horror", "romance"]),
        ("anything that isn't horror", ["horror"]),
        ("not sandals and not flip flops", ["sandals and", "flip flops"]),
        ("horror without the screaming and the blood", ["the screaming and the blood"]),
        ("bars minus anything with honey", ["anything with honey"]),
        ("a hotel, it lacks wifi", ["wifi"]),
        ("a house without any sockets yet", ["any sockets"]),
        ("no horror at all for me", ["horror"]),
        ("unsalted butter", ["salted"]),
        ("non-spicy food", ["spicy"]),
        ("zero sugar drinks", ["sugar"]),
        ("allergic to eggs: what can I have", ["eggs"]),
        # behind it, grown to it, and on both sides
        ("nut-free snacks", ["nut"]),
        ("a horror-free evening", ["horror"]),
        ("nut-free breakfast", ["nut"]),
        ("a nut- and gluten-free cake", ["nut- and gluten"]),
        ("sugarless gum", ["sugar"]),
        ("a pool-less hotel", ["pool"]),
        ("thrillers, horror excluded", ["horror"]),
        ("camping gear, tents aside", ["tents"]),
        ("guesthouses where pets are not allowed", ["pets"]),
        ("keep horror out of it", ["horror"]),
        ("I have a nut allergy", ["nut"]),
        ("I'm lactose intolerant", ["lactose"]),
        # Chinese
        ("恐怖片以外的电影", ["恐怖片"]),
        ("除恐怖片外", ["恐怖片"]),
        ("除了恐怖片都行", ["恐怖片"]),
        ("恐怖片就算了", ["恐怖片"]),
        ("恐怖片不要", ["恐怖片"]),
        ("恐怖片免了", ["恐怖片"]),
        ("别给我恐怖片", ["恐怖片"]),
        ("法国以外的法律", ["法国"]),
        ("鞋子,凉鞋和人字拖都不要", ["凉鞋和人字拖"]),
        ("小说,恐怖的除外", ["恐怖"]),
        ("香菜我不吃", ["香菜"]),
        ("不带辣", ["辣"]),
        ("忌口香菜", ["香菜"]),
        ("戒糖", ["糖"]),
        ("不沾酒", ["酒"]),
        ("无糖饮料", ["糖"]),
        ("零糖奶茶", ["糖"]),
        ("无麸质面包", ["麸质"]),
        ("有无糖巧克力吗", ["糖"]),
        ("我对花生过敏", ["花生"]),
        ("我乳糖不耐受,想喝酸奶", ["乳糖"]),
        ("既不要R级也不要PG-13", ["r级", "pg-13"]),
    ],
)
def test_a_refusal_reaches_what_it_denies(text: str, denied: list[str]) -> None:
    assert scopes(text) == denied


@pytest.mark.parametrize(
    "text",
    [
        # two negations ask for the thing
        "not without music", "boots, and not without leather", "nothing without nuts", "show nothing that isn't vegan", "bread that is not without nuts", "不是不含坚果的面包", "没有不辣的",
        "不是没有停车场的酒店", "不能没有爱情的喜剧", "讲座,不免费的不听", "晚餐没有虾不行",
        # what only looks like a negation
        "no more than three films", "not only comedies", "why not a comedy", "not bad", "no problem", "can't wait to see it", "nothing but comedies", "I have nothing against horror", "feel free to choose",
        "a hands-free phone", "a table outside in the garden", "wireless headphones", "the museum is free", "save money", "不错的酒店", "有没有喜剧", "非常好看", "今天心情不好", "不怕辣", "免费的博物馆", "订婚戒指", "无线耳机",
    ],
)  # fmt: skip
def test_what_denies_nothing(text: str) -> None:
    assert scopes(text) == []


@pytest.mark.parametrize("text", ["hardly any sugar", "low on sugar", "low-sugar drinks", "less sugar", "go easy on the garlic", "not too sweet", "少糖", "低脂", "不要太辣"])  # fmt: skip
def test_too_much_of_a_thing_is_a_degree(text: str) -> None:
    (denial,) = find_denials(fold(text), Mask(len(text)))
    assert denial.degree


def test_values_of_the_catalogue_are_no_cues_and_widen_what_is_denied() -> None:
    assert scopes("有无烟房的民宿", "无烟房") == []
    assert scopes("films, science fiction excluded", "science fiction") == ["science fiction"]
    assert scopes("everything bar the drinks", "bar") == ["the drinks"]
    assert scopes("白巧克力和薄荷味都不要", "薄荷味") == ["白巧克力和薄荷味"]


@given(st.text(alphabet="no nut-free 不无除外horror,. "))
def test_denials_lie_within_any_text(text: str) -> None:
    for denial in find_denials(fold(text), Mask(len(text))):
        assert 0 <= denial.span.start < denial.span.end <= len(text)


STANCES = [
    ("contains no nuts", "nuts", "free"), ("nut-free", "nuts", "free"), ("no added sugar", "sugar", "free"), ("lactose-free yoghurt", "lactose", "free"), ("lactose-free yoghurt", "yoghurt", "has"),
    ("non-spicy", "spicy", "free"), ("not spicy at all", "spicy", "free"), ("non-alcoholic punch", "alcoholic", "free"), ("alcohol-free beer", "alcohol", "free"), ("alcohol-free beer", "beer", "has"),
    ("made without milk", "milk", "free"), ("sugarless gum", "sugar", "free"), ("Nuts: none", "nuts", "free"), ("0% alcohol", "alcohol", "free"), ("5.0% alcohol", "alcohol", "has"), ("isn't spicy", "spicy", "free"),
    ("no nuts, milk or eggs", "eggs", "free"), ("no nuts, milk or eggs", "milk", "free"), ("no sugar, milk chocolate", "milk", "has"), ("free from gluten, nuts and dairy", "dairy", "free"), ("neither nuts nor milk", "milk", "free"),
    ("nut- and gluten-free", "nut", "free"), ("contains nuts and gluten-free oats", "nuts", "has"), ("bread with nuts, no milk", "nuts", "has"), ("bread with nuts, no milk", "milk", "free"), ("not suitable for vegans", "vegans", "free"),
    ("suitable for vegans", "vegans", "has"), ("almonds in place of wheat", "wheat", "free"), ("contains no nuts. Topped with nuts", "nuts", "has"), ("contains no nuts, topped with nuts", "nuts", "has"), ("not only nuts", "nuts", "has"),
    ("it is not without nuts", "nuts", "has"), ("nuts free of charge", "nuts", "has"), ("she doesn't love her horse", "horse", "has"), ("a man without a past in a horror house", "horror", "has"), ("low sugar", "sugar", "has"),
    ("may contain traces of nuts", "nuts", "traces"), ("may contain nuts, milk and soy", "soy", "traces"), ("contains no traces of nuts", "nuts", "free"), ("Processed in a facility that also handles peanuts", "peanuts", "traces"),
    ("not suitable for people with nut allergies", "nut", "traces"), ("a bag of nuts", "nuts", "has"), ("a cake", "nuts", "silent"),
    ("不含坚果", "坚果", "free"), ("无糖", "糖", "free"), ("不辣", "辣", "free"), ("零添加", "添加", "free"), ("不放辣椒", "辣椒", "free"), ("无糖酸奶", "酸奶", "has"), ("不含糖的酸奶", "酸奶", "has"), ("无乳糖牛奶", "乳糖", "free"),
    ("无乳糖牛奶", "牛奶", "has"), ("不含坚果、牛奶和鸡蛋", "鸡蛋", "free"), ("不含坚果,有牛奶", "牛奶", "has"), ("不含蛋奶", "奶", "free"), ("不是不辣", "辣", "has"), ("有没有糖", "糖", "has"), ("坚果：无", "坚果", "free"),
    ("可能含有微量坚果", "坚果", "traces"), ("花生过敏者勿食", "花生", "traces"), ("怕辣可以少放干辣椒", "辣椒", "has"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "term", "expected"), STANCES)
def test_what_a_text_says_of_a_term(text: str, term: str, expected: str) -> None:
    assert stance(text, term) == expected


@given(st.sampled_from(STANCES))
def test_a_text_says_no_more_than_it_has(case: tuple[str, str, str]) -> None:
    text, term, _ = case
    assert contains_term(text, term) or not says(fold(text), fold(term))


def test_words_that_a_text_only_denies() -> None:
    assert denied_words(["a pie, no sugar", "no meat"]) == {"sugar", "meat"}
    assert "sugar" not in denied_words(["no sugar", "sugar on top"])


def _item(description: str = "", title: str = "Snack", **attributes: object) -> Item:
    return Item("x", title=title, description=description, attributes=attributes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("item", "word", "expected"),
    [
        (_item(allergens=("nuts", "milk")), "nuts", "has"),
        (_item(allergens="nuts, milk"), "nuts", "has"),
        (_item(allergens="milk; soy"), "nuts", "free"),
        (_item(allergens="none"), "nuts", "free"),
        (_item(), "nuts", "unknown"),
        (_item(diet=("vegan",)), "nuts", "unknown"),
        (_item(diet=("vegan",)), "dairy", "free"),
        (_item("Butter shortbread style", diet=("vegan",)), "dairy", "free"),
        (_item("Topped with almonds"), "nuts", "has"),
        (_item("Contains no nuts. Topped with nuts."), "nuts", "has"),
        (_item("Contains no nuts."), "nuts", "free"),
        (_item("May contain traces of nuts.", allergens=("gluten",)), "nuts", "traces"),
        (_item(may_contain=("nuts",), allergens=("gluten",)), "nuts", "traces"),
        (_item(free_from=("nuts",)), "nuts", "free"),
        (_item(contains_nuts=True), "nuts", "has"),
        (_item(contains_nuts=False), "nuts", "free"),
        (_item(nut_free=False), "nuts", "has"),
        (_item(sugar_g=0), "sugar", "free"),
        (_item(sugar_g=4.5), "sugar", "has"),
        (_item(ingredients=("oats", "honey")), "nuts", "free"),
        (_item(ingredients=("oats", "walnuts")), "nuts", "has"),
        (_item(allergens=("nuts",)), "almonds", "has"),
        (_item(allergens=("almond",)), "杏仁", "has"),
        (_item("加了杏仁"), "almonds", "has"),
        (_item(free_from=("lactose",)), "乳糖", "free"),
        (_item("Coconut milk pudding"), "dairy", "unknown"),
        (_item("A creamy cheese"), "dairy", "has"),
        (_item("Vegan cheese"), "dairy", "free"),
        (_item("Lactose-free yoghurt", allergens=("milk",)), "lactose", "free"),
        (_item("Lactose-free yoghurt", allergens=("milk",)), "dairy", "has"),
        (_item("Brewed without alcohol", "Wheat beer"), "alcohol", "free"),
        (_item(title="Dark stout"), "alcohol", "has"),
        (_item(title="Halal kebab"), "pork", "free"),
        (_item("全素厨房,不用葱蒜,不含蛋奶。", 招牌菜=("素东坡肉",)), "meat", "free"),
        (_item("不含坚果"), "坚果", "free"),
        (_item(title="核桃面包"), "nuts", "has"),
        (_item(title="湖边酒店"), "酒", "unknown"),
        (_item(ingredients=("猪排骨", "冰糖")), "糖", "has"),
    ],
)
def test_how_an_item_stands_to_what_is_avoided(item: Item, word: str, expected: str) -> None:
    assert standing(item, word).verdict == expected
    assert matches(item, Filter(ANY_TEXT, "has", word)) is (expected in ("has", "traces"))


def test_other_words_are_not_avoided() -> None:
    assert avoided("horror") is None
    assert avoided("cheese") is None  # a liking, not an allergy: the word itself is refused
    assert standing(_item("horror"), "horror").verdict == "unknown"


@pytest.mark.parametrize(
    ("text", "diets"),
    [
        ("I'm vegan", ["vegan"]), ("a vegetarian dinner", ["vegetarian"]), ("halal food", ["halal"]), ("my guest is coeliac", ["coeliac"]), ("I don't drink", ["sober"]), ("I don't drink coffee", []),
        ("我吃素", ["vegetarian"]), ("纯素的午餐", ["vegan"]), ("清真餐馆", ["halal"]), ("a good dinner", []),
    ],
)  # fmt: skip
def test_ways_of_eating(text: str, diets: list[str]) -> None:
    assert [said.diet for said in diets_in(fold(text))] == diets


def test_words_of_the_other_language() -> None:
    assert "garlic" in foreign_forms("蒜")
    assert "thriller" in foreign_forms("惊悚片")
    assert "香菜" in foreign_forms("coriander")
    assert foreign_forms("blorptang") == ()


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("不含花生，花生过敏的客人可以放心。", "花生", "free"),
        ("花生过敏者慎食", "花生", "traces"),
        ("不加一粒糖，控糖的客人也能吃。", "糖", "free"),
        ("开车也能喝，酒精含量为零。", "酒精", "free"),
        ("酒精度0.5", "酒精", "has"),
    ],
)
def test_what_a_chinese_text_assures(text: str, word: str, expected: str) -> None:
    assert stance(text, word) == expected
