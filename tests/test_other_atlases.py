"""Atlases of other subjects and languages go through everything: check, build, export, the command."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from geo import checks, folders
from geo.cli import main
from geo.export import FORMATS, exported
from geo.load import load
from geo.model import Atlas
from geo.page import direction
from geo.site import page_text

ATLASES = Path(__file__).parent / "atlases"
NAMES = ("pacific", "lighthouses")


@pytest.fixture(params=NAMES)
def other(request: pytest.FixtureRequest) -> Atlas:
    """Return one of the other atlases."""
    return load(ATLASES / request.param)


def blocks(page: str) -> dict[str, Any]:
    """Return the JSON blocks of a page by id."""
    found = re.findall(r'<script type="application/json" id="([^"]*)">(.*?)</script>', page)
    return {name: json.loads(text) for name, text in found}


def test_they_are_right(other: Atlas) -> None:
    assert checks.check(other) == []


def test_every_page_is_made_in_their_languages(other: Atlas) -> None:
    for way in (None, *(one.id for one in other.ways)):
        page = page_text(other, way)
        data = blocks(page)
        assert f'<html lang="{other.languages[0]}"' in page
        assert set(data["words"]) == {"en", *other.languages} & {"en", "es", "ja", "ar", "nl"}
        assert data["atlas-data"]["atlas"]["languages"] == list(other.languages)
        assert "ko" not in data["basemap-labels"]["countries"][0]["name"]


def test_their_own_words_take_the_place_of_the_programs(other: Atlas) -> None:
    words = blocks(page_text(other))["words"]
    for word in other.text.words:
        for language, text in word.text.items():
            assert words[language][word.key] == text
    assert words["en"]["outcome.arrived"] == "Arrived in South Korea"


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "parquet"])
def test_every_format_takes_them(other: Atlas, name: str) -> None:
    assert exported(other, name)


def test_the_geojson_is_cut_and_boxed_at_the_180th_meridian() -> None:
    collection = json.loads(exported(load(ATLASES / "pacific"), "geojson"))
    west, _, east, _ = collection["bbox"]
    assert west > 0 > east
    cut = [f for f in collection["features"] if f["geometry"]["type"] == "MultiLineString"]
    assert len(cut) == 3
    for feature in cut:
        before, after = feature["geometry"]["coordinates"]
        assert abs(before[-1][0]) == abs(after[0][0]) == 180


def pacific_with_view(folder: Path, view: list[float]) -> Path:
    """A copy of the Pacific atlas that opens at a view of its own."""
    shutil.copytree(ATLASES / "pacific", folder)
    ways = json.loads((folder / "ways.json").read_text(encoding="utf-8"))
    ways["atlas"]["view"] = view
    (folder / "ways.json").write_text(json.dumps(ways, ensure_ascii=False), encoding="utf-8")
    return folder


def test_a_view_may_cross_the_180th_meridian(tmp_path: Path) -> None:
    atlas = load(pacific_with_view(tmp_path / "pacific", [150, -30, -140, 30]))
    assert checks.check(atlas) == []
    data = blocks(page_text(atlas))["atlas-data"]
    assert data["view"] == [150, -30, -140, 30]
    assert data["meridian"] == 185


def test_a_view_beyond_the_world_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (problem,) = checks.check(load(pacific_with_view(tmp_path / "pacific", [150, -30, 220, 30])))
    assert (problem.rule, problem.level) == ("view", "error")
    assert "expected west, south, east, north" in problem.message


def test_a_page_holds_only_the_base_map_that_it_needs() -> None:
    assert "basemap-asia" in blocks(page_text(load(ATLASES / "pacific")))
    assert [n for n in blocks(page_text(load(ATLASES / "lighthouses"))) if n.startswith("basemap-")] == [
        "basemap-world",
        "basemap-labels",
    ]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", ""), ("ko", ""), ("arn", ""), ("pt-BR", "")],
)
def test_text_runs_in_the_direction_of_its_language(tag: str, expected: str) -> None:
    assert direction(tag) == (f' dir="{expected}"' if expected else "")


def test_the_command_builds_checks_lists_and_exports_them(tmp_path: Path) -> None:
    for name in NAMES:
        folder = ["--data", str(ATLASES / name)]
        assert CliRunner().invoke(main, ["build", *folder, "--out", str(tmp_path / name)]).exit_code == 0
        assert (tmp_path / name / "index.html").is_file()
        assert CliRunner().invoke(main, ["build", "--check", *folder, "--out", str(tmp_path / name)]).exit_code == 0
        assert CliRunner().invoke(main, ["check", "--strict", *folder]).exit_code == 0
        assert CliRunner().invoke(main, ["list", *folder]).stdout.count("\n") == 3
        assert json.loads(CliRunner().invoke(main, ["export", *folder]).stdout)["features"]


def test_a_new_atlas_goes_through_the_command(tmp_path: Path) -> None:
    mine, maps = str(tmp_path / "mine"), str(tmp_path / "maps")
    assert CliRunner().invoke(main, ["new", mine]).exit_code == 0
    assert CliRunner().invoke(main, ["check", "--strict", "--data", mine]).exit_code == 0
    assert CliRunner().invoke(main, ["-q", "build", "--data", mine, "--out", maps]).stderr == ""
    again = CliRunner().invoke(main, ["new", mine])
    assert (again.exit_code, again.stderr.count("\n")) == (2, 1)


def test_tiles_and_pictures_go_through_the_command(tmp_path: Path) -> None:
    folder = ["--data", str(ATLASES / "lighthouses")]
    out = ["--out", str(tmp_path)]
    assert CliRunner().invoke(main, ["build", *folder, *out, "--tiles", "opentopomap"]).exit_code == 0
    assert "tile.opentopomap.org" in (tmp_path / "index.html").read_text(encoding="utf-8")
    refused = CliRunner().invoke(main, ["build", *folder, *out, "--tiles", "opentopo"])
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    drawn = CliRunner().invoke(main, ["picture", *folder, "--lang", "nl", "-o", str(tmp_path / "a.svg")])
    assert drawn.exit_code == 0
    assert (tmp_path / "a.svg").is_file()


def test_without_a_folder_named_data_the_atlas_of_the_program_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(main, ["list"])
    assert told.exit_code == 0
    assert "There is no folder data here" in told.stderr
    assert "dmz" in told.stdout
    named = CliRunner().invoke(main, ["list", "--data", "data"])
    assert named.exit_code == 2
    (tmp_path / "data").mkdir()
    assert CliRunner().invoke(main, ["list"]).exit_code == 2
    monkeypatch.setattr(folders, "PACKAGE", tmp_path / "elsewhere" / "geo")
    assert folders.bundled_atlas() is None


@pytest.mark.parametrize("command", ["build", "check", "list", "export", "serve", "picture", "new"])
def test_each_command_has_help_with_an_example(command: str) -> None:
    for called in ("make_map.py", "make-map"):
        told = CliRunner().invoke(main, [command, "--help"], prog_name=called)
        assert told.exit_code == 0
        assert f"\n  {called} {command}" in told.stdout  # an example, to be typed as it stands
