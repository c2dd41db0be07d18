"""What is asked of a build? The places of a project, the editions and reports wanted, and how to go about it.

Three values, so that each function takes the one it reads. Blank means the default: the folders of the
project we stand in; all reports, the newest date, all that is known; all cores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

#: Told what happens, a line at a time, and how many steps are done, of how many.
Say = Callable[[str], None]
Progress = Callable[[int, int], None]

FORMATS: Final = ("html", "pdf")
DRAFTS: Final = "drafts"


@dataclass(frozen=True)
class Project:
    """Where things are: the notebooks, the tables, and the archive of editions.

    With ``published`` the archive ``out`` is one of drafts: they may be made again and again, are marked as
    what they are, and are compared with the editions that are published. ``shared`` is a folder of
    executions that other machines use as well.
    """

    notebooks: Path = Path("notebooks")
    data: Path = Path("data")
    out: Path = Path("reports")
    published: Path | None = None
    shared: Path | None = None

    @property
    def is_draft(self) -> bool:
        """Whether what is made is for trying things out."""
        return self.published is not None

    def drafts(self) -> Project:
        """Return the same project with drafts in place of its editions."""
        return replace(self, out=self.out / DRAFTS, published=self.out)

    @property
    def lock(self) -> Path | None:
        """The lock file of the environment, beside the notebooks; None when there is none."""
        lock = self.notebooks.resolve().parent / "requirements.lock"
        return lock if lock.is_file() else None

    @property
    def cache(self) -> Path:
        """Where what may be deleted at any time is kept: beside the notebooks, never among the editions."""
        return self.notebooks.resolve().parent / ".cache" / "analysis"

    @property
    def build_cache(self) -> Path:
        """Where it is noted what each report was made from."""
        return self.cache / ("drafts" if self.is_draft else "reports")

    @property
    def executions(self) -> Path:
        """Where executions are kept: any edition, draft or comparison may use them."""
        return self.shared or self.cache / "executions"

    @property
    def results(self) -> Path:
        """Where measures and drawings of earlier runs are kept, for runs whose code has changed since."""
        return self.cache / "results"


@dataclass(frozen=True)
class Request:
    """What is wanted: which reports of which dates, as known when, with which values, in which formats.

    ``again`` asks only for what each edition holds already, with the parameters it has there; ``correction``
    is the note and day of a correction that is to be issued; ``as_sealed`` is what a sealed report says of
    its edition and of its changes, when that report is made again.
    """

    reports: Sequence[str] = ()
    as_of: Sequence[str] = ()
    known_on: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    formats: Sequence[str] = FORMATS
    again: bool = False
    correction: Mapping[str, str] | None = None
    as_sealed: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Options:
    """How to go about a build; none of these changes a byte of an edition that is made whole.

    ``jobs`` reports at once (0: one per core), ``timeout`` seconds for a cell, ``partial``: seal although a
    report failed, ``force``: make everything anew, ``warm``: fork processes that have imported the libraries,
    ``scheduler``: run notebooks on the Dask cluster at this address, ``twice``: run each a second time and
    compare (None: those of reports that no edition holds yet).
    """

    jobs: int = 0
    timeout: int = 600
    partial: bool = False
    force: bool = False
    warm: bool = True
    scheduler: str = ""
    twice: bool | None = None
