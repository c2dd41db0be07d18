"""Slips of case, script and spelling are recognised; a hopeless search is not begun."""

from analysis.data.spelling import closest


def test_words_are_found_whatever_their_case_and_script() -> None:
    known = ["drone", "ballistic", "KN-23"]
    assert closest("DRONE", known) == "drone"
    assert closest("КN-23", known) == "KN-23"  # the К is Cyrillic
    assert closest("balistic", known) == "ballistic"
    assert closest("submarine", known) == ""
    assert closest("word", [f"entry-{number}" for number in range(3_000)]) == ""
