"""What can be asked on the command line? Each verb parses, calls one function of the library, and prints.

Libraries are imported inside the verbs, so that `--help` answers at once. Exit codes: 0 done, 1 a problem in
data, notebook or build, 2 wrong usage; problems go to stderr.
"""

from __future__ import annotations

import signal
import sys
from typing import Any

import click

from analysis.cli.building import build, preview, why
from analysis.cli.editions import correct, diff, verify
from analysis.cli.importing import import_
from analysis.cli.project import check, init, list_reports, new, seal
from analysis.cli.readers import publish, send
from analysis.errors import AnalysisError, shown


class Verbs(click.Group):
    """A group that says a user's mistake in plain words and exits 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; an ``AnalysisError`` becomes its message on stderr."""
        try:
            return super().invoke(ctx)
        except AnalysisError as error:
            click.echo(shown(str(error)), err=True)
            ctx.exit(1)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="analysis-reports", prog_name="analysis")
def main() -> None:
    """Build dated, rebuildable reports from tidy tables and notebooks."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


for _verb in (
    build,
    check,
    correct,
    diff,
    import_,
    init,
    list_reports,
    new,
    preview,
    publish,
    seal,
    send,
    verify,
    why,
):
    main.add_command(_verb)
