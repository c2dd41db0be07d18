"""What a plan takes from a sealed edition: missing reports come again, corrections follow one another."""

from __future__ import annotations

import pytest

from analysis.errors import AnalysisError
from analysis.publishing.planning.request import Request
from analysis.publishing.planning.standing import NOT_ASKED, corrections, known_on_of, missed


def test_a_report_is_missed_when_it_failed_or_had_no_rows() -> None:
    assert missed({"omitted": {"a": NOT_ASKED, "b": "no row of storms"}, "failed": ["c"]}) == ["b", "c"]


def test_a_published_edition_knows_what_it_knew() -> None:
    published = {"as_of": "2024-01-10", "known_on": "2024-02-01"}
    assert known_on_of(Request(), None) == ""
    assert known_on_of(Request(known_on="2024-03-01"), None) == "2024-03-01"
    assert known_on_of(Request(), published) == "2024-02-01"
    with pytest.raises(AnalysisError, match="analysis correct 2024-01-10"):
        known_on_of(Request(known_on="2024-03-01"), published)


def test_a_new_correction_is_one_revision_more() -> None:
    issued = {"revision": 2, "note": "Misread.", "corrected_on": "2024-03-02"}
    sealed = {"revision": 2, "corrections": [issued]}
    assert corrections(Request(), None) == ()
    assert corrections(Request(), sealed) == (issued,)
    new = {"note": "Again.", "corrected_on": "2024-03-03"}
    assert corrections(Request(correction=new), sealed) == (issued, {"revision": 3, **new})
