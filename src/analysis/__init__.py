"""Dated, rebuildable reports from tidy CSVs and parameterized notebooks."""

__version__ = "0.1.0"
