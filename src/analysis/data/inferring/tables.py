"""What is a CSV that somebody brings, most likely: how is it written, what dates and what names its rows?

Own guesses, not those of frictionless or chardet: these know neither decimal commas nor values like -9.99
that mean "unknown", read a short German file as Chinese, and what they guess need not be enforced here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from analysis.data.descriptor import DATES, Table
from analysis.data.inferring.fields import inferred_field
from analysis.data.records import SIGNS, Records, read_records
from analysis.errors import DataError, Problem

_NAMES: Final = re.compile(
    r"\b(?:id|code|key|nr|no|number|year|quarter|month|week|day|hour)\b", re.IGNORECASE
)  # of integers that name, not measure
_MOST_IN_A_KEY: Final = 3
_MOST_TRIED: Final = 6  # columns that are tried together as a key: the first ones


def inferred_table(path: Path) -> dict[str, Any]:
    """Return a resource of a data package for a file; raises `DataError` when its rows cannot be taken in."""
    raw = path.read_bytes()
    encoding = _encoding(raw)
    first = raw.decode(encoding, "replace").removeprefix("\ufeff").partition("\n")[0]
    delimiter = max(SIGNS, key=first.count) if any(map(first.count, SIGNS)) else ","
    records = _records(path, encoding, delimiter, first)
    fields = [
        inferred_field(name, column.distinct, decimal_comma=delimiter != ",")
        for name, column in records.columns.items()
    ]
    filled = [one["name"] for one in fields if _is_filled(one, records)]
    dating = next((one["name"] for one in fields if one["type"] in DATES and one["name"] in filled), "")
    key = _key(records, [one for one in fields if one["name"] in filled], dating)
    written = {} if delimiter == "," or path.suffix == ".tsv" else {"dialect": {"delimiter": delimiter}}
    return {
        "name": slug(path.stem),
        "path": path.name,
        "title": words(path.stem),
        **({"encoding": encoding} if encoding != "utf-8" else {}),
        **written,
        **({"dateField": dating} if dating else {}),
        "schema": {**({"primaryKey": key} if key else {}), "fields": fields},
    }


def told(resource: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was guessed of a table, line by line, for whoever knows it."""
    schema = resource["schema"]
    key, dating = schema.get("primaryKey", []), resource.get("dateField")
    encoded = f", in {resource['encoding']}" if "encoding" in resource else ""
    yield f"{resource['path']}: the table {resource['name']}{encoded}"
    yield f"  rows are told apart by {', '.join(key)}" if key else "  no key: rows keep the order of the file"
    yield f"  rows are dated by {dating}" if dating else "  no date: the whole table belongs to each edition"
    for one in schema["fields"]:
        signs = [f"{one[name]!r} as its {name}" for name in ("decimalChar", "groupChar") if name in one]
        missing = [text for text in one.get("missingValues", ()) if text]
        verb = "means" if len(missing) == 1 else "mean"
        unknown = [f"{', '.join(missing)} {verb} unknown"] if missing else []
        unit = [f"in {one['unit']}"] if "unit" in one else []
        text = one.get("description", "").rstrip(".")
        said = [text[:1].lower() + text[1:]] if text else []
        yield f"  {one['name']}: {'; '.join([one['type'], *unit, *signs, *unknown, *said])}"


def slug(text: str) -> str:
    """Return a text as a name: lower-case words joined by hyphens.

    >>> slug("CO2, Mauna Loa (monthly)")
    'co2-mauna-loa-monthly'
    """
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold())) or "table"


def words(text: str) -> str:
    """Return the name of a file as words of a title.

    >>> words("harvest_by-county")
    'Harvest by county'
    """
    spaced = re.sub(r"[-_\s]+", " ", text).strip()
    return spaced[:1].upper() + spaced[1:]


def _records(path: Path, encoding: str, delimiter: str, first: str) -> Records:
    """Return the cells of a file as texts, under the headings of its first line."""
    header = next(csv.reader([first.rstrip("\r")], delimiter=delimiter), [])
    table = Table.of(slug(path.stem), *header)
    table = Table(table.name, path.name, fields=table.fields, delimiter=delimiter, encoding=encoding)
    records = read_records(table, path.parent)
    problems = [problem for _, problem in records.problems]
    if "" in header:
        fix = "give each column a name, or delete it"
        problems.append(Problem(f"{records.place}:1", first, "has a column without a name", fix))
    if problems:
        raise DataError(problems)
    return records


def _encoding(raw: bytes) -> str:
    """Return UTF-8 where it is that, else the code page of words in which most letters are none of ASCII.

    >>> _encoding("Köln".encode("cp1252")), _encoding("Київ".encode("cp1251")), _encoding(b"Ghent")
    ('windows-1252', 'windows-1251', 'utf-8')
    """
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        alone = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", raw))
        return "windows-1252" if 2 * alone > len(re.findall(rb"[\x80-\xff]", raw)) else "windows-1251"
    return "utf-8"


def _is_filled(field: Mapping[str, Any], records: Records) -> bool:
    missing = field.get("missingValues", [""])
    return not set(missing) & set(records[field["name"]].distinct)


def _key(records: Records, fields: Sequence[Mapping[str, Any]], dating: str) -> list[str]:
    """Return the fewest fields by which each row is told apart, the date first; none where none do."""
    usable = [
        one["name"]
        for one in fields
        if one["type"] in ("string", *DATES)
        or (one["type"] == "integer" and _NAMES.search(one["name"].replace("_", " ")))
    ]
    tried = list(dict.fromkeys(filter(None, [dating, *usable])))[:_MOST_TRIED]
    for size in range(1, _MOST_IN_A_KEY + 1):
        for names in combinations(tried, size):
            if records.combinations(*names).count == len(records):
                return list(names)
    return []
