"""What do the outputs of a cell say? Parts of ours, printed text and errors; others are read in ``foreign``.

The readers of foreign outputs are loaded only when such an output is met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from analysis.publishing.document.blocks import Block, Place
from analysis.publishing.document.inlines import PictureLoader
from analysis.publishing.document.listings import joined_text, plain_listing
from analysis.publishing.document.part_reader import PART_TYPE, UnknownPart, problems, read_part
from analysis.publishing.document.pictures import UnreadablePicture

MarkdownReader = Callable[[str], list[Block]]
Report = Callable[..., None]


class OutputReader:
    """Reads the outputs of one cell into blocks; ``report`` is told what is wrong and how to mend it."""

    def __init__(
        self, *, place: Place, load: PictureLoader, markdown: MarkdownReader, report: Report
    ) -> None:
        self.place = place
        self.load = load
        self.markdown = markdown
        self.report = report

    def read(self, outputs: Sequence[Mapping[str, Any]]) -> list[Block]:
        """Return the blocks of a cell's outputs, adjoining pieces of one stream joined."""
        return [block for output in _joined(outputs) for block in self._output(output)]

    def _output(self, output: Mapping[str, Any]) -> list[Block]:
        kind = output.get("output_type")
        if kind == "stream":
            return self._stream(output["name"], joined_text(output["text"]))
        if kind == "error":
            return self._error(output)
        return self._bundle(dict(output.get("data", {})), output)

    def _stream(self, name: str, text: str) -> list[Block]:
        if not text.strip():
            return []
        if name == "stderr":
            first = text.strip().splitlines()[0]
            self.report(f"writes to stderr: {first[:200]}", "mend what it warns of")
        return [plain_listing(text, role="stderr" if name == "stderr" else "output", place=self.place)]

    def _error(self, output: Mapping[str, Any]) -> list[Block]:
        said = f"{output.get('ename', 'Error')}: {output.get('evalue', '')}"
        self.report(f"ends in an error: {said[:200]}", "mend the cell and run the notebook again")
        trace = "\n".join(output.get("traceback", [])) or said
        return [plain_listing(trace, role="error", place=self.place)]

    def _bundle(self, bundle: dict[str, Any], output: Mapping[str, Any]) -> list[Block]:
        """Return the blocks of a rich output: a part of ours, else whatever another library shows."""
        if PART_TYPE in bundle:
            try:
                blocks = read_part(bundle, place=self.place)
                for what, fix in problems(bundle):
                    self.report(f"shows a drawing that {what}", fix, lost=True)
                return blocks
            except (UnknownPart, UnreadablePicture) as error:
                self.report(
                    f"holds a part that cannot be drawn: {error}", "run the notebook again", lost=True
                )
        from analysis.publishing.document.foreign.outputs import BundleReader

        reader = BundleReader(place=self.place, load=self.load, markdown=self.markdown, report=self.report)
        return reader.read(bundle, output.get("metadata", {}))


def _joined(outputs: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the outputs, adjoining pieces of one stream as one: how they were split says nothing."""
    pending: dict[str, Any] | None = None
    for output in outputs:
        if pending and output.get("output_type") == "stream" and output.get("name") == pending["name"]:
            pending["text"] += joined_text(output["text"])
            continue
        if pending:
            yield pending
        pending = None
        if output.get("output_type") == "stream":
            pending = {"output_type": "stream", "name": output["name"], "text": joined_text(output["text"])}
        else:
            yield output
    if pending:
        yield pending
