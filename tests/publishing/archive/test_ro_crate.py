"""The reference implementation of RO-Crate opens an edition, and reads what the manifest tells."""

import json
from pathlib import Path
from typing import Any

from rocrate.rocrate import ROCrate

from analysis.publishing.archive.ro_crate import NAME, metadata

MANIFEST: dict[str, Any] = {
    "as_of": "2026-01-05",
    "known_on": "2026-01-10",
    "revision": 2,
    "corrections": [{"revision": 2, "note": "A night was misread.", "corrected_on": "2026-02-03"}],
    "project": {"licences": [{"name": "CC0-1.0", "path": "https://example.org/cc0"}]},
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
    (tmp_path / NAME).write_bytes(metadata(MANIFEST))
    opened = ROCrate(str(tmp_path))
    assert opened.name == "Reports as of 5 January 2026"
    assert [licence.id for licence in opened.license] == ["https://example.org/cc0"]
    assert opened.datePublished.date().isoformat() == "2026-01-10"
    assert "revision 2): A night was misread." in opened.description
    files = {entity.id: entity for entity in opened.data_entities}
    assert set(files) == {"brief.html", "brief.pdf", "index.html", "manifest.json"}
    assert files["brief.pdf"]["sha256"] == "b" * 64
    assert files["brief.pdf"]["encodingFormat"] == "application/pdf"


def test_the_order_of_the_manifest_leaves_no_trace() -> None:
    def reversed_throughout(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: reversed_throughout(each) for name, each in reversed(value.items())}
        return [reversed_throughout(each) for each in value] if isinstance(value, list) else value

    two = {
        **MANIFEST,
        "reports": {**MANIFEST["reports"], "annex": {"title": "Annex", "order": 2, "outputs": []}},
    }
    turned = reversed_throughout(two)
    assert json.dumps(turned) != json.dumps(two)
    assert metadata(turned) == metadata(two)


def test_another_manifest_is_told_otherwise() -> None:
    later = {**MANIFEST, "known_on": "2026-01-11"}
    assert metadata(later) != metadata(MANIFEST)
    assert json.loads(metadata(later))["@graph"][1]["datePublished"] == "2026-01-11"
