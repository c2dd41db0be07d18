"""The reference implementation of RO-Crate opens an edition, and reads what the manifest tells."""

from pathlib import Path
from typing import Any

from rocrate.rocrate import ROCrate

from analysis.publishing.archive.ro_crate import NAME, crate

MANIFEST: dict[str, Any] = {
    "as_of": "2026-01-05",
    "known_on": "2026-01-10",
    "revision": 2,
    "corrections": [{"revision": 2, "note": "A night was misread.", "corrected_on": "2026-02-03"}],
    "environment": {"python": "3.11", "packages": {"pandas": "3.1.1"}, "lock": None},
    "reports": {
        "brief": {
            "title": "Brief",
            "order": 1,
            "outputs": [
                {"path": "brief.html", "sha256": "a" * 64},
                {"path": "brief.pdf", "sha256": "b" * 64},
            ],
        }
    },
}


def test_the_reference_reader_opens_it(tmp_path: Path) -> None:
    for name in ("brief.html", "brief.pdf", "index.html", "manifest.json"):
        (tmp_path / name).write_text("content", encoding="utf-8")
    (tmp_path / NAME).write_bytes(crate(MANIFEST))
    opened = ROCrate(str(tmp_path))
    assert opened.name == "Reports as of 5 January 2026"
    assert opened.datePublished.date().isoformat() == "2026-01-10"
    assert "revision 2): A night was misread." in opened.description
    files = {entity.id: entity for entity in opened.data_entities}
    assert set(files) == {"brief.html", "brief.pdf", "index.html", "manifest.json"}
    assert files["brief.pdf"]["sha256"] == "b" * 64
    assert files["brief.pdf"]["encodingFormat"] == "application/pdf"


def test_it_is_the_same_each_time() -> None:
    assert crate(MANIFEST) == crate(dict(reversed(MANIFEST.items())))
