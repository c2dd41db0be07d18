"""An image is found in the cell, in its address or beside the notebook, and nowhere else."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from analysis.publishing.document.foreign.images import ImageFinder
from analysis.publishing.document.pictures import UnreadablePicture


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 2)).save(buffer, format="PNG")
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "notebooks"
    inner.mkdir()
    (inner / "a b.png").write_bytes(png())
    (inner / "words.png").write_text("no image")
    (tmp_path / "secret.png").write_bytes(png())
    return inner


@pytest.mark.parametrize(
    "address",
    [
        "attachment:one.png",
        f"data:image/png;base64,{base64.b64encode(png()).decode()}",
        "a%20b.png",
        "a b.png?size=3#top",
    ],
)
def test_an_image_is_found_and_measured(folder: Path, address: str) -> None:
    attached = {"one.png": {"image/png": base64.b64encode(png()).decode()}}
    picture = ImageFinder(attached, folder, pytest.fail)(address, " A dot ")
    assert (picture.alt, picture.width, picture.height) == ("A dot", 3, 1.5)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://example.org/a.png", "nothing is fetched"),
        ("//example.org/a.png", "nothing is fetched"),
        ("../secret.png", "outside the notebook's folder"),
        ("none.png", "there is no file 'none.png'"),
        ("words.png", "no image"),
        ("attachment:two.png", "no attachment named 'two.png'"),
        ("data:image/png;base64,a", "base64-encoded"),
        ("\0.png", "cannot be read"),
    ],
)
def test_what_cannot_be_shown_is_reported_with_its_reason(folder: Path, address: str, reason: str) -> None:
    said: list[Any] = []
    with pytest.raises(UnreadablePicture, match=reason):
        ImageFinder({}, folder, lambda *what, lost: said.append((*what, lost)))(address, "")
    [(what, fix, lost)] = said
    assert reason in what
    assert (fix, lost) == ("attach it to the cell", True)


def test_without_a_folder_nothing_is_read_beside() -> None:
    with pytest.raises(UnreadablePicture, match="is not known"):
        ImageFinder({}, None, lambda *_, lost: None)("a.png", "")
