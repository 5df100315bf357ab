"""Downloads: what is visible and nothing else, the same as the command's export writes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import gpxpy
import pytest
from playwright.sync_api import Page, expect

from geo.export import export
from geo.load import load

DATA = Path(__file__).parents[2] / "data"
OpenPage = Callable[..., Page]


def saved(page: Page, name: str, way: str | None = None) -> tuple[str, str]:
    """The name and text of the file that a button of the dialog saves."""
    page.get_by_role("button", name="Other formats").click()
    dialog = page.get_by_role("dialog")
    if way:
        dialog.get_by_role("combobox").select_option(way)
    with page.expect_download() as download:
        dialog.get_by_role("button", name=name).click()
    expect(dialog.get_by_role("status")).to_contain_text("saved")
    page.keyboard.press("Escape")
    return download.value.suggested_filename, download.value.path().read_bytes().decode("utf-8")


def exported(folder: Path, file_format: str, ways: list[str] | None = None) -> str:
    """What the command's export writes."""
    path = folder / f"routes.{file_format}"
    export(load(DATA), path, ways=ways)
    return path.read_bytes().decode("utf-8")


def rows(text: str) -> list[dict[str, Any]]:
    """The rows of a CSV file, its numbers written alike."""
    found: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(text, newline="")))
    for row in found:
        for name in ("lon", "lat", "precision_deg"):
            row[name] = str(float(row[name])) if row[name] else ""
        row["reviewed"] = json.loads(row["reviewed"] or "[]")
        row["WKT"] = row["WKT"].replace(".0 ", " ").replace(".0,", ",").replace(".0)", ")")
    return found


def tree(element: Element) -> object:
    """An element as nested tuples, its texts stripped, coordinates and JSON as values."""
    tag, text = element.tag.rpartition("}")[2], (element.text or "").strip()
    if tag == "coordinates":
        text = str([[float(number) for number in position.split(",")] for position in text.split()])
    if text.startswith("[{"):
        text = str(json.loads(text))
    attributes = {k: str(float(v)) if k in {"lat", "lon"} else v for k, v in element.attrib.items()}
    return (tag, text, tuple(sorted(attributes.items())), tuple(map(tree, element)))


def test_geojson_is_what_export_writes(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download GeoJSON").click()
    assert download.value.suggested_filename == "routes.geojson"
    text = download.value.path().read_text(encoding="utf-8")
    own, theirs = json.loads(text), json.loads(exported(tmp_path, "geojson"))
    assert own["features"] == theirs["features"]
    assert own["bbox"] == theirs["bbox"]
    assert list(own) == list(theirs)


def test_only_what_is_visible_is_saved(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("ways=dmz,yellow-sea")
    _, text = saved(page, "GeoJSON")
    assert json.loads(text) == json.loads(exported(tmp_path, "geojson", ["dmz", "yellow-sea"]))
    page.get_by_role("button", name="Hide all").click()
    _, text = saved(page, "GeoJSON")
    assert json.loads(text) == {"type": "FeatureCollection", "features": []}


def test_filters_decide_what_is_saved(open_page: OpenPage) -> None:
    page = open_page("outcome=arrived&years=1990-2010")
    _, text = saved(page, "GeoJSON")
    cases = [f["properties"] for f in json.loads(text)["features"] if f["properties"]["kind"] == "case"]
    assert cases
    assert {case["outcome"] for case in cases} == {"arrived"}
    assert all(int(case["start"][:4]) <= 2010 for case in cases)


@pytest.mark.parametrize("way", [None, "dmz"])
def test_csv_is_what_export_writes(page: Page, tmp_path: Path, way: str | None) -> None:
    name, text = saved(page, "CSV", way)
    assert name == f"{way or 'routes'}.csv"
    assert rows(text) == rows(exported(tmp_path, "csv", [way] if way else None))
    assert text.endswith("\r\n")


@pytest.mark.parametrize("file_format", ["kml", "gpx"])
def test_kml_and_gpx_are_what_export_writes(page: Page, tmp_path: Path, file_format: str) -> None:
    name, text = saved(page, file_format.upper())
    assert name == f"routes.{file_format}"
    own, theirs = fromstring(text), fromstring(exported(tmp_path, file_format))
    assert tree(own) == tree(theirs)


def test_gpx_reads_back(page: Page) -> None:
    _, text = saved(page, "GPX", "yellow-sea")
    track = gpxpy.parse(text)
    assert track.waypoints and track.routes
    assert all(route.points for route in track.routes)


def test_the_reader_s_language_is_the_file_s(open_page: OpenPage) -> None:
    page = open_page("ways=dmz", lang="ko")
    page.evaluate("document.querySelectorAll('.split button')[1].click()")
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="KML").click()
    folder = fromstring(download.value.path().read_bytes()).find(".//{*}Folder/{*}name")
    assert folder is not None
    assert folder.text == "비무장지대(DMZ)"


HOSTILE = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "'=1", 'a"b,c\r\nd', "</name><x>&]]>\x07😀 가"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(page: Page, text: str) -> None:
    write = """([format, text]) => {
        const app = Atlas.app, first = app.data.features[0];
        const own = {...first, properties: {...first.properties, name_en: text, summary_en: text}};
        return Atlas.formats[format].write(app, [own]);
    }"""
    cell = next(csv.DictReader(io.StringIO(page.evaluate(write, ["csv", text]), newline="")))["name_en"]
    assert cell == (text if text[0] in "a<" else f"'{text}")
    shown = text.replace("\x07", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    for file_format, tag in (("kml", "Placemark"), ("gpx", "rte")):
        found = fromstring(page.evaluate(write, [file_format, text])).find(f".//{{*}}{tag}/{{*}}name")
        assert found is not None
        assert found.text == shown


def test_a_box_across_the_180th_meridian(page: Page) -> None:
    parts = "[[[170, 10], [180, 12]], [[-180, 12], [-100, 20]]]"
    line = f'{{type: "Feature", geometry: {{type: "MultiLineString", coordinates: {parts}}}}}'
    point = '{type: "Feature", geometry: {type: "Point", coordinates: [%s, 15]}}'
    boxes = f"""[[{line}], [{point % 170}, {point % -170}], [{point % 100}, {point % 120}], [{line}, {point % -20}]]
        .map(features => JSON.parse(Atlas.geojson(features)).bbox)"""
    assert page.evaluate(boxes) == [[170, 10, -100, 20], [170, 15, -170, 15], [100, 15, 120, 15], [170, 10, -20, 20]]
