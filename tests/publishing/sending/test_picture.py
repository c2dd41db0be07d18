"""A figure becomes a sharp PNG, whatever its kind; what Typst cannot read is left out."""

from __future__ import annotations

import base64
import io

from PIL import Image

from analysis.publishing.document.blocks import Picture
from analysis.publishing.sending.picture import WIDTH, png

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">'
    b'<rect width="200" height="100" fill="#c00"/></svg>'
)
DOT = base64.b64decode("R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=")


def test_a_drawing_is_twice_as_sharp_as_it_is_shown() -> None:
    content = png(Picture("image/svg+xml", SVG, "A square", 150, 75))
    assert content
    with Image.open(io.BytesIO(content)) as image:
        assert abs(image.width - 2 * WIDTH) <= 1
        assert abs(image.height - WIDTH) <= 1
        assert image.convert("RGB").getpixel((10, 10)) == (204, 0, 0)


def test_a_photograph_is_taken_as_well() -> None:
    assert png(Picture("image/gif", DOT, "A dot", 100, 100))


def test_what_cannot_be_read_is_left_out() -> None:
    assert png(Picture("image/tiff", b"II*", "A dot", 1, 1)) is None
    assert png(Picture("image/svg+xml", b"no drawing", "None", 1, 1)) is None
