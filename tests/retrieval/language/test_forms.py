"""The singular and the plurals of English nouns: a table of pairs, each way, and words that are no plurals."""

from __future__ import annotations

import pytest

from retrieval.language.english.forms import plurals, singular
from retrieval.language.stance import beginning_of, forms_of, says
from retrieval.language.text import key

PAIRS = [
    tuple(pair.split("/"))
    for pair in """
dress/dresses watch/watches dish/dishes box/boxes glass/glasses knife/knives child/children bus/buses
hotel/hotels city/cities movie/movies cookie/cookies tie/ties pie/pies shoe/shoes house/houses horse/horses
nurse/nurses purse/purses course/courses case/cases vase/vases rose/roses nose/noses hose/hoses blouse/blouses
mouse/mice goose/geese foot/feet tooth/teeth man/men woman/women person/people wolf/wolves elf/elves
dwarf/dwarves leaf/leaves loaf/loaves shelf/shelves half/halves scarf/scarves thief/thieves wife/wives
life/lives calf/calves potato/potatoes tomato/tomatoes hero/heroes echo/echoes photo/photos piano/pianos
video/videos radio/radios studio/studios zoo/zoos taxi/taxis menu/menus virus/viruses lens/lenses gas/gases
bonus/bonuses campus/campuses cactus/cacti octopus/octopuses analysis/analyses crisis/crises thesis/theses
oasis/oases class/classes mattress/mattresses address/addresses business/businesses princess/princesses
actress/actresses waitress/waitresses boss/bosses cross/crosses kiss/kisses brush/brushes
toothbrush/toothbrushes wish/wishes bush/bushes sandwich/sandwiches beach/beaches church/churches
bench/benches lunch/lunches match/matches peach/peaches torch/torches couch/couches coach/coaches
search/searches witch/witches sketch/sketches stomach/stomachs monarch/monarchs fox/foxes tax/taxes mix/mixes
fax/faxes index/indexes axe/axes quiz/quizzes size/sizes prize/prizes maze/mazes breeze/breezes baby/babies
berry/berries strawberry/strawberries story/stories party/parties country/countries lady/ladies pony/ponies
gallery/galleries battery/batteries allergy/allergies toy/toys boy/boys key/keys day/days monkey/monkeys
guy/guys essay/essays nut/nuts peanut/peanuts egg/eggs cat/cats dog/dogs book/books game/games song/songs
lamp/lamps chair/chairs table/tables bike/bikes wine/wines cheese/cheeses sauce/sauces juice/juices
spice/spices slice/slices price/prices face/faces place/places voice/voices dance/dances fence/fences
page/pages orange/oranges sausage/sausages cabbage/cabbages bridge/bridges package/packages stage/stages
gnome/gnomes cake/cakes pancake/pancakes necklace/necklaces bracelet/bracelets sock/socks boot/boots
sandal/sandals glove/gloves stove/stoves olive/olives sleeve/sleeves wave/waves cave/caves dove/doves
curtain/curtains candle/candles pillow/pillows spoon/spoons fork/forks plate/plates bowl/bowls cup/cups
mug/mugs pan/pans kettle/kettles soup/soups oat/oats noodle/noodles lentil/lentils mushroom/mushrooms
onion/onions avocado/avocados mango/mangoes cherry/cherries kiwi/kiwis grape/grapes canvas/canvases
atlas/atlases iris/irises walrus/walruses genius/geniuses chorus/choruses circus/circuses census/censuses
status/statuses moss/mosses smoothie/smoothies hoodie/hoodies zombie/zombies calorie/calories chilli/chillies
guru/gurus canoe/canoes oboe/oboes fungus/fungi criterion/criteria parenthesis/parentheses selfie/selfies
policeman/policemen craftswoman/craftswomen emoji/emojis taco/tacos
""".split()
]
SAME = """
series news species sheep fish deer salmon aircraft chess tennis jeans scissors plus less dynamics physics
mathematics politics paris texas james alps glass dress bass grass kansas swiss red striped running rated best
better was left felt saw found lying clothes olympics christmas bias alias ramen stamen omen
""".split()


@pytest.mark.parametrize(("one", "many"), PAIRS)
def test_a_plural_leads_to_its_singular_and_back(one: str, many: str) -> None:
    assert singular(many) == one
    assert singular(one) == one
    assert many in plurals(one)


def test_the_table_is_worth_its_name() -> None:
    assert len(PAIRS) > 150


@pytest.mark.parametrize("word", SAME)
def test_what_is_no_plural_stays_as_it_is(word: str) -> None:
    assert singular(word) == word


@pytest.mark.parametrize("verb", ["saw", "found", "left", "felt", "better", "best", "was", "has", "striped", "running"])
def test_a_form_of_a_verb_or_an_adjective_is_no_plural(verb: str) -> None:
    assert singular(verb) == verb


def test_all_forms_of_a_term_are_looked_for_and_begin_alike() -> None:
    assert set(forms_of("wine glasses")) == {"wine glasses", "wine glass"}
    assert set(forms_of("knife")) == {"knife", "knives"}
    assert beginning_of("knife") == "kni"
    assert forms_of("连衣裙") == ("连衣裙",)
    assert key("Steak_Knives") == "steak knife"


@pytest.mark.parametrize(("one", "many"), PAIRS[:8])
def test_a_text_says_a_term_in_any_number(one: str, many: str) -> None:
    assert says(f"a blue {one}", many)
    assert says(f"two blue {many}", one)
    assert not says(f"it has no {many}", one)
