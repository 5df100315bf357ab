"""Paper: the map whole, legend, texts and sources, no controls; the screen is as before afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
PRINT = "window.dispatchEvent(new Event('beforeprint'))"
SCREEN = "window.dispatchEvent(new Event('afterprint'))"
VIEW = (
    "[Atlas.app.hash(), Atlas.app.map.getZoom(), Atlas.app.map.getCenter(), Atlas.app.map.getSize(),"
    " document.documentElement.dataset.theme]"
)
SIZES = [("A4", False), ("A4", True), ("Letter", False), ("Letter", True)]


def on_paper(page: Page) -> None:
    page.emulate_media(media="print")
    page.evaluate(PRINT)


@pytest.mark.parametrize(("paper", "landscape"), SIZES)
def test_the_map_is_whole_on_the_first_page(open_page: OpenPage, paper: str, landscape: bool) -> None:
    page = open_page("ways=dmz&lang=en")
    width, height = {"A4": (210, 297), "Letter": (216, 279)}[paper]
    sides = (height, width) if landscape else (width, height)
    inner = [round((side - 24) / 25.4 * 96) for side in sides]
    page.set_viewport_size({"width": inner[0], "height": inner[1]})
    on_paper(page)
    box = page.locator("#map").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= inner[0]
    assert box["y"] + box["height"] <= inner[1]
    pdf = page.pdf(format=paper, landscape=landscape, print_background=True)
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 8


def test_the_extent_on_paper_holds_what_the_screen_shows(page: Page) -> None:
    bounds = (
        "(() => { const b = Atlas.app.map.getBounds();"
        " return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]; })()"
    )
    west, south, east, north = page.evaluate(bounds)
    on_paper(page)
    paper = page.evaluate(bounds)
    assert paper[0] <= west + 0.5 and paper[1] <= south + 0.5
    assert paper[2] >= east - 0.5 and paper[3] >= north - 0.5


def test_the_base_map_is_light_on_paper_and_dark_again_after(open_page: OpenPage) -> None:
    page = open_page(dark=True)
    pixel = """() => [...document.querySelectorAll(".basemap canvas")].map((tile) =>
        Math.max(...tile.getContext("2d").getImageData(4, 4, 1, 1).data.slice(0, 3)))"""
    assert max(page.evaluate(pixel)) < 100
    on_paper(page)
    assert min(page.evaluate(pixel)) > 150
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"Math.max(...({pixel})()) < 100")


def test_the_cases_on_the_map_stand_in_the_text(open_page: OpenPage) -> None:
    page = open_page("ways=dmz&years=2010-2020&lang=en")
    on_paper(page)
    shown = page.evaluate(
        "Atlas.visibleFeatures(Atlas.app.data, Atlas.app.store.get()).filter(f => f.properties.kind === 'case').length"
    )
    assert shown > 1
    listed = page.locator(".print-cases li")
    assert listed.count() == shown
    assert "Arrived in South Korea" in " ".join(listed.all_text_contents())


def test_the_base_map_and_labels_are_drawn_in_time(open_page: OpenPage) -> None:
    page = open_page(dark=True)
    page.emulate_media(media="print")
    sea = page.evaluate(
        PRINT
        + """;
        const tiles = [...document.querySelectorAll('.basemap canvas')];
        [tiles.length, tiles.every(tile => getComputedStyle(tile).visibility === 'visible'),
         document.querySelectorAll('.label.country:not([hidden])').length,
         getComputedStyle(document.documentElement).getPropertyValue('--map-sea').trim()]
        """
    )
    assert sea[0] > 0 and sea[1]
    assert sea[2] > 0
    assert sea[3] == "#dbe6ee"


def test_no_controls_are_printed(open_page: OpenPage) -> None:
    page = open_page("view=table&ways=dmz")
    on_paper(page)
    expect(page.locator(".toolbar")).to_be_hidden()
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator(".leaflet-control.zoom")).to_be_hidden()
    shown = page.locator("button:visible").all()
    assert all(button.evaluate("button => button.classList.contains('sort')") for button in shown)


def test_texts_and_sources_of_the_visible_ways_only(open_page: OpenPage) -> None:
    page = open_page("ways=dmz&lang=en")
    on_paper(page)
    expect(page.locator(".print-texts section")).to_have_count(1)
    expect(page.locator(".print-texts")).to_contain_text("Demilitarized Zone")
    expect(page.locator(".print-texts")).not_to_contain_text("How boats")
    listed = page.locator(".print-sources li").count()
    used = page.evaluate(
        """(() => { const data = Atlas.app.data, ids = new Set();
        data.wayById.dmz.texts.forEach(text => text.sources.forEach(id => ids.add(id)));
        data.featuresOf.dmz.forEach(feature => feature.properties.sources.forEach(id => ids.add(id)));
        return ids.size; })()"""
    )
    assert listed == used
    numbers = re.findall(r"\d+", " ".join(page.locator(".print-cite").all_inner_texts()))
    assert {int(number) for number in numbers} <= set(range(1, listed + 1))
    expect(page.locator(".print-head")).to_contain_text("not a guide")
    expect(page.locator(".print-legend")).to_contain_text("Certainty")


def test_the_screen_comes_back(open_page: OpenPage) -> None:
    page = open_page("map=5/38.5/127.2", dark=True)
    before = page.evaluate(VIEW)
    count = page.evaluate("document.querySelectorAll(':not(#map *)').length")
    on_paper(page)
    page.evaluate(SCREEN)
    page.emulate_media(media="screen")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")  # its size is back
    assert page.evaluate(VIEW) == before
    expect(page.locator(".print-only")).to_have_count(0)
    assert page.evaluate("document.querySelectorAll(':not(#map *)').length") == count


def test_printing_twice_is_printing_once(page: Page) -> None:
    page.emulate_media(media="print")
    page.evaluate(PRINT + ";" + PRINT)
    expect(page.locator(".print-legend")).to_have_count(1)
    page.evaluate(SCREEN + ";" + SCREEN)
    expect(page.locator(".print-legend")).to_have_count(0)
