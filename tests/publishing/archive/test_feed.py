"""The feed is Atom that a reader can follow: lasting ids, dates of the editions, corrections first."""

from typing import Any
from xml.etree import ElementTree

from analysis.publishing.archive.feed import ATOM, feed

ATOM_NAMES = {"atom": ATOM}
OURS = "Drones <rose> & fell in Київ."


def edition(as_of: str, *, revision: int = 1, corrections: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    findings = [{"sentence": OURS, "key": True}, {"sentence": "Not on the cover.", "key": False}]
    report = {"title": "Brief", "order": 1, "findings": findings, "changes": None}
    return {
        "as_of": as_of,
        "known_on": "2026-01-10",
        "revision": revision,
        "corrections": list(corrections),
        "reports": {"brief": report},
    }


def parsed(*editions: dict[str, Any]) -> ElementTree.Element:
    return ElementTree.fromstring(feed(editions))


def texts(root: ElementTree.Element, path: str) -> list[str | None]:
    return [found.text for found in root.findall(path, ATOM_NAMES)]


def test_feed_has_what_atom_requires_and_the_newest_edition_first() -> None:
    root = parsed(edition("2025-12-28"), edition("2026-01-05"))
    for required in ("id", "title", "updated", "author/atom:name"):
        assert texts(root, f"atom:{required}"), required
        if required != "author/atom:name":
            assert len(texts(root, f"atom:entry/atom:{required}")) == 2
    assert texts(root, "atom:entry/atom:title") == [
        "Reports as of 5 January 2026",
        "Reports as of 28 December 2025",
    ]
    links = root.findall("atom:entry/atom:link", ATOM_NAMES)
    assert [link.get("href") for link in links] == ["2026-01-05/index.html", "2025-12-28/index.html"]


def test_sentences_are_text_never_markup() -> None:
    assert texts(parsed(edition("2026-01-05")), "atom:entry/atom:summary") == [OURS]


def test_a_headline_stands_for_the_findings_of_its_report() -> None:
    told = edition("2026-01-05")
    told["reports"]["brief"] |= {"headline": "Drones rose", "changes": {"sentences": ["Up by 3."]}}
    told["reports"]["other"] = edition("2026-01-05")["reports"]["brief"] | {"order": 2}
    assert texts(parsed(told), "atom:entry/atom:summary") == [f"Drones rose\n{OURS}\nUp by 3."]


def test_a_correction_is_a_new_entry_with_its_notice_first_and_its_own_day() -> None:
    correction = {"revision": 2, "note": "A night was counted twice.", "corrected_on": "2026-02-03"}
    first, second = (parsed(edition("2026-01-05", **more)) for more in ({}, corrected(correction)))
    assert texts(first, "atom:entry/atom:id") != texts(second, "atom:entry/atom:id")
    assert texts(second, "atom:entry/atom:updated") == ["2026-02-03T00:00:00Z"]
    (summary,) = texts(second, "atom:entry/atom:summary")
    assert summary is not None
    assert summary.startswith("Corrected on 3 February 2026 (revision 2): A night was counted twice.")


def corrected(correction: dict[str, Any]) -> dict[str, Any]:
    return {"revision": 2, "corrections": (correction,)}


def test_an_archive_without_editions_is_a_feed_without_entries() -> None:
    assert not parsed().findall("atom:entry", ATOM_NAMES)
