"""A build refuses what should not be published: all of it at once, with cell, reason and remedy."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import nbformat
import pytest

from analysis import parts as part
from analysis.errors import NotebookError
from analysis.publishing.exporters import AnalysisHTMLExporter, AnalysisPDFExporter

HTML: Any = AnalysisHTMLExporter
PDF: Any = AnalysisPDFExporter


def refusal(notebook: dict[str, Any], exporter: Any = PDF) -> list[str]:
    """What a strict export says, one line for each flaw."""
    node = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
    with pytest.raises(NotebookError) as raised:
        exporter(strict=True).from_notebook_node(node, {"metadata": {"name": "mine"}})
    return str(raised.value).splitlines()


def test_every_flaw_is_named_at_once(foreigners: ModuleType) -> None:
    make = foreigners
    cells = [
        make.text("title", "# Title"),
        make.text("empty", "## Nothing here"),
        make.text("link", "## Text\n\nSee [there](#nowhere) and ![](attachment:none.png)."),
        make.code("image", [make.out(image_png=make.png())]),
        make.code("frame", [make.out(text_html=make.FRAME.to_html())]),
        make.code("warns", [make.stream("stderr", "FutureWarning: soon\n")]),
        make.code("fails", [make.error()]),
        make.code("widget", [make.out(**make.WIDGET)]),
        make.text("formula", r"$\nosuchmacro{x}$"),
        make.text("letter", "Up \u0378"),
        make.text("last", "## Also nothing"),
    ]
    said = refusal(make.notebook(cells))
    assert [line.split(": ", 1)[1].split(";")[0] for line in said] == [
        "cell empty (no. 2) begins the section “Nothing here”, which is empty",
        "cell link (no. 3) names an image that cannot be shown: the cell has no attachment named 'none.png'",
        "cell link (no. 3) links to #nowhere, which is nowhere in the report",
        "cell image (no. 4) shows an image without caption",
        "cell image (no. 4) shows an image without alternative text",
        "cell frame (no. 5) shows a table without caption",
        "cell warns (no. 6) writes to stderr: FutureWarning: soon",
        "cell fails (no. 7) ends in an error: ZeroDivisionError: division by zero",
        "cell widget (no. 8) shows an interactive widget, which a page without scripts cannot show",
        r"cell formula (no. 9) has a formula that cannot be set: \nosuchmacro{x}",
        "cell last (no. 11) begins the section “Also nothing”, which is empty",
        "cell letter (no. 10) has letters that no font can show: \\u0378 (U+0378)",
    ]
    assert all(line.startswith("mine.ipynb: ") and "; " in line for line in said)


def test_both_formats_refuse_the_same_flaws(foreigners: ModuleType) -> None:
    notebook = foreigners.notebook([foreigners.code("fails", [foreigners.error()])])
    assert refusal(notebook, HTML) == refusal(notebook, PDF)


def test_letters_without_glyph_are_found_wherever_they_stand(reports: ModuleType) -> None:
    table = part.table(reports.pd.DataFrame({"x": ["\u0379"]}), caption="c", source="s", as_of="2026-01-05")
    cells = [
        reports.text("title", "# Title \u0378"),
        reports.code("cell", [reports.shown(table)]),
        reports.code("found", [reports.shown(part.finding(part.Finding("a", "Said \u0380.", 1, "")))]),
    ]
    assert [line.split(";")[0] for line in refusal(reports.notebook(cells))] == [
        "mine.ipynb: the cover has letters that no font can show: \\u0378 (U+0378)",
        "mine.ipynb: cell cell (no. 2) has letters that no font can show: \\u0379 (U+0379)",
        "mine.ipynb: cell found (no. 3) has letters that no font can show: \\u0380 (U+0380)",
    ]


def test_two_findings_of_one_name_in_two_cells(reports: ModuleType) -> None:
    found = reports.shown(part.finding(part.Finding("same", "Said.", 1, "")))
    cells = [reports.code(name, [found]) for name in ("one", "two")]
    assert refusal(reports.notebook(cells)) == [
        "mine.ipynb: cell two (no. 2) states a second finding named 'same'; give it its own name"
    ]


def test_a_part_that_another_version_wrote_is_not_guessed_at(reports: ModuleType) -> None:
    bundle = {"application/vnd.analysis.part+json": {"kind": "hologram"}, "text/plain": "A hologram"}
    output = {"output_type": "display_data", "data": bundle, "metadata": {}}
    [said] = refusal(reports.notebook([reports.code("odd", [output])]))
    assert (
        "cell odd (no. 1) holds a part that cannot be drawn: a part of kind 'hologram' is not known here"
        in said
    )


def test_a_good_report_is_not_refused(report: Any) -> None:
    assert report.pages > 5
