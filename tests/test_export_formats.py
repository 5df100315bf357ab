"""Every format, read back by GDAL and by the field's own readers: the same features, ids, geometry and text."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas
import gpxpy
import pandas
import pyogrio
import pytest
import shapely

from geo.citation import cite
from geo.export import export, exported, to_feature_collection
from geo.export.flat import cells
from geo.export.table import guarded, unguarded, wkt
from geo.load import load
from geo.meridian import cut
from geo.model import Atlas
from tests.export_atlases import DATA, HOSTILE, atlas_at

KML = {"k": "http://www.opengis.net/kml/2.2"}
Read = dict[str, tuple[dict[str, Any], Any]]  # by feature id: cells and shape


@pytest.fixture(name="atlas", scope="module", params=["whole", "small"])
def _atlas(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return load(DATA) if request.param == "whole" else atlas_at(tmp_path_factory.mktemp("atlas"))


@pytest.fixture(name="small")
def _small(tmp_path: Path) -> Atlas:
    return atlas_at(tmp_path / "atlas")


def expected(atlas: Atlas) -> Read:
    """Return what each feature says, as cells without the empty ones, and its shape."""
    return {
        feature.id: (
            {name: value for name, value in cells(feature).items() if value not in (None, "")},
            shapely.from_geojson(json.dumps(cut(feature.geometry))),
        )
        for feature in atlas.features
    }


def rows_of(frame: geopandas.GeoDataFrame, prefix: str = "") -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Yield id, cells that are not empty, and shape of each row that a reader gave."""
    for row in frame.to_dict("records"):
        shape = row.pop("geometry")
        named = {str(name).removeprefix(prefix): value for name, value in row.items() if str(name).startswith(prefix)}
        yield (
            named["id"],
            {name: value for name, value in named.items() if not pandas.isna(value) and value != ""},
            shape,
        )


def assert_same(read: Read, wanted: Read) -> None:
    """Assert that all ids, cells and shapes are there, and no more; numbers may come as numbers or as text."""
    assert read.keys() == wanted.keys()
    for name, (own, shape) in wanted.items():
        found, found_shape = read[name]
        for key, value in own.items():
            given = found[key]
            same = given == value if isinstance(given, str) and isinstance(value, str) else float(given) == float(value)
            assert same, (name, key, given)
        properties = {key for cells, _ in wanted.values() for key in cells}
        assert {key for key in found if key in properties} == own.keys()
        assert found_shape.equals_exact(shape, 1e-12), name
        assert found_shape.geom_type == shape.geom_type


def as_read(wanted: Read, old: str, new: str) -> Read:
    """Return what is expected where a reader gives a character as another."""
    return {
        name: ({key: cell.replace(old, new) if isinstance(cell, str) else cell for key, cell in own.items()}, shape)
        for name, (own, shape) in wanted.items()
    }


def as_xml(wanted: Read) -> Read:
    """Return what is expected of a format that has no noncharacters."""
    return as_read(wanted, "\ufffe", "\ufffd")


def test_geojson_is_read_by_gdal(atlas: Atlas, tmp_path: Path) -> None:
    export(atlas, tmp_path / "x.geojson")
    frame = pyogrio.read_dataframe(tmp_path / "x.geojson")
    shapes = {
        item["id"]: shapely.from_geojson(json.dumps(item["geometry"]))
        for item in to_feature_collection(atlas)["features"]
    }
    assert dict(zip(frame["id"], frame["name_ko"], strict=True)) == {
        f.id: f.properties.name["ko"] for f in atlas.features
    }
    assert all(shape.equals_exact(shapes[name], 0) for name, shape in zip(frame["id"], frame.geometry, strict=True))


# ------------------------------------------------------------------ GeoPackage


def test_geopackage_reads_back(atlas: Atlas, tmp_path: Path) -> None:
    export(atlas, tmp_path / "x.gpkg")
    used = [way.id for way in atlas.ways]
    layers = [name for name, _ in pyogrio.list_layers(tmp_path / "x.gpkg")]
    assert layers == [*used, "atlas_sources", "layer_styles"]
    read: Read = {}
    for way in used:
        frame = pyogrio.read_dataframe(tmp_path / "x.gpkg", layer=way)
        assert frame.crs.to_epsg() == 4326
        assert set(frame["way"]) == {way}
        read |= {name: (row, shape) for name, row, shape in rows_of(frame)}
    assert_same(read, expected(atlas))


def test_geopackage_says_what_it_is_and_names_its_sources(small: Atlas, tmp_path: Path) -> None:
    export(small, tmp_path / "x.gpkg")
    info = pyogrio.read_info(tmp_path / "x.gpkg", layer="north")
    assert info["dataset_metadata"]["NOTICE_ko"] == "개략도."
    assert info["layer_metadata"]["NAME_ko"] == "북쪽"
    assert "A sketch." in info["layer_metadata"]["DESCRIPTION"]
    sources = pyogrio.read_dataframe(tmp_path / "x.gpkg", layer="atlas_sources").set_index("id")
    assert sources.loc["paper", "citation_ko"] == "신문, 2011년 6월 15일"
    assert sources.loc["paper", "url"] == "https://example.org/a?b=1&c=2"
    with sqlite3.connect(tmp_path / "x.gpkg") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()


def test_geopackage_styles_are_the_default_of_their_layer(small: Atlas, tmp_path: Path) -> None:
    export(small, tmp_path / "x.gpkg")
    with sqlite3.connect(tmp_path / "x.gpkg") as database:
        rows = database.execute(
            "SELECT f_table_name, f_geometry_column, f_table_schema, useAsDefault, styleQML FROM layer_styles"
        ).fetchall()
        columns = dict(database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall())
    database.close()
    assert {row[0]: row[1] for row in rows} == columns
    for way, (_, _, schema, default, qml) in zip(small.ways, rows, strict=True):
        assert (schema, default) == ("", 1)
        style = ElementTree.fromstring(qml.partition("\n")[2])
        rules = {rule.get("label"): rule.get("symbol") for rule in style.iter("rule")}
        assert {"border", "place", "case", "leg: sea"} <= rules.keys()
        colour = ",".join(str(part) for part in bytes.fromhex(way.colour[1:])) + ",255"
        assert {item.get("value") for item in style.iter("Option") if item.get("name") == "line_color"} == {colour}
        assert {symbol.get("name") for symbol in style.iter("symbol")} == set(rules.values())


# ------------------------------------------------------------------ KML


def test_kml_is_read_by_gdal(atlas: Atlas, tmp_path: Path) -> None:
    export(atlas, tmp_path / "x.kml")
    read: Read = {}
    for layer, _ in pyogrio.list_layers(tmp_path / "x.kml"):
        frame = pyogrio.read_dataframe(tmp_path / "x.kml", layer=layer).drop(columns=["begin", "end"])
        frame = frame.rename(columns={"date_start": "start", "date_end": "end"})
        read |= {name: (row, shape) for name, row, shape in rows_of(frame)}
    wanted = expected(atlas)
    if len({way.name["en"] for way in atlas.ways}) < len(atlas.ways):  # GDAL opens one layer of two that share a name
        wanted = {name: item for name, item in wanted.items() if name in read}
        assert wanted
    assert_same(read, as_xml(wanted))


def kml_of(atlas: Atlas) -> ElementTree.Element:
    return ElementTree.fromstring(exported(atlas, "kml"))


def test_kml_holds_every_feature_in_the_folder_of_its_way(atlas: Atlas) -> None:
    folders = kml_of(atlas).findall("k:Document/k:Folder", KML)
    assert [folder.findtext("k:name", namespaces=KML) for folder in folders] == [way.name["en"] for way in atlas.ways]
    for folder, way in zip(folders, atlas.ways, strict=True):
        ids = [value.text for value in folder.findall(".//k:Data[@name='id']/k:value", KML)]
        assert ids == [feature.id for feature in atlas.features if feature.properties.way == way.id]


def test_kml_ids_are_unique_and_styles_are_there(atlas: Atlas) -> None:
    root = kml_of(atlas)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {element.text for element in root.iter(f"{{{KML['k']}}}styleUrl")} <= {f"#{name}" for name in ids}
    assert "href" not in {element.tag.partition("}")[2] for element in root.iter()}  # no icon asks a server


def test_kml_describes_with_date_both_languages_and_linked_sources(small: Atlas) -> None:
    placemark = kml_of(small).find(".//k:Placemark[@id='a-b']", KML)
    assert placemark is not None
    text = placemark.findtext("k:description", "", KML)
    assert "<p>1997/1999</p><p>One.</p><p>이름: 하나.</p>" in text
    assert '<a href="https://example.org/a?b=1&amp;c=2">The Paper &amp; Sons, 15 June 2011</a>' in text
    assert "<li>A Bureau, undated</li>" in text
    span = placemark.find("k:TimeSpan", KML)
    assert span is not None
    assert [part.text for part in span] == ["1997", "1999"]
    assert len(placemark.findall("k:MultiGeometry/k:LineString", KML)) == 2


def test_kml_colours_are_blue_green_red(small: Atlas) -> None:
    style = kml_of(small).find(".//k:Style[@id='_north.leg']/k:LineStyle/k:color", KML)
    assert style is not None
    assert style.text == "ff302010"


def test_kml_keeps_hostile_text_text(small: Atlas) -> None:
    root = kml_of(small)
    name = root.find(".//k:Placemark[k:name]/..", KML)
    assert name is not None
    placemark = next(p for p in root.iter(f"{{{KML['k']}}}Placemark") if "7*7" in p.findtext("k:name", "", KML))
    clean = HOSTILE.replace("\ufffe", "\ufffd")
    assert placemark.findtext("k:name", namespaces=KML) == clean
    described = placemark.findtext("k:description", "", KML)
    assert html.escape(clean) in described
    assert set(re.findall(r"<(\w+)", described)) == {"p", "ul", "li", "a"}


# ------------------------------------------------------------------ GPX


def test_gpx_is_read_by_gdal(atlas: Atlas, tmp_path: Path) -> None:
    export(atlas, tmp_path / "x.gpx")
    read: Read = {}
    pieces: dict[str, list[Any]] = {}
    for layer in ("waypoints", "routes"):
        for name, row, shape in rows_of(pyogrio.read_dataframe(tmp_path / "x.gpx", layer=layer), "ogr_"):
            pieces.setdefault(name, []).append(shape)
            read[name] = (row, shape)
    joined = {
        name: (row, shape if len(pieces[name]) == 1 else shapely.MultiLineString(pieces[name]))
        for name, (row, shape) in read.items()
    }
    assert_same(joined, as_read(as_xml(expected(atlas)), "\n", ""))  # GDAL drops line breaks in extensions


def test_gpx_is_read_by_gpxpy(atlas: Atlas) -> None:
    read = gpxpy.parse(exported(atlas, "gpx").decode())
    language = atlas.languages[0]
    points = [f for f in atlas.features if f.geometry.type == "Point"]
    assert [(p.longitude, p.latitude) for p in read.waypoints] == [tuple(f.geometry.coordinates) for f in points]
    names = [f.properties.name[language].replace("\ufffe", "\ufffd") for f in points]
    assert [p.name for p in read.waypoints] == names
    assert [p.type for p in read.waypoints] == [f.properties.kind for f in points]
    shapes = [cut(f.geometry) for f in atlas.features if f.geometry.type != "Point"]
    lines = [
        line for s in shapes for line in (s["coordinates"] if s["type"] == "MultiLineString" else [s["coordinates"]])
    ]
    assert [[[p.longitude, p.latitude] for p in route.points] for route in read.routes] == lines
    assert read.name == atlas.text.title[language]
    assert read.description is not None
    assert atlas.text.notice[language] in read.description


def test_gpx_extensions_hold_every_property(atlas: Atlas) -> None:
    root = ElementTree.fromstring(exported(atlas, "gpx"))
    wanted = as_xml(expected(atlas))
    for element in [*root.findall("{*}wpt"), *root.findall("{*}rte")]:
        held = {item.tag.partition("}")[2]: item.text for item in element.findall("{*}extensions/*")}
        own, _ = wanted[held["id"] or ""]
        assert {key: held[key] for key in own} == {key: str(value) for key, value in own.items()}


def test_gpx_names_sources_and_every_address(small: Atlas) -> None:
    root = ElementTree.fromstring(exported(small, "gpx", kinds=["leg"]))
    route = root.find("{*}rte")
    assert route is not None
    assert route.findtext("{*}src") == "The Paper & Sons, 15 June 2011; A Bureau, undated"
    link = route.find("{*}link")
    assert link is not None
    assert link.get("href") == "https://example.org/a?b=1&c=2"
    assert route.findtext("{*}extensions/{*}addresses") == "https://example.org/a?b=1&c=2"


# ------------------------------------------------------------------ CSV


def test_csv_is_read_by_the_standard_reader(atlas: Atlas) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(atlas, "csv").decode("utf-8"), newline="")))
    read = {}
    for row, feature in zip(rows, atlas.features, strict=True):
        if feature.geometry.type == "Point":
            assert [float(row["lon"]), float(row["lat"])] == list(feature.geometry.coordinates)
        else:
            assert row["lon"] == row["lat"] == ""
        read[row["id"]] = ({name: unguarded(cell) for name, cell in row.items() if cell}, shapely.from_wkt(row["WKT"]))
    assert_same(read, expected(atlas))


def test_csv_is_read_by_gdal_with_its_geometry(atlas: Atlas, tmp_path: Path) -> None:
    export(atlas, tmp_path / "x.csv")
    read = {}
    for name, row, shape in rows_of(pyogrio.read_dataframe(tmp_path / "x.csv")):
        read[name] = ({key: unguarded(cell) if isinstance(cell, str) else cell for key, cell in row.items()}, shape)
    assert_same(read, expected(atlas))


def test_csv_has_citations(atlas: Atlas) -> None:
    for row, feature in zip(csv.DictReader(io.StringIO(exported(atlas, "csv").decode())), atlas.features, strict=True):
        wanted = "; ".join(cite(atlas.sources[name], "en") for name in feature.properties.sources)
        assert unguarded(row["citations"]) == wanted


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''-1"])
def test_no_cell_looks_like_a_formula(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(f"'{text}") == text


@pytest.mark.parametrize("cell", ["", "'tis", "a=1", "1997-05", "한글", -1, -0.5, 12, None])
def test_other_cells_stay(cell: str | float | None) -> None:
    assert guarded(cell) == cell
    assert not isinstance(cell, str) or unguarded(cell) == cell


def test_every_digit_stands_in_wkt() -> None:
    assert wkt({"type": "Point", "coordinates": [-1e-7, 0.1 + 0.2]}) == "POINT (-1e-07 0.30000000000000004)"


# ------------------------------------------------------------------ FlatGeobuf and GeoParquet


def test_flatgeobuf_reads_back(atlas: Atlas, tmp_path: Path) -> None:
    export(atlas, tmp_path / "x.fgb")
    assert pyogrio.read_info(tmp_path / "x.fgb")["crs"] == "EPSG:4326"
    frame = pyogrio.read_dataframe(tmp_path / "x.fgb")
    assert_same({name: (row, shape) for name, row, shape in rows_of(frame)}, expected(atlas))


def test_parquet_reads_back_with_lists(atlas: Atlas, tmp_path: Path) -> None:
    export(atlas, tmp_path / "x.parquet")
    frame = geopandas.read_parquet(tmp_path / "x.parquet")
    assert frame.crs.to_epsg() == 4326
    wanted = {item["id"]: item for item in to_feature_collection(atlas)["features"]}
    assert list(frame["id"]) == list(wanted)
    for row in frame.to_dict("records"):
        item = wanted[row["id"]]
        assert row["geometry"].equals_exact(shapely.from_geojson(json.dumps(item["geometry"])), 0)
        for name, value in item["properties"].items():
            given = row[name]
            if name == "reviewed":
                assert json.loads(given) == value
            elif isinstance(value, list):
                assert list(given) == value
            elif value is None:
                assert pandas.isna(given)
            else:
                assert given == value


def test_parquet_columns_have_the_same_types_for_every_selection(small: Atlas) -> None:
    import pyarrow.parquet

    def types(**asked: list[str]) -> dict[str, str]:
        schema = pyarrow.parquet.read_schema(io.BytesIO(exported(small, "parquet", **asked)))  # type: ignore[arg-type]
        return {field.name: str(field.type) for field in schema}

    whole = types()
    assert whole["hazards"] == whole["sources"] == "list<element: string>"
    assert whole["people"] == "int64"
    for kind in ("border", "leg", "place", "case"):
        assert types(kinds=[kind]) == whole
