"""The page carries the letters that it uses, in three faces, the same bytes each time."""

from __future__ import annotations

import base64
import io
import re

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from analysis.publishing.exporters.html_fonts import font_faces


def letters(css: str) -> list[set[str]]:
    found = re.findall(r"base64,([^)]+)\)", css)
    return [set(map(chr, TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap())) for data in found]


def test_each_face_has_the_letters_asked_for_and_no_other_script() -> None:
    faces = letters(font_faces(set("Київ")))
    assert len(faces) == 3
    for face in faces:
        assert set("Київabc123–") <= face
        assert "Ж" not in face


def test_a_letter_that_the_font_lacks_is_left_to_the_reader() -> None:
    assert all("漢" not in face for face in letters(font_faces({"漢"})))


def test_the_order_of_letters_changes_nothing() -> None:
    assert font_faces(set("éà")) == font_faces(set("àé"))
