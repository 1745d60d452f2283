"""Databases as earlier versions of Medley wrote them, made by the statements of those versions."""

import sqlite3
from pathlib import Path

__all__ = ["catalogue_of_format_1", "events_of_format_1", "exposures_of_format_1"]

CATALOGUE = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE items (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL, digest TEXT NOT NULL,
    text TEXT NOT NULL, tokens TEXT NOT NULL, origin TEXT NOT NULL, changed INTEGER NOT NULL);
CREATE TABLE attributes (
    row INTEGER NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL, number REAL, boolean INTEGER NOT NULL, day REAL);
CREATE INDEX attribute_rows ON attributes (row);
CREATE INDEX attribute_texts ON attributes (field, text);
CREATE INDEX attribute_numbers ON attributes (field, number);
CREATE TABLE contents (
    row INTEGER NOT NULL, modality TEXT NOT NULL, position INTEGER NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (row, modality, position)) WITHOUT ROWID;
CREATE TABLE vectors (
    encoder TEXT NOT NULL, digest TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (encoder, digest)) WITHOUT ROWID;
CREATE TABLE fusion (encoders TEXT NOT NULL, archive BLOB NOT NULL);
CREATE TABLE problems (id TEXT NOT NULL, field TEXT NOT NULL, reason TEXT NOT NULL, fatal INTEGER NOT NULL);
INSERT INTO meta VALUES ('format', '1'), ('sequence', '2'), ('encoders', '[]');
"""
BODY = '{"title": "%s", "description": "", "images": [], "audio": null, "translations": {}, "attributes": {"price": %s}, "root": null}'

EVENTS = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE events (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, item TEXT, user TEXT,
    session TEXT, at REAL NOT NULL, value REAL, words TEXT, consent INTEGER NOT NULL);
CREATE INDEX event_users ON events (user, at);
CREATE INDEX event_sessions ON events (session, at);
CREATE INDEX event_times ON events (at);
CREATE TABLE sessions (session TEXT PRIMARY KEY, user TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE forgotten (digest BLOB PRIMARY KEY) WITHOUT ROWID;
INSERT INTO meta VALUES ('format', '1'), ('sequence', '7'), ('removals', '3'), ('removed', '0');
"""

EXPOSURES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE exposures (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, at REAL NOT NULL, item TEXT NOT NULL,
    propensity REAL NOT NULL, greedy TEXT NOT NULL, candidates TEXT NOT NULL);
CREATE INDEX exposure_people ON exposures (person);
INSERT INTO meta VALUES ('salt', '00112233445566778899aabbccddeeff');
"""


def _made(path: Path, script: str) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path)
    db.executescript(f"PRAGMA journal_mode = WAL; {script}")
    return db


def catalogue_of_format_1(folder: Path) -> None:
    """Two items at 1 and 2, of which the first costs 5."""
    db = _made(folder / "catalog.sqlite3", CATALOGUE)
    for row, (id, title, price) in enumerate((("a", "Frog", 5), ("b", "Fox", 9)), 1):
        body = BODY % (title, price)
        db.execute(
            "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, 'catalogue', ?)", [row, id, body, id, title, title, row]
        )
        db.execute("INSERT INTO attributes VALUES (?, 'price', ?, ?, 0, NULL)", [row, str(price), float(price)])
    db.commit()
    db.close()


def events_of_format_1(folder: Path, count: int = 2_000) -> None:
    """`count` likes of one user, a search of a session that was merged into another, and one forgotten id, "gone"."""
    import hashlib

    db = _made(folder / "events.sqlite", EVENTS)
    rows = [(f"e{n}", "like", f"i{n}", "ann", None, 1e9 + n, None, None, 0) for n in range(count)]
    rows.append(("s1", "search", None, "bob", "visit", 2e9 - 6e8, None, "青蛙", 1))
    db.executemany(
        "INSERT INTO events (id, kind, item, user, session, at, value, words, consent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    db.execute("INSERT INTO sessions VALUES ('visit', 'bob')")
    db.execute("INSERT INTO forgotten VALUES (?)", [hashlib.blake2b(b"gone", digest_size=16).digest()])
    db.commit()
    db.close()


def exposures_of_format_1(folder: Path) -> None:
    """One draw of a person whose name is hashed with the salt that is in it."""
    db = _made(folder / "exposures.sqlite", EXPOSURES)
    db.execute("INSERT INTO exposures VALUES (1, 'p', 1000.0, 'a', 0.5, 'b', '[\"a\", \"b\"]')")
    db.commit()
    db.close()
