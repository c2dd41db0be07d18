"""A small data package that shows each thing once: references, revisions, dates, later fields, row rules."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def column(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": name.replace("_", " ").capitalize(), **more}


RECORD = [
    column("source_id"),
    column("recorded_on", "date"),
    column("status", constraints={"enum": ["retracted"]}),
]
TO_SOURCES = {"fields": "source_id", "reference": {"resource": "sources", "fields": "source_id"}}
SOURCES = {
    "name": "sources",
    "path": "sources.csv",
    "schema": {
        "primaryKey": ["source_id"],
        "fields": [
            column("author"),
            column("publisher"),
            column("title"),
            column("year", "integer"),
            *RECORD,
        ],
    },
}
STRIKES = {
    "name": "strikes",
    "path": "strikes.csv",
    "dateField": "date",
    "series": True,
    "checks": [
        {"rule": "not_greater", "fields": ["shot_down", "suppressed", "launched"], "unless": "flag"},
    ],
    "schema": {
        "primaryKey": ["date", "weapon_class"],
        "foreignKeys": [TO_SOURCES],
        "fields": [
            column("date", "date"),
            column("weapon_class", constraints={"enum": ["drone", "ballistic"]}),
            column("launched", "integer", unit="items", constraints={"required": True, "minimum": 0}),
            column("shot_down", "integer", unit="items"),
            column("suppressed", "integer", unit="items"),
            column("flag"),
            *RECORD,
        ],
    },
}
EVENTS = {
    "name": "events",
    "path": "events.csv",
    "dateField": "start",
    "laterFields": {"end": ["end", "outcome"]},
    "checks": [{"rule": "not_before", "fields": ["end", "start"]}],
    "schema": {
        "primaryKey": ["event_id"],
        "foreignKeys": [TO_SOURCES],
        "fields": [
            column("event_id", constraints={"pattern": "E[0-9]+", "unique": True}),
            column("start", "date"),
            column("date_precision", constraints={"enum": ["day", "month"]}),
            column("end", "date"),
            column("outcome"),
            column("title"),
            column("operator", constraints={"enum": ["eq", "ge"]}),
            column("share", "number", unit="share", constraints={"minimum": 0, "maximum": 1}),
            column("confirmed", "boolean"),
            column("month", "yearmonth"),
            *RECORD,
        ],
    },
}
EVENT_PEOPLE = {
    "name": "event_people",
    "path": "event_people.csv",
    "schema": {
        "primaryKey": ["event_id", "person"],
        "foreignKeys": [
            TO_SOURCES,
            {"fields": "event_id", "reference": {"resource": "events", "fields": "event_id"}},
        ],
        "fields": [column("event_id"), column("person"), *RECORD],
    },
}
DESCRIPTOR: dict[str, Any] = {"name": "example", "resources": [SOURCES, STRIKES, EVENTS, EVENT_PEOPLE]}
TEXTS = {
    "sources.csv": "source_id,author,publisher,title,year,recorded_on,status\n"
    "af,,Air Force,Daily reports,,2026-01-01,\n"
    "fortna,Fortna,,Peace Time,2004,2026-01-01,\n",
    "strikes.csv": "date,weapon_class,launched,shot_down,suppressed,flag,source_id,recorded_on,status\n"
    "2026-01-04,drone,120,80,20,,af,2026-01-04,\n"
    "2026-01-05,drone,165,137,,,af,2026-01-05,\n"
    "2026-01-05,ballistic,9,0,,,af,2026-01-05,\n",
    "events.csv": "event_id,start,date_precision,end,outcome,title,operator,share,confirmed,month,"
    "source_id,recorded_on,status\n"
    "E1,2025-11-01,day,2026-01-02,agreed,Talks,eq,0.5,true,2025-11,af,2026-01-02,\n"
    "E2,2026-01-03,day,,,Київ,ge,,,,fortna,2026-01-03,\n",
    "event_people.csv": "event_id,person,source_id,recorded_on,status\nE1,Umerov,af,2026-01-02,\n"
    "E2,Witkoff,af,2026-01-03,\n",
}
WritePackage = Callable[..., Path]


@pytest.fixture
def descriptor() -> dict[str, Any]:
    """Give the example's descriptor, to be changed at will."""
    return copy.deepcopy(DESCRIPTOR)


@pytest.fixture
def write_package(tmp_path: Path) -> WritePackage:
    """Give a function that writes the example package; named tables (``strikes=…``) get another content."""

    def write(descriptor: dict[str, Any] = DESCRIPTOR, /, **contents: str | bytes | None) -> Path:
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        for name, text in TEXTS.items():
            content = contents.get(name.removesuffix(".csv"), text)
            if content is not None:
                raw = content if isinstance(content, bytes) else content.encode("utf-8")
                (folder / name).write_bytes(raw)
        return folder

    return write


@pytest.fixture
def add_rows(write_package: WritePackage) -> Callable[[str, str], Path]:
    """Give a function that writes the example package with rows appended to one table."""
    return lambda table, rows: write_package(**{table: TEXTS[f"{table}.csv"] + rows})
