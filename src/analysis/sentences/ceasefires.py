"""What may be said of ceasefires? All findings by one name, whichever module holds them."""

from analysis.sentences.ceasefires_headline import (
    base_rate,
    durability,
    hazard,
    median,
    reference_class,
    restricted_mean,
)
from analysis.sentences.ceasefires_limits import (
    ambiguity,
    checks,
    clusters,
    features,
    rules,
    selection,
    similar_terms,
)
from analysis.sentences.ceasefires_precedents import claims, precedents

__all__ = [
    "ambiguity",
    "base_rate",
    "checks",
    "claims",
    "clusters",
    "durability",
    "features",
    "hazard",
    "median",
    "precedents",
    "reference_class",
    "restricted_mean",
    "rules",
    "selection",
    "similar_terms",
]
