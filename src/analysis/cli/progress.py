"""How does a terminal show that a long verb is at work? A bar with the time left; plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress_shown() -> Iterator[tuple[Callable[[str], None], Callable[[int, int], None]]]:
    """Give what says lines and what shows progress: a bar with the time left where there is a terminal."""
    if not sys.stderr.isatty():
        yield click.echo, lambda done, total: None
        return
    from tqdm import tqdm

    with tqdm(total=0, unit="step", dynamic_ncols=True, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield lambda line: tqdm.write(line, file=sys.stdout), progress
