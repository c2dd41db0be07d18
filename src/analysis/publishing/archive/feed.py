"""How does a reader learn of a new edition without asking? An Atom feed over all editions of an archive.

Drawn from manifests alone: its dates are those of the editions, so that it changes only when an edition does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from xml.etree import ElementTree

from analysis.parts import wording
from analysis.publishing.editions.manifests import key_sentences
from analysis.publishing.editions.notices import notices

NAME: Final = "feed.xml"
ATOM: Final = "http://www.w3.org/2005/Atom"
TAG: Final = "tag:analysis-reports,2026"  # RFC 4151: an id for ever, whatever the address
TITLE: Final = "All editions"
AUTHOR: Final = "Analysis"


def feed(manifests: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the feed of an archive, the newest edition first; ``manifests`` come oldest first."""
    editions = list(manifests)[::-1]
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _text(root, "id", f"{TAG}:archive")
    _text(root, "title", TITLE)
    _text(root, "updated", max((_updated(edition) for edition in editions), default="1970-01-01T00:00:00Z"))
    _text(ElementTree.SubElement(root, "author"), "name", AUTHOR)
    ElementTree.SubElement(root, "link", {"rel": "self", "href": NAME, "type": "application/atom+xml"})
    ElementTree.SubElement(root, "link", {"rel": "alternate", "href": "index.html", "type": "text/html"})
    for edition in editions:
        _entry(root, edition)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(root: ElementTree.Element, edition: Mapping[str, Any]) -> None:
    entry = ElementTree.SubElement(root, "entry")
    revision = edition["revision"]
    _text(entry, "id", f"{TAG}:edition/{edition['as_of']}/{revision}")
    corrected = f", corrected (revision {revision})" if edition["corrections"] else ""
    _text(entry, "title", f"Reports as of {wording.day(edition['as_of'])}{corrected}")
    _text(entry, "updated", _updated(edition))
    link = {"rel": "alternate", "href": f"{edition['as_of']}/index.html", "type": "text/html"}
    ElementTree.SubElement(entry, "link", link)
    _text(entry, "summary", "\n".join(_sentences(edition)))


def _sentences(edition: Mapping[str, Any]) -> Sequence[str]:
    """Return what an entry tells: notices of correction, headlines, what changed.

    A report without a headline tells its key findings.
    """
    reports = sorted(edition["reports"].values(), key=lambda report: report["order"])
    changed = [sentence for report in reports for sentence in (report["changes"] or {}).get("sentences", ())]
    said = [sentence for report in reports for sentence in _said(report)]
    told = [*notices(edition["corrections"]), *dict.fromkeys([*said, *changed])]
    return told or [report["title"] for report in reports]


def _said(report: Mapping[str, Any]) -> Sequence[str]:
    return [report["headline"]] if report.get("headline") else key_sentences(report)


def _updated(edition: Mapping[str, Any]) -> str:
    """Return the day of the newest knowledge in an edition: the newest thing it can tell of itself."""
    days = [edition["known_on"], *(correction["corrected_on"] for correction in edition["corrections"])]
    return f"{max(days)}T00:00:00Z"


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text
