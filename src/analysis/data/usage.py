"""What has this process read? The tables of all datasets that were loaded, whatever has become of them."""

from __future__ import annotations

from collections.abc import Mapping

_reads: list[Mapping[str, None]] = []  # of each dataset that was loaded: its tables, by name
_times = [0]


def loaded(read: Mapping[str, None]) -> None:
    """Note that a dataset was loaded; ``read`` fills with the names of the tables that are read of it."""
    _reads.append(read)


def asked() -> None:
    """Note that a dataset was asked for a table."""
    _times[0] += 1


def tables_read() -> tuple[str, ...]:
    """Return the names of the tables read so far."""
    return tuple(sorted({name for read in _reads for name in read}))


def times_asked() -> int:
    """Return how often a dataset was asked for a table so far."""
    return _times[0]
