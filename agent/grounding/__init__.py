"""Grounding: what a model wrote of an item is checked against the evidence, sentence by sentence, before it is shown.

`check` judges, `grounded` keeps what is borne out. `annotate` finds what a sentence says, `sentence_context` what
goes with what, `rules` judges by the rules of `claims`, `field_claims`, `titles`, `values`, `names` and `words`; `item_evidence` is
what may be said of the item, `plain_words` the general words of explanations. A fact sheet (`agent.explanation.fact_sheet`) and a schema in, verdicts out: no model, no store.
"""

from agent.grounding.check import Verdict, Verdicts, check, grounded
from agent.grounding.item_mentions import ids_named

__all__ = ["Verdict", "Verdicts", "check", "grounded", "ids_named"]
