"""What holds of a person whatever they ask for: facts as they told them, and the conditions that each is in a catalogue.

A fact is kept in the person's words, and read anew in every catalogue: "I have Netflix" is a condition where services are known, and
nothing elsewhere. Knows the reader of requests; not where facts are kept, nor whose they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.parsing import Vocabulary
from agent.parsing.parse import parse
from agent.parsing.parser import intent_of
from agent.planning.compiler import compile_intent
from agent.planning.plan import FIRM, Condition, Note, Plan, Source
from agent.planning.safety import OFFERED
from retrieval.catalog.filters import ANY_TEXT, Filter
from retrieval.language.packs import pack_of, voice_of
from retrieval.language.phrases import STOP
from retrieval.language.safety import avoided, diets_in
from retrieval.language.standing import clauses_of, counted, points
from retrieval.language.tables import either
from retrieval.language.words import fold, has_han, key, latin_words

__all__ = [
    "NOTHING",
    "STANDING",
    "Fact",
    "Standing",
    "fact_of",
    "facts_in",
    "holding",
    "matters_to_health",
    "standing_of",
]

STANDING = "standing"
"""Why a preference orders: it follows from a standing fact, which doesn't say so outright."""
_WEIGHT = 100
_CHILD = either("grown_ups.child")


@dataclass(frozen=True)
class Fact:
    """Something that holds of a person. kind: as `retrieval.language.standing` has it; what: what it is about, words: all that was
    said; id: its name, where it is kept."""

    kind: str
    what: str
    words: str
    language: str
    id: str = ""


@dataclass(frozen=True)
class Standing:
    """What facts are in a catalogue. conditions: what every hit satisfies, unless the request asks for something else; preferences: what
    orders; exclude: items that aren't shown; child: whether a child is among those it is for."""

    conditions: tuple[Condition, ...] = ()
    preferences: tuple[Condition, ...] = ()
    exclude: tuple[str, ...] = ()
    child: bool = False

    def __bool__(self) -> bool:
        return bool(self.conditions or self.preferences or self.exclude or self.child)

    @property
    def filters(self) -> tuple[Filter, ...]:
        """What every hit satisfies, where nothing else is asked for."""
        return tuple(f for c in self.conditions for f in c.filters)

    def __add__(self, other: Standing) -> Standing:
        return Standing(
            (*self.conditions, *other.conditions),
            (*self.preferences, *other.preferences),
            (*self.exclude, *other.exclude),
            self.child or other.child,
        )


NOTHING = Standing()
"""That of somebody who has told nothing."""


def _read(text: str, vocabulary: Vocabulary) -> Plan:
    read = parse(text, vocabulary)
    return compile_intent(intent_of(read), read)


def _standing(conditions: Sequence[Condition], fact: Fact) -> tuple[Condition, ...]:
    def source(c: Condition) -> Source:
        return Source("standing", fact.words, field=c.filters[0].field)

    return tuple(replace(c, source=source(c), weight=max(c.weight, _WEIGHT), guess="") for c in conditions)


def _refused(fact: Fact, vocabulary: Vocabulary) -> tuple[Condition, ...]:
    text = voice_of(fact.language).say("facts.never", what=fact.what)
    return tuple(c for c in _read(text, vocabulary).conditions if c.refuses or c.weight >= FIRM)


def _wanted(fact: Fact, vocabulary: Vocabulary) -> tuple[Condition, ...]:
    return tuple(c for c in _read(fact.what, vocabulary).conditions if not c.guess)


def _afforded(fact: Fact, vocabulary: Vocabulary) -> tuple[Condition, ...]:
    """The bound of a budget, of a field of prices."""
    voice = voice_of(fact.language)
    for name in ("facts.budget", "facts.budget.price"):
        found = _read(voice.say(name, what=fact.what), vocabulary).conditions
        money = [c for c in found if c.filters[0].takes == "bounds" and _of_money(c.filters[0].field, vocabulary)]
        if money:
            return tuple(money)
    return ()


def _of_money(name: str, vocabulary: Vocabulary) -> bool:
    view = vocabulary.fields.get(name)
    return view is not None and any(c.name == "price" for c in view.concepts)


def _had(fact: Fact, vocabulary: Vocabulary) -> tuple[Condition, ...]:
    """The values that somebody has, where all of the words are values of one field of names: any of them will do."""
    grammar = pack_of(fact.language).turns
    parts = [part.strip(" .,，。") for part in grammar.joins.split(fact.what) if part.strip(" .,，。")]
    shared: list[set[str]] = []
    values: dict[str, list[str]] = {}
    for part in parts:
        refs = [r for r in vocabulary.values.get(key(part), ()) if vocabulary.fields[r.field].names]
        shared.append({r.field for r in refs})
        for ref in refs:
            values.setdefault(ref.field, []).append(str(ref.value))
    fields = set.intersection(*shared) if shared else set()
    if len(fields) != 1:
        return ()
    (name,) = fields
    own = tuple(dict.fromkeys(values[name]))
    one = Filter(name, "eq", own[0]) if len(own) == 1 else Filter(name, "in", own)
    return (Condition((one,), Source("standing", fact.words, field=name), _WEIGHT),)


def _seen(fact: Fact, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The items whose titles the words are, and nothing else."""
    grammar = pack_of(fact.language).turns
    for parts in ([fact.what], grammar.joins.split(fact.what)):
        found = []
        for part in parts:
            bare = part.strip(" .,，。\"“”《》'")
            titles = vocabulary.title_forms.get(bare if has_han(bare) else key(bare), ())
            found.append(tuple(id for title in titles for id in vocabulary.titles[title]))
        if found and all(found):
            return tuple(dict.fromkeys(id for ids in found for id in ids))
    return ()


def _company(fact: Fact, vocabulary: Vocabulary, *, child: bool) -> tuple[Condition, ...]:
    """What orders for several people: what is for children where there is one, and what has room for them all."""
    found = []
    grammar = pack_of(fact.language).turns
    if child:
        refs = [r for n in grammar.nouns.get("child", ()) for r in vocabulary.values.get(key(n), ()) if vocabulary.fields[r.field].closed]  # fmt: skip
        found += [Filter(refs[0].field, "eq", refs[0].value)] if refs else []
    number = counted(fact.words, fact.language)
    room = [n for n, v in vocabulary.fields.items() if v.field.kind == "number" and any(c.name == "servings" for c in v.concepts)]  # fmt: skip
    if number > 1 and room:
        found.append(Filter(room[0], "range", (float(number), None)))
    return tuple(Condition((f,), Source("standing", fact.words, field=f.field), 1, STANDING) for f in found)


def standing_of(fact: Fact, vocabulary: Vocabulary) -> Standing:
    """What a fact is in a catalogue; empty where the catalogue can't tell."""
    if fact.kind == "avoid":
        plan = _read(fact.words, vocabulary)
        own = Source("standing", fact.words, field=ANY_TEXT)
        offered = tuple(replace(c, source=own) for c in plan.preferences if c.guess == OFFERED)
        return Standing(_standing([c for c in plan.conditions if not c.guess], fact), offered)
    readers = {"never": _refused, "always": _wanted, "budget": _afforded, "own": _had}
    if fact.kind in readers:
        return Standing(_standing(readers[fact.kind](fact, vocabulary), fact))
    if fact.kind == "seen":
        return Standing(exclude=_seen(fact, vocabulary))
    child = _CHILD.search(fold(fact.words)) is not None
    return Standing(preferences=_company(fact, vocabulary, child=child), child=child)


def matters_to_health(words: str) -> bool:
    """Whether words speak of what people avoid for their health or belief, whatever the catalogue is of."""
    folded = fold(words)
    return bool(diets_in(folded)) or any(
        avoided(word) is not None for _, word in latin_words(folded) if word not in STOP
    )


def _bounds(f: Filter) -> tuple[Any, Any]:
    low, high = f.value if isinstance(f.value, tuple) else (None, None)
    return low, high


def _own_bound(plan: Plan, f: Filter) -> bool:
    """Whether the request itself says another bound of a field than a standing one."""
    low, high = _bounds(f)
    for own in (o for c in plan.conditions for o in c.filters if o.field == f.field and o.takes == "bounds"):
        ends = [end for end in _bounds(own) if end is not None]
        if any((high is not None and end > high) or (low is not None and end < low) for end in ends):
            return True
    return False


def _values(f: Filter) -> set[str]:
    return {key(str(v)) for v in (f.value if isinstance(f.value, tuple) else (f.value,))}


def _set_aside(condition: Condition, plan: Plan) -> bool:
    """Whether the request asks outright for what a standing fact rules out; what harms is never set aside."""
    if condition.weight >= FIRM:
        return False
    f = condition.filters[0]
    if f.takes == "bounds":
        return _own_bound(plan, f)
    own = [o for c in plan.conditions if not c.refuses for o in c.filters if o.field == f.field and o.names_values and not o.negate]  # fmt: skip
    if f.negate:
        return any(_values(o) & {v for one in condition.filters for v in _values(one)} for o in own)
    return f.names_values and any(not _values(o) & _values(f) for o in own)


def holding(plan: Plan, standing: Standing) -> Plan:
    """`plan` with the standing facts that hold of it; those which the request sets aside, this once, are noted."""
    own = {c.filters for c in plan.conditions}
    aside = [c for c in standing.conditions if _set_aside(c, plan)]
    held = tuple(c for c in standing.conditions if c not in aside and c.filters not in own)
    notes = [Note("standing", c.source.span) for c in aside]
    preferences = tuple(c for c in standing.preferences if not any(f.field in {o.field for own in plan.conditions for o in own.filters} for f in c.filters))  # fmt: skip
    return replace(
        plan,
        conditions=(*held, *plan.conditions),
        preferences=(*plan.preferences, *preferences),
        unseen=tuple(dict.fromkeys((*plan.unseen, *(id for id in standing.exclude if id not in plan.wanted)))),
        notes=tuple(dict.fromkeys((*plan.notes, *notes))),
    )


def facts_in(text: str, vocabulary: Vocabulary) -> list[tuple[Fact, tuple[int, int]]]:
    """The facts that an utterance states, with where each stands, none overlapping.

    A clause counts that says something in this catalogue; one that is the whole utterance, also where it speaks of what people avoid, of
    money, or of what is never or always wanted.
    """
    found: list[tuple[Fact, tuple[int, int]]] = []
    bare = text.strip(" .!。！,，\n")
    for clause in clauses_of(text):
        span = (clause.start, clause.end)
        if any(a < span[1] and span[0] < b for _, (a, b) in found) or points(clause.what, clause.language):
            continue
        fact = Fact(clause.kind, clause.what, text[slice(*span)].strip(), clause.language)
        whole = len(fact.words) >= len(bare)
        tells = clause.kind in ("budget", "people") or (clause.kind == "avoid" and matters_to_health(fact.words))
        if standing_of(fact, vocabulary) or (whole and tells):
            found.append((fact, span))
    return sorted(found, key=lambda one: one[1])


def fact_of(words: str, vocabulary: Vocabulary, id: str = "") -> Fact | None:
    """The fact that words are which were kept as one."""
    found = facts_in(words, vocabulary)
    if found:
        return replace(found[0][0], words=words, id=id)
    clause = next(iter(clauses_of(words)), None)
    return Fact(clause.kind, clause.what, words, clause.language, id) if clause is not None else None
