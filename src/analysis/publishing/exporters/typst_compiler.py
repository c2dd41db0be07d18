"""How do we run Typst? With our own fonts, no network, in a folder of its own.

The same input always gives the same bytes: dates come from the report, never from the clock.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import typst

from analysis.publishing.document.fonts import fonts

_MISSING: Final = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE: Final = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)")
_TRIAL: Final = b'#set document(title: "image")\n#image("/" + sys.inputs.file, alt: "image", width: 10pt)'


class TypesettingError(Exception):
    """A page that cannot be set: the characters without glyph, and what else Typst says."""

    def __init__(self, missing: Sequence[str], messages: Sequence[str]) -> None:
        super().__init__("; ".join([*(f"no glyph for {text!r}" for text in missing), *messages]))
        self.missing = tuple(missing)
        self.messages = tuple(messages)


@dataclass
class TypstInput:
    """The typesetter's input: the content of a report as JSON, and the files that it names."""

    content: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)


def compile_pdf(
    source: TypstInput,
    *,
    attachments: Sequence[Mapping[str, Any]],
    standards: Sequence[str],
    timestamp: int,
    machine: bool = False,
) -> bytes:
    """Return the PDF of a report; raises ``TypesettingError`` with everything that Typst finds wrong.

    With ``machine`` the fonts of this machine serve where ours lack a letter: no sealed page is set so.
    """
    with tempfile.TemporaryDirectory(prefix="analysis-") as name:
        folder = Path(name)
        (folder / "report.typ").write_bytes(_template())
        (folder / "document.json").write_text(json.dumps(source.content), encoding="utf-8")
        for path, content in source.files.items():
            (folder / path).write_bytes(content)
        (folder / "attachments.json").write_text(json.dumps(_written(attachments, folder)), encoding="utf-8")
        return _compiled(folder, standards=standards, timestamp=timestamp, machine=machine)


def _compiled(folder: Path, *, standards: Sequence[str], timestamp: int, machine: bool) -> bytes:
    try:
        pdf = typst.compile(
            str(folder / "report.typ"),
            root=str(folder),
            font_paths=fonts(machine=machine),
            pdf_standards=list(standards),  # type: ignore[arg-type]
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise _unset(error.diagnostic or error.message) from None
    assert isinstance(pdf, bytes)
    return pdf


def _written(attachments: Sequence[Mapping[str, Any]], folder: Path) -> list[dict[str, str]]:
    """Write the attachments under names of our own, and return what the template says of each."""
    described = []
    for number, file in enumerate(attachments, 1):
        path = f"attachment-{number}"
        (folder / path).write_bytes(file["data"])
        described.append({"path": path, **{key: str(value) for key, value in file.items() if key != "data"}})
    return described


def _unset(diagnostic: str) -> TypesettingError:
    """Return what a diagnostic says, each character and each message once."""
    messages = [line.removeprefix("error: ") for line in diagnostic.splitlines() if line.startswith("error:")]
    found = [_MISSING.search(message) for message in messages]
    missing = dict.fromkeys(_unescaped(each[1]) for each in found if each)
    others = dict.fromkeys(message for message, each in zip(messages, found, strict=True) if not each)
    return TypesettingError(list(missing), list(others) or ([] if missing else [diagnostic.strip()]))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)


@lru_cache(maxsize=1)
def _template() -> bytes:
    return files("analysis.publishing").joinpath("templates/report.typ").read_bytes()


def unreadable_images(source: TypstInput) -> list[str]:
    """Return the names of the image files that Typst cannot read."""
    with tempfile.TemporaryDirectory(prefix="analysis-") as name:
        folder = Path(name)
        for path, content in source.files.items():
            (folder / path).write_bytes(content)
        return [path for path in source.files if not _readable(path, folder)]


def _readable(path: str, folder: Path) -> bool:
    try:
        trial = folder / "trial.typ"
        trial.write_bytes(_TRIAL)
        typst.compile(
            str(trial), root=str(folder), sys_inputs={"file": path}, font_paths=fonts(), timestamp=0
        )
    except typst.TypstError:
        return False
    return True
