"""A hint names what is hard to read: long words, long sentences, long findings of page one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.publishing.planning.notebooks import Notebook
from analysis.publishing.planning.reading_ease import reading_ease, reading_hints

Noted = Callable[..., Notebook]
PLAIN = "The rain fell all day. It fell all night too."
HARD = "Considerable precipitation continuously characterised northern agricultural territories."


def said(noted: Noted, *texts: str, key: str = "False") -> list[str]:
    calls = [f'part.say("x", row, text={text!r}, key={key})' for text in texts]
    return [str(hint) for hint in reading_hints(noted(*calls))]


def test_plain_words_get_no_hint(noted: Noted) -> None:
    assert said(noted, PLAIN, "{n:# lamp|lamps} burn[, {share:percent} of them all night].") == []


def test_how_it_reads_is_told_with_the_cell_of_the_longest_sentence(noted: Noted) -> None:
    plain = noted(f"part.prose({5 * f'{PLAIN} '!r})", f"part.prose({PLAIN!r})")
    assert reading_ease(plain).startswith("noted 5 (5 words a sentence, 0% of them long;")
    hard = noted(f"part.prose({5 * f'{PLAIN} '!r})", f"part.prose({HARD!r})")
    assert reading_ease(hard).startswith("noted 17 (5 words a sentence, 12% of them long;")
    assert reading_ease(hard).endswith("the longest sentence, 7 words, in cell two)")
    assert reading_ease(noted(f"part.prose({HARD!r})")) == ""


@pytest.mark.parametrize(("words", "hints"), [(40, 0), (41, 1)])
def test_a_very_long_sentence_is_named_by_its_cell(noted: Noted, words: int, hints: int) -> None:
    found = said(noted, 3 * f"{PLAIN} ", f"{words * 'ox '}.".replace(" .", "."))
    assert len(found) == hints
    assert all("cell two (no. 4): has a sentence of 41 words: “ox ox ox" in hint for hint in found)


@pytest.mark.parametrize(
    ("key", "text", "hints"),
    [("True", 31 * "ox " + ".", 1), ("True", 30 * "ox " + ".", 0), ("False", 31 * "ox " + ".", 0)],
)
def test_a_finding_of_page_one_has_at_most_thirty_words(
    noted: Noted, key: str, text: str, hints: int
) -> None:
    found = said(noted, text, key=key)
    assert len(found) == hints
    assert all("cell one (no. 3): puts a finding of 31 words on page one" in hint for hint in found)


def test_the_words_for_page_one_are_counted_where_they_are_others(noted: Noted) -> None:
    (hint,) = said(noted, PLAIN, key=repr(20 * "ox {n:# of them|them} "))
    assert "puts a finding of 40 words on page one" in hint
