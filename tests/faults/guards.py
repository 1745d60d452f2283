"""Every guard, and the test that fails once it is taken out: each is, in a copy of the tree, and its test is run.

    python -m tests.faults.guards [--only WORD] [--first 0] [--count 99]    exits with 1 where a guard can go without a test that notices

`docs/reliability.md` lists them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["GUARDS", "Guard", "missed", "table"]

ROOT = Path(__file__).parents[2]
ACCESS = "agent/serving/access"
GATE, KEYS, REST = (
    f"tests/{ACCESS}/test_gate.py",
    f"tests/{ACCESS}/test_keys.py",
    "tests/agent/serving/http/test_rest.py",
)
LISTEN, MEDIA = f"tests/{ACCESS}/test_listen.py", "tests/retrieval/media/test_media.py"
CONFINED = "tests/retrieval/media/test_confined.py"
DISK, DAMAGE, REPAIR = "tests/faults/test_disk.py", "tests/faults/test_damage.py", "tests/faults/test_repair.py"


@dataclass(frozen=True)
class Guard:
    """What it keeps out, the line in a file that does it, what stands there once it is gone, and the test that fails then."""

    what: str
    file: str
    line: str
    gone: str
    test: str


GUARDS = (
    Guard("names of another server (DNS rebinding)", f"{ACCESS}/gate.py", "if self.hosts is not None and name not in self.hosts:", "if False:", f"{GATE} -k another_name"),
    Guard("headers that can't be read", f"{ACCESS}/gate.py", "if name is None and given:", "if False:", f"{GATE} -k broken_host"),
    Guard("calls by other sites' pages", f"{ACCESS}/gate.py", "if method in SAFE or origin in self.origins:", "if True:", f"{GATE} -k pages_from_elsewhere"),
    Guard("bodies without end", f"{ACCESS}/gate.py", "return beyond() if got > most else message", "return message", f"{GATE} -k too_large_is_refused_whatever"),
    Guard("strangers without the token", f"{ACCESS}/gate.py", "if self.token is not None and same(secret, self.token):\n            return OWNER", "if self.token is not None:\n            return OWNER", f"{GATE} -k without_the_token"),
    Guard("keys of which only the id is right", f"{ACCESS}/keys.py", "return key if known else None", "return key", f"{KEYS} -k only_its_hash"),
    Guard("revoked and expired keys", f"{ACCESS}/keys.py", 'return key if key is not None and key.state == "good" else None', "return key", f"{KEYS} -k revoked_an_expired"),
    Guard("what a key's scopes don't say", f"{ACCESS}/gate.py", "if caller is not None and wanted in caller.scopes:", "if caller is not None:", f"{KEYS} -k scopes_say"),
    Guard("a person's key that names another", f"{ACCESS}/callers.py", "if self.person is not None and given not in (None, self.person):", "if False:", f"{KEYS} -k that_person_alone"),
    Guard("tenants that meet", f"{ACCESS}/callers.py", 'return name if name is None or self.tenant is None else f"{self.tenant}/{name}"', "return name", f"{KEYS} -k never_meet"),
    Guard("more calls than a minute's", f"{ACCESS}/limits.py", "if used.left < 1:", "if False:", f"{KEYS} -k fills_evenly"),
    Guard("more work at once than allowed", f"{ACCESS}/limits.py", "if caller.together is not None and used.busy >= caller.together:", "if False:", f"{KEYS} -k fills_evenly"),
    Guard("idle connections", f"{ACCESS}/listen.py", "if waits and (self.cycle is None or self._late is self.cycle):", "if False:", f"{LISTEN} -k idle_connections"),
    Guard("readers that don't read", f"{ACCESS}/slow.py", "async with asyncio.timeout(self.patience.piece):", "async with asyncio.timeout(None):", f"{LISTEN} -k does_not_read"),
    Guard("heads without end", f"{ACCESS}/listen.py", "if self._head > HEAD:", "if False:", f"{LISTEN} -k head_without_end"),
    Guard("answers that are cut off when a server ends", f"{ACCESS}/listen.py", "while busy() and not self.force_exit", "while False and not self.force_exit", f"{LISTEN} -k begun_is_finished"),
    Guard("names in the audit log", f"{ACCESS}/audit.py", 'line["about"] = self.pseudonym(about)', 'line["about"] = about', f"{KEYS} -k written_down"),
    Guard("media that a browser would run", "agent/serving/http/rest.py", '"Content-Security-Policy": "sandbox;', '"X-Nothing": "sandbox;', f"{REST} -k sounds_come_in_parts"),
    Guard("a raw error of a full disk", "retrieval/store/faults.py", "if error.errno in FULL:", "if False:", f"{DISK} -k every_form"),
    Guard("a graph that isn't what was written", "retrieval/index/probing.py", "if before:\n        changed", "if False:\n        changed", f"{DAMAGE} -k known_without_opening"),
    Guard("repair of a database that others write", "retrieval/rescue/repair.py", "if path.is_file() and in_use(path):", "if False:", f"{REPAIR} -k others_have_open"),
    Guard("rows that damage has changed", "retrieval/rescue/repair.py", "salvage(path, work / path.name, KEPT, _item_row)", "salvage(path, work / path.name, ())", f"{REPAIR} -k all_but_the_damaged"),
    Guard("a backup that has changed", "retrieval/rescue/backup.py", "or _hash(path) != wanted", "", f"{REPAIR} -k has_changed"),
    Guard("a backup that names files elsewhere", "retrieval/rescue/backup.py", 'if place.is_absolute() or ".." in place.parts or not place.parts:', "if False:", f"{REPAIR} -k outside_of_the_store"),
    Guard("bytes of who was forgotten", "retrieval/behavior/events/log_store.py", "        overwrite(self._db, meta, PATIENCE)\n        return found\n", "        return found\n", "tests/agent/personalization/test_privacy.py -k nothing_of_a_forgotten"),
    Guard("damaged copies of who was forgotten", "agent/personalization/privacy.py", 'if aside := sorted(folder.name for folder in log.path.parent.glob("damaged-*") if folder.is_dir()):', "if aside := []:", "tests/faults/test_forgetting.py -k moved_aside"),
    Guard("numbers without end", "agent/parsing/analysis.py", "find_numbers(folded, text)[:NUMBERS]", "find_numbers(folded, text)", "tests/agent/parsing/test_cost.py -k first_are_read"),
    Guard("Chinese without end", "retrieval/language/chinese/words.py", "HMM=len(folded) <= LONG", "HMM=True", "tests/agent/parsing/test_cost.py -k within_its_limit"),
    Guard("a model that recites its prompt", "agent/loop/own_words.py", "    if _runs(said).isdisjoint(_told()):\n", "    if True:\n", "tests/faults/test_attacks.py -k repeats_a_prompt"),
    Guard("pictures of a billion pixels", "retrieval/media/worker.py", "if width * height > pixels:", "if False:", f"{MEDIA} -k png_bomb"),
    Guard("what a decoder could open, call or change (seccomp)", "retrieval/media/seccomp.py", "lines += [step(_EQUAL, 0, 1, numbers[column]), refused]", "pass", f"{CONFINED} -k nothing_is_opened"),
    Guard("processes that a decoder could start", "retrieval/media/seccomp.py", "step(_ANY_BIT, 1, 0, THREAD), refused]", "step(_ANY_BIT, 1, 1, THREAD), refused]", f"{CONFINED} -k nothing_is_opened"),
    Guard("a decoder that is not confined", "retrieval/media/worker.py", '    _sibling("seccomp").forbid()\n', "", f"{CONFINED} -k worker_is_confined"),
    Guard("files and memory that a decoder fills (rlimits)", "retrieval/media/worker.py", '    _confine(limits["memory"])\n', "", f"{CONFINED} -k worker_is_confined"),
    Guard("keys that a decoder could see", "retrieval/media/reader.py", "{name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}", "dict(os.environ)", f"{MEDIA} -k sees_no_keys"),
    Guard("media that hang", "retrieval/media/reader.py", "return self._worker.receive(self.limits.timeout)", "return self._worker.receive(60.0)", f"{MEDIA} -k hang_costs"),
    Guard("amounts that only the number of a title bears out", "agent/grounding/false_claims.py", "if amount.unit is not None:  # \"3", "if False:  # \"3", "tests/agent/grounding/test_judgement.py -k number_of_a_title"),
    Guard("prices that only a text says", "agent/grounding/field_claims.py", "if case.compared or PRICE.search(case.marked.folded) is None:", "if True:", "tests/agent/grounding/test_judgement.py -k number_of_a_title"),
    Guard("names told to a model elsewhere", "agent/loop/engine.py", "            messages, hide = pseudonyms.messages(messages), pseudonyms.told\n", "", "tests/agent/personalization/test_personal.py -k told_nothing"),
    Guard("names of a letter, told to a model elsewhere", "agent/models/redaction.py", "self._patterns += [_said_to_be(short)] if short else []", "pass", "tests/agent/personalization/test_privacy.py -k names_are_found"),
    Guard("pages that run strings or others' scripts", "agent/serving/page/login.py", "default-src 'none'", "default-src *", "tests/agent/serving/page/test_door.py -k made_of_strings"),
    Guard("files outside of the catalogue", "retrieval/media/reader.py", "if root is not None and not real.is_relative_to(root.resolve()):", "if False:", f"{MEDIA} -k outside_the_root"),
)  # fmt: skip
"""Each in the order of `docs/reliability.md`."""


def _copied(folder: Path) -> Path:
    target = folder / "tree"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (source := ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target


def _passes(tree: Path, test: str) -> bool:
    """Whether a test passes in a tree. Raises RuntimeError where none was run."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-m",
        "",
        *test.split(" ", 1)[:1],
        *test.split(" ")[1:],
    ]
    done = subprocess.run(
        command, cwd=tree, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(tree)}, timeout=600
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{test}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return done.returncode == 0


def missed(of: Sequence[Guard] = GUARDS) -> list[str]:
    """The guards that can be taken out without a test that notices; those whose line isn't there."""
    wrong = []
    with TemporaryDirectory() as folder:
        tree = _copied(Path(folder))
        for guard in of:
            path = tree / guard.file
            text = path.read_text("utf-8")
            if text.count(guard.line) != 1:
                wrong.append(f"{guard.what}: its line stands {text.count(guard.line)} times in {guard.file}")
                continue
            path.write_text(text.replace(guard.line, guard.gone), "utf-8")
            try:
                found = _passes(tree, guard.test)
            finally:
                path.write_text(text, "utf-8")
            print(f"{'MISSED' if found else 'noticed'}: {guard.what}", flush=True)
            if found:
                wrong.append(f"{guard.what}: {guard.test} passes without it")
    return wrong


def table() -> str:
    """The guards as a table in Markdown."""
    rows = [f"| {g.what} | `{g.file}` | `{g.test.replace(' -k ', '` `-k ')}` |" for g in GUARDS]
    return "\n".join(["| keeps out | where | the test that fails without it |", "| --- | --- | --- |", *rows])


def write_table() -> None:
    """Put the table into docs/reliability.md."""
    page = ROOT / "docs" / "reliability.md"
    begin, end = "<!-- guards -->", "<!-- end of guards -->"
    before, _, rest = page.read_text("utf-8").partition(begin)
    page.write_text(f"{before}{begin}\n{table()}\n{end}{rest.partition(end)[2]}", "utf-8")


def main() -> None:
    """Takes out each guard, and says which no test notices."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default="", help="those whose description has this in it")
    options.add_argument("--table", action="store_true", help="only write the table into docs/reliability.md")
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--count", type=int, default=len(GUARDS))
    given = options.parse_args()
    if given.table:
        write_table()
        return
    chosen = [g for g in GUARDS[given.first : given.first + given.count] if given.only in g.what]
    wrong = missed(chosen)
    print("\n".join(wrong))
    print({"guards": len(chosen), "missed": len(wrong)})
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
