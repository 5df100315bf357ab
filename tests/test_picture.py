"""Pictures: every format opens, the same bytes each time, the right language, sentences for what cannot be."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from matplotlib import font_manager

from geo import picture as pictures
from geo.controls import asset
from geo.errors import FileError, UsageError
from geo.load import load
from geo.model import Atlas
from geo.picture import FORMATS, citations, fonts, picture, picture_bytes
from geo.picture.marks import LINES, POINTS
from geo.picture.projection import drawn_parts, frame_of

ATLASES = Path(__file__).parent / "atlases"
SIGNATURES = {".png": b"\x89PNG\r\n", ".svg": b"<?xml", ".pdf": b"%PDF-"}


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_format_is_what_its_ending_says(atlas: Atlas, tmp_path: Path, suffix: str) -> None:
    picture(atlas, tmp_path / f"atlas{suffix}", ways=["river-way"])
    content = (tmp_path / f"atlas{suffix}").read_bytes()
    assert content.startswith(SIGNATURES[suffix])
    assert len(content) > 10_000


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_atlas_gives_the_same_bytes(atlas_folder: Path, atlas: Atlas, suffix: str) -> None:
    other = (
        "import sys, hashlib; from geo.load import load; from geo.picture import picture_bytes\n"
        "print(hashlib.sha256(picture_bytes(load(sys.argv[1]), sys.argv[2], ways=['river-way'])).hexdigest())"
    )
    command = [sys.executable, "-c", other, str(atlas_folder), suffix]
    root = Path(__file__).parents[1]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(root), "TZ": "Asia/Seoul"}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=root).stdout
    import hashlib

    assert told.strip() == hashlib.sha256(picture_bytes(atlas, suffix, ways=["river-way"])).hexdigest()


def test_languages_differ(atlas: Atlas) -> None:
    assert picture_bytes(atlas, ".svg", language="en") != picture_bytes(atlas, ".svg", language="ko")


def test_a_picture_tells_neither_when_nor_by_what(atlas: Atlas) -> None:
    for suffix in FORMATS:
        content = picture_bytes(atlas, suffix)
        assert b"CreationDate" not in content
        assert b"<dc:date>" not in content
        assert b"Software\x00" not in content


@pytest.mark.parametrize("name", ["pacific", "lighthouses"])
def test_other_atlases_are_drawn_in_their_languages(name: str) -> None:
    atlas = load(ATLASES / name)
    for language in atlas.languages:
        assert picture_bytes(atlas, ".png", language=language).startswith(SIGNATURES[".png"])


def test_across_the_180th_meridian_the_frame_runs_on() -> None:
    atlas = load(ATLASES / "pacific")
    frame = frame_of(None, atlas.features)
    assert frame.west < 180 < frame.east
    assert frame.east - frame.west < 200
    for feature in atlas.features:
        for part in drawn_parts(feature):
            line = frame.line(part)
            assert all(frame.west < x < frame.east and frame.south < y < frame.north for x, y in line)
            assert all(abs(a[0] - b[0]) < 90 for a, b in pairwise(line))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"suffix": ".gif"}, "expected a file that ends in"),
        ({"suffix": ""}, "expected a file that ends in"),
        ({"suffix": ".png", "language": "fr"}, "There is no language 'fr'"),
        ({"suffix": ".png", "ways": ["nowhere"]}, "There is no way 'nowhere'"),
    ],
)
def test_what_cannot_be_is_a_sentence(atlas: Atlas, arguments: dict[str, str], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        picture_bytes(atlas, **arguments)  # type: ignore[arg-type]


def test_without_matplotlib_a_sentence_says_what_to_install(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"matplotlib, which is not installed; pip install matplotlib"):
        picture_bytes(atlas, ".png")


def test_without_a_korean_font_a_sentence_names_some(monkeypatch: pytest.MonkeyPatch) -> None:
    only = [entry for entry in font_manager.fontManager.ttflist if entry.name == fonts.FIRST]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", only)
    assert fonts.families_for(["Seoul"]) == [fonts.FIRST]
    with pytest.raises(UsageError, match=r"has Hangul .*Noto Sans CJK.*Nanum.*Malgun.*Apple SD"):
        fonts.families_for(["서울"])


def test_text_is_no_formula(atlas_folder: Path) -> None:
    path = atlas_folder / "ways.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"title_en": "', '"title_en": "$\\\\frac{1$ '), encoding="utf-8"
    )
    assert picture_bytes(load(atlas_folder), ".png").startswith(SIGNATURES[".png"])


def test_the_file_is_whole_or_not_there(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(FileError):
        picture(atlas, tmp_path / "nowhere" / "atlas.png")


def test_publishers_are_named_by_how_much_rests_on_them(atlas: Atlas) -> None:
    names = citations(atlas, atlas.features, "en")
    assert len(names) == len(set(names)) > 0


def test_lines_and_points_are_those_of_the_page() -> None:
    script = asset("js/glyphs.js")
    for name, (width, dashes) in LINES.items():
        found = re.search(rf"\b{name}: {{ weight: ([\d.]+), dash: (null|\"([^\"]*)\") }}", script)
        assert found
        assert float(found[1]) == width
        assert tuple(float(number) for number in (found[3] or "").split()) == dashes
    table = re.search(r"OUTCOME_SHAPES = {(.*?)}", script, re.DOTALL)
    assert table
    assert set(re.findall(r'"?([\w-]+)"?:', table[1])) == set(POINTS)
