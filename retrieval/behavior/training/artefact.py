"""A trained ranker as one file of the store, with what it was made of: version, data, settings, columns, gains, people.

People are in it as salted hashes, so that whoever is forgotten can be found in it and it be marked for training anew; no
id, item or word of anybody is. Knows files; nothing of events.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retrieval.atomic import write_atomically
from retrieval.behavior.training.ranker import Ranker, ranker_of
from retrieval.errors import StoreDamaged, StoreMismatch

__all__ = [
    "RANKER",
    "REMOVED",
    "RETRAIN",
    "VERSION",
    "Artefact",
    "drop_marked",
    "load_ranker",
    "mark_due",
    "mark_forgotten",
    "no_longer_due",
    "people_in",
    "save_ranker",
    "trained_hybrid",
]

RANKER = Path("trained", "ranker.json")
TEXT = Path("trained", "text", "medley.json")
"""What is known of a text model that was trained."""
RETRAIN = "retrain.json"
"""Written into a store when somebody is forgotten: what was trained on events before is due to be trained again."""
REMOVED = "events were removed while it was trained on them: somebody was forgotten, or they expired. Train again"
VERSION = 1


@dataclass(frozen=True, eq=False)
class Artefact:
    """ranker: what was learned. data: a hash of the events. trained: when, in ISO 8601. about: settings, moments, gains.

    salt, people: salted hashes of whose moments it learned from. retrain: why it should be made anew, empty where it needn't.
    """

    ranker: Ranker
    data: str
    trained: str
    about: Mapping[str, Any] = field(default_factory=dict)
    salt: str = ""
    people: tuple[str, ...] = ()
    retrain: str = ""

    def state(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "version": VERSION, "data": self.data, "trained": self.trained, "about": dict(self.about),
            "salt": self.salt, "people": list(self.people), "retrain": self.retrain, "ranker": self.ranker.state(),
        }  # fmt: skip


def _digest(person: str, salt: str) -> str:
    return hashlib.blake2b(person.encode(), key=bytes.fromhex(salt), digest_size=12).hexdigest()


def people_in(people: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return a new salt, and the hash of each person under it, sorted."""
    salt = secrets.token_hex(16)
    return salt, tuple(sorted({_digest(person, salt) for person in people}))


def _write(path: Path, body: Mapping[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, json.dumps(body, ensure_ascii=False).encode())


def save_ranker(folder: Path, artefact: Artefact) -> Path:
    """Writes the artefact into a store's folder, in place of an earlier one, which is then no longer due."""
    _write(folder / RANKER, artefact.state())
    no_longer_due(folder, RANKER.name)
    return folder / RANKER


def drop_marked(folder: Path) -> bool:
    """Removes a ranker that is marked for training anew, where training has found no better one; whether there was one.

    Raises what `load_ranker` raises for a file that can't be read.
    """
    body = _read(folder / RANKER)
    if body is None or not body["retrain"]:
        return False
    (folder / RANKER).unlink()
    no_longer_due(folder, RANKER.name)
    return True


def _read(path: Path) -> dict[str, Any] | None:
    try:
        body = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreDamaged(
            f"expected what was trained in '{path}'; could not read it ({error}). Run: medley train"
        ) from error
    if not isinstance(body, dict) or body.get("version") != VERSION:
        found = body.get("version") if isinstance(body, dict) else None
        raise StoreMismatch(f"expected training of version {VERSION} in '{path}'; got {found}. Run: medley train")
    return body


def load_ranker(folder: Path, names: Sequence[str] | None = None) -> Artefact | None:
    """Return the artefact of a store, None where nothing was trained. names: the columns that it must be of.

    Raises StoreMismatch for another version or other columns, StoreDamaged where it can't be read, MissingExtraError for
    a ranker of trees without the extra [train].
    """
    body = _read(folder / RANKER)
    if body is None:
        return None
    try:
        artefact = Artefact(
            ranker_of(body["ranker"]), body["data"], body["trained"], body["about"], body["salt"],
            tuple(body["people"]), body["retrain"],
        )  # fmt: skip
    except (KeyError, TypeError) as error:
        raise StoreDamaged(f"expected a ranker in '{folder / RANKER}'; it lacks {error}. Run: medley train") from error
    if names is not None and artefact.ranker.names != tuple(names):
        other = sorted(set(names) ^ set(artefact.ranker.names))
        raise StoreMismatch(
            f"expected a ranker of the columns that this version makes in '{folder / RANKER}'; it differs by "
            f"{', '.join(other) or 'their order'}. Run: medley train"
        )
    return artefact


def trained_hybrid(folder: Path) -> Mapping[str, Any] | None:
    """Return the state of the hybrid that the trained ranker is used with; None without one, or where it must be made anew.

    A file that can't be read, or is another version's, is none: whoever uses the ranker is told.
    """
    try:
        body = _read(folder / RANKER)
    except (StoreDamaged, StoreMismatch):
        return None
    return body["about"].get("hybrid") if body is not None and not body["retrain"] else None


def mark_forgotten(folder: Path, person: str) -> bool:
    """Marks what learned from `person` for training anew, and drops their hash; whether anything did.

    A marked ranker isn't used; a text model goes on until then. Raises what `load_ranker` raises for a file that can't be read.
    """
    found = False
    for path in (folder / RANKER, folder / TEXT):
        body = _read(path)
        digest = _digest(person, body["salt"]) if body is not None and body.get("salt") else ""
        if body is not None and digest in body["people"]:
            left = [one for one in body["people"] if one != digest]
            _write(path, body | {"people": left, "retrain": "somebody whom it learned from was forgotten"})
            found = True
    return found


def mark_due(folder: Path) -> bool:
    """Notes in a store that whatever was trained on its events is due for training; whether there is any such thing."""
    there = folder / RANKER.parent
    names = sorted(path.name for path in there.iterdir()) if there.is_dir() else []
    if names:
        write_atomically(folder / RETRAIN, json.dumps({"trained": names}).encode())
    return bool(names)


def no_longer_due(folder: Path, name: str) -> None:
    """Strikes what has been trained anew, by its name under `trained`, from what is due."""
    path = folder / RETRAIN
    if not path.is_file():
        return
    left = [one for one in json.loads(path.read_text("utf-8"))["trained"] if one != name]
    if left:
        write_atomically(path, json.dumps({"trained": left}).encode())
    else:
        path.unlink()
