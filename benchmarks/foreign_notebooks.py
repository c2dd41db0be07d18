"""Do the exporters lose anything of notebooks that others wrote, and how long do they take?

Run ``python benchmarks/foreign_notebooks.py [FOLDER ...] [--each]``; without folders, on what installed
packages ship. The judge reads the notebook itself and not our document: words of code, of printed output and
of tables, and of Markdown as nbconvert renders it, are looked for in both pages, images are counted, and
nothing of a PDF may stand beyond its side margins. Outputs too long to be printed whole are left out for it.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sysconfig
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pypdfium2
from nbconvert.filters import markdown2html

from analysis.publishing.document.listings import joined_text, without_terminal_codes
from analysis.publishing.exporters import AnalysisHTMLExporter, AnalysisPDFExporter
from analysis.publishing.exporters.completeness import (
    MARGIN,
    pictures_of_html,
    pictures_of_pdf,
    words_of_html,
    words_of_pdf,
)
from analysis.publishing.exporters.printed import MOST_LETTERS, MOST_LINES

IMAGES = {"image/png", "image/jpeg", "image/svg+xml"}
HIDING = ("remove", "hide")
WORD = re.compile(r"[^\W\d_]{4,}|\d{3,}")
FORMULA = re.compile(
    r"\$\$.*?\$\$|\$[^$]*\$|\\begin\{(\w+\*?)\}.*?\\end\{\1\}|\\\\[(\[].*?\\\\[)\]]", re.DOTALL
)
IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])|<img\b[^>]*>")
MARKUP = re.compile(r"<(script|style|head)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL)


@dataclass
class Verdict:
    """What became of one notebook: words lost by medium, images lost, words over the margin, seconds."""

    path: Path
    lost: dict[str, list[str]] = field(default_factory=dict)
    images: dict[str, int] = field(default_factory=dict)
    beyond: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    refused: str = ""


def texts(notebook: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield the texts that both pages must show, each with whether it is short enough to be printed whole."""
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        if any(str(tag).startswith(HIDING) for tag in tags):
            continue
        source = joined_text(cell["source"])
        if cell["cell_type"] == "markdown":
            yield plain(markdown2html(FORMULA.sub(" ", IMAGE.sub(" ", source)))), True
        elif cell["cell_type"] == "code":
            yield source, fits(source)
            for output in cell["outputs"]:
                yield from output_texts(output)


def output_texts(output: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield the words of an output: what was printed, plain text that stands alone, the cells of a table."""
    data = output.get("data", {})
    if output["output_type"] == "stream":
        text = without_terminal_codes(joined_text(output["text"]))
        yield text, fits(text)
    elif set(data) == {"text/plain"}:
        text = without_terminal_codes(joined_text(data["text/plain"]))
        yield text, fits(text)
    elif set(data) <= {"text/plain", "text/html"} and "<table" in joined_text(data.get("text/html", "")):
        table = joined_text(data["text/html"])
        yield plain(table), table.count("<tr") < MOST_LINES


def plain(markup: str) -> str:
    """Return the words of HTML."""
    return unescape(MARKUP.sub(" ", markup))


def fits(text: str) -> bool:
    """Whether a text is printed whole."""
    return text.count("\n") < MOST_LINES and len(text) < MOST_LETTERS


def images(notebook: Mapping[str, Any]) -> int:
    """Return how many outputs are an image and nothing else."""
    shown = (
        output.get("data", {})
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        and not any(str(tag).startswith(HIDING) for tag in cell["metadata"].get("tags", []))
        for output in cell["outputs"]
    )
    return sum(bool(IMAGES & set(data)) and set(data) <= IMAGES | {"text/plain"} for data in shown)


def beyond_margins(pdf: bytes) -> str:
    """Return what stands beyond the side margins of any page."""
    left, bottom, right, top = MARGIN
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        width, height = page.get_size()
        text = page.get_textpage()
        for start, end in ((0, left), (width - right, width)):
            found.append(text.get_text_bounded(start, bottom, end, height - top).strip())
    return " ".join(filter(None, found))


def unbroken(text: str) -> str:
    """Return a text without blanks and the marks of wrapped lines."""
    return re.sub(r"[\s↪\u200b\u00ad\x02-]+", "", text).casefold()


def judged(path: Path) -> Verdict:
    """Send a notebook through both exporters and judge the pages."""
    verdict = Verdict(path)
    notebook: Any = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
    pages: dict[str, tuple[str, int]] = {}
    try:
        for medium, exporter in (("html", AnalysisHTMLExporter), ("pdf", AnalysisPDFExporter)):
            made: Any = exporter
            about = {"metadata": {"name": path.stem, "path": str(path.parent)}}
            start = time.process_time()
            page, _ = made(log_level="CRITICAL").from_notebook_node(notebook, about)
            verdict.seconds[medium] = time.process_time() - start
            if medium == "html":
                pages[medium] = (unbroken(words_of_html(page)), pictures_of_html(page))
            else:
                pages[medium] = (unbroken(words_of_pdf(page)), pictures_of_pdf(page))
                verdict.beyond = beyond_margins(page)
    except Exception as error:  # whatever ends an export is a finding here
        verdict.refused = f"{type(error).__name__}: {error}"
        return verdict
    wanted = list(texts(notebook))
    for medium, (shown, pictures) in pages.items():
        words = {word for text, whole in wanted if whole or medium == "html" for word in WORD.findall(text)}
        verdict.lost[medium] = sorted(word for word in words if word.casefold() not in shown)
        verdict.images[medium] = max(0, images(notebook) - pictures)
    return verdict


def notebooks(folders: Sequence[Path]) -> list[Path]:
    """Return the notebooks in the folders that can be read at all."""
    found = sorted({path for folder in folders for path in folder.rglob("*.ipynb")})
    return [path for path in found if ".ipynb_checkpoints" not in path.parts and is_notebook(path)]


def is_notebook(path: Path) -> bool:
    """Whether a file is a notebook of a version that has cells."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return False
    return isinstance(content, dict) and content.get("nbformat", 0) >= 3


def tell(verdict: Verdict) -> None:
    """Print what was lost of one notebook; nothing where nothing was."""
    lost = {medium: words[:6] for medium, words in verdict.lost.items() if words}
    if verdict.refused or verdict.beyond or lost or any(verdict.images.values()):
        said = f"{verdict.refused[:200]} {lost} {verdict.images} {verdict.beyond[:80]!r}"
        print(f"{verdict.path}: {said}", flush=True)


def main() -> None:
    """Print what became of all notebooks; with ``--each`` also of every one with a loss."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[Path(sysconfig.get_paths()["purelib"])])
    parser.add_argument("--each", action="store_true")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    verdicts = []
    for path in notebooks(asked.folders):
        verdicts.append(judged(path))
        if asked.each:
            tell(verdicts[-1])
    made = [each for each in verdicts if not each.refused]
    print(f"{len(verdicts)} notebooks, {len(verdicts) - len(made)} refused")
    for medium in ("html", "pdf"):
        words = sum(bool(each.lost[medium]) for each in made)
        pictures = sum(bool(each.images[medium]) for each in made)
        seconds = statistics.median(each.seconds[medium] for each in made) if made else 0.0
        print(f"{medium}: words lost in {words}, images in {pictures}; median {seconds:.2f} s of processor")
    print(f"pdf: words beyond the side margins in {sum(bool(each.beyond) for each in made)}")


if __name__ == "__main__":
    main()
