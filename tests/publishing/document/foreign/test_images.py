"""Images come from attachments, from their address, or from beside the notebook; from nowhere else."""

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from analysis.publishing.document.foreign.images import ImageFinder, read_image
from analysis.publishing.document.pictures import UnreadablePicture


def png(mode: str = "RGB", kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (40, 20)).save(buffer, format=kind)
    return buffer.getvalue()


def finder(told: list[str], folder: Path | None = None, **attachments: Any) -> ImageFinder:
    return ImageFinder(attachments, folder, lambda what, fix, lost=False: told.append(what))


def test_an_image_is_measured_in_points_and_other_formats_become_png() -> None:
    kept = read_image("image/png", base64.b64encode(png()).decode(), alt="rain")
    assert (kept.media, kept.width, kept.height, kept.alt) == ("image/png", 30.0, 15.0, "rain")
    assert kept.data == png()
    other = read_image("image/gif", png("P", "GIF"), alt="", width=80)
    assert (other.media, other.width, other.height) == ("image/png", 60.0, 30.0)


def test_each_place_is_looked_at(tmp_path: Path) -> None:
    told: list[str] = []
    (tmp_path / "rain.png").write_bytes(png())
    encoded = base64.b64encode(png()).decode()
    load = finder(told, tmp_path, **{"a.png": {"image/png": encoded}})
    for address in ("attachment:a.png", f"data:image/png;base64,{encoded}", "rain.png"):
        assert load(address, " rain ").alt == "rain"
    assert told == []


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://example.org/rain.png", "nothing is fetched"),
        ("../rain.png", "outside the notebook's folder"),
        ("attachment:none.png", "no attachment named 'none.png'"),
        ("none.png", "no file 'none.png'"),
        ("data:image/png;base64,AAAA", "damaged, or no image"),
    ],
)
def test_what_cannot_be_shown_is_told_with_its_reason(tmp_path: Path, address: str, reason: str) -> None:
    told: list[str] = []
    with pytest.raises(UnreadablePicture, match=reason):
        finder(told, tmp_path)(address, "")
    assert len(told) == 1
    assert reason in told[0]
