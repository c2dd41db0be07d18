"""What is noted of a report counts only as long as every byte of the note is sound."""

from pathlib import Path

from analysis.publishing.caching.build_cache import STATE, BuildCache


def kept(folder: Path) -> BuildCache:
    cache = BuildCache(folder / "cache")
    cache.keep(
        "2024-01-10",
        "storms",
        data={"storms.csv": b"day\n"},
        fingerprint={"parameters": {"window": "7"}},
        whole={"storms.csv": "0"},
        used={"tables": ["storms"], "modules": []},
        outputs={"storms.html": "1"},
    )
    return cache


def test_what_was_noted_is_recalled_by_date_and_report(tmp_path: Path) -> None:
    entry = kept(tmp_path).recall("2024-01-10", "storms")
    assert entry
    assert entry.data("storms.csv") == b"day\n"
    assert (entry.fingerprint, entry.outputs) == ({"parameters": {"window": "7"}}, {"storms.html": "1"})
    assert entry.used == {"tables": ["storms"], "modules": []}
    assert BuildCache(tmp_path / "cache").recall("2024-01-11", "storms") is None
    assert BuildCache(tmp_path / "none").recall("2024-01-10", "storms") is None


def test_a_changed_a_lost_and_an_added_file_make_it_unsound(tmp_path: Path) -> None:
    cache = kept(tmp_path)
    place = tmp_path / "cache" / "2024-01-10--storms"
    table = place / "data" / "storms.csv"
    for damage in (lambda: table.write_text("night"), table.unlink, lambda: (place / "more").touch()):
        damage()
        assert cache.recall("2024-01-10", "storms") is None
    table.write_bytes(b"day\n")
    (place / "more").unlink()
    assert cache.recall("2024-01-10", "storms")
    (place / STATE).write_text("{", encoding="utf-8")
    assert cache.recall("2024-01-10", "storms") is None
