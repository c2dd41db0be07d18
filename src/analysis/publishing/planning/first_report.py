"""What does the first report on a table say, before anybody has written it? What such a table always tells.

One of three templates: a value for each date, a value for each date and group, groups beside each other. What
comes of it is a notebook like any other, in which every word is the analyst's to change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from analysis.data.descriptor import CALENDAR_YEARS, Field, Table
from analysis.publishing.planning.new_report import cell

_CELL: Final = re.compile(r"^# %% (\[markdown\] )?([\w-]+)\n", re.MULTILINE)
_NO_VALUE: Final = re.compile(
    r"\b(?:date|days?|month|year|time|id|code|no|nr|lat|lon|latitude|longitude)\b", re.IGNORECASE
)
_PRECISIONS: Final = {"date": "day", "yearmonth": "month", "year": "year"}


@dataclass(frozen=True)
class Shape:
    """Which template fits a table, and which of its columns it shows; blank where it has none such."""

    template: str
    value: str
    date: str
    group: str


def shape_of(table: Table) -> Shape:
    """Return how a table is shown: by what tells its rows apart, and its first column that measures.

    >>> fields = (Field("month", "yearmonth"), Field("tons", "number"))
    >>> shape_of(Table("harvests", "harvests.csv", fields=fields, key=("month",), date_field="month"))
    Shape(template='series', value='tons', date='month', group='')
    """
    value = next((one.name for one in table.fields if _measures(one, table)), "")
    others = [name for name in table.key if name != table.date_field]
    texts = [one.name for one in table.fields if one.type == "string"]
    if value and table.date_field in table.key and len(others) <= 1:
        return Shape("panel" if others else "series", value, table.date_field, *(others or [""]))
    group = next(iter([*texts, *others, *(one.name for one in table.fields)]))
    return Shape("groups", value if value != group else "", "", group)


def first_report(table: Table, *, report: str, order: int, as_of: str, known_on: str) -> dict[str, Any]:
    """Return the notebook of a first report on a table."""
    shape = shape_of(table)
    title = table.title or table.name
    environment = Environment(
        loader=PackageLoader("analysis.publishing", "templates/project"),
        trim_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # it writes Python
    )
    environment.filters["literal"] = lambda text: json.dumps(text, ensure_ascii=False)
    template = environment.get_template(f"{shape.template}.py.j2")
    source = template.render(
        title=title, table=table.name, table_title=title, as_of=as_of, known_on=known_on,
        value=shape.value, date=shape.date, group=shape.group, **_wording(table, shape),
    )  # fmt: skip
    return {
        "cells": list(_cells(source)),
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


def _wording(table: Table, shape: Shape) -> Mapping[str, object]:
    """Return what a template calls the value that it shows, and how it writes it."""
    if not shape.value:
        label, unit, decimals = "Number of rows", "rows", 0
    else:
        field = table.field(shape.value)
        label, unit, decimals = field.title, field.unit, field.decimals or 0
    precision = _PRECISIONS[table.field(shape.date).type] if shape.date else ""
    return {
        "label": _literally(label),
        "unit": unit,
        "in_unit": f" {_literally(unit)}" if unit and shape.value else "",
        "axis": f"{label}, {unit}" if unit and shape.value else label,
        "decimals": decimals,
        "precision": precision,
        "on": "on" if precision == "day" else "in",
        **_wording_of_groups(table, shape),
    }


def _wording_of_groups(table: Table, shape: Shape) -> Mapping[str, str]:
    """Return what a template calls the groups, and what stands before the name of one that is a number."""
    if not shape.group:
        return {"group_title": "", "group_kind": ""}
    field = table.field(shape.group)
    is_number = field.type in ("number", "integer")
    return {"group_title": field.title, "group_kind": f"{_literally(field.title)} " if is_number else ""}


def _measures(field: Field, table: Table) -> bool:
    """Whether a column holds quantities, and not numbers that name or date the row."""
    is_number = field.type in ("number", "integer") and field.name not in table.key
    return is_number and not (_NO_VALUE.search(field.name) or field.unit == CALENDAR_YEARS)


def _literally(text: str) -> str:
    """Return a text without the signs that mean something where it is filled from a row."""
    return text.translate(str.maketrans("{}[]", "()()"))


def _cells(source: str) -> Iterator[dict[str, Any]]:
    """Yield the cells of a notebook written in the percent format, each with its name."""
    parts: Sequence[str] = _CELL.split(source)[1:]
    for markdown, name, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if markdown:
            yield cell(name, "markdown", re.sub(r"^# ?", "", text.strip(), flags=re.MULTILINE))
        else:
            yield cell(name, "code", text.strip(), tags=["parameters"] if name == "parameters" else None)
