"""A large atlas: canvas in place of SVG, with the same ways, popups, table, search, downloads and keyboard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from benchmarks.synthetic import write_atlas
from geo import compact, site
from geo.load import load
from geo.model import Atlas
from tests.browser.conftest import OpenPage

COUNT = compact.MANY + 400
# How many pixels of the lines' canvases together, and of the points', are drawn on.
INK = """() => {
    const ink = (canvases) => canvases.filter((canvas) => !canvas.hidden).reduce((sum, canvas) => {
        const copy = document.createElement("canvas");
        copy.width = canvas.width;
        copy.height = canvas.height;
        const context = copy.getContext("2d", { willReadFrequently: true });
        context.drawImage(canvas, 0, 0);
        const data = context.getImageData(0, 0, copy.width, copy.height).data;
        for (let i = 3; i < data.length; i += 4) { if (data[i]) { sum += 1; } }
        return sum;
    }, 0);
    return [ink([...document.querySelectorAll(".large canvas")]), ink([document.querySelector(".large-points")])];
}"""


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return load(write_atlas(tmp_path_factory.mktemp("large"), COUNT))


@pytest.fixture(scope="module")
def file(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("pages") / "index.html"
    path.write_text(site.page_text(atlas), "utf-8")
    return str(path)


@pytest.fixture
def large(open_page: OpenPage, file: str) -> Page:
    return open_page(file=file)


def settled(page: Page) -> None:
    page.wait_for_function("() => !Atlas.app.map.getContainer().dataset.drawing")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_it_is_drawn_on_canvas_and_says_how_many(large: Page) -> None:
    assert large.locator("[data-feature-id]").count() == 0
    assert all(ink > 500 for ink in large.evaluate(INK))
    expect(large.locator("#way-total")).to_contain_text(f"{COUNT:,}")


def test_a_way_that_is_off_is_not_drawn_not_listed_and_not_saved(large: Page, atlas: Atlas, tmp_path: Path) -> None:
    settled(large)
    before = large.evaluate(INK)
    large.locator(".way-list input").first.click()
    settled(large)
    assert all(now < then for now, then in zip(large.evaluate(INK), before, strict=True))
    first = max(atlas.ways, key=lambda way: way.rank).id
    kept = {feature.id for feature in atlas.features if feature.properties.way != first}
    with large.expect_download() as download:
        large.get_by_role("button", name="Download GeoJSON").click()
    download.value.save_as(tmp_path / "out.geojson")
    saved = json.loads((tmp_path / "out.geojson").read_text("utf-8"))
    assert {feature["id"] for feature in saved["features"]} == kept
    large.get_by_role("button", name="Hide all").click()
    settled(large)
    assert large.evaluate(INK) == [0, 0]


def test_a_press_on_a_point_opens_its_popup(large: Page, atlas: Atlas) -> None:
    point = next(f for f in atlas.features if f.properties.kind == "case")
    lon, lat = point.geometry.coordinates
    large.evaluate(f"Atlas.app.map.setView([{lat}, {lon}], 9, {{animate: false}})")
    settled(large)
    at = large.evaluate(
        f"""() => {{
            const at = Atlas.app.map.latLngToContainerPoint([{lat}, {lon}]);
            const box = Atlas.app.map.getContainer().getBoundingClientRect();
            return [at.x + box.left, at.y + box.top];
        }}"""
    )
    large.mouse.click(*at)
    dialog = large.get_by_role("dialog")
    expect(dialog).to_contain_text(point.properties.name["en"])
    expect(dialog.locator(".sources a, .sources li").first).to_be_visible()
    large.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_the_keyboard_goes_from_feature_to_feature(large: Page) -> None:
    cursor = large.locator(".large-cursor")
    cursor.focus()
    large.keyboard.press("ArrowRight")
    first = cursor.inner_text()
    assert first.startswith("1 of ")
    large.keyboard.press("ArrowRight")
    assert cursor.inner_text().startswith("2 of ")
    assert cursor.inner_text() != first
    large.keyboard.press("Enter")
    dialog = large.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("box => box.contains(document.activeElement)")
    large.keyboard.press("Escape")
    expect(cursor).to_be_focused()


def test_a_search_a_filter_and_the_years_find_their_features(large: Page, atlas: Atlas) -> None:
    wanted = next(f for f in atlas.features if f.properties.kind == "case")
    large.get_by_role("combobox").fill(wanted.properties.name["en"])
    large.get_by_role("option").first.click()
    expect(large.get_by_role("dialog")).to_be_visible()
    large.keyboard.press("Escape")
    large.evaluate("Atlas.app.store.set({filters: {outcome: ['died']}})")
    died = sum(getattr(f.properties, "outcome", None) == "died" for f in atlas.features)
    expect(large.locator("#way-total")).to_contain_text(f"{died:,}")


def test_the_table_has_them_all_in_parts(large: Page) -> None:
    large.get_by_role("button", name="Table", exact=True).click()
    expect(large.locator("#table caption")).to_contain_text(f"{COUNT:,} of {COUNT:,}")
    assert 50 < large.locator("[data-row-id]").count() < COUNT
    before = large.locator("[data-row-id]").count()
    large.locator("#table").get_by_role("button", name="more", exact=False).click()
    assert large.locator("[data-row-id]").count() > before


def test_an_address_is_restored(open_page: OpenPage, file: str, atlas: Atlas) -> None:
    chosen, way = atlas.features[7], atlas.ways[2]
    page = open_page(f"ways={way.id},{chosen.properties.way}&feature={chosen.id}", lang="ko", file=file)
    expect(page.get_by_role("dialog")).to_contain_text(chosen.properties.name["ko"])
    assert page.locator(".way-list input:checked").count() == len({way.id, chosen.properties.way})


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(open_page: OpenPage, file: str, dark: bool) -> None:
    page = open_page(file=file, dark=dark, bypass_csp=True)
    assert Axe().run(page).violations_count == 0


def test_pages_of_few_features_stay_as_they_are(open_page: OpenPage, atlas: Atlas, tmp_path: Path) -> None:
    """A way of a large atlas has its own page, with SVG where its features are few enough."""
    path = tmp_path / "way.html"
    path.write_text(site.page_text(atlas, atlas.ways[0].id), "utf-8")
    own = sum(feature.properties.way == atlas.ways[0].id for feature in atlas.features)
    assert open_page(file=str(path)).locator("[data-feature-id]").count() == own
