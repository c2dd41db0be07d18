"""What can be asked on the command line? Each verb parses, calls one function of the library, and prints.

Libraries are imported inside the verbs, so that `--help` answers at once. Exit codes: 0 done, 1 a problem in
data, notebook or build, 2 wrong usage; problems go to stderr.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.errors import AnalysisError, shown

if TYPE_CHECKING:
    from analysis.publishing.planning.request import Project, Request

FORMATS = ("html", "pdf")
IMPORTERS = "analysis.importers"
FOLDER = click.Path(file_okay=False, path_type=Path)
data_option = click.option(
    "--data", type=FOLDER, default=Path("data"), show_default=True, help="Folder of tables."
)
notebooks_option = click.option(
    "--notebooks", type=FOLDER, default=Path("notebooks"), show_default=True, help="Folder of notebooks."
)
out_option = click.option(
    "--out", type=FOLDER, default=Path("reports"), show_default=True, help="Folder of editions."
)


def asking(verb: Callable[..., None]) -> Callable[..., None]:
    """Add the arguments by which editions and reports are asked for."""
    options = (
        click.argument("reports", nargs=-1, metavar="[REPORT]..."),
        click.option(
            "--as-of",
            multiple=True,
            metavar="DATE|FROM..TO/7d",
            help="Date described, or a range (/7d, /2w, /1m); repeatable. Default: newest.",
        ),
        click.option(
            "--draft", is_flag=True, help="Try things out: among the drafts, beside what is published."
        ),
        click.option(
            "--known-on", default="", metavar="DATE", help="As known on this day. Default: all recorded."
        ),
        click.option(
            "-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="Of a report."
        ),
        click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Default: both."),
        out_option,
        data_option,
        notebooks_option,
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


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


@main.command("list")
@notebooks_option
@out_option
def list_reports(notebooks: Path, out: Path) -> None:
    """List the reports, their parameters and the editions."""
    from analysis.publishing.editions.manifests import sealed_editions
    from analysis.publishing.planning.catalogue import load_catalogue

    for report in load_catalogue(notebooks):
        click.echo(f"{report.id}\n  {report.title}\n  {report.description}")
        own = [f"{name}={value!r}" for name, value in report.parameters.items() if name != "data_dir"]
        click.echo(f"  parameters: {', '.join(own)}")
    sealed = sealed_editions(out)
    click.echo(f"editions in {out}: {', '.join(each['as_of'] for each in sealed) or 'none'}")


@main.command()
@data_option
@notebooks_option
def check(data: Path, notebooks: Path) -> None:
    """Check all tables and notebooks; print every problem at once."""
    from analysis.publishing.planning.project_check import check_project

    click.echo(check_project(data=data, notebooks=notebooks))


@main.command()
@data_option
def seal(data: Path) -> None:
    """Seal the rows added at the end of a ledger; the check comes first."""
    from analysis.data.sealing import seal_ledgers

    click.echo("\n".join(map(str, seal_ledgers(data))) or "nothing to seal")


@main.command()
@asking
@click.option("--jobs", type=click.IntRange(min=1), help="Reports made at once. Default: all cores.")
@click.option(
    "--timeout", type=click.IntRange(min=1), default=600, show_default=True, help="Seconds per cell."
)
@click.option("--partial", is_flag=True, help="Seal also when a report fails; the edition is marked.")
@click.option("--force", is_flag=True, help="Make the reports asked for anew, whether stale or not.")
@click.option(
    "--twice/--once",
    default=None,
    help="Run each notebook a second time and compare. Default: before a report is first published.",
)
@click.option("--share", metavar="K/N", help="Run the K-th of N parts of the notebooks only; seal nothing.")
@click.option("--executions", type=FOLDER, help="Folder of executions to share. Default: in .cache.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Run notebooks on a Dask cluster.")
@click.option(
    "--as-sealed", type=click.Path(path_type=Path), hidden=True, help="What a seal says of its edition."
)
def build(
    jobs: int | None,
    timeout: int,
    partial: bool,
    force: bool,
    twice: bool | None,
    share: str | None,
    executions: Path | None,
    scheduler: str,
    as_sealed: Path | None,
    **asked: Any,
) -> None:
    """Build reports into dated, sealed editions; does only what is stale."""
    from analysis.publishing.building.build import build as build_editions
    from analysis.publishing.planning.request import Options

    told = json.loads(as_sealed.read_text(encoding="utf-8")) if as_sealed else None
    options = Options(
        jobs=jobs or 0, timeout=timeout, partial=partial, force=force, scheduler=scheduler, twice=twice
    )
    project, request = _asked(asked, as_sealed=told)
    project = replace(project, shared=executions)
    with _progress() as (say, progress):
        if share:
            from analysis.publishing.building.sharing import Share, execute_share

            execute_share(project, request, options, Share.read(share), say=say, progress=progress)
            return
        places = build_editions(project, request, options, say=say, progress=progress)
    click.echo("\n".join(f"{place}/index.html" for place in places))


@main.command()
@asking
def why(**asked: Any) -> None:
    """Say what a build would do, and what has changed since the last one."""
    from analysis.publishing.building.reasons import why as reasons

    found = reasons(*_asked(asked))
    click.echo("\n".join(reason.words for reason in found))
    if not all(reason.is_fresh for reason in found):
        raise SystemExit(1)


@main.command()
@click.argument("older", metavar="OLDER")
@click.argument("newer", metavar="NEWER")
@out_option
@data_option
@notebooks_option
def diff(older: str, newer: str, **places: Any) -> None:
    """Say what changed from one edition to another: every finding's move, split by cause."""
    from analysis.publishing.building.differences import differences
    from analysis.publishing.planning.request import Project

    for difference in differences(Project(**places), older, newer, say=click.echo):
        click.echo("\n".join(difference.lines()))


@main.command()
@click.argument("edition", metavar="EDITION")
@click.option("--note", required=True, metavar="TEXT", help="What was wrong, in a sentence.")
@click.option("--on", required=True, metavar="DATE", help="The day of the correction.")
@click.option(
    "--known-on", default="", metavar="DATE", help="What the correction rests on. Default: all recorded."
)
@out_option
@data_option
@notebooks_option
def correct(edition: str, note: str, on: str, known_on: str, **places: Any) -> None:
    """Put a mistake right: issue the next revision of an edition, and keep the former one beside it."""
    from analysis.publishing.building.corrections import correct as issue
    from analysis.publishing.planning.request import Project

    name, project = Path(edition).name, Project(**places)
    place = issue(project, name, note=note, on=on, known_on=known_on, say=click.echo)
    click.echo(f"{place}/index.html")


@main.command()
@click.argument("target", type=click.Path(exists=True, path_type=Path))
@click.option("--trust", is_flag=True, help="Run the code that the target carries without asking.")
@data_option
@notebooks_option
def verify(target: Path, trust: bool, data: Path, notebooks: Path) -> None:
    """Rebuild a PDF or an edition from what it carries alone; compare every byte.

    Where the record it was made from is at hand, that must still hold every sealed row.
    """
    from analysis.publishing.comparing.verification import verify as verify_target

    def trusted(said: str) -> bool:
        click.echo(said)
        return trust or (sys.stdin.isatty() and click.confirm("Run it?"))

    verdicts = verify_target(target, trusted=trusted, data=data, notebooks=notebooks)
    click.echo("\n".join(map(str, verdicts)))
    if any(verdict.differences for verdict in verdicts):
        raise SystemExit(1)


@main.command()
@click.argument("report")
@click.option("--title", default="", help="The report's title. Default: its id in words.")
@data_option
@notebooks_option
def new(report: str, title: str, data: Path, notebooks: Path) -> None:
    """Start a report: writes a notebook that builds at once and is yours to change."""
    from analysis.publishing.planning.new_report import start_report

    click.echo(start_report(report, title=title, data=data, notebooks=notebooks))


@main.command()
@click.argument("report", required=False)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8899, show_default=True, help="Port on this machine."
)
@click.option("--as-of", default="", metavar="DATE", help="Date described. Default: newest in the data.")
@data_option
@notebooks_option
def preview(report: str | None, port: int, as_of: str, data: Path, notebooks: Path) -> None:
    """Rebuild on every save and show the result on a local page, until Ctrl-C."""
    from analysis.publishing.building.preview import show
    from analysis.publishing.planning.request import Project, Request

    wanted = Request(reports=(report,) if report else (), as_of=(as_of,) if as_of else ())
    show(Project(notebooks=notebooks, data=data), wanted, port=port, say=click.echo)


class Importers(click.Group):
    """The importers that are installed: entry points of the group ``analysis.importers``, by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the installed importers."""
        return sorted(point.name for point in entry_points(group=IMPORTERS))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the verb that runs one importer, loaded now; None when none is installed by that name."""
        for point in entry_points(group=IMPORTERS, name=cmd_name):
            return _importer(cmd_name, point.load())
        return None


def _importer(name: str, load: Callable[..., object]) -> click.Command:
    @click.command(name, help=(load.__doc__ or "").partition("\n")[0])
    @click.argument("path", type=click.Path(exists=True, path_type=Path))
    @click.option("--recorded-on", required=True, metavar="DATE", help="The day these rows enter the record.")
    @click.option("--allow-older", is_flag=True, help="Take a file that is older, or a part, at its word.")
    @click.option("--dry-run", is_flag=True, help="Say what would be added, and add nothing.")
    @data_option
    def verb(path: Path, data: Path, **asked: Any) -> None:
        click.echo(load(path, data_dir=data, **asked))

    return verb


@main.group("import", cls=Importers)
def import_() -> None:
    """Bring rows of a published source into the tables."""


@contextmanager
def _progress() -> Iterator[tuple[Callable[[str], None], Callable[[int, int], None]]]:
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


def _asked(asked: dict[str, Any], *, as_sealed: Any = None) -> tuple[Project, Request]:
    """Return the project and what was asked of it, as the library takes them."""
    from analysis.publishing.planning.request import Project, Request

    places = {name: asked.pop(name) for name in ("notebooks", "data", "out")}
    draft = asked.pop("draft")
    formats = tuple(name for name in FORMATS if name in asked["formats"] or not asked["formats"])
    wanted = {**asked, "parameters": _pairs(asked["parameters"]), "formats": formats}
    project = Project(**places)
    return project.drafts() if draft else project, Request(**wanted, as_sealed=as_sealed)


def _pairs(texts: tuple[str, ...]) -> dict[str, str]:
    """Read NAME=VALUE options; a text without ``=`` is wrong usage."""
    pairs = [text.partition("=") for text in texts]
    wrong = [text for text, (name, sign, _) in zip(texts, pairs, strict=True) if not sign or not name]
    if wrong:
        raise click.BadParameter(f"{', '.join(wrong)}: write NAME=VALUE", param_hint="-p")
    return {name: value for name, _, value in pairs}
