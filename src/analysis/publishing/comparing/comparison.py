"""How does a report tell what moved since the edition before? One section and a few sentences for its cover.

Everything here is neutral: findings by name, whatever the subject; `changes` splits their moves by cause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from analysis.parts import wording
from analysis.publishing.comparing import changes, phrasing
from analysis.publishing.comparing.changes import REASONS, Findings, State
from analysis.publishing.editions import manifests

if TYPE_CHECKING:
    from nbformat import NotebookNode

SET_BY_DATES: Final = ("as_of", "known_on", "data_dir")
METHOD: Final = ("notebooks/", "src/", "requirements.lock")
DATA: Final = "data/"
ANNEX: Final = "## Annex"


def entry(manifest: Mapping[str, Any], report: str) -> dict[str, Any]:
    """Return what a comparison needs to know of a report in a sealed edition."""
    sealed = manifest["reports"][report]
    return {
        "as_of": manifest["as_of"],
        "known_on": manifest["known_on"],
        "revision": manifest["revision"],
        "parameters": own(sealed["parameters"]),
        "method": method(sealed["inputs"]),
        "record": record(sealed["inputs"]),
        "findings": sealed["findings"],
    }


def own(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report's parameters without those that every report has."""
    return {name: value for name, value in parameters.items() if name not in SET_BY_DATES}


def method(inputs: Iterable[Mapping[str, str]]) -> str:
    """Return one digest of notebook, program and libraries: what is not data, date or parameter."""
    return _digest(one for one in inputs if one["path"].startswith(METHOD))


def record(inputs: Iterable[Mapping[str, str]]) -> str:
    """Return one digest of the data: the rows that a report was made from."""
    return _digest(one for one in inputs if one["path"].startswith(DATA))


def _digest(inputs: Iterable[Mapping[str, str]]) -> str:
    lines = sorted(f"{one['path']} {one['sha256']}" for one in inputs)
    return manifests.sha256("\n".join(lines).encode())


def compared(
    previous: Mapping[str, Any],
    now: State,
    after: Findings,
    *,
    run: Callable[[State], Findings],
    record_of: Callable[[str, str], str],
) -> dict[str, Any]:
    """Return what changed since the previous edition, as JSON: moves, words that changed, cover sentences.

    ``run`` makes the findings of a state, ``record_of`` the digest of the rows that a report of one date sees
    as known on another. ``now.is_replaced`` says that tables may have been replaced; whether they were, their
    rows tell. Under ``restated``: the headline figures of earlier dates as they are found now.
    """
    run = _once(run)
    before = previous["findings"]
    is_replaced = now.is_replaced and record_of(previous["as_of"], now.known_on) != previous["record"]
    moved = changes.moves(_state(previous), before, replace(now, is_replaced=is_replaced), after, run=run)
    since = {name: previous[name] for name in ("as_of", "known_on", "revision")}
    return {
        "since": since,
        "moves": [move.content() for move in moved],
        **words_changed(before, after),
        "sentences": phrasing.sentences(moved, earlier(since, now.as_of)),
        "restated": [
            _restated(edition, now, after, run=run, record_of=record_of) for edition in previous["earlier"]
        ],
    }


def _state(edition: Mapping[str, Any]) -> State:
    return State(edition["as_of"], edition["known_on"], edition["parameters"], edition["method"])


def _once(run: Callable[[State], Findings]) -> Callable[[State], Findings]:
    """Return ``run`` so that it makes no state twice."""
    made: dict[str, Findings] = {}

    def again(state: State) -> Findings:
        if repr(state) not in made:
            made[repr(state)] = run(state)
        return made[repr(state)]

    return again


def _restated(
    edition: Mapping[str, Any],
    now: State,
    stated: Findings,
    *,
    run: Callable[[State], Findings],
    record_of: Callable[[str, str], str],
) -> dict[str, Any]:
    """Return the headline figures of an earlier edition as found now: its date, today's method and record.

    Where neither the method nor a row that it sees has changed, nothing is run: the figures stand. Where
    none of them has moved, there is nothing to split, and no further state is run.
    """
    then = _state(edition)
    same = record_of(then.as_of, now.known_on) == edition["record"]
    known_on = then.known_on if same else now.known_on
    today = replace(then, method=now.method, known_on=known_on, is_replaced=now.is_replaced and not same)
    again = edition["findings"] if today == then else run(today)
    headlines = {finding["name"] for finding in stated if finding.get("key")}
    before, after = map(changes.numbers, (edition["findings"], again))
    stands = all(before.get(name) == after.get(name) for name in headlines)
    moved = changes.moves(today if stands else then, edition["findings"], today, again, run=run)
    return {
        "as_of": edition["as_of"],
        "revision": edition["revision"],
        "moves": [move.content() for move in moved if move.name in headlines],
    }


def words_changed(before: Findings, after: Findings) -> dict[str, Any]:
    """Return what is told of findings beside their moves: words that changed, names that are new or gone."""
    was, now = ([str(finding["name"]) for finding in findings] for findings in (before, after))
    return {
        "texts": phrasing.texts_changed(before, after),
        "new": [name for name in now if name not in was],
        "gone": sorted(set(was) - set(now)),
    }


def earlier(since: Mapping[str, Any], as_of: str) -> str:
    """Name the edition that one of the date ``as_of`` is compared with.

    >>> earlier({"as_of": "2025-12-28", "revision": 1}, "2026-01-05")
    'the edition of 28 December 2025'
    >>> earlier({"as_of": "2026-01-05", "revision": 1}, "2026-01-05")
    'revision 1 of this edition'
    """
    if since["as_of"] == as_of:
        return f"revision {since['revision']} of this edition"
    corrected = f" (revision {since['revision']})" if since["revision"] > 1 else ""
    return f"the edition of {wording.day(since['as_of'])}{corrected}"


def with_section(notebook: NotebookNode, told: Mapping[str, Any], *, as_of: str) -> NotebookNode:
    """Put the section "What changed" into an executed notebook, before its first annex."""
    from nbformat.v4 import new_markdown_cell  # slow to import: only a process that renders needs it

    since = earlier(told["since"], as_of)
    text = f"## What changed since {since}\n\n{_remark(told)}"
    heading = new_markdown_cell(text, id="what-changed")  # type: ignore[no-untyped-call]
    cells = [heading, _table_cell(told, since, as_of)]
    starts = [at for at, cell in enumerate(notebook.cells) if _is_annex(cell)]
    at = starts[0] if starts else len(notebook.cells)
    notebook.cells[at:at] = [cell for cell in cells if cell is not None]
    return notebook


def _is_annex(cell: NotebookNode) -> bool:
    return bool(cell.cell_type == "markdown" and cell.source.startswith(ANNEX))


def _remark(told: Mapping[str, Any]) -> str:
    lines = [
        "Each move is split by making the report again under one change at a time: first the method, then "
        "the corrections of facts already on record, then the observations since, then the parameters. "
        "The parts sum to the move."
    ]
    lines += [
        f"*{phrasing.label(name)}* said “{was}” and now says “{now}”." for name, was, now in told["texts"]
    ]
    if told["new"]:
        lines.append(f"Stated for the first time: {_labels(told['new'])}.")
    if told["gone"]:
        lines.append(f"No longer stated: {_labels(told['gone'])}.")
    lines += [line for line in [phrasing.still(map(changes.read_move, told["moves"]))] if line]
    return "\n\n".join(lines)


def _labels(names: Iterable[str]) -> str:
    return wording.listing([phrasing.label(name) for name in names])


def _table_cell(told: Mapping[str, Any], since: str, as_of: str) -> NotebookNode | None:
    """Return a cell that shows the moves as a table part, or None when nothing has moved."""
    import pandas as pd
    from nbformat.v4 import new_code_cell, new_output

    from analysis.parts import table

    moved = [move for move in map(changes.read_move, told["moves"]) if phrasing.is_told(move)]
    if not moved:
        return None
    frame = pd.DataFrame(list(phrasing.rows(moved)))
    used = [reason for reason in REASONS if any(move.parts[reason] for move in moved)]
    unused = [words for reason, words in REASONS.items() if reason not in used]
    days = [wording.day(day) for day in (told["since"]["as_of"], as_of)]
    before, now = days if days[0] != days[1] else ("Before", "Corrected")
    headings = {"finding": "Finding", "before": before, "now": now, "change": "Change"}
    headings |= {**{name: _capital(REASONS[name]) for name in used}, "unit": "Unit"}
    part = table(
        frame,
        caption=f"What moved since {since}, and why",
        source="The findings of both editions, and of this report made again under one change at a time",
        as_of=as_of,
        columns=headings,
        notes=[f"No part of any move comes from {wording.listing(unused, conjunction='or')}."]
        if unused
        else [],
    )
    data = _right_aligned(dict(part._repr_mimebundle_()), words=("finding", "unit"))
    output = new_output("execute_result", data=data, execution_count=None)  # type: ignore[no-untyped-call]
    cell: NotebookNode = new_code_cell("", id="what-changed-table", outputs=[output])  # type: ignore[no-untyped-call]
    return cell


def _right_aligned(bundle: dict[str, Any], *, words: Sequence[str]) -> dict[str, Any]:
    """Return a table's bundle with all columns to the right but those of words: its numbers are texts."""
    from analysis.parts.part import PART_TYPE

    content = bundle[PART_TYPE]
    columns = [
        {**column, "align": "left" if column["name"] in words else "right"} for column in content["columns"]
    ]
    return {**bundle, PART_TYPE: {**content, "columns": columns}}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
