"""What English calls the things that people avoid: allergens, animal products, alcohol, sugar; and ways of eating."""

from __future__ import annotations

from retrieval.language.grammar import Diet, Matter

__all__ = ["ENGLISH_DIETS", "ENGLISH_SAFETY", "FOOD"]

_PLANT = r"(?:vegan|vegetarian|veggie|meatless|plant(?:-based)?|imitation|mock|faux|[a-z]+-free)"
_DAIRY = "cream creams cheese cheeses butter yoghurt yogurt yoghurts yogurts whey casein buttermilk ghee kefir custard mozzarella cheddar parmesan feta brie ricotta mascarpone camembert gouda latte cappuccino"
_NUTS = "almond almonds cashew cashews walnut walnuts hazelnut hazelnuts pistachio pistachios pecan pecans macadamia macadamias praline marzipan frangipane nougat gianduja peanut peanuts"
_FLESH = "beef pork chicken lamb bacon ham sausage sausages turkey duck veal mutton steak steaks salami chorizo pepperoni prosciutto pancetta venison meatball meatballs brisket gelatin gelatine lard mince"
_SHELLFISH = "shrimp shrimps prawn prawns crab crabs lobster lobsters crayfish mussel mussels clam clams oyster oysters scallop scallops squid octopus langoustine"
_FISHES = (
    "salmon tuna cod haddock halibut trout anchovy anchovies sardine sardines mackerel herring tilapia caviar sea bass"
)
_ALCOHOL = "wine wines beer beers vodka whisky whiskey rum gin tequila brandy cognac liqueur champagne prosecco cider stout lager ale bourbon sherry mezcal booze liquor"

ENGLISH_SAFETY = (
    Matter("nuts", ("nut", "nuts", "nutty", "tree nut", "tree nuts"), tuple(_NUTS.split()), allergen=True),
    Matter("peanuts", ("peanut", "peanuts", "groundnut", "groundnuts"), ("satay",), allergen=True),
    Matter(
        "dairy",
        ("dairy", "milk", "milky", "milks"),
        (*_DAIRY.split(), "lactose"),
        unlike=rf"(?:{_PLANT}|peanut|almond|cocoa|shea|oat|soy|soya|rice|coconut|cashew|hazelnut|nut|hand|face|body|shaving|sun|apple)(?: sour)?",
        unless=r" (?:beans?|lettuce|squash|crackers?|soda|style|of tartar|colou?r(?:ed)?)\b",
        allergen=True,
    ),
    Matter("lactose", ("lactose",), ("milk", "dairy", *_DAIRY.split()), unlike=rf"(?:{_PLANT}|peanut|almond|cocoa|shea|oat|soy|soya|rice|coconut|cashew|hazelnut|nut)(?: sour)?", allergen=True, overrules=True),
    Matter("gluten", ("gluten",), ("wheat", "barley", "rye", "spelt", "semolina", "couscous", "bulgur", "seitan", "baguette"), unlike=r"gluten-free", allergen=True, overrules=True),
    Matter("wheat", ("wheat",), ("semolina", "spelt", "couscous", "bulgur", "seitan"), unlike=r"wheat-free", allergen=True),
    Matter("egg", ("egg", "eggs", "eggy"), ("omelette", "omelettes", "omelet", "mayonnaise", "mayo", "meringue", "meringues", "frittata", "aioli", "albumen"), unlike=_PLANT, allergen=True),
    Matter("soy", ("soy", "soya", "soybean", "soybeans"), ("tofu", "edamame", "miso", "tempeh", "tamari"), allergen=True),
    Matter("shellfish", ("shellfish", "crustaceans", "crustacean", "molluscs"), tuple(_SHELLFISH.split()), unlike=_PLANT, allergen=True),
    Matter("fish", ("fish", "fishy"), (*_FISHES.split()[:-2], "sea bass"), unlike=_PLANT, allergen=True),
    Matter("seafood", ("seafood",), ("fish", *_FISHES.split()[:-2], "sea bass", *_SHELLFISH.split()), unlike=_PLANT, allergen=True),
    Matter("sesame", ("sesame",), ("tahini", "halva", "halvah", "hummus"), allergen=True),
    Matter("celery", ("celery",), ("celeriac",), allergen=True),
    Matter("mustard", ("mustard",), allergen=True),
    Matter("sulphites", ("sulphites", "sulfites", "sulphite", "sulfite"), allergen=True),
    Matter("alcohol", ("alcohol", "alcoholic"), tuple(_ALCOHOL.split()), unlike=r"(?:alcohol-free|alcohol free|non-?alcoholic|non alcoholic|dealcoholi[sz]ed|virgin|ginger|root)(?: [a-z]+)?", unless=r" (?:vinegar|gums?|garden|glass(?:es)?|mug|opener|rack|bottle opener|ale\b)", overrules=True),
    Matter("meat", ("meat", "meats", "meaty"), tuple(_FLESH.split()), unlike=_PLANT),
    Matter("pork", ("pork",), ("bacon", "ham", "lard", "prosciutto", "pancetta", "chorizo", "salami", "gammon", "pepperoni"), unlike=rf"(?:{_PLANT}|turkey|beef|chicken)"),
    Matter("sugar", ("sugar", "sugars", "sugary", "sugared"), ("syrup", "caramel", "glucose", "fructose", "sucrose", "dextrose", "molasses", "treacle")),
    Matter("carbs", ("carb", "carbs", "carbohydrate", "carbohydrates"), tuple("rice noodle noodles pasta spaghetti udon ramen bread potato potatoes flour oats couscous tortilla tortillas".split()), unlike=r"(?:cauliflower|konjac|shirataki|zucchini|courgette|low-carb)"),
    Matter("honey", ("honey",)),
    Matter("msg", ("msg", "monosodium glutamate", "glutamate"), unlike=r"msg-free"),
    Matter("preservatives", ("preservative", "preservatives"), ("sorbate", "benzoate", "nitrite", "nitrites")),
    Matter("sweeteners", ("sweetener", "sweeteners"), ("aspartame", "sucralose", "saccharin", "stevia", "acesulfame")),
    Matter("palm oil", ("palm oil", "palm fat")),
    Matter("gelatine", ("gelatine", "gelatin"), unlike=_PLANT),
    Matter("caffeine", ("caffeine", "caffeinated"), ("coffee", "espresso"), unlike=r"(?:decaf|decaffeinated|caffeine-free)"),
)  # fmt: skip

ENGLISH_DIETS = (
    Diet("vegan", r"\b(?:vegans?|plant[- ]based)\b", ("meat", "fish", "shellfish", "dairy", "egg", "honey"), chosen=True),
    Diet("vegetarian", r"\b(?:vegetarians?|i'?m (?:a )?veggie)\b", ("meat", "fish", "shellfish"), chosen=True),
    Diet("pescatarian", r"\bpesc[ae]tarians?\b", ("meat",), chosen=True),
    Diet("halal", r"\bhalal\b", ("pork", "alcohol")),
    Diet("kosher", r"\bkosher\b", ("pork", "shellfish")),
    Diet("coeliac", r"\bcoeliacs?\b|\bceliacs?\b", ("gluten",)),
    Diet("diabetic", r"\bi(?:'m| am) (?:a )?diabetic\b", ("sugar",)),
    Diet("sober", r"\b(?:i|we) (?:don't|do not|never) drink(?= *(?:$|[.,;!?]|at all|any ?more|and\b|so\b|but\b))|\b(?:i'm|i am|we're) (?:teetotal|sober)\b|\bteetotall?ers?\b", ("alcohol",), chosen=True),
)  # fmt: skip

FOOD = frozenset(
    "food foods snack snacks drink drinks beverage beverages recipe recipes dish dishes meal meals dessert desserts grocery groceries cuisine menu bakery breakfast lunch dinner soup salad cake chocolate biscuit biscuits crisps bread juice tea restaurant restaurants cafe".split()
)
"""Words of a catalogue that is of things to eat or drink."""
