"""Grounding: what a model wrote of an item is checked against the evidence, sentence by sentence, before it is shown.

`check` judges, `grounded` keeps what is borne out. `marking` finds what a sentence says, `case` what goes with what, `rules` judges by the
rules of `claims`, `said`, `titles`, `values`, `names` and `words`; `ground` is what may be said of the item, `wording` the general words of explanations. A fact
sheet (`agent.explanation.fact_sheet`) and a schema in, verdicts out: no model, no store.
"""

from agent.grounding.check import Verdict, Verdicts, check, grounded
from agent.grounding.others import ids_named

__all__ = ["Verdict", "Verdicts", "check", "grounded", "ids_named"]
