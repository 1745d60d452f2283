"""Prompts: strict data files, one a prompt, each with a name, a version and the variables that it takes.

    prompts/recommend.toml      name = "recommend"   version = "1"   variables = ["fields", …]   text = '''… $fields …'''

A prompt refuses unknown and missing variables, so that text and code can't drift apart. Imports nothing of ours.
"""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Prompt", "PromptError", "load_prompt", "prompt_names"]


class PromptError(ValueError):
    """A prompt file that isn't well formed, or variables that don't fit it."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt. `id` travels in every answer that it had a part in."""

    name: str
    version: str
    variables: frozenset[str]
    text: str

    @property
    def id(self) -> str:
        """Name and version: `recommend@1`."""
        return f"{self.name}@{self.version}"

    def render(self, **values: str) -> str:
        """The text with every variable filled in; the values are not read for variables of their own.

        Raises PromptError for an unknown or a missing variable.
        """
        given = frozenset(values)
        if given != self.variables:
            unknown, missing = sorted(given - self.variables), sorted(self.variables - given)
            raise PromptError(
                f"the prompt {self.id} takes {sorted(self.variables)}; unknown: {unknown}, missing: {missing}"
            )
        return string.Template(self.text).substitute(values)


def _read(name: str) -> Prompt:
    source = files(__name__) / f"{name}.toml"
    if not source.is_file():
        raise PromptError(f"expected a prompt named one of {', '.join(prompt_names())}; got '{name}'")
    body = tomllib.loads(source.read_text("utf-8"))
    if set(body) != {"name", "version", "variables", "text"} or body["name"] != name:
        raise PromptError(
            f"expected name, version, variables and text, and the name '{name}', in {name}.toml; got {sorted(body)}"
        )
    prompt = Prompt(name, body["version"], frozenset(body["variables"]), body["text"].strip())
    used = frozenset(string.Template(prompt.text).get_identifiers())
    if used != prompt.variables:
        raise PromptError(f"the prompt {prompt.id} declares {sorted(prompt.variables)} but uses {sorted(used)}")
    return prompt


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt called `name`.

    Raises PromptError where there is none or its file isn't well formed.
    """
    return _read(name)


def prompt_names() -> list[str]:
    """The names that `load_prompt` knows."""
    return sorted(f.name.removesuffix(".toml") for f in files(__name__).iterdir() if f.name.endswith(".toml"))
