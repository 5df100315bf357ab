"""A build is left out only where it would write the same bytes over the same bytes."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geo import stamp
from geo.cli import main


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """An atlas, and a folder to build it into; the cache is a folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    starter = tmp_path / "data"
    CliRunner().invoke(main, ["new", str(starter)], catch_exceptions=False)
    return starter, tmp_path / "maps"


def build(folders: tuple[Path, Path], *more: str) -> Result:
    """Run the command's build."""
    data, out = folders
    return CliRunner().invoke(main, ["build", "--data", str(data), "--out", str(out), *more], catch_exceptions=False)


def made_again(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, *more: str) -> bool:
    """Whether a further build makes its files anew."""
    from geo import site

    made = []
    monkeypatch.setattr(site, "site_files", lambda *args, **named: made.append(args) or {"index.html": b""})
    build(folders, *more)
    return bool(made)


def test_nothing_is_made_where_nothing_changed(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = build(folders), build(folders)
    assert first.exit_code == second.exit_code == 0
    assert second.output == first.output
    assert not made_again(folders, monkeypatch)


@pytest.mark.parametrize("name", ["ways.json", "routes.geojson", "sources.json"])
def test_a_change_of_the_data_is_seen_whatever_its_time(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    build(folders)
    file = folders[0] / name
    before = file.stat()
    text = file.read_text("utf-8")
    file.write_text(text.replace("\n", " ", 1), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert made_again(folders, monkeypatch)


def test_a_new_file_of_arrivals_is_seen(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    (folders[0] / "arrivals.csv").unlink(missing_ok=True)
    build(folders)
    (folders[0] / "arrivals.csv").write_text("year,total,men,women,sources,note_en,note_ko\n", "utf-8")
    assert made_again(folders, monkeypatch)


def test_a_changed_or_missing_output_is_made_again(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    build(folders)
    index = folders[1] / "index.html"
    right = index.read_bytes()
    index.write_bytes(right.replace(b"a", b"b", 1))
    assert made_again(folders, monkeypatch)
    index.write_bytes(right)
    (folders[1] / "routes.geojson").unlink()
    assert made_again(folders, monkeypatch)


def test_other_options_another_day_and_another_program_count(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    build(folders)
    way = json.loads((folders[0] / "ways.json").read_text("utf-8"))["ways"][0]["id"]
    assert made_again(folders, monkeypatch, "--way", way)
    before = stamp.digest_of(folders[0])
    monkeypatch.setattr(stamp, "_today", lambda: "2999-01-01")
    assert stamp.digest_of(folders[0]) != before
    monkeypatch.undo()
    program = tmp_path / "program.py"
    program.write_text("x = 1\n", "utf-8")
    monkeypatch.setattr(stamp, "_program_files", lambda: (program,))
    first = stamp.digest_of(folders[0])
    program.write_text("x = 2\n", "utf-8")
    assert stamp.digest_of(folders[0]) != first


def test_check_never_trusts_a_stamp(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    build(folders)
    assert build(folders, "--check").exit_code == 0
    assert made_again(folders, monkeypatch, "--check")


def test_no_cache_folder_and_a_broken_stamp_are_no_matter(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folders)
    (kept,) = stamp.cache_folder().glob("*.json")
    for text in ("", "[]", '{"inputs": null, "files": 1, "said": 2}', "\x00"):
        kept.write_text(text, "utf-8")
        assert build(folders).exit_code == 0
    shutil.rmtree(stamp.cache_folder())
    stamp.cache_folder().write_text("a file where the folder would be", "utf-8")
    assert build(folders).exit_code == 0
    assert made_again(folders, monkeypatch)


def test_nothing_is_left_beside_the_maps(folders: tuple[Path, Path]) -> None:
    build(folders)
    build(folders)
    endings = {path.suffix for path in folders[1].iterdir()}
    assert endings == {".html", ".geojson"}
