"""What a PDF carries is the same on every machine, and the seal says what it is."""

import io
import json
import os
import tarfile

from analysis.publishing.editions.attachments import MIME, Input, seal, source
from analysis.publishing.editions.manifests import sha256


def test_the_source_is_whole_and_says_nothing_of_the_machine() -> None:
    content = source()
    assert content == source()
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        members = archive.getmembers()
    names = [member.name for member in members]
    assert "analysis/cli/__init__.py" in names
    assert names == sorted(names)
    assert not [name for name in names if name.endswith(".pyc")]
    assert {(member.mtime, member.uid, member.uname) for member in members} == {(0, 0, "")}
    assert os.getcwd().encode() not in content  # noqa: PTH109


def test_the_seal_names_each_input_by_path_attachment_and_digest() -> None:
    one = Input("data/storms.csv", "storms.csv", b"day\n", "Data this report was made from")
    edition = {"as_of": "2024-01-10"}
    sealed = seal([one], report="storms", edition=edition, parameters={}, changes=None, lock=None)
    content = json.loads(sealed.content)
    assert content["inputs"] == [
        {"path": "data/storms.csv", "attachment": "storms.csv", "sha256": sha256(b"day\n")}
    ]
    assert content["environment"]["lock"] is None
    assert one.attached["mime"] == MIME[".csv"] == "text/csv"
