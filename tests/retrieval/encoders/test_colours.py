"""Named colours of what a picture shows."""

import numpy as np
import pytest
from PIL import Image

from retrieval.encoder_sets import encoder_set
from retrieval.encoders.colours import COLOURS, NamedColours
from retrieval.index.encode import signature
from retrieval.language.colours import colours_among
from retrieval.lexical.bm25 import tokens
from tests.contracts.encoder_contract import EncoderContract
from tests.retrieval.encoders.contents import picture


class TestNamedColours(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls):
        return NamedColours()

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        return [picture(colour="red"), picture(colour="blue"), picture("rectangle", "green"), Image.new("RGB", (1, 1))]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return picture(colour="red"), picture("rectangle", "crimson", size=(60, 90)), picture(colour="navy")


def seen(image):
    """Colours of which the object has a fifth or more, by share."""
    row = NamedColours().encode([image])[0]
    return [COLOURS[i] for i in np.argsort(-row, kind="stable") if row[i] >= 0.2]


@pytest.mark.parametrize(
    ("shade", "name"),
    [
        ("red", "red"), ("darkred", "red"), ("orange", "orange"), ("gold", "yellow"), ("yellow", "yellow"),
        ("green", "green"), ("lightgreen", "green"), ("blue", "blue"), ("skyblue", "blue"), ("purple", "purple"),
        ("hotpink", "pink"), ("lightpink", "pink"), ("saddlebrown", "brown"), ("sienna", "brown"), ("wheat", "beige"),
        ("black", "black"), ("grey", "grey"), ("silver", "grey"),
    ],
)  # fmt: skip
def test_a_shade_is_called_as_people_call_it(shade, name):
    assert seen(picture(colour=shade)) == [name]


def test_the_background_is_no_colour_of_the_thing():
    assert seen(picture(colour="red", background="blue")) == ["red"]
    assert seen(picture(colour="white", background="black")) == ["white"]


def test_a_white_thing_within_a_line_on_white_is_white():
    drawn = picture("ellipse", "black")
    drawn.paste((255, 255, 255), (42, 28, 78, 52))
    assert "white" in seen(drawn)


def test_a_picture_without_a_plain_border_is_looked_at_whole():
    half = Image.new("RGB", (80, 80), "green")
    half.paste((0, 0, 255), (40, 0, 80, 80))
    assert set(seen(half)) == {"green", "blue"}


def test_nothing_but_background_is_the_background():
    assert seen(Image.new("RGB", (50, 50), "white")) == ["white"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a red bird", {"red"}), ("Scarlet or navy shoes", {"red", "blue"}), ("GREY cats", {"grey"}), ("蓝色的鸟", {"blue"}),
        ("我想要一件紫色的裙子", {"purple"}), ("红烧肉", set()), ("绿茶", set()), ("a hundred birds", set()),
    ],
)  # fmt: skip
def test_colours_that_a_text_names(text, names):
    assert colours_among(tokens(text)) == names


def test_a_store_doesnt_depend_on_what_stands_beside_its_encoders():
    found = encoder_set("embedded")
    assert "named_colours" in {e.name for e in found.beside}
    assert "named_colours" not in signature(found)
