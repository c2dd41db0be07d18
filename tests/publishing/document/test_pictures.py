"""Images are measured in points; a drawing in the page keeps its shapes and nothing that acts or loads."""

from __future__ import annotations

import pytest

from analysis.publishing.document.foreign.images import read_image
from analysis.publishing.document.pictures import SVG_TYPE, UnreadablePicture, inline_svg, read_drawing

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawn(inside: str, attributes: str = 'width="2in" height="1in"') -> str | None:
    picture = read_drawing(f"<svg {NS} {attributes}>{inside}</svg>", alt="A drawing")
    return inline_svg(picture, prefix="figure-1")


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="2in" height="1in"', (144, 72)),
        ('width="96px" height="48"', (72, 36)),
        ('viewBox="0 0 200 100"', (150, 75)),
        ('width="100pt" viewBox="0 0 200 100"', (100, 50)),
        ('height="10pt" viewBox="0 0 200 100"', (20, 10)),
        ("", (225, 112.5)),
    ],
)
def test_a_drawing_has_its_size_in_points(attributes: str, size: tuple[float, float]) -> None:
    picture = read_drawing(f"<svg {NS} {attributes}/>", alt="")
    assert (picture.width, picture.height) == pytest.approx(size)


def test_ids_and_what_refers_to_them_get_the_prefix() -> None:
    svg = drawn('<defs><path id="a"/></defs><use xlink:href="#a" clip-path="url(#b)"/>')
    assert svg is not None
    assert 'id="figure-1-a"' in svg
    assert 'href="#figure-1-a"' in svg
    assert 'clip-path="url(#figure-1-b)"' in svg
    assert 'role="img" aria-label="A drawing"' in svg


def test_styles_become_attributes_and_what_acts_is_not_kept() -> None:
    svg = drawn('<path onclick="x()" style="fill: #fff; stroke: none"/><image href="https://x.org/a.png"/>')
    assert svg is not None
    assert 'fill="#fff" stroke="none"' in svg
    assert "onclick" not in svg
    assert "x.org" not in svg


@pytest.mark.parametrize("inside", ["<script/>", "<foreignObject/>", "<style>path {fill: red}</style>"])
def test_more_than_shapes_is_no_inline_drawing(inside: str) -> None:
    assert drawn(inside) is None


@pytest.mark.parametrize(
    ("media", "data", "reason"),
    [
        (SVG_TYPE, "<svg", "not well formed"),
        (SVG_TYPE, "<html/>", "begins with <html>"),
        ("image/png", "aGVsbG8=", "damaged, or no image"),
    ],
)
def test_what_is_no_image_is_said(media: str, data: str, reason: str) -> None:
    with pytest.raises(UnreadablePicture, match=reason):
        read_image(media, data, alt="")
