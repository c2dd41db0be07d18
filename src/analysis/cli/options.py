"""Which options do several verbs share, and what do they become for the library?

Each option stands here once, so that `--data` or `--as-of` means the same wherever it is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from analysis.publishing.planning.request import Project, Request

FORMATS = ("html", "pdf")
FOLDER = click.Path(file_okay=False, path_type=Path)
data_option = click.option("--data", type=FOLDER, default="data", show_default=True, help="Folder of tables.")
notebooks_option = click.option(
    "--notebooks", type=FOLDER, default="notebooks", show_default=True, help="Folder of notebooks."
)
out_option = click.option(
    "--out", type=FOLDER, default="reports", show_default=True, help="Folder of editions."
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


def requested(asked: dict[str, Any], *, as_sealed: Any = None) -> tuple[Project, Request]:
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
