"""What is kept is taken again only as long as every byte of it is sound."""

from pathlib import Path

from analysis.publishing.caching.build_cache import STATE, BuildCache


def kept(folder: Path) -> BuildCache:
    made = folder / "made"
    made.mkdir()
    (made / "storms.html").write_text("five storms", encoding="utf-8")
    executed = folder / "executed.ipynb"
    executed.write_text("{}", encoding="utf-8")
    cache = BuildCache(folder / "cache")
    cache.keep(
        "2024-01-10",
        "storms",
        made=made,
        executed=executed,
        data={"storms.csv": b"day\n"},
        fingerprint={"parameters": {"window": "7"}},
        whole={"storms.csv": "0"},
        result={"pages": 1},
    )
    return cache


def test_what_was_kept_is_recalled_by_date_and_report(tmp_path: Path) -> None:
    entry = kept(tmp_path).recall("2024-01-10", "storms")
    assert entry
    assert (entry.made / "storms.html").read_text(encoding="utf-8") == "five storms"
    assert (entry.data("storms.csv"), entry.fingerprint, entry.result) == (
        b"day\n", {"parameters": {"window": "7"}}, {"pages": 1},
    )  # fmt: skip
    assert BuildCache(tmp_path / "cache").recall("2024-01-11", "storms") is None
    assert BuildCache(tmp_path / "none").recall("2024-01-10", "storms") is None


def test_a_changed_a_lost_and_an_added_file_make_it_unsound(tmp_path: Path) -> None:
    cache = kept(tmp_path)
    place = tmp_path / "cache" / "2024-01-10--storms"
    page = place / "made" / "storms.html"
    for damage in (lambda: page.write_text("six storms"), page.unlink, lambda: (place / "more").touch()):
        damage()
        assert cache.recall("2024-01-10", "storms") is None
    page.write_text("five storms", encoding="utf-8")
    (place / "more").unlink()
    assert cache.recall("2024-01-10", "storms")
    (place / STATE).write_text("{", encoding="utf-8")
    assert cache.recall("2024-01-10", "storms") is None
