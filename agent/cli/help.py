"""What `--help` teaches beside the options: the commands in groups, and examples below each.

Knows the names of the commands; nothing of what they do. `teach` puts it into the command line, and a test parses every
example as the shell would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import typer
from typer.core import TyperGroup

from retrieval.language.chinese.examples import TABLES

__all__ = ["EXAMPLES", "SECTIONS", "Sections", "Whole", "teach"]

SECTIONS: dict[str, dict[str, str]] = {
    "Start": {
        "demo": "Fetch a real catalogue, index it, answer a few requests",
        "doctor": "Check a catalogue, a store, and the installation",
        "licences": "List the packages that Medley stands on, with their licences",
    },
    "Make a store": {
        "index": "Make a store from a catalogue, or bring it up to date",
        "add": "Add items to a store, or replace some",
        "update": "Change some fields of items by a light file",
        "remove": "Remove items from a store",
        "backup": "Copy a store while it is used",
        "restore": "Make a store of a backup",
    },
    "Ask": {
        "recommend": "Ask in plain words; every pick is explained",
        "search": "Find what is like words, a picture or a sound",
        "chat": "Talk with the agent in the terminal",
        "more-like": "More like an item",
        "goes-with": "What goes with an item",
    },
    "Let others ask": {
        "serve": "Open the chat page, and the HTTP interface beside it",
        "mcp": "Let assistants that speak MCP recommend from a store",
        "keys": "Make, list and revoke keys of those who may call",
    },
    "Learn from people": {
        "events": "Record, import and list what people do with items",
        "train": "Learn the order of hits from what people chose",
        "export": "Write what was agreed to as examples for chat models",
        "privacy": "Show, export or forget what is known of a person",
    },
    "Measure": {
        "evaluate": "Measure on a set with known answers; compare methods",
        "bench": "Time what a person waits for",
    },
}
"""The commands as `medley --help` lists them, each with what it does in a line."""

WIDE, LONG = 72, 200
"""Letters of a line of an example before it is broken, and of what a command does before that is cut."""

Examples = tuple[tuple[str, str], ...]
_ANIMAL, _SHOES = (TABLES["examples.requests"][name] for name in ("animal", "shoes"))
EXAMPLES: dict[str, Examples] = {
    "": (
        ("see it work, with nothing of your own", "medley demo"),
        ("a folder of pictures and sounds becomes a store", "medley index ~/Pictures --store shop"),
        ("talk with it in a browser", "medley serve --store shop"),
        ("let the shell complete commands and options", "medley --install-completion"),
    ),
    "demo": (
        ("six requests, by words, pictures and sounds", "medley demo"),
        ("one request of yours", f'medley demo --ask "{_ANIMAL}"'),
        ("go on talking; without fetching anything", "medley demo --catalogue starter --chat"),
    ),
    "licences": (
        ("with versions", "medley licences"),
        ("as a bill of materials (CycloneDX)", "medley licences --sbom"),
    ),
    "doctor": (
        ("what is installed, and what is missing", "medley doctor"),
        ("what can't be read in a catalogue, and what its fields are", "medley doctor shop.jsonl"),
        ("also items that are there twice, and wrong pictures", "medley doctor shop.jsonl --contents"),
        ("a store", "medley doctor --store shop"),
        ("mend a damaged store: what can be read is kept, the rest is made of it", "medley doctor --store shop --repair"),
    ),
    "index": (
        ("a file of rows", "medley index shop.jsonl --store shop"),
        ("a folder; files of one name are an item", "medley index ~/Music --store music"),
        ("columns that are called otherwise", "medley index goods.csv --store shop --map title=name --map image=photo"),
        ("what another run would change", "medley index shop.jsonl --store shop --dry-run"),
        ("stay, and take over every change of the file", "medley index shop.jsonl --store shop --sync --watch"),
        ("other encoders for a store that is there", "medley index shop.jsonl --store shop --encoders classic --rebuild"),
    ),
    "update": (
        ("all columns of a file of ids, prices and stock", "medley update stock.csv --store shop"),
        ("some, that are called otherwise; items by their SKU", "medley update prices.csv --store shop --key sku --set price=Preis"),
        ("what would change", "medley update stock.csv --store shop --dry-run"),
    ),
    "add": (("new items, or newer rows of known ones", "medley add new.jsonl --store shop"),),
    "remove": (("two items, by their ids", "medley remove blue-vase red-shoe --store shop"),),
    "backup": (("into a new folder", "medley backup /backups/shop-monday --store shop"),),
    "restore": (("into a new store", "medley restore /backups/shop-monday --store shop2"),),
    "recommend": (
        ("conditions are read from the words", 'medley recommend "calm blue things under $20" --store shop'),
        ("in Chinese, and a given condition", f'medley recommend "{_SHOES}" --store shop --where "price<80"'),
        ("words and a picture", 'medley recommend "like this, but cheaper" --image photo.jpg --store shop'),
        ("for somebody whose taste is known", 'medley recommend "a present" --user ann --store shop'),
        ("for two people", "medley recommend --user ann --user bob --fair borda --store shop"),
        ("by a chat model of your own, and how it came about", 'medley recommend "a gift" --model ollama:qwen3 --trace'),
    ),
    "search": (
        ("words and a condition", 'medley search "red shoes" --store shop --where "price<80"'),
        ("a picture; three items, as JSON", "medley search --image photo.jpg --store shop -k 3 --json"),
        ("a sound, and words that count twice as much", 'medley search birds --audio call.wav --weight text=2 --store shop'),
        ("with pictures in the terminal (pip install -e '.[pictures]')", "medley search owl --store shop --pictures blocks"),
        ("like one item, unlike another", "medley search --like blue-vase --dislike red-shoe --store shop"),
    ),
    "chat": (
        ("without a key, offline", "medley chat --store shop"),
        ("with a taste that it learns: /like 2 says so", "medley chat --store shop --user ann"),
        ("with a chat model (OPENAI_API_KEY holds the key)", "medley chat --store shop --model openai:gpt-5-mini"),
    ),
    "more-like": (("five items", "medley more-like blue-vase --store shop -k 5"),),
    "goes-with": (("as JSON", "medley goes-with blue-vase --store shop --json"),),
    "serve": (
        ("on this machine only", "medley serve --store shop"),
        ("for others, who must know the token", "MEDLEY_TOKEN=long-and-secret medley serve --store shop --host 0.0.0.0"),
        ("by https", "medley serve --store shop --host 0.0.0.0 --certificate fullchain.pem --key privkey.pem"),
        ("another port; what it answers by HTTP stands at /api/openapi.json", "medley serve --store shop --port 8000"),
    ),
    "keys": (
        ("for an app", "medley keys add app --store shop"),
        ("which there are", "medley keys list --store shop"),
    ),
    "keys add": (
        ("for an app that asks and gives feedback", "medley keys add app --store shop"),
        ("for one person, at most 30 calls a minute, for a week", "medley keys add phone --person ann --calls 30 --days 7 --store shop"),
        ("for another shop's people, whom it may also show and forget", "medley keys add north --tenant north --may ask --may feedback --may operate --store shop"),
    ),
    "keys list": (("also those that were revoked", "medley keys list --store shop"),),
    "keys revoke": (("from the next call on", "medley keys revoke 3f2a9c01 --store shop"),),
    "mcp": (
        ("what an assistant's settings start", "medley mcp --store shop"),
        ("by HTTP", "medley mcp --store shop --http --port 7861"),
    ),
    "events": (
        ("somebody liked something", "medley events record like blue-vase --user ann --store shop"),
        ("a log", "medley events import log.csv --store shop"),
        ("the newest", "medley events list --store shop --limit 5"),
    ),
    "events record": (
        ("a like; the next answer knows", "medley events record like blue-vase --user ann --store shop"),
        ("four stars of five", "medley events record rate blue-vase --value 4 --user ann --store shop"),
        ("a search that may be learned from", 'medley events record search --words "blue" --user ann --consent'),
    ),
    "events import": (
        ("columns user, item, event, value, timestamp", "medley events import log.csv --store shop"),
        ("ratings of ten", "medley events import ratings.csv --stars 10 --store shop"),
    ),
    "events list": (("likes of one person", "medley events list --user ann --kind like --store shop"),),
    "train": (
        ("what there is to learn from", "medley train --store shop --dry-run"),
        ("learn; kept only if it gains on later choices", "medley train --store shop"),
        ("the text encoder instead", "medley train text --store shop"),
    ),
    "train text": (
        ("only say what would be done", "medley train text --store shop --dry-run"),
        ("a model of your own", "medley train text --store shop --base models/my-encoder --passes 2"),
    ),
    "export": (("requests and answers", "medley export sft examples.jsonl --store shop"),),
    "export sft": (
        ("requests and answers", "medley export sft examples.jsonl --store shop"),
        ("only how requests are read", "medley export sft examples.jsonl --kind intent --store shop"),
    ),
    "privacy": (
        ("what is known of ann", "medley privacy show ann --store shop"),
        ("forget ann", "medley privacy forget ann --store shop"),
    ),
    "privacy show": (
        ("a person", "medley privacy show ann --store shop"),
        ("an anonymous visit", "medley privacy show --session 7f3a --store shop --json"),
    ),
    "privacy export": (("into a file", "medley privacy export ann --out ann.jsonl --store shop"),),
    "privacy forget": (("a person, from the disk as well", "medley privacy forget ann --store shop"),),
    "evaluate": (
        ("which encoders and fusion are best here", "medley evaluate compare shop.jsonl queries.jsonl"),
        ("how well requests are answered", "medley evaluate requests --catalog shop.jsonl --requests requests.jsonl"),
        ("how well words, pictures and sounds find items", "medley evaluate retrieval --catalog shop.jsonl --queries queries.jsonl"),
    ),
    "evaluate retrieval": (
        ("rows of id, text or image or audio, lang, relevant (ids)", "medley evaluate retrieval --catalog shop.jsonl --queries queries.jsonl"),
        ("beside word search, with plots", "medley evaluate retrieval --catalog shop.jsonl --queries queries.jsonl --baseline bm25 --plots plots"),
    ),
    "evaluate requests": (
        ("rows of text, lang, relevant (every id that satisfies it)", "medley evaluate requests --catalog shop.jsonl --requests requests.jsonl"),
        ("a hundred of them, by a chat model", "medley evaluate requests --catalog shop.jsonl --requests requests.jsonl --limit 100 --model ollama:qwen3"),
    ),
    "evaluate compare": (
        ("all fusions and similarities", "medley evaluate compare shop.jsonl queries.jsonl"),
        ("two encoder sets, one fusion, as Markdown", "medley evaluate compare shop.jsonl queries.jsonl --encoders embedded --encoders classic --fusion concat --markdown"),
    ),
    "evaluate sequences": (
        ("rows of user, history (ids, oldest first), target", "medley evaluate sequences --catalog shop.jsonl --train early.jsonl --test late.jsonl"),
    ),
    "evaluate interactions": (
        ("rows of user, item, event, value, timestamp", "medley evaluate interactions --catalog shop.jsonl --interactions log.csv"),
        ("split by time, beside two peers", "medley evaluate interactions --catalog shop.jsonl --interactions log.csv --split time --baseline ease --baseline als"),
    ),
    "evaluate dialogs": (
        ("rows of turns (role, text), mentioned, relevant", "medley evaluate dialogs --catalog shop.jsonl --dialogs dialogs.jsonl"),
    ),
    "evaluate simulate": (
        ("300 conversations with a scripted person", "medley evaluate simulate --catalog shop.jsonl"),
        ("fifty of them, and three that found nothing", "medley evaluate simulate --catalog shop.jsonl --limit 50 --failed 3"),
        ("people with tasks, in five ways of speaking", "medley evaluate simulate --catalog films.jsonl --tasks tasks.jsonl"),
    ),
    "evaluate oracle": (("what of a strong model's knowledge is let through", "medley evaluate oracle --cases requests.jsonl"),),
    "evaluate liar": (("what a model that lies in every reply can do", "medley evaluate liar --cases requests.jsonl --limit 100"),),
    "evaluate lies": (("200 lies, 200 true statements", "medley evaluate lies --catalog shop.jsonl"),),
    "evaluate truth": (
        ("requests whose right rows are known, and those that went wrong", "medley evaluate truth --cases requests.jsonl --verbose"),
    ),
    "evaluate replay": (
        ("a store that tried things out", "medley evaluate replay --store shop"),
        ("a log of item, propensity, reward and targets", "medley evaluate replay --log choices.jsonl"),
    ),
    "bench": (
        ("all there are", "medley bench"),
        ("the chat page on a store of yours", "medley bench page --store shop"),
        ("a larger made-up catalogue, as JSON", "medley bench like --items 100000 --repeats 10 --json"),
    ),
}  # fmt: skip
"""Examples of a command, by its path: what each does, and the line to type."""


class Whole(TyperGroup):
    """A group whose `--help` cuts no command's sentence short."""

    def sections(self) -> Mapping[str, Mapping[str, str]]:
        """What is listed below which title: the commands, each with what it does."""
        return {"Commands": {name: command.get_short_help_str(LONG) for name, command in self.commands.items()}}

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Writes the commands, a list a section, all equally wide."""
        listed = self.sections()
        wide = max(len(name) for commands in listed.values() for name in commands)
        for title, commands in listed.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(wide), about) for name, about in commands.items()])


class Sections(Whole):
    """The group of all commands, listed in SECTIONS, and others of a stranger's below."""

    def sections(self) -> Mapping[str, Mapping[str, str]]:
        """SECTIONS, and `More` where there are more."""
        known = {name for commands in SECTIONS.values() for name in commands}
        more = {n: command.get_short_help_str(LONG) for n, command in self.commands.items() if n not in known}
        return SECTIONS | ({"More": more} if more else {})


def _folded(line: str) -> str:
    """A command over several lines where it is long, as a shell reads it: broken before options."""
    lines = [""]
    for part in re.split(r" (?=-)", line):
        if len(lines[-1]) + len(part) > WIDE and lines[-1]:
            lines.append("   ")
        lines[-1] += f" {part}" if lines[-1] else part
    return " \\\n  ".join(lines)


def _below(examples: Examples) -> str:
    """Examples as they are printed, unwrapped."""
    return "\b\nExamples:\n" + "\n".join(f"  # {what}\n  {_folded(line)}" for what, line in examples)


def _infos(app: typer.Typer, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each command and group of a command line with its path: `train text`."""
    for command in app.registered_commands:
        name = command.name or (command.callback.__name__.replace("_", "-") if command.callback else "")
        yield f"{path} {name}".strip(), command
    for group in app.registered_groups:
        inner = f"{path} {group.name}".strip()
        yield inner, group
        if group.typer_instance:
            yield from _infos(group.typer_instance, inner)


def teach(app: typer.Typer) -> None:
    """Puts the examples below the help of `app` and of each of its commands. One without examples stays as it is."""
    app.info.epilog = _below(EXAMPLES[""])
    for path, info in _infos(app):
        if path in EXAMPLES:
            info.epilog = _below(EXAMPLES[path])
