"""A mail says of each report what its page one says, and where it can be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.publishing.editions.notices import notices
from analysis.publishing.editions.soundness import published
from analysis.publishing.sending.page_one import page_one

REPORTS = ("states-a-finding", "harbour-lights")


@pytest.fixture
def edition(here: Path) -> tuple[Path, dict[str, Any]]:
    folder = here / "reports" / "2024-01-10"
    return folder, published(folder)


def test_sentences_are_those_of_the_reports(edition: tuple[Path, dict[str, Any]]) -> None:
    page = page_one(*edition, reports=REPORTS, web="")
    first, second = page.reports
    assert (page.title, page.subtitle) == ("Reports as of 10 January 2024", "As known on 1 February 2024.")
    assert (first.title, first.findings) == ("States a finding", ("At most there: 11 lights.",))
    assert first.changes[0].startswith("Since the edition of 9 January 2024: Most lights rose from 9 to 11")
    assert second.title == "Lights of the harbour"
    assert second.findings  # its description, where it has no key finding
    assert (first.pdf, first.web, first.web_pdf) == ("states-a-finding.pdf", "", "")
    assert page.notices == []


def test_the_picture_is_the_first_figure_with_its_words(edition: tuple[Path, dict[str, Any]]) -> None:
    first, second = page_one(*edition, reports=REPORTS, web="").reports
    assert first.image is None
    image = second.image
    assert image
    assert image.content.startswith(b"\x89PNG")
    assert image.title == "The harbour shone"
    assert image.alt.endswith("A line.")


def test_addresses_lead_into_the_archive(edition: tuple[Path, dict[str, Any]]) -> None:
    folder, manifest = edition
    (report,) = page_one(folder, manifest, reports=["harbour-lights"], web="https://example.org/r").reports
    assert report.web == "https://example.org/r/2024-01-10/harbour-lights.html"
    assert report.web_pdf == "https://example.org/r/2024-01-10/harbour-lights.pdf"


def test_a_correction_and_what_is_missing_come_first(edition: tuple[Path, dict[str, Any]]) -> None:
    folder, manifest = edition
    correction = {"revision": 2, "note": "A night was counted twice.", "corrected_on": "2024-02-03"}
    changed = manifest | {"revision": 2, "corrections": [correction], "failed": ["storms"]}
    changed["reports"]["harbour-lights"]["headline"] = "The harbour was dark"
    page = page_one(folder, changed, reports=["harbour-lights"], web="")
    assert page.title == "Reports as of 10 January 2024, corrected (revision 2)"
    assert page.notices == [
        "Corrected on 3 February 2024 (revision 2): A night was counted twice.",
        "This edition is not whole: storms is missing.",
    ]
    assert page.reports[0].headline == "The harbour was dark"


def test_what_a_report_lacks_is_said_beside_it(edition: tuple[Path, dict[str, Any]]) -> None:
    folder, manifest = edition
    path = folder / "harbour-lights.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    note = {"revision": 2, "note": "A night was counted twice.", "corrected_on": "2024-02-03"}
    told = notices([note], "harbour-lights")
    content["metadata"]["analysis"]["edition"]["notices"] = [
        *told,
        "Nights: complete to 8 January 2024 only.",
    ]
    path.write_text(json.dumps(content), encoding="utf-8")
    page = page_one(folder, manifest | {"revision": 2, "corrections": [note]}, reports=REPORTS, web="")
    assert [report.notices for report in page.reports] == [[], ["Nights: complete to 8 January 2024 only."]]
    assert page.notices == told
