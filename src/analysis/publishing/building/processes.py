"""How many processes does a build have, and where do they come from? From a server that it starts first."""

from __future__ import annotations

import os

from analysis.publishing.editions.staging import Archive
from analysis.publishing.planning.request import Options
from analysis.publishing.running.fork_client import CAN_FORK, ForkServer
from analysis.publishing.running.workers import environment


def at_once(options: Options) -> int:
    """Return how many processes work on this machine together."""
    return options.jobs or os.cpu_count() or 1


def fork_server(archive: Archive, *, wanted: bool) -> ForkServer:
    """Start the server of warm processes for work in an archive, where it is wanted and can be had."""
    surroundings = environment("1970-01-01", archive.staging.resolve())
    return ForkServer(surroundings, held=(archive.lock,), wanted=CAN_FORK and wanted)
