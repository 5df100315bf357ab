"""Other atlases in the browser: across the 180th meridian, points alone, other languages, right to left."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geo.load import load
from geo.site import page_text
from geo.tiles import tiles_named

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage

ATLASES = Path(__file__).parents[1] / "atlases"


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the other atlases, by name, and one with tiles."""
    folder = tmp_path_factory.mktemp("others")
    for name in ("pacific", "lighthouses"):
        (folder / f"{name}.html").write_text(page_text(load(ATLASES / name)), encoding="utf-8")
    tiles = tiles_named(["OpenTopoMap"])
    (folder / "tiles.html").write_text(page_text(load(ATLASES / "lighthouses"), tiles=tiles), encoding="utf-8")
    return folder


def test_across_the_180th_meridian_lines_stay_whole_and_in_sight(open_page: OpenPage, pages: Path) -> None:
    page = open_page(file=str(pages / "pacific.html"), lang="es")
    assert page.title() == "Expediciones del Pacífico"
    boxes = page.evaluate(
        """() => Object.values(Atlas.app.drawn).map(entry => {
            const box = entry.path.getBoundingClientRect();
            const map = document.getElementById("map").getBoundingClientRect();
            return { inside: box.left >= map.left && box.right <= map.right };
        })"""
    )
    assert len(boxes) == 11
    assert all(box["inside"] for box in boxes)
    near = page.evaluate(
        """() => ["sondeo-1875", "sondeo-1876"].map(id => Atlas.app.drawn[id].layer.getLatLng().lng)"""
    )
    assert abs(near[0] - near[1]) == 1
    assert page.evaluate("Atlas.app.drawn['norte-1'].layer.getLatLngs().length") == 1


def test_a_view_across_the_180th_meridian_is_what_the_page_opens_at(open_page: OpenPage, tmp_path: Path) -> None:
    file, atlas = tmp_path / "index.html", load(ATLASES / "pacific")
    text = atlas.text.model_copy(update={"view": (150.0, -30.0, -140.0, 30.0)})
    file.write_text(page_text(replace(atlas, text=text)), encoding="utf-8")
    page = open_page(file=str(file))
    west, south, east, north = map(float, page.evaluate("Atlas.app.map.getBounds().toBBoxString()").split(","))
    assert west <= 150 and east >= 220 and south <= -30 and north >= 30
    assert east - west < 360


def test_words_are_the_atlas_s_own_then_english(open_page: OpenPage, pages: Path) -> None:
    page = open_page(file=str(pages / "pacific.html"), lang="ja")
    assert page.get_by_role("heading", name="航路").is_visible()
    assert page.get_by_role("button", name="Table", exact=True).is_visible()
    assert page.evaluate("Atlas.app.language.country('NZL')") == "New Zealand"
    assert page.evaluate("Atlas.app.language.t('outcome.arrived')") == "到着"
    assert page.get_by_role("button", name="español").is_visible()


def test_arabic_runs_from_right_to_left_and_back(open_page: OpenPage, pages: Path) -> None:
    page = open_page(file=str(pages / "lighthouses.html"), lang="ar")
    root = page.locator("html")
    assert root.get_attribute("dir") == "rtl"
    panel, stage = page.locator("#panel").bounding_box(), page.locator("main").bounding_box()
    assert panel
    assert stage
    assert panel["x"] > stage["x"]
    page.get_by_role("button", name="Nederlands").click()
    assert root.get_attribute("dir") == "ltr"
    assert root.get_attribute("lang") == "nl"


def test_points_alone_make_a_whole_page(open_page: OpenPage, pages: Path) -> None:
    page = open_page(file=str(pages / "lighthouses.html"), lang="nl", hash="feature=rescue-1911")
    assert page.get_by_role("dialog", name="Redding van een schip").is_visible()
    page.keyboard.press("Escape")
    for button in ("Table", "Story", "About"):
        page.get_by_role("button", name=button, exact=True).click()
        page.keyboard.press("Escape")


def test_tags_that_intl_does_not_take_do_not_stop_the_page(open_page: OpenPage, pages: Path) -> None:
    page = open_page(file=str(pages / "lighthouses.html"))
    assert page.evaluate("Atlas.languageName('zh-cmn-a')") == "zh-cmn-a"
    assert page.evaluate("Atlas.directionOf('az-Arab')") == "rtl"


def test_tiles_are_off_until_they_are_chosen(open_page: OpenPage, pages: Path) -> None:
    page = open_page(file=str(pages / "tiles.html"), lang="nl")
    page.locator(".tiles summary").click()
    assert page.get_by_role("radio", name="Embedded, offline").is_checked()
    note = page.locator(".tiles p").inner_text()
    assert "b.tile.opentopomap.org" in note
    # The network is off and a request fails the test: none was made so far. Choosing would ask the server.
    asked = page.evaluate(
        """() => { const asked = []; L.TileLayer.prototype.createTile = function (at) {
            asked.push(this.getTileUrl(at)); return document.createElement("img"); };
            return new Promise(done => { document.querySelectorAll(".tiles input")[1].click();
                requestAnimationFrame(() => done(asked)); }); }"""
    )
    assert asked
    assert all(address.split("/")[2].endswith(".tile.opentopomap.org") for address in asked)
    assert page.get_by_role("radio", name="OpenTopoMap").is_checked()
    assert page.get_by_role("link", name="OpenStreetMap").is_visible()
