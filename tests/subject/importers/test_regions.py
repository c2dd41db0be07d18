"""Spellings that differ by case or blanks are one region; letters of another script are asked about."""

from analysis.data.importing.reports import Problems
from analysis.subject.importers.regions import Regions


def test_the_spelling_on_record_is_kept_and_the_others_are_said() -> None:
    regions, problems = Regions(["Kharkiv oblast"]), Problems()
    for name in ("KHARKIV  oblast", "Kharkiv oblast", "Odesa oblast"):
        assert regions.named(name, "a.csv:2", problems) in ("Kharkiv oblast", "Odesa oblast")
    assert problems.found == []
    assert regions.notes() == ('read as one region: "KHARKIV  oblast", "Kharkiv oblast"',)


def test_look_alike_letters_are_asked_about_once() -> None:
    regions, problems = Regions([]), Problems()
    for name in ("Kharkiv", "Kh\u0430rkiv", "Kh\u0430rkiv"):
        regions.named(name, "a.csv:3 adm_1", problems)
    (found,) = problems.found
    assert found.reason == 'looks like "Kharkiv", but has letters of another script'
