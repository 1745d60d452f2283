"""What stands above the cards, as HTML: what is said, how it came about, notes, what is asked back, or why nothing is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from agent.planning.clarification import option_text
from agent.results.answer import Answer, Found
from agent.results.marks import marked_html
from agent.search.why_not import WhyNot
from agent.serving.page.markup import data, icon, media_url, t
from agent.serving.page.naming import Naming
from agent.serving.page.understood import chips_of

__all__ = ["head", "message", "notes", "steps", "why"]


def _named(names: Naming | None) -> Callable[[str], str]:
    """How a text is shown: fields and values as they are called, and escaped."""
    return escape if names is None else lambda text: escape(names.text(text))


def notes(noted: Sequence[str], names: Naming | None = None) -> str:
    """Notes, one a line."""
    shown = _named(names)
    return f'<ul class="notes">{"".join(f"<li>{shown(note)}</li>" for note in noted)}</ul>' if noted else ""


def _question(found: Found | Answer, names: Naming | None) -> str:
    """What is asked back; beside items with its answers to choose from. Nothing where nothing is asked."""
    if not found.question:
        return ""
    shown = _named(names)
    asked = found.plan.asked if found.plan is not None else None
    options = [option_text(f, found.language) for f in asked.options] if asked and not asked.options[-1].negate else []
    tries = "".join(
        f'<li><button type="button" class="try" data-act="try">{shown(option)}</button></li>' for option in options
    )
    tries += (
        f'<li><button type="button" class="try" data-act="try" {data("t", "any", {})}></button></li>' if tries else ""
    )
    drawn = f'<ul class="tries">{tries}</ul>' if tries else ""
    asked_html = marked_html(found.question, found.judged, found.language, shown)
    return f'<div class="state question"><strong>{t("question")}</strong><p>{asked_html}</p>{drawn}</div>'


def message(found: Found | Answer, names: Naming | None = None) -> str:
    """What is said, a paragraph a line; nothing where nothing is."""
    told = [line for line in found.message.splitlines() if line.strip()]
    lines = "".join(f"<p>{marked_html(line, found.judged, found.language, _named(names))}</p>" for line in told)
    return f'<div class="said" lang="{found.language}">{lines}</div>' if lines else ""


def steps(answer: Answer, names: Naming | None = None) -> str:
    """How an answer came about, to be unfolded: how it was read, what was searched, looked at and checked, and by whom."""
    trace = answer.trace
    searches = trace.get("searches", ())
    blocks = sorted({block for one in searches for hit in one.get("hits", ()) for block in hit.get("blocks", {})})
    looked = max((len(one.get("hits", ())) for one in searches), default=0)
    chips = chips_of(answer.plan, names) if answer.plan is not None and names is not None else []
    read = " · ".join([one.text for one in chips if one.certainty == "said"] or ([] if names else answer.understood))
    told = [t("step_read", "li", what=read) if read else t("step_read_free", "li")]
    if searches:
        told.append(t("step_searched", "li", n=len(blocks), of=f"{answer.matching:,}"))
        told.append(t("step_looked", "li", n=looked))
    told += [t("step_lookup", "li", n=len(trace["lookups"]))] if trace.get("lookups") else []
    told.append(t("step_checked", "li", n=len(answer.picks)))
    told.append(t("step_model", "li", what=answer.model, n=trace.get("model_calls", 0)))
    named = [(stage, seconds) for stage, seconds in answer.seconds.items() if stage != "total" and seconds >= 0.005]
    times = "".join(f"<li>{t('stage_' + stage)} <b>{seconds:.2f} s</b></li>" for stage, seconds in named)
    total = f"{answer.seconds.get('total', 0.0):.1f}"
    count = f"{t('matching', n=answer.matching)} · " if answer.matching else ""
    return (
        f'<details class="steps"><summary class="meta">{count}{t("time", n=total)} · <u>{t("steps")}</u></summary>'
        f"<ol>{''.join(told)}</ol>{f'<ul class=times>{times}</ul>' if times else ''}</details>"
    )


def head(found: Found | Answer, names: Naming | None = None) -> str:
    """What stands above the cards: what is said, how many fit and what is asked beside them; a message or question alone; or
    that nothing fits."""
    said, asked = message(found, names), _question(found, names)
    if isinstance(found, Answer):
        if not found.picks and (said or asked):
            return f"{said}{notes(found.notes, names) if said else ''}{asked}"
        if not found.picks:
            return f'<div class="state nothing">{icon("nothing")}<strong>{t("nothing")}</strong>{t("nothing_how", "p")}</div>'
        meta = steps(found, names)
        return f"{said}{meta}{notes(found.notes, names)}{asked}"
    if not found.candidates and (said or asked):
        return said + asked
    return f'{said}<p class="meta busy">{t("choosing", n=found.matching)}</p>{notes(found.notes, names)}{asked}'


def why(found: WhyNot, language: str, names: Naming | None = None) -> str:
    """Why an item is not among the picks: the item, small, and the reason."""
    item = found.item
    if item is None:
        return f'<div class="why-said"><p>{_named(names)(found.text)}</p></div>'
    title = item.title_in(language) or item.id
    small = f'<span class="letter" aria-hidden="true">{escape(title[:1])}</span>'
    if item.images:
        small = f'<img src="{media_url("picture", item, n=0, side=96)}" data-t-alt="picture_of" data-what="{escape(title)}" alt="">'
    return f'<div class="why-said">{small}<p lang="{language}">{_named(names)(found.text)}</p></div>'
