"""The score test of proportional hazards against an answer in closed form.

Six spells (Therneau and Grambsch 2000, appendix E.1; the data by which R's survival checks its own cox.zph in
``tests/zph.R``): the maximum of Efron's likelihood, its score and its information are known there.
"""

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.cox import cox
from analysis.statistics.proportionality import proportionality

YEARS = np.array([9.0, 1, 1, 6, 6, 8])
HAPPENED = np.array([True, True, False, True, True, False])
EXPOSED = np.array([[0.0], [1], [1], [1], [0], [0]])


def test_the_score_test_in_closed_form() -> None:
    phi = np.arccos((45 / 23) * np.sqrt(3 / 23))
    r = 2 * np.sqrt(23 / 3) * np.cos(phi / 3)  # the hazard ratio of largest likelihood
    score = np.array([1 / (r + 1), 3 / (r + 3), -r / (r + 5), 0])
    information = np.array([r / (r + 1) ** 2, 3 * r / (r + 3) ** 2, 5 * r / (r + 5) ** 2, 0])
    clock = np.array([0, 1 / 6, 1 / 6, 7 / 12])  # one minus Kaplan–Meier just before 1, 6, 6 and 9
    matrix = np.array([[(clock**power * information).sum() for power in row] for row in ((0, 1), (1, 2))])
    moved = np.array([0, (clock * score).sum()])
    expected = moved @ np.linalg.solve(matrix, moved)
    found = proportionality(YEARS, HAPPENED, EXPOSED, np.array([np.log(r)]))
    assert score.sum() == pytest.approx(0)
    assert found.item() == pytest.approx(expected, rel=1e-9)


def test_one_ratio_is_refused_in_five_of_a_hundred_where_it_holds() -> None:
    generator = np.random.default_rng(3)
    refused = []
    for _ in range(200):
        spells = pd.DataFrame({"years": generator.exponential(1, 60), "outcome": "war"})
        fit = cox(spells.assign(zone=generator.random(60) < 0.5), covariates=["zone"], event="war")
        refused.append(fit["ph_p"].item() < 0.05)
    assert np.mean(refused) == pytest.approx(0.05, abs=0.035)
