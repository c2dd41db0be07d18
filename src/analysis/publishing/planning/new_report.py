"""How does a new report begin? With a notebook that passes every rule and builds as it is, on any data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError, Problem
from analysis.publishing.planning.catalogue import ID, ID_RULE, load_catalogue
from analysis.publishing.planning.notebooks import as_saved

if TYPE_CHECKING:
    from analysis.data import Dataset, Table

PARAMETERS = 'as_of = "{as_of}"\nknown_on = "{known_on}"\ndata_dir = "../data"'
SETUP = """\
from analysis import load_dataset, part

dataset = load_dataset(data_dir, as_of=as_of, known_on=known_on)"""
WHAT_IT_SHOWS = """\
## {title}

TODO say here what the table shows and why it matters."""
SHOWN = """\
part.table(dataset.table("{table}").tail(10), caption={caption})"""
NEXT = """\
## How to go on

TODO one measure and one figure or table per cell; the words between them say what a reader learns."""


def start_report(report: str, *, title: str, data: Path, notebooks: Path) -> Path:
    """Write a notebook for a new report and return its path.

    Raises ``AnalysisError`` when the id is none, is taken, or there are no data to show.
    """
    from analysis.data import load_dataset

    if not ID.fullmatch(report) or "--" in report:
        fix = f"{ID_RULE}, as in monthly-summary"
        raise AnalysisError(str(Problem("report", report, "is no report id", fix)))
    path = notebooks / f"{report}.ipynb"
    if path.exists():
        raise AnalysisError(str(Problem(str(path), "", "exists already", "choose another id")))
    dataset = load_dataset(data)
    notebooks.mkdir(parents=True, exist_ok=True)
    taken = [each.order for each in load_catalogue(notebooks)] if any(notebooks.glob("*.ipynb")) else [0]
    title = title or report.replace("-", " ").capitalize()
    content = _notebook(report, title, max(taken) + 10, dataset)
    path.write_text(as_saved(content), encoding="utf-8")
    return path


def _notebook(report: str, title: str, order: int, dataset: Dataset) -> dict[str, Any]:
    table = _table_to_show(dataset)
    dates = {"as_of": dataset.as_of.isoformat(), "known_on": dataset.known_on.isoformat()}
    title_of_table = table.title or table.name
    caption = json.dumps(f"{title_of_table}: the newest rows", ensure_ascii=False)  # as Python writes a text
    return {
        "cells": [
            cell("title", "markdown", f"# {title}"),
            cell("parameters", "code", PARAMETERS.format(**dates), tags=["parameters"]),
            cell("setup", "code", SETUP),
            cell("what-it-shows", "markdown", WHAT_IT_SHOWS.format(title=title_of_table)),
            cell("newest-rows", "code", SHOWN.format(table=table.name, caption=caption)),
            cell("how-to-go-on", "markdown", NEXT),
            *(_sources() if dataset.names_sources(table) else ()),
        ],
        "metadata": {
            "analysis": {
                "id": report,
                "title": title,
                "description": f"{title}: TODO say in one sentence what the report answers.",
                "order": order,
                "audience": "TODO say who reads it.",
                "requires": [table.name],
            },
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _sources() -> list[dict[str, Any]]:
    return [cell("sources-heading", "markdown", "## Sources"), cell("sources", "code", "part.sources()")]


def _table_to_show(dataset: Dataset) -> Table:
    """Return the first dated table that has rows, else the first that has any."""
    tables = sorted(dataset.descriptor.tables.values(), key=lambda table: not table.date_field)
    for table in tables:
        if not dataset.table(table.name).empty:
            return table
    raise AnalysisError("the data hold no row to show; add rows first")


def cell(id: str, kind: str, source: str, *, tags: list[str] | None = None) -> dict[str, Any]:
    """Return a cell of a notebook as its file holds it; code has not run yet."""
    found: dict[str, Any] = {"cell_type": kind, "id": id, "metadata": {"tags": tags} if tags else {}}
    code: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {**found, **code, "source": source.splitlines(keepends=True)}
