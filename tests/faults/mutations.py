"""Is every mistake in an input said, and nothing harmed? ``python tests/faults/mutations.py --count 200``.

One input after the other is mutated at random: cells and rows of tables, entries of descriptors, notebooks
and manifests, ledgers, command lines. Each must end with exit 1 (a wrong usage with 2) and name the place,
without a traceback, or be harmless: exit 0. In any case ``reports/`` is what it was, byte for byte. Prints a
line for each that fails, and the sum.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from analysis.cli import main as analysis

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "publishing"
NOTEBOOKS = ("states-a-finding", "reads-another-table")
DAY = "2024-01-10"
BUILD = ("build", "--as-of", DAY, "--once")
SECONDS_OF_PATIENCE = 60
ODD_TEXTS = (
    "", " ", "x", "-1", "0", "1e308", "1.5", "NaN", "inf", "9999-01-01", "2062-01-05", "0001-01-01",
    "2024-02-30", "2024-01", "nobody", "a\0b", '"', '""', "\u202e", "\u200b", "\ud800", "=cmd|' /C calc'!A0",
    "$x$", "x" * 131_073, "../../etc/passwd", "١٢", "1,5", "true", "<script>",
)  # fmt: skip
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    10**9,
    1.5,
    "x",
    "",
    [],
    {},
    [None],
    {"x": []},
    "a\0b",
    "x" * 300,
    "\ud800",
)
LINES = (
    ("build", "--as-of", "{odd}"), ("build", "--as-of", "2024-01-01..{odd}"),
    ("build", "--as-of", f"{DAY}/{{odd}}"), ("build", "--known-on", "{odd}"), ("build", "{odd}"),
    ("build", "-p", "bright={odd}"), ("build", "-p", "{odd}"),
    ("build", "-p", "window={odd}"), ("build", "--share", "{odd}"), ("build", "--jobs", "{odd}"),
    ("build", "--format", "{odd}"), ("why", "--as-of", "{odd}"), ("why", "{odd}"), ("diff", "{odd}", DAY),
    ("diff", DAY, "{odd}"), ("correct", "{odd}", "--note", "Wrong.", "--on", "2024-03-01"),
    ("correct", DAY, "--note", "{odd}", "--on", "2024-01-01"),
    ("correct", DAY, "--note", "A", "--on", "{odd}"),
    ("verify", "{odd}"), ("new", "{odd}"), ("list", "--out", "{odd}"), ("check", "--data", "{odd}"),
    ("check", "--notebooks", "{odd}"), ("import", "{odd}"), ("seal", "--data", "{odd}"),
)  # fmt: skip
SIGNS_OF_A_FIX = (";", "is not one of")  # a fix stands behind its reason, or the reason lists what is meant
NO_ARGUMENT = ("\0", "\ud800")  # no system passes these on


@dataclass(frozen=True)
class Mutation:
    """What was done: the words for it, the name that a message must have, the commands to try."""

    words: str
    place: str
    commands: tuple[tuple[str, ...], ...]


def lay_out(root: Path) -> None:
    """Lay out a project of two reports and publish an edition; beside it the ledgers of the real record."""
    shutil.copytree(FIXTURES / "data", root / "data")
    shutil.copytree(ROOT / "data", root / "record")
    (root / "notebooks").mkdir()
    for name in NOTEBOOKS:
        shutil.copyfile(FIXTURES / "notebooks" / f"{name}.ipynb", root / "notebooks" / f"{name}.ipynb")
    result = run(BUILD)
    if result.exit_code:
        sys.exit(f"cannot be built: {result.output}")


def run(arguments: tuple[str, ...]) -> Result:
    """Run the program in this process; what takes too long is a fault."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(SECONDS_OF_PATIENCE)
    try:
        return CliRunner().invoke(analysis, arguments)
    finally:
        signal.alarm(0)


def _too_long(*_: object) -> None:
    raise TimeoutError(f"took more than {SECONDS_OF_PATIENCE} s")


def state(root: Path) -> dict[str, str]:
    """Return the digest of every file of the archive."""
    files = (path for path in (root / "reports").rglob("*") if path.is_file())
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def in_table(root: Path, chance: random.Random) -> Mutation:
    """Change a cell, a row or the whole of a table."""
    path = chance.choice(sorted((root / "data").glob("*.csv")))
    lines = path.read_bytes().decode().splitlines()
    how = chance.choice(("cell", "cell", "cell", "drop", "twice", "column", "header", "whole"))
    number = chance.randrange(1, len(lines))
    if how == "cell":
        cells = lines[number].split(",")
        column, odd = chance.randrange(len(cells)), chance.choice(ODD_TEXTS)
        cells[column] = odd
        lines[number] = ",".join(cells)
        how = f"cell {column + 1} of line {number + 1} is {odd[:20]!r}"
    elif how == "drop":
        del lines[number]
    elif how == "twice":
        lines.append(lines[number])
    elif how == "column":
        lines[0] += ",extra"
    elif how == "header":
        del lines[0]
    content = "\n".join([*lines, ""]).encode(errors="surrogatepass")
    path.write_bytes(content)
    if how == "whole":
        how = _odd_file(path, content, chance)
    return Mutation(f"{path.name}: {how}", path.name, (("check",), BUILD))


def _odd_file(path: Path, content: bytes, chance: random.Random) -> str:
    """Give a file another content, or put something else in its place; return what."""
    contents = {
        "empty": b"",
        "bytes": chance.randbytes(200),
        "UTF-16": content.decode("utf-8", "replace").encode("utf-16"),
        "BOM": b"\xef\xbb\xbf" + content,
        "cut short": content[: len(content) * 2 // 3],
    }
    kind = chance.choice((*contents, "gone", "folder", "pipe"))
    if kind in contents:
        path.write_bytes(contents[kind])
        return kind
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    return kind


def in_json(path: Path, chance: random.Random) -> str:
    """Change or drop one value of a JSON file, or the whole file; return what was done."""
    if chance.random() < 0.1:
        return f"{path.name}: {_odd_file(path, path.read_bytes(), chance)}"
    content = json.loads(path.read_bytes())
    holder, at, way = content, None, []
    while isinstance(holder, dict | list) and holder:
        at = chance.choice(sorted(holder) if isinstance(holder, dict) else range(len(holder)))
        way.append(str(at))
        if not isinstance(holder[at], dict | list) or not holder[at] or chance.random() < 0.25:
            break
        holder = holder[at]
    if chance.random() < 0.3:
        del holder[at]
        how = "gone"
    else:
        holder[at] = odd = chance.choice(ODD_VALUES)
        how = f"is {odd!r:.30}"
    path.write_text(json.dumps(content), encoding="utf-8")
    return f"{path.name} {'/'.join(way)}: {how}"


def in_descriptor(root: Path, chance: random.Random) -> Mutation:
    """Change an entry of the descriptor."""
    return Mutation(in_json(root / "data" / "datapackage.json", chance), "data", (("check",), BUILD))


def in_notebook(root: Path, chance: random.Random) -> Mutation:
    """Change a notebook."""
    path = root / "notebooks" / f"{chance.choice(NOTEBOOKS)}.ipynb"
    return Mutation(in_json(path, chance), path.stem, (("check",), BUILD))


def in_manifest(root: Path, chance: random.Random) -> Mutation:
    """Change the manifest of the published edition."""
    words = in_json(root / "reports" / DAY / "manifest.json", chance)
    return Mutation(words, DAY, (("list",), ("verify", f"reports/{DAY}")))


def in_ledger(root: Path, chance: random.Random) -> Mutation:
    """Change a sealed row of a ledger."""
    resources = json.loads((root / "record" / "datapackage.json").read_bytes())["resources"]
    sealed = [one["path"] for one in resources if one.get("ledger", {}).get("seal")]
    path = root / "record" / chance.choice(sealed)
    lines = path.read_text(encoding="utf-8").splitlines()
    number = chance.randrange(1, len(lines))
    how = chance.choice(("drop", "letter", "swap"))
    if how == "drop":
        del lines[number]
    elif how == "letter":
        at = chance.randrange(len(lines[number]))
        lines[number] = lines[number][:at] + "Ж" + lines[number][at + 1 :]
    else:
        lines.insert(0 if number == 1 else 1, lines.pop(number))
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return Mutation(f"{path.name} line {number + 1}: {how}", path.name, (("check", "--data", "record"),))


def on_command_line(root: Path, chance: random.Random) -> Mutation:
    """Write something odd on the command line."""
    odd = chance.choice([each for each in ODD_TEXTS if not any(bad in each for bad in NO_ARGUMENT)])
    line = tuple(word.format(odd=odd[:3000]) for word in chance.choice(LINES))
    return Mutation(f"analysis {' '.join(line)[:80]}", "", (line,))


KINDS = (in_table, in_descriptor, in_notebook, in_manifest, in_ledger, on_command_line)
WEIGHTS = (5, 4, 5, 3, 1, 4)


def faults(mutation: Mutation, result: Result, *, is_same: bool) -> list[str]:
    """Return what is wrong with how a command has answered a mutation."""
    found = []
    if not is_same:
        found.append("reports/ changed")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        last = traceback.extract_tb(result.exception.__traceback__)[-1]
        words = f"{type(result.exception).__name__}: {str(result.exception)[:100]}"
        found.append(f"{words} ({last.filename}:{last.lineno})")
    elif result.exit_code not in (0, 1, 2) or (result.exit_code == 2 and mutation.place):
        found.append(f"exit {result.exit_code}")
    elif result.exit_code and "Traceback" in result.output:
        found.append("a traceback is shown")
    elif result.exit_code and mutation.place not in result.output:
        found.append(f"{mutation.place} is not named: {result.stderr[:200]!r}")
    elif result.exit_code and not result.stderr.strip() and not result.stdout.strip():
        found.append("nothing is said")
    elif result.exit_code == 1 and not any(sign in result.stderr for sign in SIGNS_OF_A_FIX):
        found.append(f"no fix is said: {result.stderr[:200]!r}")
    elif result.exit_code and len(result.output) > 20_000:
        found.append(f"says {len(result.output)} letters")
    return found


def main() -> int:
    """Mutate, try, judge; the exit code is 1 when anything is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="mutated-") as name:
        pristine = Path(name, "pristine")
        pristine.mkdir()
        with chdir(pristine):
            lay_out(pristine)
        for number in range(1, arguments.count + 1):
            root = Path(name, "project")
            shutil.copytree(pristine, root)
            (mutate,) = chance.choices(KINDS, WEIGHTS)
            with chdir(root):
                mutation = mutate(root, chance)
                before = state(root)
                for command in mutation.commands:
                    result = run(command)
                    wrong = faults(mutation, result, is_same=state(root) == before)
                    if wrong or result.exit_code:
                        break
            outcomes["FAULT" if wrong else "said" if result.exit_code else "harmless"] += 1
            if wrong:
                print(f"{number}: {mutation.words} | {command[0]}: {'; '.join(wrong)}", flush=True)
            shutil.rmtree(root)
    print(f"{arguments.count} mutations: {dict(outcomes)}")
    return 1 if outcomes["FAULT"] else 0


if __name__ == "__main__":
    sys.exit(main())
