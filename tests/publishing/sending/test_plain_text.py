"""The text of a mail is narrow, says what the HTML says, and keeps addresses whole."""

from __future__ import annotations

from analysis.publishing.sending.page_one import PageOne, Summary
from analysis.publishing.sending.plain_text import WIDTH, plain_text

LONG = "At most there were 11 lights, more than on any of the nights before, by the harbour master's count."
ADDRESS = "https://example.org/reports/2024-01-10/" + "a" * 80 + ".html"
REPORT = Summary(
    title="Lights of the harbour", headline="", notices=[], findings=[LONG], changes=[], pdf="lights.pdf",
    pages="3 pages", web="", web_pdf="", image=None,
)  # fmt: skip


def page(*reports: Summary, notices: tuple[str, ...] = ()) -> PageOne:
    return PageOne("Lights", "Reports as of 10 January 2024", "As known on then.", notices, reports)


def test_lines_are_narrow_but_addresses_whole() -> None:
    report = Summary(
        "T" * 30,
        "Nothing moved",
        [LONG],
        [LONG],
        [LONG],
        "lights.pdf",
        "3 pages",
        ADDRESS,
        f"{ADDRESS}.pdf",
        None,
    )
    text = plain_text(page(report, notices=(LONG,)), attached=False, leave=LONG)
    assert [line for line in text.splitlines() if len(line) > WIDTH] == [
        f"Read: {ADDRESS}",
        f"PDF: {ADDRESS}.pdf",
    ]
    assert "Nothing moved\n=============\n" + "T" * 30 in text
    assert "\nWhat changed\n* At most" in text
    assert " ".join(text.split()).count(LONG.split(",")[0]) == 5


def test_what_is_attached_is_named_and_what_is_not_is_not() -> None:
    assert "Attached: lights.pdf (3 pages)\n" in plain_text(page(REPORT), attached=True, leave="Leave.")
    assert "lights.pdf" not in plain_text(page(REPORT), attached=False, leave="Leave.")


def test_the_words_after_the_mark_of_a_signature_say_how_to_leave() -> None:
    assert plain_text(page(REPORT), attached=True, leave="Reply.").endswith("\n\n-- \nReply.\n")
