"""Prices in the spellings of many countries become plain amounts with their currency."""

import pytest

from retrieval.catalog.columns.evidence import typed
from retrieval.catalog.columns.money import currency_in, read_money

SPELLINGS = [
    ("$24.50", 24.5, "USD"), ("$2,450.00", 2450, "USD"), ("US$24", 24, "USD"), ("24.50 USD", 24.5, "USD"), ("USD 24", 24, "USD"),
    ("24,50 €", 24.5, "EUR"), ("€2.450,00", 2450, "EUR"), ("2 450,00 €", 2450, "EUR"), ("EUR 24", 24, "EUR"), ("24 Euro", 24, "EUR"),
    ("£7", 7, "GBP"), ("75p", 0.75, "GBP"), ("¥24", 24, "CNY"), ("￥24.5", 24.5, "CNY"), ("24元", 24, "CNY"), ("人民币24元", 24, "CNY"), ("2.4万元", 24000, "CNY"),
    ("2 450:-", 2450, "SEK"), ("24 kr", 24, "SEK"), ("24 zł", 24, "PLN"), ("R$ 24,90", 24.9, "BRL"), ("Fr. 24.50", 24.5, "CHF"), ("CHF 2'450.–", 2450, "CHF"),
    ("₹2,45,000", 245000, "INR"), ("Rs. 245/-", 245, "INR"), ("₩24,000", 24000, "KRW"), ("2400円", 2400, "JPY"), ("HK$24", 24, "HKD"), ("NT$240", 240, "TWD"),
    ("A$24", 24, "AUD"), ("C$24", 24, "CAD"), ("240 Kč", 240, "CZK"), ("2 400 Ft", 2400, "HUF"), ("24,50 TL", 24.5, "TRY"), ("240 ₽", 240, "RUB"), ("Rp 24.000", 24000, "IDR"),
    ("free", 0, ""), ("gratis", 0, ""), ("免费", 0, ""), ("Kostenlos", 0, ""), ("from $24", 24, "USD"), ("ab 24,50 €", 24.5, "EUR"), ("24元起", 24, "CNY"),
    ("$24 per night", 24, "USD"), ("24,- €", 24, "EUR"), ("(24.50)", -24.5, ""), ("-$24", -24, "USD"), ("$1.2M", 1200000, "USD"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "amount", "currency"), SPELLINGS)
def test_a_price_is_an_amount_and_its_currency(cell: str, amount: float, currency: str) -> None:
    found = read_money(cell)
    assert found is not None
    assert (found.amount, found.currency) == (amount, currency)


@pytest.mark.parametrize(("cell", "low", "high"), [("$10 - $20", 10, 20), ("10~20元", 10, 20), ("1,000.00-1,250.00", 1000, 1250), ("€10 bis 20", 10, 20)])  # fmt: skip
def test_a_range_of_prices_has_two_ends(cell: str, low: float, high: float) -> None:
    found = read_money(cell)
    assert found is not None
    assert (found.amount, found.high) == (low, high)


@pytest.mark.parametrize("cell", ["call us", "5 kg", "2024-05-01", "M12", "free shipping", "", "S", "sold out"])
def test_what_is_no_price_is_none(cell: str) -> None:
    assert read_money(cell) is None


def test_the_decimal_mark_is_decided_over_the_column() -> None:
    assert typed("price", {0: "1.299 €", 1: "12,50 €"}).values == {0: 1299, 1: 12.5}
    assert typed("price", {0: "$1,299", 1: "$12.50"}).values == {0: 1299, 1: 12.5}
    assert typed("price", {0: "1.299 €", 1: "1.349 €"}).values == {0: 1299, 1: 1349}
    assert typed("price per litre", {0: "1.299 €", 1: "1.49 €"}).values == {0: 1.299, 1: 1.49}


def test_what_does_not_fit_is_named_and_the_rest_stays_money() -> None:
    made = typed("price", {0: "$20", 1: "call us", 2: "n/a", 3: "free", 4: "$7"})
    assert (made.kind, made.values, made.unfit) == ("money", {0: 20, 3: 0, 4: 7}, {1: "call us"})
    assert made.beside["_currency"] == {0: "USD", 3: "USD", 4: "USD"}


def test_several_currencies_stay_apart() -> None:
    made = typed("price", {0: "$20", 1: "30 €", 2: "£5"})
    assert made.beside["_currency"] == {0: "USD", 1: "EUR", 2: "GBP"}
    assert made.unit == "EUR, GBP, USD"


@pytest.mark.parametrize("name", ["price_eur", "Price (EUR)", "Preis in EUR", "价格（欧元）"])
def test_the_name_of_a_column_declares_its_currency(name: str) -> None:
    made = typed(name, {0: "20", 1: "30.5"})
    assert (made.kind, made.unit) == ("money", "EUR")


def test_a_type_that_is_given_overrules_the_evidence() -> None:
    assert typed("worth", {0: "20", 1: "30"}, kind="money:GBP").beside["_currency"] == {0: "GBP", 1: "GBP"}
    assert typed("price", {0: "$20"}, kind="text").values == {0: "$20"}
    with pytest.raises(ValueError, match="expected a type of"):
        typed("price", {0: "$20"}, kind="cash")


def test_words_of_currencies() -> None:
    assert [currency_in(word) for word in ("usd", "zł", "euros", "元", "kg", "all")] == [
        "USD",
        "PLN",
        "EUR",
        "CNY",
        "",
        "",
    ]


def test_codes_with_letters_of_currencies_are_no_money() -> None:
    assert typed("model", {0: "12R", 1: "14R", 2: "90R"}).kind == "text"
