"""Reads the sentences said of reference classes: large and small, clustered and not, alike and not."""

# pandas-stubs type a cell of a frame as any scalar there is.
# mypy: disable-error-code="arg-type"

import datetime
import re
from collections.abc import Iterable
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.parts import Finding
from analysis.sentences import ceasefires as say
from analysis.sentences import (
    ceasefires_annex,
    ceasefires_figures,
    ceasefires_likeness,
    ceasefires_ranges,
    ceasefires_record,
    ceasefires_sources,
    ceasefires_tables,
    ceasefires_words,
)
from analysis.sentences.shown import TooLittle, Words
from analysis.statistics import competing, survival
from analysis.statistics.hazard import life_table, weibull_shape
from analysis.subject.ceasefires import (
    base_rates,
    precedents,
    references,
    similarity,
    specification_sensitivity,
    spells,
)
from analysis.subject.ceasefires.groups import features
from analysis.subject.ceasefires.plots import plot_spells
from analysis.subject.ceasefires.spells import CAUSES, WAR

DAY = datetime.date(2026, 1, 5)
HORIZONS = (1, 2, 5, 10)


def coded(lengths: list[float], *, ends: list[str], clusters: str = "ABCDEFGHIJ") -> pd.DataFrame:
    """Ceasefires that began in 1950, of so many years each, in clusters in turn."""
    count = len(lengths)
    start = pd.Series(pd.to_datetime(["1950-01-01"] * count)).astype("datetime64[us]")
    end = start + pd.to_timedelta(np.round(np.array(lengths) * 365.25), unit="D")
    kinds = pd.Series([ends[place % len(ends)] for place in range(count)])
    places = np.arange(count)
    return pd.DataFrame(
        {
            "spell_id": [f"C{place:02d}" for place in places],
            "cluster": [clusters[place % len(clusters)] for place in places],
            "dyad": [f"Ceasefire {place}" for place in places],
            "belligerents": "A; B", "conflict_type": "interstate", "prior_fighting": "war",
            "start": start, "start_precision": "day", "start_basis": "armistice",
            "end": end.where(kinds != "ongoing"), "end_precision": "day", "end_type": kinds.to_numpy(),
            "failure_rule": "war resumed", "end_basis": "attack", "end_source_id": "other-2000",
            "headline": True, "ambiguous": places % 5 == 0, "confidence": "high",
            "features_confidence": "low", "author_year": "Fortna 2004", "source_id": "fortna-2004",
            "note": "",
            "demilitarised_zone": places % 2 == 0, "monitors": places % 3 == 0,
            "third_party_guarantee": True, "territory_unresolved": True, "great_power_involved": False,
            "decisive_victory": pd.array([None] * count, dtype="boolean"),
        }
    )  # fmt: skip


EARLY = coded([0.3 + 0.1 * n for n in range(20)] + [40.0 + n for n in range(20)],
              ends=["renewed_war"] * 20 + ["ongoing"] * 20)  # fmt: skip
MIXED = coded([float(1 + n) for n in range(40)], ends=["renewed_war", "superseded_by_treaty", "ongoing"])
LATE = coded([9 + 0.1 * n for n in range(30)], ends=["renewed_war"])
FEW = coded([1.0, 2.0, 3.0], ends=["renewed_war", "ongoing"])
NONE = FEW[:0]


NO_CHECK = pd.DataFrame(columns=["spell_id", "checked", "source_id", "difference", "result"])
NO_OTHER = pd.DataFrame(columns=["spell_id", "rule", "end", "end_type"])


def used(table: pd.DataFrame) -> pd.DataFrame:
    return spells.spells(table, as_of=DAY)


def at_five(table: pd.DataFrame) -> Finding:
    rates = base_rates.base_rates(used(table), as_of=DAY, horizons=HORIZONS)
    ends = competing.incidence_at(used(table), horizons=HORIZONS, causes=CAUSES)
    return say.base_rate(rates, ends, horizon=5, as_of=DAY)


def test_the_reference_class_is_counted_by_what_became_of_it() -> None:
    found = say.reference_class(spells.universe(MIXED, as_of=DAY), as_of=DAY)
    assert found.sentence == (
        "Of 40 ceasefires between armies coded here, 40 (in 10 clusters of related conflicts) enter the "
        "headline "
        "figures: by 5 January 2026, 14 had gone back to war, 13 had been superseded by a treaty and 13 "
        "were in "
        "force. They are no sample: well-known cases are over-represented, and truces that broke within a "
        "day are missing."
    )
    assert found.value == 40


def test_an_empty_class_is_said_to_be_empty() -> None:
    found = say.reference_class(spells.universe(NONE, as_of=DAY), as_of=DAY)
    assert found.sentence == "No ceasefire of the reference class had begun before 5 January 2026."


def test_the_base_rate_names_its_count_and_the_headline() -> None:
    found = at_five(MIXED)
    assert found.sentence.startswith(
        "Of the 40 ceasefires that had begun at least 5 years before 5 January 2026, 2 had returned to war "
        "within "
        "5 years: 5% (95% interval 1–17%). With younger ones counted"
    )
    assert (found.value, found.n) == (0.05, 40)


def test_a_base_rate_without_any_old_spell_gives_no_number() -> None:
    young = MIXED.assign(start=pd.Timestamp("2024-01-01"), end=pd.NaT)
    found = at_five(young)
    assert found.value is None
    assert found.sentence.startswith("Insufficient data: no ceasefire had begun 5 years before")


def test_below_ten_ends_no_incidence_is_said() -> None:
    found = say.durability(competing.incidence_at(used(FEW), horizons=HORIZONS, causes=CAUSES), horizon=5)
    assert found.value is None
    assert "Insufficient data" in found.sentence
    assert not re.search(r"\d+%", found.sentence)


def test_incidence_says_war_treaty_and_what_is_left() -> None:
    found = say.durability(competing.incidence_at(used(MIXED), horizons=HORIZONS, causes=CAUSES), horizon=10)
    assert re.fullmatch(
        r"Allowing for ceasefires still young, 10% \(95% interval 3–21%\) were back at war within 10 years; "
        r"8% had been superseded by a treaty and 83% were still in force\.",
        found.sentence,
    )


@pytest.mark.parametrize(
    ("table", "opening"),
    [
        (EARLY, "The risk was highest early and fell with age: "),
        (LATE, "The risk rose with age: "),
        (FEW, "Insufficient data: a change of risk with age needs at least 10 events"),
    ],
)
def test_the_hazard_is_said_no_further_than_its_interval(table: pd.DataFrame, opening: str) -> None:
    found = say.hazard(
        life_table(used(table), event=WAR), weibull_shape(used(table), event=WAR), ranged(table)
    )
    assert found.sentence.startswith(opening)
    assert ("over clusters, cases and rules)" in found.sentence) == (found.value is not None)


def test_a_constant_hazard_is_no_change() -> None:
    generator = np.random.default_rng(2)
    constant = coded(list(generator.exponential(8, 40) + 0.01), ends=["renewed_war"])
    found = say.hazard(
        life_table(used(constant), event=WAR), weibull_shape(used(constant), event=WAR), ranged(constant)
    )
    assert found.sentence.startswith("No change of risk with age is established")


def test_a_median_is_said_with_its_interval_or_as_not_reached() -> None:
    said = say.median(survival.median(used(LATE), event=WAR), ranged(LATE)).sentence
    assert "the median time to renewed war was 10.5 years (95%" in said
    assert said.endswith(" over clusters, cases and rules).")
    open_end = survival.median(used(LATE), event=WAR).assign(estimate_high=np.nan)
    assert "(95% interval from " in say.median(open_end, ranged(LATE)).sentence
    assert "years on, its upper end not reached; " in say.median(open_end, ranged(LATE)).sentence
    held = coded([1.0, 2, 3, 4, 5] + [60.0] * 20, ends=["renewed_war"] * 5 + ["ongoing"] * 20)
    found = say.median(survival.median(used(held), event=WAR), ranged(held))
    assert found.value is None
    assert found.sentence.startswith("More than half")


def test_a_mean_stands_beside_its_range() -> None:
    found = say.restricted_mean(survival.restricted_mean(used(MIXED), tau=20, event=WAR), ranged(MIXED))
    assert re.search(r"\(95% interval [\d.]+–[\d.]+; [\d.]+–[\d.]+ over clusters, cases", found.sentence)


def test_a_cluster_that_carries_the_rate_is_named() -> None:
    heavy = EARLY.assign(cluster=["A"] * 20 + list("BCDEFGHIJK") * 2)
    assert _clusters(heavy).sentence.startswith(
        "One cluster of conflicts weighs heavily in the share of 50% back at war"
    )
    assert "(without A)" in _clusters(heavy).sentence
    assert _clusters(EARLY).sentence.startswith("No single cluster of conflicts carries the share of 50%")
    assert _clusters(FEW).value is None
    assert "needs at least 3 clusters" in _clusters(EARLY.assign(cluster="A")).sentence


def _clusters(table: pd.DataFrame) -> Finding:
    left_out = base_rates.without_one_cluster(used(table), horizon=5)
    redrawn = base_rates.by_resampled_clusters(used(table), horizons=[5], draws=100)
    return say.clusters(left_out, redrawn, horizon=5)


def ranged(table: pd.DataFrame) -> pd.DataFrame:
    return specification_sensitivity.ranges(table, NO_OTHER, as_of=DAY)


def _other_ends(count: int) -> pd.DataFrame:
    names = [f"C{place + 20:02d}" for place in range(count)]
    return pd.DataFrame(
        {"spell_id": names, "rule": "lower threshold", "end": "1952-01-01", "end_type": "renewed_war"}
    )


def test_rules_that_move_the_rate_are_named_and_others_are_little() -> None:
    moved = specification_sensitivity.sensitivity(EARLY, _other_ends(8), as_of=DAY)
    each = base_rates.without_one_cluster(used(EARLY), horizon=5)
    assert say.rules(moved, each, horizon=5).sentence == (
        "Other cases and rules of failure move the 50% back at war within 5 years to between 50% (headline "
        "cases, n = 40) and 70% (earliest end of every spell, n = 40); one cluster less, 50%."
    )
    still = specification_sensitivity.sensitivity(EARLY.assign(ambiguous=False), _other_ends(1), as_of=DAY)
    assert "little: 50–53%" in say.rules(still, each, horizon=5).sentence


def test_features_that_are_not_established_are_no_finding_and_no_absence() -> None:
    found = say.features(features(used(EARLY), permutations=199))
    assert found.value == 0
    assert "could have been missed" in found.sentence
    assert found.sentence.startswith("Of 6 features, 2 could be compared one at a time; none is established")


def test_a_feature_that_goes_with_war_is_no_effect() -> None:
    marked = EARLY.assign(monitors=np.arange(40) < 20, cluster=[f"c{n}" for n in range(40)])
    found = say.features(features(used(marked), names=["monitors"], permutations=199))
    assert found.sentence.startswith(
        "1 feature was compared; monitors (sooner war, corrected p = 0.005) goes with the time to war."
    )
    assert found.sentence.endswith("this is no effect.")


def test_too_few_spells_compare_no_feature() -> None:
    assert say.features(features(used(FEW), permutations=9)).sentence.startswith("Insufficient data")


@pytest.fixture
def named() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "case_id": ["H1", "H2", "H3"],
            "name": ["Soviet-Afghan War", "Korean War armistice", "Paris Peace Accords"],
            "agreement_date": ["1988-04-14", "1953-07-27", "1973-01-27"],
            "agreement_type": "agreement",
            "is_ceasefire_case": [False, True, True],
            "spell_id": ["", "C40", "C00"],
            "note": "",
        }
    )


def test_three_precedents_never_make_a_percentage(named: pd.DataFrame) -> None:
    every = used(MIXED).assign(spell_id=lambda table: table["spell_id"].replace("C02", "C40"))
    cases = precedents.cases(named, every, as_of=DAY)
    other = pd.DataFrame(
        {"spell_id": ["C00"], "rule": ["fall"], "end": ["1952-01-01"], "end_type": ["renewed_war"]}
    )
    found = say.precedents(cases, precedents.failures(named, every, other, as_of=DAY))
    assert found.sentence == (
        "Of the 3 precedents named by the subject page, 2 were ceasefires: Korean War armistice (76.0 "
        "years and still in force) and Paris Peace Accords (1.0–2.0 years until renewed war, depending on "
        "the event counted as failure). In the Soviet-Afghan War no ceasefire took effect. So few cases "
        "carry no rate."
    )
    assert "%" not in found.sentence


def test_claims_are_counted_by_verdict() -> None:
    spans = pd.DataFrame({"verdict": ["holds", "holds", "does not hold", "no claim", "roughly holds"]})
    found = say.claims(spans)
    assert found.sentence.startswith(
        "Of 4 spans with a claimed length, 2 hold, 1 roughly holds and 1 does not hold; which"
    )
    assert say.claims(spans[:0]).value == 0


def _stated(coding: dict[str, dict[str, bool | None]]) -> pd.DataFrame:
    rows = [(name, feature, value) for name, terms in coding.items() for feature, value in terms.items()]
    return pd.DataFrame(rows, columns=["scenario_id", "feature", "value"])


def _similar(table: pd.DataFrame, coding: dict[str, dict[str, bool | None]]) -> list[Finding]:
    asked = similarity.terms(_stated(coding), scenarios=list(coding))
    held = similarity.conditional_durability(used(table), similarity.similarity(used(table), asked))
    return say.similar_terms(held, _comparable(asked, coding), horizon=5)


def _comparable(asked: pd.DataFrame, coding: Iterable[str], *, end: str = "ceasefire") -> pd.DataFrame:
    scenarios = pd.DataFrame({"scenario_id": list(coding), "label": "Deal", "end_state": end})
    return similarity.comparability(asked, scenarios)


def test_likeness_is_a_reference_class_and_says_so() -> None:
    terms: dict[str, bool | None] = {"third_party_guarantee": True, "territory_unresolved": True}
    (found,) = _similar(EARLY, {"S1": {**terms, "great_power_involved": False}})
    assert "saw no renewed war for 5 years; 50% with one cluster left out" in found.sentence
    assert found.value == pytest.approx(0.5)
    assert found.n == 40
    assert found.sentence.startswith("Given a ceasefire, and only among the earlier ones")
    assert found.sentence.endswith("it is not a forecast.")


def test_a_scenario_with_few_terms_or_few_like_spells_gets_no_share() -> None:
    terms: dict[str, bool | None] = {"third_party_guarantee": True, "territory_unresolved": True}
    (silent,) = _similar(EARLY, {"S4": terms})
    assert silent.sentence == (
        "Nothing is said of S4, which states 2 of the 6 terms by which ceasefires are coded, where a "
        "comparison needs 3."
    )
    (small,) = _similar(FEW, {"S1": {**terms, "great_power_involved": False}})
    assert small.sentence.startswith(
        "Insufficient data: the terms of S1 find 3 ceasefires, worth an effective"
    )
    assert [found.value for found in (silent, small)] == [None, None]
    (nothing,) = _similar(EARLY, {})
    assert nothing.sentence.startswith("No scenario is on record at this date")


def test_a_scenario_of_continued_war_has_no_ceasefire_to_compare() -> None:
    asked = similarity.terms(_stated({}), scenarios=["S2"])
    held = similarity.conditional_durability(used(EARLY), similarity.similarity(used(EARLY), asked))
    stated_by = _comparable(asked, ["S2"], end="continued war")
    (found,) = say.similar_terms(held, stated_by, horizon=5)
    assert found.sentence == (
        "Nothing is said of S2, which is continued war, so that there is no ceasefire whose terms could be "
        "compared."
    )
    assert found.value is None


def test_likeness_says_its_range_over_other_cases_and_rules() -> None:
    coding: dict[str, dict[str, bool | None]] = {
        "S1": {"third_party_guarantee": True, "territory_unresolved": True, "great_power_involved": False}
    }
    asked = similarity.terms(_stated(coding), scenarios=["S1"])
    held = similarity.conditional_durability(used(EARLY), similarity.similarity(used(EARLY), asked))
    ranged = specification_sensitivity.durability_ranges(
        held, EARLY, _other_ends(8), asked, as_of=DAY, reach=0.5
    )
    (found,) = say.similar_terms(ranged, _comparable(asked, coding), horizon=5)
    assert "; 50% with one cluster left out, 30–50% with other cases and rules of failure. " in found.sentence
    part = ceasefires_likeness.durability(ranged, source="x", as_of=DAY)
    assert part.content["columns"][-1]["label"] == "Other cases and rules"
    assert len(ceasefires_likeness.durability(held, source="x", as_of=DAY).content["columns"]) == 6


def test_a_scenario_with_nothing_to_compare_stands_in_the_notes_not_in_the_table() -> None:
    asked = similarity.terms(
        _stated({"S1": dict.fromkeys(spells.FEATURES[:4], True)}), scenarios=["S1", "S2"]
    )
    held = similarity.conditional_durability(used(EARLY), similarity.similarity(used(EARLY), asked))
    scenarios = pd.DataFrame(
        {"scenario_id": ["S1", "S2"], "label": "", "end_state": ["ceasefire", "continued war"]}
    )
    part = ceasefires_likeness.durability(
        held, source="x", as_of=DAY, comparability=similarity.comparability(asked, scenarios)
    )
    assert {row[0] for row in part.content["rows"]} == {"S1"}
    assert part.content["notes"][0].startswith("Without a row: S2, which is continued war")


def test_the_bias_of_the_selection_counts_what_is_kept_out() -> None:
    universe = spells.universe(MIXED.assign(headline=np.arange(40) > 3), as_of=DAY)
    assert "4 cases with weaker dating are kept for sensitivity only" in say.selection(universe)
    assert say.selection(universe).startswith("The reference class is no sample.")


@pytest.mark.parametrize("table", [EARLY, MIXED])
def test_every_figure_has_words_made_from_its_frame(table: pd.DataFrame) -> None:
    for words in _words(table):
        assert isinstance(words, Words)
        assert words.title
        assert words.alt.endswith(".")
        assert "nan" not in " ".join((words.title, words.caption, words.alt, words.n))


def test_the_record_is_said_in_two_parts_by_year_or_in_one() -> None:
    first, later = spells.halves(used(MIXED.assign(start=_years(40))), rows=40)
    words = ceasefires_figures.first_spells(first, later=later, as_of=DAY)
    assert isinstance(words, Words)
    assert words.title.startswith("Of 20 ceasefires begun before 1970, ")
    drawn = ceasefires_figures.later_spells(plot_spells, later, first=first, source="x", as_of=DAY)
    assert drawn.content["caption"].startswith("Every ceasefire of the reference class begun since 1970 by")
    whole, none = spells.halves(used(FEW))
    said = ceasefires_figures.later_spells(plot_spells, none, first=whole, source="x", as_of=DAY)
    assert str(said) == "All 3 ceasefires stand in the figure above."
    alone = ceasefires_figures.first_spells(whole, later=none, as_of=DAY)
    assert isinstance(alone, Words)
    assert alone.title.startswith("Of 3 ceasefires, ")


def _years(count: int) -> pd.Series:
    return pd.Series(pd.to_datetime([f"{1950 + place}-01-01" for place in range(count)]))


def test_figures_of_three_spells_say_what_is_missing() -> None:
    kinds = [type(words) for words in _words(FEW)]
    assert kinds == [Words] + [TooLittle] * 8


def _words(table: pd.DataFrame) -> list[Words | TooLittle]:
    cases = used(table)
    read, steps = (
        survival.survival_at(cases, horizons=HORIZONS, event=WAR),
        competing.incidence(cases, causes=CAUSES),
    )
    ends = competing.incidence_at(cases, horizons=HORIZONS, causes=CAUSES)
    coding: dict[str, dict[str, bool | None]] = {
        "S1": {"third_party_guarantee": True, "territory_unresolved": True, "great_power_involved": False}
    }
    asked = similarity.terms(_stated(coding if len(cases) > 3 else {}), scenarios=["S1"])
    similar, stated_by = similarity.similarity(cases, asked), _comparable(asked, coding)
    held = similarity.conditional_durability(cases, similar)
    return [
        ceasefires_figures.spells(cases, as_of=DAY),
        ceasefires_figures.survival(survival.survival(cases, event=WAR), read),
        ceasefires_figures.incidence(steps, ends, horizon=5),
        ceasefires_figures.hazard(life_table(cases, event=WAR), weibull_shape(cases, event=WAR)),
        ceasefires_ranges.clusters_drawn(base_rates.without_one_cluster(cases), horizon=5),
        ceasefires_ranges.choices_drawn(
            specification_sensitivity.sensitivity(table, _other_ends(2), as_of=DAY), horizon=5
        ),
        ceasefires_figures.features(features(cases, permutations=19)),
        ceasefires_figures.similarity(similar, similarity.reference_classes(similar), stated_by),
        ceasefires_figures.durability(held, stated_by, horizon=5),
    ]


def test_the_annex_says_of_each_case_why_it_is_in_how_coded_and_from_which_source() -> None:
    references = pd.DataFrame(
        {
            "spell_id": "C00",
            "source_id": ["fortna-2004", "treaty-1950"],
            "cited_as": ["Fortna 2004 (war 148)", ""],
        }
    )
    works = pd.DataFrame({"source_id": ["x", "other-2000", "treaty-1950", "fortna-2004"]})
    checks = pd.DataFrame(
        {
            "spell_id": "C00", "checked": ["start", "start", "end", "end"],
            "source_id": ["treaty-1950", "x", "x", "fortna-2004"],
            "difference": pd.array([0, pd.NA, -48, pd.NA], dtype="Int64"),
            "result": ["within a week", "same month", "differs", ""],
        }
    )  # fmt: skip
    part = ceasefires_annex.reference_class(
        used(MIXED)[:1], references, checks, works, features=spells.FEATURES, source="x", as_of=DAY
    )
    code, told = part.content["rows"][0]
    assert code == "C00"
    assert told.startswith(
        "Ceasefire 0. A; B. Interstate, after a war. From 1950-01-01: armistice. Renewed war on 1951-01-01 "
        "after 1.00 years: attack. Headline, ambiguous; A. Yes Z M G T; no P; unknown V. Confidence low / "
        "high."
    )
    assert told.endswith(
        "Sources [4] (war 148), [3], [2] (end). Dates held against: start [3] 0, [1] same month; end [1] −48."
    )
    letters = "Z demilitarised zone; M monitors; G third-party guarantee; T territory unresolved"
    assert letters in part.content["columns"][1]["label"]
    assert letters in " ".join(ceasefires_annex.key(features=spells.FEATURES).content["paragraphs"])


def test_another_end_stands_beside_the_share_it_gives() -> None:
    others = _other_ends(2).assign(note="", end=pd.Timestamp("1952-01-01"))
    table = specification_sensitivity.sensitivity(MIXED, others, as_of=DAY)
    part = ceasefires_record.alternatives(others, table, horizon=5, source="x", as_of=DAY)
    alone = table[table["kind"] == "one spell"]
    assert [row[3] for row in part.content["rows"]] == [str(n) for n in alone["n"]]
    assert part.content["rows"][0][4].startswith(f"{100 * alone['estimate'].iloc[0]:.0f}% (")
    joint = ceasefires_ranges.choices(table, horizon=5, source="x", as_of=DAY)
    assert len(joint.content["rows"]) == len(table) - len(alone)


def test_an_empty_record_is_said_not_shown_empty() -> None:
    nothing = pd.DataFrame(columns=["spell_id", "rule", "end", "end_type", "note"])
    choices = pd.DataFrame({"kind": ["cases"]})
    part = ceasefires_record.alternatives(nothing, choices, horizon=5, source="x", as_of=DAY)
    assert part.kind == "note"
    assert "No other end is on record" in str(part)


def test_sources_are_numbered_and_cited_by_what_is_known_of_them() -> None:
    rows = pd.DataFrame(
        {
            "source_id": ["a", "b", "c"], "author": ["Fortna, V. P.", "", ""], "year": [2004, 1949, pd.NA],
            "title": ["Peace time", "Armistice", ""], "publisher": ["Princeton", "", ""], "url": "",
            "about": ["", "", "Stated from general knowledge."],
            "reliability": ["Read.", "Not read.", "Read."],
        }
    )  # fmt: skip
    part = ceasefires_sources.sources(rows, source="x", as_of=DAY)
    assert part.content["rows"] == [
        ["1", "Fortna, V. P. (2004). Peace time. Princeton. Read. [a]"],
        ["2", "Armistice (1949). Not read. [b]"],
        ["3", "Stated from general knowledge. Read. [c]"],
    ]


def test_each_feature_stands_with_its_rule_of_coding() -> None:
    def field(table: str, name: str) -> SimpleNamespace:
        return SimpleNamespace(title=f"{table} {name}", description="True where it is.")

    part = ceasefires_annex.features(field, names=("monitors",), source="x", as_of=DAY)
    assert part.content["rows"] == [["M", "ceasefires monitors", "True where it is."]]


def test_dates_that_agree_with_a_reference_are_counted_and_others_too() -> None:
    held = pd.DataFrame(
        {
            "spell_id": ["C00", "C00", "C02", "C01"], "checked": ["start", "start", "end", "end"],
            "result": ["differs", "within a week", "within a week", "differs"],
        }
    )  # fmt: skip
    found = say.checks(references.checked(used(MIXED), held))
    assert found.sentence == (
        "Of 40 starts and 27 ends of headline cases, 1 start and 0 ends agree with at least one reference, "
        "within a week or, where it gives no day, in the month or year. Of 3 comparisons 2 differ by more "
        "than a week; annex A says by how much."
    )
    assert (found.value, found.n) == (1, 67)


def test_what_all_citations_of_a_work_add_alike_is_said_once() -> None:
    references = pd.DataFrame(
        {"spell_id": ["C00", "C01"], "source_id": "fortna-2004", "cited_as": "Fortna 2004 (data, version 3)"}
    )
    works = pd.DataFrame({"source_id": ["fortna-2004", "other-2000"]})
    part = ceasefires_annex.reference_class(
        used(MIXED)[:2], references, NO_CHECK, works, features=spells.FEATURES, source="x", as_of=DAY
    )
    assert part.content["rows"][0][1].endswith("Sources [1], [2] (end).")
    assert part.content["notes"] == ["[1] (data, version 3)."]


def test_spells_outside_the_headline_are_named_with_their_reason() -> None:
    outside = spells.left_out(MIXED.assign(headline=np.arange(40) > 0), as_of=DAY)
    said = str(ceasefires_record.left_out(outside))
    assert said.endswith("Kept for sensitivity only: C00 Ceasefire 0 (1950).")
    assert str(ceasefires_record.left_out(outside[:0])) == "Every coded spell enters the headline figures."


def test_published_rates_stand_with_n_and_why_they_do_not_compare() -> None:
    rows = pd.DataFrame(
        {
            "study": ["Walter", "Fortna"], "what": ["Relapse", "Ceasefires"], "value": [0.57, np.nan],
            "n": pd.array([103, pd.NA], dtype="Int64"), "n_unit": ["countries", "ceasefires"],
            "horizon_years": [np.nan, 5], "comparable": pd.array([False, True], dtype="boolean"),
            "comparison": ["Civil wars.", "The same class."],
        }
    )  # fmt: skip
    part = ceasefires_sources.published(rows, source="x", as_of=DAY)
    assert part.content["rows"] == [
        ["Walter", "Relapse: 57%, n: 103 countries", "No. Civil wars."],
        ["Fortna", "Ceasefires, n: not recorded (ceasefires)", "Yes. The same class."],
    ]
    assert "No published base rate" in str(ceasefires_sources.published(rows[:0], source="x", as_of=DAY))


def test_a_coded_term_stands_beside_the_words_it_rests_on() -> None:
    coding = pd.DataFrame(
        {"scenario_id": ["S1"], "feature": ["monitors"], "value": [False], "basis": ["none is named"]}
    )
    asked = similarity.terms(coding, scenarios=["S1", "S2"], features=["monitors", "decisive_victory"])
    labels = pd.DataFrame(
        {"scenario_id": ["S1", "S2"], "label": ["Deal", "War"], "end_state": ["ceasefire", "continued war"]}
    )
    part = ceasefires_likeness.terms(asked, labels, source="x", as_of=DAY)
    assert part.content["rows"] == [
        ["S1", "Monitors: no. none is named"],
        ["S2", "None stated. End: continued war"],
    ]
    assert part.content["notes"][0] == "S1 Deal; S2 War."
    assert "S1: decisive victory; S2: monitors and decisive victory" in part.content["notes"][2]


def test_each_headline_is_one_row_with_its_three_ranges() -> None:
    table = specification_sensitivity.ranges(MIXED, _other_ends(8), as_of=DAY, horizons=[5], tau=15)
    rows = {row[0]: row[1:] for row in ceasefires_ranges.ranges(table, source="x", as_of=DAY).content["rows"]}
    assert list(rows) == [
        "Back at war within 5 years",
        "Back at war within 5 years, as counted",
        "Median time to war, years",
        "Mean time without war in the first 15 years, years",
        "Change of risk with age (Weibull shape)",
    ]
    war = table[(table["headline"] == "incidence of war") & (table["kind"] == "every spell")].iloc[0]
    low, high = (f"{100 * war[end]:.0f}" for end in ("range_low", "range_high"))
    assert rows["Back at war within 5 years"][3] == f"{low}–{high}%"
    assert rows["Median time to war, years"] == ["not reached", "—", "—", "—"]
    assert "(" in rows["Change of risk with age (Weibull shape)"][0]


def test_horizons_say_n_and_what_the_last_column_means() -> None:
    kept = survival.survival_at(used(MIXED), horizons=HORIZONS, event=WAR)
    ends = competing.incidence_at(used(MIXED), horizons=HORIZONS, causes=CAUSES)
    part = ceasefires_tables.horizons(kept, ends, source="x", as_of=DAY)
    labels = [column["label"] for column in part.content["columns"]]
    assert labels[1] == "Still observed"
    assert labels[-1] == "No renewed war, treaties set aside"
    assert part.content["notes"][0].startswith("n = 40 ceasefires at the start.")


def test_a_precedent_without_ceasefire_is_not_timed_and_says_why(named: pd.DataFrame) -> None:
    every = used(MIXED).assign(spell_id=lambda table: table["spell_id"].replace("C02", "C40"))
    other = pd.DataFrame(columns=["spell_id", "rule", "end", "end_type"]).astype({"end": "datetime64[us]"})
    failed = precedents.failures(named, every, other, as_of=DAY)
    part = ceasefires_record.cases(
        precedents.cases(named, every, as_of=DAY).assign(
            agreement_date=lambda table: pd.to_datetime(table["agreement_date"])
        ),
        failed,
        source="x",
        as_of=DAY,
    )
    told = {row[0]: row[1] for row in part.content["rows"]}
    assert told["Soviet-Afghan War"] == (
        "1988-04-14: agreement. Nothing to time, since no ceasefire took effect."
    )
    assert told["Korean War armistice"] == "1953-07-27: agreement. In force after 76.0 years, so censored."


def test_bounds_are_said_once_where_they_agree() -> None:
    assert ceasefires_words.bounds(pd.Series([0.2, 0.2])) == "20%"
