"""The pages over editions say what is sealed, are found by date, hold no foreign markup, ask for nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest

from analysis.publishing.archive.index import archive_page, edition_page
from analysis.publishing.archive.pictures import Shown

HOSTILE = "Nights <script>alert(1)</script> & Київ"
SENTENCE = "At most there were 11 lights."
CHANGED = "Since the edition of 3 January 2024: Most lights 8 → 11 lights (+3 from new observations)."


def report(
    order: int = 1, *, changed: tuple[str, ...] = (), title: str = HOSTILE, headline: str = ""
) -> dict[str, Any]:
    lights = {"name": "most-lights", "unit": "lights", "value": 11, "sentence": SENTENCE, "key": True}
    findings = [lights, {**lights, "name": "few", "sentence": "Not a headline.", "key": False}]
    outputs = [{"path": f"nights {order}.{ending}"} for ending in ("html", "ipynb", "pdf")]
    return {
        "title": title,
        "description": "What was seen.",
        "headline": headline,
        "order": order,
        "pages": 3,
        "findings": findings,
        "changes": {"sentences": list(changed)} if changed else None,
        "outputs": outputs,
    }


def edition(as_of: str, *, revision: int = 1, failed: tuple[str, ...] = (), **reports: Any) -> dict[str, Any]:
    corrections = [
        {"revision": number, "note": f"Mistake {number} <i>.", "corrected_on": f"2024-03-0{number}"}
        for number in range(2, revision + 1)
    ]
    return {
        "as_of": as_of,
        "known_on": "2024-02-01",
        "revision": revision,
        "corrections": corrections,
        "reports": reports or {"nights": report()},
        "omitted": {"storms": f"no row of storms is dated {as_of} or earlier"},
        "failed": list(failed),
    }


class Elements(HTMLParser):
    """All elements of a page, each with its attributes and the texts within it."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.style = False
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.style = tag == "style"

    def handle_data(self, data: str) -> None:
        self.text += "" if self.style else data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]

    @property
    def links(self) -> list[str]:
        return [str(each["href"]) for each in self.all("a")]


UNMOVED = "No headline figure has moved since the edition of 3 January 2024."
ARCHIVE = [
    edition("2023-12-31", revision=3),
    edition("2024-01-05", failed=("storms",)),
    edition(
        "2024-01-10",
        nights=report(changed=(CHANGED,)),
        storms=report(2, changed=(CHANGED,), title="Storms"),
        rest=report(3, changed=(UNMOVED,)),
    ),
]


def test_the_archive_has_every_edition_by_year_and_each_can_be_reached_by_its_date() -> None:
    page = Elements(archive_page(ARCHIVE))
    ids = [each["id"] for each in page.all("article")]
    assert ids == ["edition-2024-01-10", "edition-2024-01-05", "edition-2023-12-31"]
    years = ["#year-2024", "#year-2023", "#editions"]
    assert [link for link in page.links if link.startswith("#")] == [*years, *(f"#{name}" for name in ids)]
    assert {link[1:] for link in years} <= {str(each["id"]) for _, each in page.found if "id" in each}
    assert "3 editions, the newest first." in page.text
    for as_of in ("2024-01-10", "2024-01-05", "2023-12-31"):
        wanted = {f"{as_of}/index.html", f"{as_of}/manifest.json", f"{as_of}/nights%201.html"}
        assert wanted <= set(page.links)
    shown = [each for each in page.all("details") if each.get("class") == "year"]
    assert len(shown) == 2
    assert all("open" in each for each in shown)
    assert "#year-" not in " ".join(Elements(archive_page(ARCHIVE[1:])).links)


def test_the_archive_tells_headlines_changes_once_corrections_and_former_revisions() -> None:
    page = Elements(archive_page(ARCHIVE))
    assert page.text.count(CHANGED) == 1
    assert UNMOVED not in page.text
    still = edition("2024-01-10", a=report(1, changed=(UNMOVED,)), b=report(2, changed=(UNMOVED,)))
    assert Elements(archive_page([still])).text.count(UNMOVED) == 1
    assert page.text.count(SENTENCE) == 3
    assert "Not a headline." not in page.text
    assert "Corrected on 3 March 2024 (revision 3): Mistake 3 <i>." in page.text
    assert {"2023-12-31-r1/index.html", "2023-12-31-r2/index.html"} <= set(page.links)
    assert "2023-12-31-r3/index.html" not in page.links
    assert "This edition is not whole. Missing, because their build failed: storms." in page.text
    assert "feed.xml" in page.links


def test_restated_figures_are_linked_once_three_editions_exist() -> None:
    assert "revisions.html" in Elements(archive_page(ARCHIVE)).links
    assert "revisions.html" not in Elements(archive_page(ARCHIVE[:2])).links
    assert "1 edition, the newest first." in Elements(archive_page(ARCHIVE[:1])).text


def test_an_edition_shows_corrections_first_then_its_reports_in_order_with_their_files() -> None:
    page = Elements(
        edition_page(edition("2024-01-10", revision=2, b=report(2), a=report(1, changed=(CHANGED,))))
    )
    assert page.text.index("Corrected on 2 March 2024") < page.text.index(SENTENCE)
    assert [each["id"] for each in page.all("article")] == ["a", "b"]
    assert "As known on 1 February 2024. Revision 2." in page.text
    assert CHANGED in page.text
    assert [unquote(link) for link in page.links] == [
        "../index.html",
        "manifest.json",
        "../2024-01-10-r1/index.html",
        *(
            f"nights {number}.{ending}"
            for number in (1, 2)
            for ending in ("html", "html", "pdf", "ipynb")  # the first by the report's title
        ),
    ]
    assert "storms is not in this edition: no row of storms is dated 2024-01-10 or earlier." in page.text


def test_headlines_lead_to_their_reports_and_findings_are_folded() -> None:
    told = edition("2024-01-10", b=report(2, headline="Lights <rose>", title="B"), a=report(1, title="A"))
    page = Elements(archive_page([told]))
    assert page.text.count("Lights <rose>") == 2  # of the edition, and of its report
    reports = [link for link in page.links if link.startswith("2024-01-10/nights")]
    assert reports == ["2024-01-10/nights%201.html", "2024-01-10/nights%202.html"]
    folded = [each for each in page.all("details") if each.get("class") != "year"]
    assert folded
    assert not [each for each in folded if "open" in each]


def test_an_edition_shows_the_headline_and_the_picture_of_each_report() -> None:
    told = edition("2024-01-10", a=report(1, headline="Lights rose", title="A"), b=report(2, title="B"))
    shown = Shown("data:image/svg+xml;base64,AA==", "Lights by night", 345, 200)
    page = Elements(edition_page(told, pictures={"b": shown}))
    (image,) = page.all("img")
    assert (image["src"], image["alt"]) == (shown.address, shown.alt)
    assert page.text.index("Lights rose") < page.text.index("B")


def test_figures_over_the_editions_are_drawn_once_three_editions_state_them() -> None:
    drawings = Elements(archive_page(ARCHIVE)).all("svg")
    told = "Most lights: 11 lights on 31 December 2023 to 11 lights on 10 January 2024"
    assert [each["aria-label"] for each in drawings] == [told]
    assert Elements(archive_page(ARCHIVE[:2])).all("svg") == []


def test_an_edition_without_correction_says_nothing_of_revisions() -> None:
    page = Elements(edition_page(edition("2024-01-10")))
    assert "evision" not in page.text
    assert "orrect" not in page.text


@pytest.mark.parametrize(
    "page", [archive_page(ARCHIVE), edition_page(ARCHIVE[0])], ids=["archive", "edition"]
)
def test_a_page_runs_its_own_script_only_and_asks_for_nothing(page: bytes) -> None:
    elements = Elements(page)
    assert HOSTILE in elements.text
    policy = next(str(each["content"]) for each in elements.all("meta") if "http-equiv" in each)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    text = page.decode("utf-8")
    for tag in ("style", "script"):
        contents = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digests = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in contents]
        allowed = re.findall(rf"{tag}-src ([^;]*)", policy)
        assert allowed == [" ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"]
    fetched = [each for tag, each in elements.found if tag in {"script", "img", "iframe", "link"}]
    assert not [
        each for each in fetched if "src" in each or str(each.get("href", "")).startswith(("http", "//"))
    ]
    assert not [each for each in elements.links if ":" in each]


def test_the_same_manifests_draw_the_same_page() -> None:
    assert archive_page(ARCHIVE) == archive_page(list(ARCHIVE))
