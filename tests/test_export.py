from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.errors import FileError, UsageError
from geo.export import FORMATS, export, exported, format_of, formats_table, geojson_text, to_feature_collection
from geo.load import load
from geo.meridian import cut
from geo.model import Atlas
from geo.selection import KINDS, select
from tests.export_atlases import DATA, HOSTILE, atlas_at, feature


@pytest.fixture(name="atlas", scope="module")
def _atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return atlas_at(tmp_path_factory.mktemp("atlas"))


@pytest.fixture(name="whole", scope="module")
def _whole() -> Atlas:
    return load(DATA)


def positions(geometry: dict[str, Any]) -> list[list[float]]:
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Point":
        return [coordinates]
    return coordinates if geometry["type"] == "LineString" else [position for line in coordinates for position in line]


def lines(geometry: dict[str, Any]) -> list[list[list[float]]]:
    return geometry["coordinates"] if geometry["type"] == "MultiLineString" else [positions(geometry)]


# ------------------------------------------------------------------ GeoJSON


def test_reading_the_export_again_gives_the_same_features(whole: Atlas, tmp_path: Path) -> None:
    for name in ("ways.json", "sources.json", "arrivals.csv"):
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
    export(whole, tmp_path / "routes.geojson")
    again = load(tmp_path)
    assert again.features == whole.features
    assert geojson_text(again) == geojson_text(whole)


def test_every_text_and_position_stands_as_in_the_data(whole: Atlas) -> None:
    data = json.loads((DATA / "routes.geojson").read_text(encoding="utf-8"))["features"]
    taken = to_feature_collection(whole)["features"]
    assert [item["id"] for item in taken] == [item["id"] for item in data]
    assert [item["geometry"] for item in taken] == [item["geometry"] for item in data]
    for mine, theirs in zip(taken, data, strict=True):
        empty = {key: value for key, value in theirs["properties"].items() if key not in mine["properties"]}
        assert not any(empty.values())  # only what says nothing is left out
        assert mine["properties"] == {k: v for k, v in theirs["properties"].items() if k not in empty}


def test_the_collection_is_what_rfc_7946_asks(atlas: Atlas) -> None:
    value = to_feature_collection(atlas)
    assert list(value) == ["type", "bbox", "features"]
    west, south, east, north = value["bbox"]
    assert (south, north) == (-18.1, 51.5)
    assert west > east  # it spans the 180th meridian
    for item in value["features"]:
        for line in lines(item["geometry"]):
            assert all(abs(b[0] - a[0]) <= 180 for a, b in pairwise(line))
    assert "crs" not in json.dumps(value)


def test_a_line_is_cut_where_it_crosses_and_the_atlas_stays(atlas: Atlas) -> None:
    leg = next(item for item in atlas.features if item.id == "a-b")
    before = leg.model_dump_json()
    first, second = lines(to_feature_collection(atlas, kinds=["leg"])["features"][0]["geometry"])
    assert first[0] == [178.1, -18.1]
    assert second[-1] == [-171.8, -13.8]
    assert (first[-1][0], second[0][0]) == (180.0, -180.0)
    assert first[-1][1] == second[0][1] == pytest.approx(-18.1 + 4.3 * 1.9 / 10.1)
    assert leg.model_dump_json() == before


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ([[180.0, 1.0], [-179.0, 2.0]], [[[-180.0, 1.0], [-179.0, 2.0]]]),
        ([[179.0, 1.0], [-180.0, 2.0]], [[[179.0, 1.0], [180.0, 2.0]]]),
        (  # a round trip: the pieces that meet where it begins are one
            [[-179.0, 0.0], [179.0, 0.0], [-179.0, 0.0]],
            [[[-180.0, 0.0], [-179.0, 0.0], [-180.0, 0.0]], [[180.0, 0.0], [179.0, 0.0], [180.0, 0.0]]],
        ),
    ],
)
def test_lines_that_touch_the_meridian(tmp_path: Path, line: list[list[float]], pieces: list[Any]) -> None:
    atlas = atlas_at(tmp_path, [feature("f", "border", line)])
    assert cut(atlas.features[0].geometry) == {"type": "MultiLineString", "coordinates": pieces}


def test_the_text_is_a_feature_a_line_and_the_same_every_time(whole: Atlas) -> None:
    text = geojson_text(whole)
    assert text == geojson_text(load(DATA))
    assert text.endswith("]}\n")
    assert len(text.splitlines()) == len(whole.features) + 2
    assert json.loads(text) == to_feature_collection(whole)
    assert "두만강" in text
    assert all(json.loads(line.removesuffix(","))["type"] == "Feature" for line in text.splitlines()[1:-1])


def test_one_way_and_kind(whole: Atlas) -> None:
    taken = to_feature_collection(whole, ways=["dmz", "yellow-sea"], kinds=["case"])["features"]
    assert {item["properties"]["way"] for item in taken} == {"dmz", "yellow-sea"}
    assert {item["properties"]["kind"] for item in taken} == {"case"}
    parts = [len(to_feature_collection(whole, ways=[way.id])["features"]) for way in whole.ways]
    assert sum(parts) == len(whole.features)
    assert sum(len(select(whole, kinds=[kind])) for kind in KINDS) == len(whole.features)


def test_nothing_is_an_empty_collection_without_a_box(atlas: Atlas) -> None:
    assert to_feature_collection(atlas, ways=[]) == {"type": "FeatureCollection", "features": []}
    assert json.loads(geojson_text(atlas, ways=["south"], kinds=["leg"]))["features"] == []


def test_a_feature_keeps_the_box_it_came_with(tmp_path: Path) -> None:
    boxed = feature("f", "place", [1.0, 2.0]) | {"bbox": [1.0, 2.0, 1.0, 2.0]}
    atlas = atlas_at(tmp_path / "one", [boxed])
    atlas_at(tmp_path / "other")
    export(atlas, tmp_path / "other" / "routes.geojson")
    assert load(tmp_path / "other").features == atlas.features


def test_hostile_text_comes_back_as_it_was(atlas: Atlas) -> None:
    taken = {item["id"]: item for item in json.loads(geojson_text(atlas))["features"]}
    assert taken["9-hostile"]["properties"]["name_en"] == HOSTILE


# ------------------------------------------------------------------ what can be asked for


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"ways": ["dzm"]}, "There is no way 'dzm' (did you mean dmz?); available: chinese-border, yellow-sea,"),
        ({"ways": "nowhere"}, "There is no way 'nowhere'; available: chinese-border"),
        ({"kinds": ["line"]}, "There is no kind 'line'"),
        ({"kinds": ["cases"]}, "(did you mean case?); available: border, leg, place, case."),
        ({"format": "shp"}, "There is no format 'shp'; available: geojson, gpkg, kml, gpx, csv, fgb, parquet."),
    ],
)
def test_what_does_not_exist_is_answered_with_what_does(
    whole: Atlas, tmp_path: Path, asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        export(whole, tmp_path / "x.geojson", **asked)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_the_format_is_told_from_the_ending() -> None:
    endings = {suffix: name for name, form in FORMATS.items() for suffix in form.suffixes}
    assert {suffix: format_of(f"x{suffix.upper()}") for suffix in endings} == endings
    for path in ("x", "x.shp", "x.geojson.zip", ".geojson"):
        with pytest.raises(UsageError, match=r"its ending names no format; expected one of \.geojson, \.json, \.gpkg"):
            format_of(path)


def test_a_format_by_name_goes_to_any_file(atlas: Atlas, tmp_path: Path) -> None:
    export(atlas, tmp_path / "out.txt", format="csv", ways=["south"])
    assert (tmp_path / "out.txt").read_bytes() == exported(atlas, "csv", ways=["south"])


def test_a_file_that_cannot_be_written(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"missing: cannot be written \(No such file or directory\)"):
        export(atlas, tmp_path / "missing" / "x.geojson")


def test_parquet_without_pyarrow_says_what_to_install(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="needs pyarrow, which is not installed; pip install pyarrow brings it"):
        exported(atlas, "parquet")


def test_how_often_a_geopackage_was_written_does_not_show(atlas: Atlas) -> None:
    """GDAL writes the time once more where a second passes meanwhile; SQLite counts that in its header."""
    data = exported(atlas, "gpkg")
    assert data[24:28] == data[92:96] == bytes([0, 0, 0, 1])


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_atlas_gives_the_same_bytes(atlas: Atlas, name: str) -> None:
    assert exported(atlas, name) == exported(atlas, name)


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_selection_is_a_file_all_the_same(atlas: Atlas, name: str) -> None:
    assert exported(atlas, name, ways=["south"], kinds=["leg"])


def test_every_format_has_a_line_in_the_table() -> None:
    table = formats_table().splitlines()
    assert len(table) == len(FORMATS) + 2
    assert {line.count("|") for line in table} == {5}


def test_the_public_functions_stay_functions_though_modules_have_their_names(tmp_path: Path) -> None:
    for _ in range(2):
        geo.export(geo.load(DATA), tmp_path / "x.csv", ways=["dmz"])
    assert len(geo.to_geodataframe(geo.load(DATA), ways=["dmz"])) > 0
    assert (tmp_path / "x.csv").exists()


def test_heavy_libraries_load_only_when_they_are_needed() -> None:
    code = (
        "import sys; from geo.export import geojson_text; from geo.load import load; import geo.frames, geo.enrich;"
        f"geojson_text(load({str(DATA)!r}));"
        "print(*({'geopandas','pandas','pyogrio','shapely','pyproj','antimeridian','numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "\n"
