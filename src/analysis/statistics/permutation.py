"""Answers how often a difference as large as the one seen arises when labels are shuffled.

Exact where all relabellings can be counted, otherwise by seeded random draws; blocks keep neighbours in
time together, because they are not independent.
"""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import AnalysisError
from analysis.statistics.results import require_choice

Floats = NDArray[np.float64]
ALTERNATIVES = ("greater", "two-sided")
EXACT_UP_TO = 2**16
TOLERANCE = 1e-9


def _share_at_least(statistics: Floats, observed: float, alternative: str) -> tuple[int, int]:
    require_choice(alternative, ALTERNATIVES, name="alternative")
    if alternative == "two-sided":
        statistics, observed = np.abs(statistics), abs(observed)
    slack = TOLERANCE * max(1.0, abs(observed))
    return int((statistics >= observed - slack).sum()), len(statistics)


def sign_flips(
    differences: ArrayLike, *, alternative: str = "two-sided", draws: int = 9999, seed: int = 1
) -> tuple[float, str]:
    """P-value of paired differences by flipping their signs, and how it was found.

    Exact up to 16 pairs (all sign patterns), else (1 + hits) / (1 + ``draws``). Assumes the differences
    symmetric about 0 when nothing differs. Reference: Fisher 1935, section 21.

    >>> sign_flips([1, 2, 3], alternative="greater")
    (0.125, 'exact, 8 sign patterns')
    """
    x = np.asarray(differences, dtype=float)
    if 2 ** len(x) <= EXACT_UP_TO:
        patterns = (np.arange(2 ** len(x))[:, np.newaxis] >> np.arange(len(x))) & 1
        hits, total = _share_at_least((1 - 2 * patterns) @ x, x.sum(), alternative)
        return hits / total, f"exact, {total} sign patterns"
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], (draws, len(x)))
    hits, total = _share_at_least(signs @ x, x.sum(), alternative)
    return (1 + hits) / (1 + total), f"{draws} random sign patterns, seed {seed}"


def _memberships(blocks: int, chosen: int, draws: int, seed: int) -> tuple[NDArray[np.bool_], bool]:
    """Which blocks fall into the first group, one relabelling a row; all of them when they can be listed."""
    if comb(blocks, chosen) <= EXACT_UP_TO:
        listed = np.array(list(combinations(range(blocks), chosen)), dtype=np.intp).reshape(-1, chosen)
        membership = np.zeros((len(listed), blocks), dtype=bool)
        np.put_along_axis(membership, listed, True, axis=1)
        return membership, True
    order = np.random.default_rng(seed).permuted(np.tile(np.arange(blocks), (draws, 1)), axis=1)
    return order < chosen, False


def block_permutation(
    first: ArrayLike,
    second: ArrayLike,
    *,
    block: int = 7,
    alternative: str = "two-sided",
    draws: int = 9999,
    seed: int = 1,
) -> tuple[float, str]:
    """P-value of the difference in means ``second`` − ``first``, shuffling blocks between the two groups.

    Values are cut into runs of ``block`` (the last may be shorter), NaN = unknown. Exact when at most
    65,536 relabellings exist. Assumes blocks exchangeable. Reference: Fisher 1935; Politis and Romano 1994
    on blocks.

    >>> block_permutation([0, 0, 0, 1], [1, 1, 1, 0], block=1, alternative="greater")
    (0.24285714285714285, 'exact, 70 relabellings of blocks of 1')
    """
    groups = [np.asarray(first, dtype=float), np.asarray(second, dtype=float)]
    if not all(np.isfinite(group).any() for group in groups):
        raise AnalysisError("a permutation needs known values in both groups; one has none")
    sums, counts, sizes = [], [], []
    for group in groups:
        edges = np.arange(0, len(group), block)
        sums.append(np.add.reduceat(np.nan_to_num(group), edges))
        counts.append(np.add.reduceat(np.isfinite(group).astype(float), edges))
        sizes.append(len(edges))
    total, known = np.concatenate(sums), np.concatenate(counts)
    membership, exact = _memberships(sum(sizes), sizes[0], draws, seed)
    inside, inside_known = membership @ total, membership @ known
    usable = (inside_known > 0) & (inside_known < known.sum())
    means = inside[usable] / inside_known[usable]
    others = (total.sum() - inside[usable]) / (known.sum() - inside_known[usable])
    observed = sums[1].sum() / counts[1].sum() - sums[0].sum() / counts[0].sum()
    hits, relabellings = _share_at_least(others - means, observed, alternative)
    if exact:
        return hits / relabellings, f"exact, {relabellings} relabellings of blocks of {block}"
    return (1 + hits) / (1 + relabellings), f"{draws} random relabellings of blocks of {block}, seed {seed}"
