"""Tables fit their page: numbers and dates unbroken, long words within limits, turned only when needed."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
import typst

from analysis.publishing.document.blocks import Cell, Grid, Text
from analysis.publishing.document.fonts import fonts
from analysis.publishing.exporters.widths import INSET, LANDSCAPE, PORTRAIT, SIZES, ems, fit


def grid(*rows: tuple[str, ...], head: tuple[str, ...] = ()) -> Grid:
    made = tuple(tuple(Cell((Text(text),)) for text in row) for row in rows)
    top = (tuple(Cell((Text(text),), heading=True) for text in head),) if head else ()
    return Grid(len(rows[0]), top, made)


def test_a_narrow_table_keeps_its_width_and_size() -> None:
    fitted = fit(grid(("2026-01-05", "165"), head=("Night", "Drones")))
    assert (fitted.size, fitted.turned) == (9.0, False)
    assert sum(fitted.columns) < PORTRAIT / 2


@pytest.mark.parametrize("columns", range(1, 40, 3))
def test_no_table_is_wider_than_its_page_or_smaller_than_can_be_read(columns: int) -> None:
    words = "words of some length that have to be broken into lines"
    fitted = fit(grid(*[tuple([words] * columns)] * 5, head=tuple(["Heading"] * columns)))
    assert sum(fitted.columns) <= (LANDSCAPE if fitted.turned else PORTRAIT) + 0.01
    assert fitted.size >= SIZES[-1] == 7.0


def test_dates_and_intervals_stay_on_one_line_beside_long_text() -> None:
    row = (
        "2026-01-05",
        "0.96 (0.79–1.15)",
        "A long account of what happened on that night, in many words. " * 3,
    )
    fitted = fit(grid(*[row] * 9))
    for text, width in zip(row[:2], fitted.columns, strict=False):
        assert width - INSET >= ems(text) * fitted.size


def test_room_goes_to_the_column_that_needs_it() -> None:
    row = ("a few words here and there", "x " * 200, "yes")
    narrow, wide, least = fit(grid(*[row] * 5)).columns
    assert wide > 2 * narrow > 2 * least


def test_many_columns_turn_the_page() -> None:
    assert fit(grid(tuple(["1,234,567.89"] * 12))).turned
    assert not fit(grid(tuple(["1,234"] * 6))).turned


def test_widths_are_those_that_the_typesetter_measures() -> None:
    source = (
        '#set text(font: "Fira Sans", size: 100pt, kerning: false, ligatures: false)\n'
        '#set text(number-width: "tabular", number-type: "lining")\n'
        "#context [#metadata(TEXTS.map(each => measure(each).width / 1pt)) <widths>]"
    )
    texts = ["1,234.5", "0.96 (0.79–1.15)", "2026-01-05", "WAVE fjord", "Київ"]
    listed = f"({', '.join(json.dumps(text, ensure_ascii=False) for text in texts)},)"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "measure.typ"
        path.write_text(source.replace("TEXTS", listed), encoding="utf-8")
        found = json.loads(typst.query(str(path), "<widths>", field="value", one=True, font_paths=fonts()))
    assert [round(ems(text) * 100, 1) for text in texts] == pytest.approx(found, rel=0.005)
