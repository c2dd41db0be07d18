"""Where is an image that a text names? In the cell's attachments, in its address, or beside the notebook.

Nothing is fetched, and no file outside the notebook's folder is read.
"""

from __future__ import annotations

import base64
import binascii
import io
import mimetypes
import re
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, unquote_to_bytes

from PIL import Image, UnidentifiedImageError

from analysis.publishing.document.blocks import Picture
from analysis.publishing.document.pictures import SVG_TYPE, UnreadablePicture, read_drawing

_DATA: Final = re.compile(r"data:([\w/+.-]+)((?:;[\w=.-]+)*),(.*)", re.DOTALL)
_KEPT: Final = {"image/png": "PNG", "image/jpeg": "JPEG"}
LARGEST_FILE: Final = 50_000_000


class ImageFinder:
    """Finds the images that one cell names, and reports each that cannot be shown."""

    def __init__(
        self, attachments: Mapping[str, Any], folder: Path | None, report: Callable[..., None]
    ) -> None:
        self.attachments = attachments
        self.folder = folder
        self.report = report

    def __call__(self, address: str, alt: str) -> Picture:
        """Return the image at an address; raises ``UnreadablePicture`` when there is none."""
        try:
            return self._found(address, alt.strip())
        except UnreadablePicture as error:
            self.report(f"names an image that cannot be shown: {error}", "attach it to the cell", lost=True)
            raise

    def _found(self, address: str, alt: str) -> Picture:
        if address.startswith("attachment:"):
            return self._attached(unquote(address.removeprefix("attachment:")), alt)
        inner = _DATA.fullmatch(re.sub(r"^data:\s+", "data:", address.strip()))
        if inner:
            media, options, data = inner.groups()
            encoded = options.endswith(";base64") and media != SVG_TYPE
            return read_image(media, data if encoded else _decoded(data, options), alt=alt)
        if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE):
            raise UnreadablePicture(f"it lies at {address[:200]}, and nothing is fetched from the network")
        return self._beside(unquote(address.split("?")[0].split("#")[0]), alt)

    def _attached(self, name: str, alt: str) -> Picture:
        for media, data in self.attachments.get(name, {}).items():
            content = "".join(data) if isinstance(data, list) else str(data)
            encoded = media == SVG_TYPE and "<svg" not in content
            return read_image(media, _decoded(content, ";base64") if encoded else content, alt=alt)
        raise UnreadablePicture(f"the cell has no attachment named {name!r}")

    def _beside(self, name: str, alt: str) -> Picture:
        if self.folder is None:
            raise UnreadablePicture(f"where {name!r} lies is not known")
        folder = self.folder.resolve()
        try:
            path = (folder / name).resolve()
            if not path.is_relative_to(folder):
                raise UnreadablePicture(f"{name!r} lies outside the notebook's folder")
            if not path.is_file():
                raise UnreadablePicture(f"there is no file {name!r} in the notebook's folder")
            if path.stat().st_size > LARGEST_FILE:
                raise UnreadablePicture(f"{name!r} is larger than {LARGEST_FILE // 1_000_000} MB")
            content = path.read_bytes()
        except (OSError, ValueError) as error:
            raise UnreadablePicture(f"{name!r} cannot be read ({type(error).__name__})") from None
        return read_image(mimetypes.guess_type(path.name)[0] or "", content, alt=alt)


def read_image(media: str, data: str | bytes, *, alt: str, width: float | None = None) -> Picture:
    """Return an image of a notebook's output: base64 or SVG text, ``width`` in pixels when it is known."""
    if media == SVG_TYPE:
        return read_drawing(data if isinstance(data, str) else data.decode("utf-8", "replace"), alt=alt)
    try:
        raw = base64.b64decode(data, validate=False) if isinstance(data, str) else data
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(raw))
            image.load()
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning) as error:
        raise UnreadablePicture(f"the image cannot be read ({_brief(error)})") from None
    except Image.DecompressionBombError:
        raise UnreadablePicture("the image is too large to be opened safely") from None
    if _KEPT.get(media) != image.format:
        media, raw = "image/png", _as_png(image)
    shown = width or image.width
    return Picture(media, raw, alt, shown * 0.75, shown * 0.75 * image.height / image.width)


def _brief(error: BaseException) -> str:
    return "it is damaged, or no image" if isinstance(error, UnidentifiedImageError) else str(error)


def _as_png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.convert("RGBA").save(buffer, format="PNG")
    return buffer.getvalue()


def _decoded(data: str, options: str) -> bytes:
    try:
        return base64.b64decode(data) if options.endswith(";base64") else unquote_to_bytes(data)
    except binascii.Error as error:
        raise UnreadablePicture(f"its data are not base64 ({error})") from None
