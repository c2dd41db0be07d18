"""How is one report made? In a process of its own: run the notebook, compare with earlier editions, render.

`workers` starts it in a working folder that holds ``request.json``, ``notebook.ipynb`` and ``data``. It
leaves the report's files in ``made/``, and in ``result.json`` what they were made from or what went wrong.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from analysis.errors import AnalysisError
from analysis.publishing.running.fork_server import CHANNEL

if TYPE_CHECKING:
    from analysis.publishing.comparing.changes import Findings
    from analysis.publishing.editions.attachments import Input

NOTEBOOK, EXECUTED = Path("notebook.ipynb"), Path("executed.ipynb")
MADE, SEEN = Path("made"), Path("seen")
REQUEST, RESULT = Path("request.json"), Path("result.json")
RESTATED = Path("data-restated")


def main() -> None:
    """Do what ``request.json`` asks for; a user's error is a result, any other one a crash with traceback."""
    signal.signal(signal.SIGTERM, _end)
    request = json.loads(REQUEST.read_text(encoding="utf-8"))
    try:
        result = publish(request)
    except AnalysisError as error:
        result = {"error": str(error)}
    except Exception as error:
        Path("traceback.txt").write_text(traceback.format_exc(), encoding="utf-8")
        result = {"error": f"{request['label']}: {type(error).__name__}: {error}"}
    RESULT.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def publish(request: dict[str, Any]) -> dict[str, Any]:
    """Run the notebook, strip it to what its inputs determine, render it; return what to say of it."""
    from analysis.publishing.comparing.comparison import with_section
    from analysis.publishing.exporters.rendering import read_notebook, render, write_notebook
    from analysis.publishing.running.strip_volatile import findings

    used = request["used"] or _run(request)
    notebook = read_notebook(EXECUTED)
    inputs = _inputs(request, used)
    _write_seen(inputs)
    stated = list(findings(notebook))
    if told := request["changes"] or _changes(request, used, inputs, stated):
        notebook = with_section(notebook, told, as_of=request["edition"]["as_of"])
        request["edition"]["changes"] = told["sentences"]
    notebook.metadata.setdefault("analysis", {})["edition"] = request["edition"]
    inputs.append(_seal(request, inputs, told))
    MADE.mkdir()
    write_notebook(notebook, MADE / f"{request['report']}.ipynb")
    attachments = [one.attached for one in inputs]
    pages = render(notebook, request["report"], request["formats"], MADE, attachments=attachments)
    return {
        "findings": stated,
        "changes": told,
        "used": used,
        "inputs": sorted((one.entry for one in inputs), key=lambda entry: entry["path"]),
        "pages": pages,
    }


def _run(request: dict[str, Any]) -> dict[str, Any]:
    """Run the notebook and leave it, stripped to what its inputs determine, in ``executed.ipynb``.

    Returns the tables it read, the modules it imported, and what it wrote to stderr.
    """
    from analysis.publishing.exporters.rendering import write_notebook
    from analysis.publishing.running.engine import execute
    from analysis.publishing.running.strip_volatile import leaks, stripped

    label = request["label"]
    executed = execute(NOTEBOOK, request["parameters"], label=label, timeout=request["timeout"])
    notebook, remarks = stripped(executed.notebook)
    machine = {str(Path.cwd()), request["data"], sys.prefix, os.environ.get("HOME", "")} - {"/", ""}
    if problems := list(leaks(notebook, machine, label)):
        raise AnalysisError("\n".join(map(str, problems)))
    write_notebook(notebook, EXECUTED)
    return {"tables": executed.tables, "modules": executed.modules, "remarks": remarks}


def _write_seen(inputs: Sequence[Input]) -> None:
    """Leave the data that the report sees in ``seen/``, to tell the next build what has changed."""
    for one in inputs:
        if one.path.startswith("data/"):
            path = SEEN / one.path.removeprefix("data/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(one.content)


def _tables(request: dict[str, Any], used: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the tables that the report read; all of them when it read none by name."""
    from analysis.data import read_descriptor

    return tuple(used["tables"]) or tuple(read_descriptor(request["data"]).tables)


def _inputs(request: dict[str, Any], used: Mapping[str, Any]) -> list[Input]:
    """Return everything the report was made from."""
    from analysis.publishing.editions.attachments import inputs

    edition = request["edition"]
    return inputs(
        NOTEBOOK,
        report=request["report"],
        data=Path(request["data"]),
        tables=_tables(request, used),
        lock=Path(request["lock"]) if request["lock"] else None,
        as_of=date.fromisoformat(edition["as_of"]),
        known_on=date.fromisoformat(edition["known_on"]),
    )


def _seal(request: dict[str, Any], inputs: Sequence[Input], told: Mapping[str, Any] | None) -> Input:
    from analysis.publishing.editions.attachments import seal

    return seal(
        inputs,
        report=request["report"],
        edition=request["edition"],
        parameters=request["parameters"],
        changes=told,
        lock=Path(request["lock"]) if request["lock"] else None,
    )


def _changes(
    request: dict[str, Any], used: Mapping[str, Any], inputs: Sequence[Input], stated: Findings
) -> dict[str, Any] | None:
    """Compare with the previous edition, if there is one: the notebook runs again under each change."""
    previous = request["previous"]
    if previous is None:
        return None
    from analysis.data.excerpts import excerpt, restated, write_folder
    from analysis.publishing.comparing.changes import State
    from analysis.publishing.comparing.comparison import compared, method, own, record
    from analysis.publishing.editions.manifests import sha256
    from analysis.publishing.running.engine import execute
    from analysis.publishing.running.strip_volatile import findings

    def record_of(as_of: str, known_on: str) -> str:
        days = {"as_of": date.fromisoformat(as_of), "known_on": date.fromisoformat(known_on)}
        files = excerpt(request["data"], _tables(request, used), **days)
        return record({"path": f"data/{name}", "sha256": sha256(files[name])} for name in files)

    def run(state: State) -> Findings:
        folder = "data"
        if state.corrections_since:
            before, after = map(date.fromisoformat, (state.corrections_since, state.known_on))
            place = Path(f"{RESTATED}-{before}")
            folder = write_folder(restated(request["data"], before=before, after=after), place).name
        dates = {"as_of": state.as_of, "known_on": state.known_on, "data_dir": folder}
        values = {**request["parameters"], **state.parameters, **dates}
        return list(
            findings(execute(NOTEBOOK, values, label=request["label"], timeout=request["timeout"]).notebook)
        )

    edition = request["edition"]
    now = State(
        edition["as_of"],
        edition["known_on"],
        own(request["parameters"]),
        method(one.entry for one in inputs),
    )
    return compared(previous, now, stated, run=run, record_of=record_of)


def _end_with_parent() -> None:
    """Wait for the end of the parent, seen by the closing of our standard input; then end, kernel and all."""
    sys.stdin.buffer.read()
    _end()


def _end(*_: object) -> NoReturn:
    """End now, and the kernel with us; whoever started us removes the working folder."""
    if execution := sys.modules.get("analysis.publishing.running.engine"):
        execution.stop_kernels()
    os._exit(143)


if __name__ == "__main__":
    if channel := os.environ.pop(CHANNEL, ""):  # forked: the server ends us with whoever asked for us
        from analysis.publishing.running import kernels

        kernels.use(socket.socket(fileno=int(channel)))
    else:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    main()
