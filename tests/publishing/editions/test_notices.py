"""Corrections are told the newest first; each revision keeps an address of its own."""

from analysis.publishing.editions.notices import address, notices


def test_the_newest_correction_comes_first() -> None:
    told = notices(
        [
            {"revision": 2, "note": "A day was misread.", "corrected_on": "2024-03-02"},
            {"revision": 3, "note": "The title was wrong.", "corrected_on": "2024-03-04"},
        ]
    )
    assert told == [
        "Corrected on 4 March 2024 (revision 3): The title was wrong.",
        "Corrected on 2 March 2024 (revision 2): A day was misread.",
    ]
    assert notices([]) == []


def test_no_two_revisions_share_an_address() -> None:
    places = [address("2024-01-10", revision, newest=3) for revision in (1, 2, 3)]
    assert places == ["2024-01-10-r1", "2024-01-10-r2", "2024-01-10"]
