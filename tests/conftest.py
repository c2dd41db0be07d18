"""What tests of several rooms share: the same examples in every run, small strike frames, printed answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

from analysis.publishing.running.quick_imports import defer_grammars

defer_grammars()  # of which a test needs none: to compile them costs each process over a second

# Properties are tried on the same examples in every run, so that a failure is found again.
settings.register_profile("project", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("project")

DATA = Path(__file__).parents[1] / "data"
Drones = Callable[..., pd.DataFrame]


@pytest.fixture(scope="session")
def drones() -> Drones:
    """Return a maker of night rows: drones launched on consecutive nights from ``first``, None = no row."""

    def make(
        launched: Sequence[float | None],
        *,
        first: str = "2025-01-06",
        shot_down: float = 0.6,
        suppressed: float | None = 0.2,
        weapon_class: str = "drone",
    ) -> pd.DataFrame:
        dates = pd.date_range(first, periods=len(launched))
        frame = pd.DataFrame({"date": dates, "launched": launched}).dropna()
        frame = frame.assign(window="night", weapon_class=weapon_class)
        frame["launched"] = frame["launched"].round().astype("Int64")
        frame["shot_down"] = (frame["launched"] * shot_down).round().astype("Int64")
        part = 0.0 if suppressed is None else suppressed
        frame["suppressed"] = (frame["launched"] * part).round().astype("Int64")
        if suppressed is None:
            frame["suppressed"] = pd.NA
        is_drone, merged = frame["weapon_class"] == "drone", frame["date"] >= "2025-07-24"
        frame["outcome_basis"] = np.select([is_drone & merged, is_drone], ["merged", "separate"], "")
        return frame

    return make


Violations = Callable[[bytes], list[str]]
#: What a PDF says of itself, and the name of that standard to the validator.
CLAIMS = {b"<pdfaid:part>3</pdfaid:part>": "3a", b"<pdfuaid:part>1</pdfuaid:part>": "ua1"}
#: A stream whose last byte is a carriage return is taken for one that ends a byte earlier.
MISREAD = "PDFA3A-STREAM-LENGTH-001"


@pytest.fixture(scope="session")
def violations() -> Violations:
    """Return what asks a stranger, page-validation, if a PDF keeps the standards that it claims."""
    if find_spec("page") is None:
        return lambda pdf: []
    page = import_module("page")

    def found(pdf: bytes) -> list[str]:
        reports = [
            page.validate_pdf_bytes(pdf, profile=name) for claim, name in CLAIMS.items() if claim in pdf
        ]
        broken = {f"{each.rule_id}: {each.message}" for report in reports for each in report.failures}
        return sorted(each for each in broken if MISREAD not in each or not lengths_are_right(pdf))

    return found


def lengths_are_right(pdf: bytes) -> bool:
    """Whether each stream of a PDF is followed by a line end and its end, where its length says."""
    heads = re.finditer(
        rb"\d+ 0 obj\n(?:(?!endobj).)*?/Length (\d+)\b(?:(?!endobj).)*?>>\nstream\n", pdf, re.DOTALL
    )
    return all(pdf.startswith(b"\nendstream", head.end() + int(head[1])) for head in heads)


@pytest.fixture(scope="session")
def real() -> pd.DataFrame:
    """Return the strike table as the measures get it."""
    frame = pd.read_csv(DATA / "strikes.csv", parse_dates=["date"])
    return frame.assign(outcome_basis=frame["outcome_basis"].fillna(""), flag=frame["flag"].fillna(""))


@pytest.fixture
def leukaemia() -> pd.DataFrame:
    """6-mercaptopurine against placebo, weeks of remission of twice 21 patients.

    Freireich et al. 1963, as printed in Kleinbaum and Klein, Survival Analysis, chapter 2.
    """
    treated = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    outcome = np.where(np.array(relapsed + [1] * 21) == 1, "relapse", "")
    years = np.array(treated + placebo, dtype=float)
    return pd.DataFrame({"years": years, "outcome": outcome, "treated": [True] * 21 + [False] * 21})


@pytest.fixture(autouse=True)
def no_dataset_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test cite the dataset that another one opened."""
    monkeypatch.setattr("analysis.data.dataset._opened", [])
