"""Reading an atlas: what is right is taken, and whatever is wrong is told in a sentence with its line."""

from __future__ import annotations

import copy
import json
import os
import pickle
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geo import load as load_function
from geo.errors import DataError, FileError
from geo.load import load, read
from tests import small_atlas

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.errors import Problem

NAMES = ["routes.geojson", "ways.json", "sources.json", "arrivals.csv"]
JSON_NAMES = NAMES[:3]


def problems_of(folder: Path) -> list[Problem]:
    return read(folder)[1]


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_small_atlas_is_read_whole(atlas_folder: Path) -> None:
    atlas = load(atlas_folder)
    assert load_function is load
    assert [way.id for way in atlas.ways] == ["river-way", "sea-way"]
    assert len(atlas.features) == len(small_atlas.routes()["features"])
    assert atlas.languages == ("en", "ko")
    assert atlas.features[0].properties.name == {"en": "River", "ko": "이름"}
    assert atlas.sources["paper-1999"].custom.publisher == {"ko": "신문"}
    assert [(row.year, row.total, row.women) for row in atlas.arrivals] == [
        (1998, 71, None),
        (1999, 148, 90),
        (2000, 312, 191),
    ]


def test_atlas_without_arrivals(atlas_folder: Path) -> None:
    (atlas_folder / "arrivals.csv").unlink()
    assert load(atlas_folder).arrivals == ()


# ------------------------------------------------------------------ files


@pytest.mark.parametrize("name", NAMES)
def test_folder_in_place_of_a_file(name: str, atlas_folder: Path) -> None:
    (atlas_folder / name).unlink()
    (atlas_folder / name).mkdir()
    with pytest.raises(FileError, match="is not a file"):
        load(atlas_folder)


@pytest.mark.parametrize("name", NAMES)
def test_pipe_in_place_of_a_file_is_not_waited_for(name: str, atlas_folder: Path) -> None:
    (atlas_folder / name).unlink()
    os.mkfifo(atlas_folder / name)
    with pytest.raises(FileError, match="is not a file"):
        load(atlas_folder)


@pytest.mark.parametrize("name", NAMES)
def test_link_to_nothing(name: str, atlas_folder: Path) -> None:
    (atlas_folder / name).unlink()
    (atlas_folder / name).symlink_to(atlas_folder / "nothing")
    with pytest.raises(FileError, match="is not there"):
        load(atlas_folder)


@pytest.mark.parametrize("name", JSON_NAMES)
def test_missing_file(name: str, atlas_folder: Path) -> None:
    (atlas_folder / name).unlink()
    with pytest.raises(FileError, match=f"{name}: is not there"):
        load(atlas_folder)


@pytest.mark.parametrize("folder", ["nowhere", "atlas/routes.geojson", "a\0b"])
def test_folder_that_is_none(folder: str, atlas_folder: Path) -> None:
    with pytest.raises(FileError):
        load(atlas_folder.parent / folder)


def test_file_that_may_not_be_read(atlas_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # a test may run as a user who may read everything
    with pytest.raises(FileError, match=r"cannot be read \(Permission denied\)"):
        load(atlas_folder)


def test_too_large_a_file_is_refused_unread(atlas_folder: Path) -> None:
    with (atlas_folder / "routes.geojson").open("r+b") as file:
        file.truncate(300 * 1024 * 1024)
    with pytest.raises(FileError, match="is larger than 128 MB"):
        load(atlas_folder)


# ------------------------------------------------------------------ encodings and JSON


@pytest.mark.parametrize("name", JSON_NAMES)
def test_byte_order_mark(name: str, atlas_folder: Path) -> None:
    (atlas_folder / name).write_bytes(b"\xef\xbb\xbf" + (atlas_folder / name).read_bytes())
    problem = only(problems_of(atlas_folder))
    assert (problem.rule, problem.line) == ("encoding", 1)
    assert "byte-order mark" in problem.message


@pytest.mark.parametrize("columns", ["note", "note_en,note_en", "note_en,other", "note_", "note_EN"])
def test_columns_of_arrivals(columns: str, atlas_folder: Path) -> None:
    (atlas_folder / "arrivals.csv").write_text(f"year,total,men,women,sources,{columns}\n", "utf-8")
    problem = only(problems_of(atlas_folder))
    assert (problem.rule, problem.line) == ("csv", 1)
    assert "note_LANGUAGE" in problem.message


def test_arrivals_need_no_notes(atlas_folder: Path) -> None:
    text = "year,total,men,women,sources\n1998,71,,,paper-1999\n"
    (atlas_folder / "arrivals.csv").write_text(text, "utf-8")
    assert [row.note for row in load(atlas_folder).arrivals] == [None]


def test_byte_order_mark_of_a_spreadsheet(atlas_folder: Path) -> None:
    path = atlas_folder / "arrivals.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(load(atlas_folder).arrivals) == 3


@pytest.mark.parametrize("encoding", ["utf-16", "euc-kr", "utf-32", "utf-16-le"])
def test_wrong_encoding(encoding: str, atlas_folder: Path) -> None:
    path = atlas_folder / "routes.geojson"
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    assert {problem.rule for problem in problems_of(atlas_folder)} <= {"encoding", "json"}
    assert problems_of(atlas_folder)


def test_wrong_byte_names_its_line(atlas_folder: Path) -> None:
    path = atlas_folder / "routes.geojson"
    lines = path.read_bytes().split(b"\n")
    lines[11] += b"\xff"
    path.write_bytes(b"\n".join(lines))
    assert only(problems_of(atlas_folder)).line == 12


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n\n", " \t\n"])
def test_line_ends_of_any_kind(ends: str, atlas_folder: Path) -> None:
    for name in JSON_NAMES:
        path = atlas_folder / name
        path.write_bytes(path.read_bytes().replace(b"\n", ends.encode()))
    load(atlas_folder)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        (" \n\t", "is empty"),
        ("{", "is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
        ('{"type": "FeatureCollection", "features": [' + "[" * 400 + "]" * 400 + "]}", "recursion"),
        ('{"features":\n\n[NaN]}', "NaN"),
        ('{"features": [-Infinity]}', "-Infinity"),
        ('{"features":\n[' + "9" * 5000 + "]}", "more digits"),
        ('{"features": ["\\ud800"]}', "surrogate"),
        ("'single'", "is not JSON"),
        ('{"a": 1,}', "is not JSON"),
        ('{"a": "tab\there"}', "is not JSON"),
        ("// comment\n{}", "is not JSON"),
        ("\x00", "is not JSON"),
    ],
)
@pytest.mark.parametrize("name", JSON_NAMES)
def test_text_that_is_not_json(name: str, text: str, says: str, atlas_folder: Path) -> None:
    (atlas_folder / name).write_text(text, encoding="utf-8")
    problem = only([problem for problem in problems_of(atlas_folder) if problem.rule == "json"])
    assert says in problem.message


def test_bare_word_is_looked_for_outside_of_quotes(atlas_folder: Path) -> None:
    (atlas_folder / "ways.json").write_text('{"a": "NaN",\n"b": "\\"NaN",\n"c": NaN}', encoding="utf-8")
    assert only(problems_of(atlas_folder)).line == 3


@pytest.mark.parametrize(
    "text", ["null", "1", '"text"', "[]", "{}", "[null]", "[[]]", '{"features": 5}', '{"features": [5]}']
)
@pytest.mark.parametrize("name", JSON_NAMES)
def test_json_of_another_kind(name: str, text: str, atlas_folder: Path) -> None:
    if (name, text) == ("sources.json", "[]"):
        return  # an atlas may begin without sources
    (atlas_folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError):
        load(atlas_folder)


@pytest.mark.parametrize("length", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", JSON_NAMES)
def test_truncated_file(name: str, length: float, atlas_folder: Path) -> None:
    data = (atlas_folder / name).read_bytes()
    (atlas_folder / name).write_bytes(data[: int(len(data) * length)])
    assert {problem.rule for problem in problems_of(atlas_folder)} <= {"json", "encoding"}
    assert problems_of(atlas_folder)


def test_key_that_stands_twice(atlas_folder: Path) -> None:
    edit(atlas_folder, "routes.geojson", '"kind": "border",', '"kind": "leg",\n"kind": "border",')
    problem = only(problems_of(atlas_folder))
    lines = (atlas_folder / "routes.geojson").read_text(encoding="utf-8").splitlines()
    assert (problem.rule, problem.feature) == ("duplicate-key", "river")
    assert lines[problem.line - 1] == '"kind": "border",'


def test_id_that_is_used_before(atlas_folder: Path) -> None:
    edit(atlas_folder, "routes.geojson", '"id": "sea-case"', '"id": "river"')
    edit(atlas_folder, "sources.json", '"id": "second-copy"', '"id": "first-copy"')
    edit(atlas_folder, "ways.json", '"id": "sea-way"', '"id": "river-way"')
    assert [problem.rule for problem in problems_of(atlas_folder)] == ["duplicate-id"] * 3


# ------------------------------------------------------------------ what RFC 7946 and the model ask


def change_first(folder: Path, kind: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the first feature of a kind, in the file."""
    routes = small_atlas.routes()
    change(next(item for item in routes["features"] if item["properties"]["kind"] == kind))
    small_atlas.write(folder, routes_json=routes)


FORBIDDEN: list[tuple[str, str, Callable[[dict[str, Any]], object]]] = [
    ("place", "feature", lambda f: f.update(type="feature")),
    ("place", "missing type", lambda f: f.pop("type")),
    ("place", "missing id", lambda f: f.pop("id")),
    ("place", "number as id", lambda f: f.update(id=12)),
    ("place", "no geometry", lambda f: f.pop("geometry")),
    ("place", "null geometry", lambda f: f.update(geometry=None)),
    ("place", "no properties", lambda f: f.pop("properties")),
    ("place", "null properties", lambda f: f.update(properties=None)),
    ("place", "foreign member", lambda f: f.update(colour="red")),
    ("place", "foreign member of the geometry", lambda f: f["geometry"].update(crs={})),
    ("place", "geometry of another kind", lambda f: f["geometry"].update(type="MultiPoint")),
    ("place", "unknown geometry", lambda f: f["geometry"].update(type="Circle")),
    ("place", "geometry in small letters", lambda f: f["geometry"].update(type="point")),
    ("place", "empty position", lambda f: f["geometry"].update(coordinates=[])),
    ("place", "one number", lambda f: f["geometry"].update(coordinates=[1.0])),
    ("place", "three numbers", lambda f: f["geometry"].update(coordinates=[1.0, 2.0, 3.0])),
    ("place", "four numbers", lambda f: f["geometry"].update(coordinates=[1.0, 2.0, 3.0, 4.0])),
    ("place", "numbers as text", lambda f: f["geometry"].update(coordinates=["126.0", "37.0"])),
    ("place", "null in a position", lambda f: f["geometry"].update(coordinates=[None, 1.0])),
    ("place", "true in a position", lambda f: f["geometry"].update(coordinates=[True, 1.0])),
    ("place", "object as a position", lambda f: f["geometry"].update(coordinates={"lon": 1.0, "lat": 2.0})),
    ("place", "nested too far", lambda f: f["geometry"].update(coordinates=[[126.0, 37.0]])),
    ("place", "longitude out of range", lambda f: f["geometry"].update(coordinates=[180.1, 1.0])),
    ("place", "latitude out of range", lambda f: f["geometry"].update(coordinates=[37.0, 126.0])),
    ("place", "number without end", lambda f: f["geometry"].update(coordinates=[1e308 * 10, 1.0])),
    ("leg", "empty line", lambda f: f["geometry"].update(coordinates=[])),
    ("leg", "line of one position", lambda f: f["geometry"].update(coordinates=[[126.0, 37.0]])),
    ("leg", "ragged line", lambda f: f["geometry"].update(coordinates=[[126.0, 37.0], [126.0]])),
    ("leg", "line that is a ring of polygons", lambda f: f["geometry"].update(type="Polygon")),
    ("leg", "empty lines", lambda f: f["geometry"].update(type="MultiLineString", coordinates=[])),
    ("leg", "lines with an empty one", lambda f: f["geometry"].update(type="MultiLineString", coordinates=[[]])),
    ("leg", "collection", lambda f: f.update(geometry={"type": "GeometryCollection", "geometries": []})),
    ("place", "box of six numbers", lambda f: f.update(bbox=[1.0, 2.0, 0.0, 3.0, 4.0, 0.0])),
    ("place", "null as a box", lambda f: f.update(bbox=[None, 2.0, 3.0, 4.0])),
    ("place", "members of a geometry", lambda f: f.update(coordinates=[102.6, 18.0])),  # RFC 7946, section 7.1
    ("place", "members of a collection", lambda f: f.update(features=[])),
    ("place", "geometry in a geometry", lambda f: f["geometry"].update(geometry={})),
    ("place", "feature as a geometry", lambda f: f.update(geometry={"type": "Feature"})),
    ("place", "several points", lambda f: f["geometry"].update(type="MultiPoint", coordinates=[[102.6, 18.0]])),
    ("leg", "several polygons", lambda f: f["geometry"].update(type="MultiPolygon", coordinates=[])),
    ("leg", "open ring", lambda f: f["geometry"].update(type="Polygon", coordinates=[[[1.0, 2.0], [3.0, 4.0]]])),
    ("leg", "point for a line", lambda f: f["geometry"].update(type="Point", coordinates=[1.0, 2.0])),
    ("place", "line for a point", lambda f: f["geometry"].update(type="LineString", coordinates=[[1, 2], [3, 4]])),
    ("leg", "line nested too far", lambda f: f["geometry"].update(coordinates=[[[1.0, 2.0], [3.0, 4.0]]])),
    ("leg", "height in a line", lambda f: f["geometry"].update(coordinates=[[1.0, 2.0, 3.0], [3.0, 4.0, 5.0]])),
    ("leg", "position that is a number", lambda f: f["geometry"].update(coordinates=[1.0, 2.0])),
    ("leg", "number without end in a line", lambda f: f["geometry"].update(coordinates=[[1.0, 2.0], [1e999, 4.0]])),
    ("place", "short box", lambda f: f.update(bbox=[1.0, 2.0, 3.0])),
    ("place", "box of text", lambda f: f.update(bbox=["a", "b", "c", "d"])),
]


@pytest.mark.parametrize(("kind", "what", "change"), FORBIDDEN, ids=[what for _, what, _ in FORBIDDEN])
def test_what_is_forbidden_is_refused(
    kind: str, what: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    change_first(tmp_path, kind, change)
    if what.startswith("number without end"):
        edit(tmp_path, "routes.geojson", "Infinity", "1e999")
    atlas, problems = read(tmp_path)
    assert problems
    assert all(problem.line > 1 and problem.feature is not None for problem in problems)
    assert atlas is not None
    assert len(atlas.features) == len(small_atlas.routes()["features"]) - 1


@pytest.mark.parametrize(
    "change",
    [
        {"type": "Feature"},
        {"type": "featurecollection"},
        {"features": {}},
        {"features": None},
        {"crs": {"type": "name", "properties": {"name": "EPSG:3857"}}},  # section 4
        {"coordinates": []},
        {"geometry": None},
        {"properties": {}},
        {"name": "layer"},
        {"bbox": [1, 2, 3]},
        {"bbox": [1, 2, 0, 3, 4, 0]},
    ],
)
def test_collection_of_another_form_is_refused(change: dict[str, Any], tmp_path: Path) -> None:
    problem = only(problems_of(small_atlas.write(tmp_path, routes_json=small_atlas.routes() | change)))
    assert next(iter(change)) in problem.message


ALLOWED: list[tuple[str, str, Callable[[dict[str, Any]], object]]] = [
    ("place", "whole numbers", lambda f: f["geometry"].update(coordinates=[127, 38])),
    ("place", "exponents", lambda f: f["geometry"].update(coordinates=[1.27e2, 0.38e2])),
    ("place", "edge of the world", lambda f: f["geometry"].update(coordinates=[-180.0, 90.0])),
    ("place", "box", lambda f: f.update(bbox=[102.6, 18.0, 102.6, 18.0])),
    ("leg", "two positions", lambda f: f["geometry"].update(coordinates=[[1.0, 2.0], [3.0, 4.0]])),
    ("leg", "lines", lambda f: f["geometry"].update(type="MultiLineString", coordinates=[[[1.0, 2.0], [3.0, 4.0]]])),
    (
        "leg",
        "two lines",
        lambda f: f["geometry"].update(type="MultiLineString", coordinates=[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
    ),
    ("place", "marks of other scripts", lambda f: f["properties"].update(name_en="Ōsaka é أ ไทย 😀")),
    ("place", "line break in a text", lambda f: f["properties"].update(summary_en="One.\nTwo.")),
    ("place", "another order of members", lambda f: f.update(type=f.pop("type"))),
]


@pytest.mark.parametrize(("kind", "what", "change"), ALLOWED, ids=[what for _, what, _ in ALLOWED])
def test_what_is_allowed_is_taken(
    kind: str, what: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    change_first(tmp_path, kind, change)
    assert len(load(tmp_path).features) == len(small_atlas.routes()["features"]), what


@pytest.mark.parametrize(
    ("kind", "property_", "value", "rule", "says"),
    [
        ("leg", "mode", "ral", "unknown-word", "did you mean rail?"),
        ("case", "hazards", ["drownin"], "unknown-word", "did you mean drowning?"),
        ("place", "kind", "plaze", "unknown-word", "did you mean place?"),
        ("place", "certanity", "reported", "unknown-property", "did you mean certainty?"),
        ("place", "name_EN", "Name", "unknown-property", "did you mean name_en?"),
        ("place", "precision_deg", -1, "range", "more than 0"),
        ("case", "people", 10**30, "range", "at most"),
        ("case", "people", 4.5, "schema", "whole number"),
        ("case", "people", 4.0, "schema", "whole number"),
        ("case", "people", True, "schema", "whole number"),
        ("case", "start", "1999-13", "schema", "expected the form"),
        ("case", "start", "1999-05-03T10:00", "schema", "expected the form"),
        ("case", "start", 1999, "schema", "expected text"),
        ("place", "sources", [], "schema", "at least 1"),
        ("place", "sources", "paper-1999", "schema", "expected a list"),
        ("place", "name_en", "", "schema", "is empty"),
        ("place", "name_en", ["Name"], "schema", "expected text"),
        ("place", "id", "x", "unknown-property", "is not known here"),
        ("place", "summary_en", "x" * 10_001, "schema", "10000"),
    ],
)
def test_mistake_is_explained(  # noqa: PLR0913, PLR0917 - one column of the table each
    kind: str, property_: str, value: Any, rule: str, says: str, tmp_path: Path
) -> None:
    change_first(tmp_path, kind, lambda f: f["properties"].update({property_: value}))
    problem = only([problem for problem in problems_of(tmp_path) if problem.rule == rule])
    assert says in problem.message
    line = (tmp_path / "routes.geojson").read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert re.search(f'"({property_}|drownin)"', line)


@pytest.mark.parametrize(
    "name", ["way", "kind", "name_en", "sources", "certainty", "precision_deg", "countries", "role"]
)
def test_missing_property_is_named(name: str, tmp_path: Path) -> None:
    def take(f: dict[str, Any]) -> None:
        del f["properties"][name]
        if name == "name_en":
            del f["properties"]["name_ko"]

    change_first(tmp_path, "place", take)
    problem = only(problems_of(tmp_path))
    assert (problem.rule, problem.feature) == ("missing-property", "vientiane")
    assert name.removesuffix("_en") in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "a\u202eb",
        "a\u2066b",
        "a\u200fb",
        "a\u2028b",
        "a\u2029b",
        "a\x1b[31mb",
        "a\x07b",
        "a\x00b",
        "a\x85b",
        "a\ufeffb",
        "a\tb",
        "a\rb",
    ],
)
def test_control_and_bidirectional_characters_are_refused(text: str, tmp_path: Path) -> None:
    routes, ways, sources = small_atlas.routes(), small_atlas.ways(), small_atlas.sources()
    routes["features"][0]["properties"]["name_en"] = text
    ways["atlas"]["title_ko"] = text
    sources[0]["publisher"] = text
    note = '\n1999,1,,,paper-1999,"' + text + '"\n'
    small_atlas.write(tmp_path, routes_json=routes, ways_json=ways, sources_json=sources)
    arrivals = "year,total,men,women,sources,note_en" + note
    (tmp_path / "arrivals.csv").write_bytes(arrivals.encode())
    problems = problems_of(tmp_path)
    assert {Path(problem.path).name for problem in problems} == set(NAMES)
    assert all(str(problem).isprintable() for problem in problems)


HOSTILE_ADDRESSES = [
    "http:example.org",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "//example.org",
    "https://a b",
    "https:/x",
    'https://x"y',
]


@pytest.mark.parametrize("address", [*HOSTILE_ADDRESSES, "HTTPS://x", "https://x<y>", "https://x`y", "ftp://x", ""])
def test_addresses_other_than_of_the_web_are_refused(address: str, tmp_path: Path) -> None:
    sources = small_atlas.sources()
    sources[0]["URL"] = address
    small_atlas.write(tmp_path, sources_json=sources)
    problem = only(problems_of(tmp_path))
    assert "URL" in problem.message
    assert "URL" in (tmp_path / "sources.json").read_text(encoding="utf-8").splitlines()[problem.line - 1]


@pytest.mark.parametrize("parts", [[-1], [0], [10**400], [1999, -1], [1999, 1, 1, 1], [], ["1999"], [1999.0], [None]])
def test_dates_of_sources_that_are_none_are_refused(parts: list[Any], tmp_path: Path) -> None:
    sources = small_atlas.sources()
    sources[0]["issued"] = {"date-parts": [parts]}
    small_atlas.write(tmp_path, sources_json=sources)
    assert "issued" in only(problems_of(tmp_path)).message


@pytest.mark.parametrize("colour", ["red", "#FFF", "#12345", "url(x)", "#123456;x", "expression(1)", "#1F5FA8"])
def test_colours_other_than_plain_ones_are_refused(colour: str, tmp_path: Path) -> None:
    ways = small_atlas.ways()
    ways["ways"][0]["colour"] = colour
    small_atlas.write(tmp_path, ways_json=ways)
    assert "colour" in only(problems_of(tmp_path)).message


@pytest.mark.parametrize(
    "identifier", ["../up", "a b", "A", "a/b", "", "-", "a\u202eb", "a" * 81, "__proto__", "a.html", "<b>"]
)
def test_ids_that_could_be_more_than_names_are_refused(identifier: str, tmp_path: Path) -> None:
    ways = small_atlas.ways()
    ways["ways"][0]["id"] = identifier
    small_atlas.write(tmp_path, ways_json=ways)
    atlas, problems = read(tmp_path)
    assert problems
    assert atlas is not None
    assert identifier not in {way.id for way in atlas.ways}
    change_first(tmp_path / "b", "case", lambda f: f.update(id=identifier))
    assert problems_of(tmp_path / "b")


# ------------------------------------------------------------------ arrivals


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "starts with nothing"),
        ("year;total\n", 1, "starts with"),
        (small_atlas.ARRIVALS + "2001,5,,\n", 5, "has 4 cells"),
        (small_atlas.ARRIVALS + "2001,x,,,report-2001,,\n", 5, "total"),
        (small_atlas.ARRIVALS + "2001,-5,,,report-2001,,\n", 5, "total"),
        (small_atlas.ARRIVALS + "2001,5,,,,,\n", 5, "sources"),
        (small_atlas.ARRIVALS + '2001,5,,,report-2001,,"open\n', 5, "is not CSV"),
        (small_atlas.ARRIVALS + '2001,5,,,report-2001,,"two\nlines"\n2002,x,,,report-2001,,\n', 7, "total"),
        (small_atlas.ARRIVALS + f"2001,{'9' * 30},,,report-2001,,\n", 5, "total"),
        (small_atlas.ARRIVALS + f"2001,5,,,report-2001,,{'x' * 200_000}\n", 5, "is not CSV"),
        (small_atlas.ARRIVALS + "２００１,5,,,report-2001,,\n", 5, "year"),
    ],
)
def test_mistake_in_arrivals(text: str, line: int, says: str, tmp_path: Path) -> None:
    small_atlas.write(tmp_path, arrivals=text)
    problem = only(problems_of(tmp_path))
    assert (problem.rule, problem.line) == ("csv", line)
    assert says in problem.message


def test_every_problem_is_told_in_one_run(tmp_path: Path) -> None:
    routes, ways, sources = small_atlas.routes(), small_atlas.ways(), small_atlas.sources()
    routes["features"][0]["properties"]["certainty"] = "sure"
    routes["features"][1]["properties"]["rolle"] = "transit"
    ways["atlas"]["title_en"] = ""
    sources[0]["custom"] = {"tier": "C"}
    small_atlas.write(tmp_path, routes_json=routes, ways_json=ways, sources_json=sources, arrivals="x")
    with pytest.raises(DataError) as raised:
        load(tmp_path)
    assert sorted((Path(p.path).name, p.rule) for p in raised.value.problems) == [
        ("arrivals.csv", "csv"),
        ("routes.geojson", "unknown-property"),
        ("routes.geojson", "unknown-word"),
        ("sources.json", "unknown-word"),
        ("ways.json", "schema"),
    ]
    assert raised.value.exit_code == 1
    assert str(raised.value).count("\n") == len(raised.value.problems) - 1


def test_lines_of_problems_are_those_of_an_editor(atlas_folder: Path) -> None:
    edit(atlas_folder, "routes.geojson", '"certainty": "reported"', '"certainty": "sure"')
    problem = only(problems_of(atlas_folder))
    text = (atlas_folder / "routes.geojson").read_text(encoding="utf-8")
    assert text.splitlines()[problem.line - 1].strip() == '"certainty": "sure",'
    assert str(problem).startswith(
        f'{atlas_folder / "routes.geojson"}:{problem.line}: [unknown-word] feature "river": '
    )


def test_members_of_a_source_that_the_atlas_does_not_use_may_stand(tmp_path: Path) -> None:
    sources = small_atlas.sources()
    sources[0] |= {"DOI": "10.1/x", "language": "en", "page": "1-2"}
    assert load(small_atlas.write(tmp_path, sources_json=sources)).sources["paper-1999"].type == "article-newspaper"


def test_json_is_read_strictly_and_texts_as_they_are(tmp_path: Path) -> None:
    hostile = '{{ 7*7 }} {% x %} `${y}` </script><b onclick="x">\'&amp; =1+1'
    routes = json.loads(json.dumps(small_atlas.routes()))
    routes["features"][0]["properties"]["name_en"] = hostile
    assert load(small_atlas.write(tmp_path, routes_json=routes)).features[0].properties.name["en"] == hostile


@pytest.mark.parametrize("name", JSON_NAMES)
def test_very_many_mistakes_are_told_up_to_a_number(name: str, atlas_folder: Path) -> None:
    value = [{}] * 3000 if name == "sources.json" else {f"key-{number}": 1 for number in range(3000)}
    (atlas_folder / name).write_text(json.dumps(value), encoding="utf-8")
    problems = problems_of(atlas_folder)
    assert len(problems) == 1001
    assert sum("the first 1,000 are told" in problem.message for problem in problems) == 1


COMPACT = {
    "routes.geojson": {"type": "FeatureCollection", "features": [small_atlas.routes()["features"][1]]},
    "ways.json": small_atlas.ways() | {"ways": small_atlas.ways()["ways"][:1]},
    "sources.json": small_atlas.sources()[:2],
}


@pytest.mark.parametrize("name", JSON_NAMES)
def test_file_cut_anywhere_is_told(name: str, atlas_folder: Path) -> None:
    data = json.dumps(COMPACT[name], ensure_ascii=False).encode()
    for length in range(len(data)):
        (atlas_folder / name).write_bytes(data[:length])
        assert {problem.rule for problem in problems_of(atlas_folder)} in ({"json"}, {"encoding"}), data[:length]
    (atlas_folder / name).write_bytes(data + b" \n")
    load(atlas_folder)


def test_arrivals_cut_anywhere_are_told_or_end_with_a_row(atlas_folder: Path) -> None:
    data = small_atlas.ARRIVALS.encode()
    whole = load(atlas_folder).arrivals
    for length in range(len(data)):
        (atlas_folder / "arrivals.csv").write_bytes(data[:length])
        atlas, problems = read(atlas_folder)
        assert atlas is not None
        assert problems or [row.year for row in atlas.arrivals] == [row.year for row in whole[: len(atlas.arrivals)]]


@pytest.mark.parametrize("name", NAMES)
def test_device_without_end_in_place_of_a_file(name: str, atlas_folder: Path) -> None:
    (atlas_folder / name).unlink()
    (atlas_folder / name).symlink_to("/dev/zero")
    with pytest.raises(FileError, match="is not a file"):
        load(atlas_folder)


def test_an_atlas_goes_through_pickle_and_copy(tmp_path: Path) -> None:
    atlas = load(small_atlas.write(tmp_path))
    assert pickle.loads(pickle.dumps(atlas)) == copy.deepcopy(atlas) == atlas  # noqa: S301 - our own bytes
    with pytest.raises(TypeError):
        copy.deepcopy(atlas).text.title["en"] = "Another"  # type: ignore[index]
