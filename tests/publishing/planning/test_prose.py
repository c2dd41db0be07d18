"""Numbers and likelihood words of prose come from findings; years, dates, names, quotations may stand."""

from __future__ import annotations

import pytest

from analysis.publishing.planning.prose import likelihood_words, sentences, typed_numbers


@pytest.mark.parametrize(
    "text",
    [
        "The record runs from 2022-09-28 to 5 January 2026.",
        "On 24 February 2022, January 5 and 5–6 December 2025; since Aug 2025; the 1990s; 2023–25.",
        "See Annex 2, Section 3.1 and Part 4.",
        "Kh-101, S-400, G7, PDF/A-3a, Shahed-136, Х-47М2 and X22; ICD 203, ISO 8601, CC BY 4.0.",
        "No number at all.",
        "The trailing 28-day mean; 7–10-day spells; the last 28 nights; per 4 weeks.",
        "In the 28 days to {date:day}.",
        "7 nights before",
        "28 days",
        "Mean, 28 days",
        "the mean of the 28 nights on either side",
        "Returns per 100 spell-years",
        "Share (95% interval {low}–{high}), 95% exact Poisson; Estimate (95%); p < 0.001",
        "From the 5th to the 95th percentile, or the 5th–95th percentiles.",
        "{launched:# lamp|lamps} a night, {estimate:percent} of {n} and {per_night:.1}",
        "Probabilities cannot add up to more than 100%.",
    ],
)
def test_what_may_be_typed(text: str) -> None:
    assert typed_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("653 drones came, 28 % fewer than before.", ["653", "28 %"]),
        ("A loss of 1,200,000 or −3.5 points.", ["1,200,000", "−3.5"]),
        ("In 2025 there were 2100 nights with 31 records; the 3rd highest.", ["2100", "31", "3"]),
        ("The 28-day mean was 163.4; 9 of the last 28 nights had none.", ["163.4", "9"]),
        ("Lamps came on 12 nights, and 7 days had none.", ["12", "7"]),
        ("95% of the lamps, or 95 % in all", ["95%", "95 %"]),
        ("{n} lamps, of which 12 {kind}", ["12"]),
        ("The share fell to 40 per cent.", ["40"]),
    ],
)
def test_what_must_be_printed(text: str, numbers: list[str]) -> None:
    assert typed_numbers(text) == numbers


def test_headings_lists_code_formulas_and_links_hold_no_prose_numbers() -> None:
    markdown = (
        "## 3.2 Method\n\n1. First `n = 30`\n2. Second $x_1 + 2$, $$y = 3$$\n\n"
        "<https://example.org/2024/77> and [the report](https://example.org/88).\n\n```\n99\n```\n"
    )
    assert [typed_numbers(words) for words in sentences(markdown)] == [[], [], [], []]


def test_the_mark_of_a_footnote_is_no_number_and_its_text_is_prose() -> None:
    markdown = "As counted.[^1] And more.[^note]\n\n[^1]: There were 653.\n\n[^note]: None.\n"
    assert [number for words in sentences(markdown) for number in typed_numbers(words)] == ["653"]


def test_html_in_markdown_is_prose_and_a_comment_is_not() -> None:
    markdown = '<p class="x2">There were 653.</p>\n\n<!-- of 99 -->\n'
    assert [number for words in sentences(markdown) for number in typed_numbers(words)] == ["653"]


def test_a_quotation_counts_only_with_its_source() -> None:
    sourced = "> 90 % ready, he said ([speech](https://example.org)).\n"
    assert list(sentences(sourced)) == []
    assert [typed_numbers(words) for words in sentences("> 90 % ready.")] == [["90 %"]]
    assert [
        typed_numbers(w) for w in sentences("“90 % ready” ([speech](https://example.org)), 5 of them")
    ] == [["5"]]
    assert [typed_numbers(words) for words in sentences("“90 % ready”, he said.")] == [["90 %"]]


def test_numbers_in_emphasis_and_tables_are_prose() -> None:
    assert [typed_numbers(words) for words in sentences("It was **653** drones.")] == [["653"]]
    assert ["12"] in [typed_numbers(words) for words in sentences("| a | b |\n|---|---|\n| x | 12 |\n")]


@pytest.mark.parametrize(
    "word", ["likely", "Very unlikely", "almost certainly", "roughly even chance", "probably"]
)
def test_likelihood_words_are_found(word: str) -> None:
    assert likelihood_words(f"Renewed war is {word} by then.") == [word]


def test_likelihood_itself_is_a_plain_word() -> None:
    assert likelihood_words("Words of likelihood and the most stable scenario") == []
