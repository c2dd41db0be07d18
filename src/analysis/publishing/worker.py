"""How does one report become files? A process of its own runs the notebook and renders it, then ends.

Started by `workers` in a working folder that holds ``request.json`` and ``notebook.ipynb``; leaves its files
in ``made/`` and says in ``result.json`` what they are made of, or what went wrong.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError

if TYPE_CHECKING:
    from analysis.publishing.sealing import Input

NOTEBOOK, MADE = Path("notebook.ipynb"), Path("made")
REQUEST, RESULT = Path("request.json"), Path("result.json")


def main() -> None:
    """Do what ``request.json`` asks for; a user's error is a result, any other one a crash with traceback."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
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
    from analysis.publishing.canonical import canonical, findings, leaks
    from analysis.publishing.execution import execute
    from analysis.publishing.rendering import render, write_notebook

    label = request["label"]
    executed = execute(NOTEBOOK, request["parameters"], label=label, timeout=request["timeout"])
    notebook, remarks = canonical(executed.notebook)
    machine = {str(Path.cwd()), request["data"], sys.prefix, os.environ.get("HOME", "")} - {"/", ""}
    if problems := list(leaks(notebook, machine, label)):
        raise AnalysisError("\n".join(map(str, problems)))
    notebook.metadata.setdefault("analysis", {})["edition"] = request["edition"]
    inputs = _inputs(request, executed.tables)
    MADE.mkdir()
    write_notebook(notebook, MADE / f"{request['report']}.ipynb")
    attachments = [one.attached for one in inputs]
    pages = render(notebook, request["report"], request["formats"], MADE, attachments=attachments)
    return {
        "findings": list(findings(notebook)),
        "tables": executed.tables,
        "modules": executed.modules,
        "inputs": sorted((one.entry for one in inputs), key=lambda entry: entry["path"]),
        "remarks": remarks,
        "pages": pages,
    }


def _inputs(request: dict[str, Any], tables: Sequence[str]) -> list[Input]:
    """Return everything the report was made from, and the seal that lists it."""
    from analysis.data import read_descriptor
    from analysis.publishing.sealing import inputs, seal

    edition = request["edition"]
    lock = Path(request["lock"]) if request["lock"] else None
    found = inputs(
        NOTEBOOK,
        report=request["report"],
        data=Path(request["data"]),
        tables=tables or tuple(read_descriptor(request["data"]).tables),
        lock=lock,
        as_of=date.fromisoformat(edition["as_of"]),
        known_on=date.fromisoformat(edition["known_on"]),
    )
    sealed = seal(
        found, report=request["report"], edition=edition, parameters=request["parameters"], lock=lock
    )
    return [*found, sealed]


def _end_with_parent() -> None:
    """Wait for the end of the parent, seen by the closing of our standard input; then end, kernel and all."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(10)
    os._exit(143)


if __name__ == "__main__":
    main()
