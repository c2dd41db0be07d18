"""The PDF is what it claims: tagged, dated from the report, with its own fonts, the same bytes each time."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pypdf
import pypdfium2
import pytest

from analysis.errors import AnalysisError, NotebookError
from analysis.publishing.exporters import AnalysisPDFExporter
from analysis.publishing.exporters.pdf_pages import page_count
from analysis.publishing.exporters.typst_compiler import TypstInput, compile_pdf

PDF: Any = AnalysisPDFExporter
CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="session")
def reader(report: Any) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(report.pdf))


@pytest.fixture(scope="session")
def text(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def fonts(reader: pypdf.PdfReader) -> dict[str, bool]:
    """Each font of the file, and whether its letters are in it."""
    found = {}
    for page in reader.pages:
        for reference in page["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined]
            font = reference.get_object()
            inner = font.get("/DescendantFonts", [font])[0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            found[str(font["/BaseFont"])] = any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
    return found


def test_it_is_tagged_and_follows_the_standards(reader: pypdf.PdfReader) -> None:
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_object().get_data().decode("utf-8")
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_a_stranger_finds_the_standards_kept_and_would_find_them_broken(report: Any, violations: Any) -> None:
    pytest.importorskip("page", reason="page-validation is not installed: make test does it")
    assert violations(report.pdf) == []
    assert violations(report.pdf.replace(b"/MarkInfo", b"/NoMarks ")) != []


def test_title_author_and_dates_come_from_the_report(reader: pypdf.PdfReader) -> None:
    assert reader.metadata is not None
    assert reader.metadata.title == "Salvos grew as talks went on"
    assert reader.metadata.author == "The authors"
    assert reader.metadata.keywords == "A record of nights, A publisher, CC-BY-4.0 (https://example.org/by)"
    assert str(reader.metadata["/CreationDate"]) == "D:20260105000000Z"
    assert str(reader.metadata["/ModDate"]) == "D:20260105000000Z"


def test_every_font_is_in_the_file_and_the_text_is_in_fira_sans(reader: pypdf.PdfReader) -> None:
    embedded = fonts(reader)
    assert all(embedded.values())
    assert any(name.endswith("FiraSans-Regular") for name in embedded)


def test_words_can_be_found_in_either_script(text: str) -> None:
    for words in (
        "Київ, Дніпро",
        "165 drones were launched",
        "83% of them",
        "−12.0",
        "Newcombe 1998, table I.",
    ):
        assert words in text


def test_contents_bookmarks_and_page_numbers(reader: Any, text: str, report: Any) -> None:
    titles = [
        entry.title if not isinstance(entry, list) else [each.title for each in entry]
        for entry in reader.outline
    ]
    assert titles == [
        "What happened", ["Nightly launches", "Headline windows", "Method"], "Events",
        "Annex A: Every night", "Annex B: Wide record", "Annex C: Sources",
    ]  # fmt: skip
    assert reader.page_labels == [str(number) for number in range(1, len(reader.pages) + 1)]
    assert report.pages == len(reader.pages) == page_count(report.pdf)
    assert f"Page 2 of {len(reader.pages)}" in text
    assert "Salvos grew as talks went on" in reader.pages[3].extract_text()


def test_the_cover_says_what_the_report_is(reader: pypdf.PdfReader) -> None:
    cover = " ".join(reader.pages[0].extract_text().split())
    for words in (
        "5 January 2026",
        "24 November 2026",
        "Edition 2026-01-05",
        "KEY FINDINGS",
        "WHAT CHANGED",
        "CONTENTS",
    ):
        assert words in cover
    assert "Nine mass salvos" not in cover


def test_annexes_begin_pages_and_long_tables_repeat_their_head(reader: pypdf.PdfReader) -> None:
    pages = [page.extract_text() for page in reader.pages]
    assert all(
        any(f"\n{name}" in page[:120] for page in pages) for name in ("Annex A:", "Annex B:", "Annex C:")
    )
    long = [page for page in pages if "2025-08-01" in page or "2025-12-08" in page]
    assert len(long) == 2
    assert all("Launched" in page and "Neutralised" in page for page in long)


def test_a_wide_table_turns_its_page(reader: pypdf.PdfReader) -> None:
    turned = [page for page in reader.pages if page.mediabox.width > page.mediabox.height]
    assert len(turned) == 1
    assert "Annex B: Wide record" in turned[0].extract_text()
    assert "number 14" in " ".join(turned[0].extract_text().split())


def test_a_title_stays_on_the_page_of_its_picture(reports: ModuleType, export: Any) -> None:
    cells = [
        reports.text("words", "# Title\n\n" + "\n\n".join(["A line."] * lines)) for lines in range(12, 36, 2)
    ]
    figure = reports.code("figure", [reports.shown(reports.nightly_figure())])
    for cell in cells:
        pdf = export(reports.notebook([cell, figure])).pdf
        pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
        [page] = [page for page in pages if reports.TITLE in page]
        assert "Figure 1. Launches rose" in page


def test_two_conversions_give_the_same_bytes(report: Any, export: Any, reports: ModuleType) -> None:
    again = export(reports.rich_report(), name="attack-escalation", strict=True)
    assert again.pdf == report.pdf
    assert again.html == report.html


def test_nothing_of_the_machine_is_in_the_file(report: Any) -> None:
    assert b"/tmp" not in report.pdf
    assert b"analysis-" not in report.pdf


def test_a_table_of_many_rows_is_capped_and_says_so(reports: ModuleType, export: Any) -> None:
    notebook = reports.notebook([reports.code("long", [reports.shown(reports.long_table(450))])])
    exported = export(notebook)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(exported.pdf)).pages)
    assert "The first 400 of 450 rows are printed here; the page in HTML shows all." in text
    assert "2026-09-04" in text  # row 400
    assert "2026-09-05" not in text
    assert "2026-09-05" in exported.html


def attachment(**changes: object) -> dict[str, object]:
    file = {
        "name": "data/nights.csv",
        "data": b"night,launched\n",
        "mime": "text/csv",
        "description": "Nights",
    }
    return {**file, "relationship": "data", **changes}


def node(notebook: dict[str, Any]) -> Any:
    return nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]


def test_files_are_carried_within(reports: ModuleType) -> None:
    exporter = PDF(attachments=[attachment(), attachment(name="seal.json", mime="application/json")])
    pdf, _ = exporter.from_notebook_node(node(reports.rich_report()), {"metadata": {"name": "x"}})
    carried = pypdf.PdfReader(io.BytesIO(pdf)).attachments
    assert carried["data/nights.csv"] == [b"night,launched\n"]
    assert sorted(carried) == ["data/nights.csv", "seal.json"]


def test_attachments_are_checked_all_at_once(reports: ModuleType) -> None:
    exporter = PDF(attachments=[{"name": "x", "data": b""}, attachment(name="y", relationship="friend")])
    with pytest.raises(AnalysisError) as raised:
        exporter.from_notebook_node(node(reports.rich_report()), {"metadata": {"name": "x"}})
    assert str(raised.value).splitlines() == [
        "attachment 'x' lacks description, mime, relationship",
        "attachment 'y': relationship 'friend' is none of source, data, alternative, supplement",
    ]


def rows_of(element: Any) -> list[int]:
    """How many cells each row of each table of the structure has, a cell over two columns counted twice."""
    found = []
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        inner = child.get_object()
        if not isinstance(inner, dict):
            continue
        if inner.get("/S") == "/TR":
            cells = [each.get_object() for each in inner["/K"]]
            found.append(sum(span(cell) for cell in cells))
        else:
            found.extend(rows_of(inner))
    return found


def span(cell: Any) -> int:
    attributes: Any = cell["/A"].get_object() if "/A" in cell else {}
    listed = attributes if isinstance(attributes, list) else [attributes]
    return max((each.get_object().get("/ColSpan", 1) for each in listed), default=1)


def test_no_column_without_content_stands_in_the_structure(reports: ModuleType, export: Any) -> None:
    pdf = export(reports.notebook([reports.code("long", [reports.shown(reports.long_table(60))])])).pdf
    root: Any = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    found = rows_of(root["/StructTreeRoot"])
    assert set(found) == {4}
    assert len(found) == 1 + 60 + 1  # the head, the body, the notes


def test_addresses_are_links(reports: ModuleType, export: Any) -> None:
    frame = reports.pd.DataFrame({"where": ["https://example.org/cell"]})
    table = reports.part.table(frame, caption="c", source="s", as_of="2026-01-05")
    cells = [reports.text("t", "See https://example.org/text."), reports.code("c", [reports.shown(table)])]
    exported = export(reports.notebook(cells))
    for address in ("https://example.org/cell", "https://example.org/text"):
        assert f'<a href="{address}"' in exported.html
        assert f"/URI({address})".encode() in exported.pdf.replace(b"/URI (", b"/URI(")


def test_letters_that_ours_lack_are_sought_on_the_machine_but_for_a_sealed_page(
    foreigners: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def compiled(source: TypstInput, *, machine: bool = False, **settings: Any) -> bytes:
        asked.append(machine)
        return compile_pdf(source, machine=machine, **settings)

    monkeypatch.setattr("analysis.publishing.exporters.pdf_pages.compile_pdf", compiled)
    node = nbformat.from_dict(foreigners.notebook([foreigners.text("a", "# A\n\nNo letter: \u0378")]))  # type: ignore[no-untyped-call]
    with pytest.raises(NotebookError, match="no font can show"):
        PDF(strict=True).from_notebook_node(node, {"metadata": {"name": "mine"}})
    assert asked == [False]
    PDF().from_notebook_node(node, {"metadata": {"name": "mine"}})
    assert asked == [False, False, True, True]


def test_the_extra_fonts_have_the_letters_of_every_script(
    export: Any, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("manimgx_fonts", reason="the extra “fonts” is not installed")
    pytest.importorskip("manimgx_fonts_cjk", reason="the extra “fonts” is not installed")
    exported = export(json.loads((CORPUS / "letters-of-many-scripts.ipynb").read_text(encoding="utf-8")))
    assert caplog.messages == []
    names = " ".join(fonts(pypdf.PdfReader(io.BytesIO(exported.pdf))))
    assert all(script in names for script in ("NotoSansCJK", "Devanagari", "Bengali", "Thai", "NotoEmoji"))


def test_what_runs_from_the_right_ends_at_the_left(export: Any) -> None:
    exported = export(json.loads((CORPUS / "paragraphs-from-the-right.ipynb").read_text(encoding="utf-8")))
    with pypdfium2.PdfDocument(exported.pdf) as document:
        page = document[0].get_textpage()
        left, *_ = page.get_charbox(page.get_text_range().index("Python"))
    assert left > 200  # in the midst of a line that is shorter than the page and stands at its right
