"""A smoke run in stock Firefox: the pages as built, opened as files; a console error or a request fails a test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geo.load import load
from tests.browser.conftest import DATA
from tests.browser.firefox import Firefox, Page, running, until
from tests.browser.install import FIREFOX_SENTENCE, find_firefox

if find_firefox() is None:
    pytest.skip(FIREFOX_SENTENCE, allow_module_level=True)

ATLAS = load(DATA)
WAYS = {way.id: way for way in ATLAS.ways}
BY_ID = {feature.id: feature for feature in ATLAS.features}
IDS = {way: {f.id for f in ATLAS.features if f.properties.way == way} for way in WAYS}
DRAWN = "[...document.querySelectorAll('[data-feature-id]')].map(e => e.dataset.featureId)"
ROWS = "[...document.querySelectorAll('#table [data-row-id]')].map(e => e.dataset.rowId)"
POPUP = "[role=dialog].leaflet-popup"
FOUND = "[...document.querySelectorAll('.find-option .find-name')].map(e => e.textContent)"
SCROLLS = "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One Firefox for all tests of this file."""
    with running(str(find_firefox()), tmp_path_factory.mktemp("firefox")) as started:
        yield started


@pytest.fixture
def open_page(firefox: Firefox, built: Path) -> Iterator[Open]:
    """A function that opens a built page; at the end none may have shown an error or asked for anything."""
    pages = []

    def open_(hash: str = "", file: str = "index.html", viewport: tuple[int, int] = (1280, 800)) -> Page:
        pages.append(firefox.open((built / file).as_uri() + ("#" + hash if hash else ""), viewport))
        pages[-1].wait("document.documentElement.dataset.ready === 'true'")
        return pages[-1]

    firefox.wrong.clear()
    yield open_
    for page in pages:
        page.close()
    assert firefox.wrong == []


@pytest.fixture
def page(open_page: Open) -> Page:
    """The page of all ways in English."""
    return open_page()


def test_errors_violations_and_requests_are_noticed(firefox: Firefox, tmp_path: Path) -> None:
    policy = "default-src 'none'; script-src 'unsafe-inline'; img-src https:"
    (tmp_path / "bad.html").write_text(
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        "<style>p { color: red }</style><script>missing()</script><script>console.error('said')</script>"
        '<img src="https://host.invalid/picture.png" alt="">',
        encoding="utf-8",
    )
    firefox.wrong.clear()
    firefox.open((tmp_path / "bad.html").as_uri(), (400, 400)).close()
    wrong = "\n".join(firefox.wrong)
    for expected in ("missing is not defined", "said", "Content-Security-Policy", "request: https://host.invalid"):
        assert expected in wrong


def test_every_feature_is_drawn_in_a_page_that_fits_the_window(page: Page) -> None:
    assert sorted(page.js(DRAWN)) == sorted(BY_ID)
    assert page.js("document.title") == ATLAS.text.title["en"]
    assert page.js("document.documentElement.lang") == "en"
    assert page.js(SCROLLS) == [0, 0]


def test_every_way_goes_off_and_comes_back(page: Page) -> None:
    for way, ids in IDS.items():
        page.click(f"#way-{way}")
        assert set(page.js(DRAWN)) == BY_ID.keys() - ids
        page.click(f"#way-{way}")
        assert set(page.js(DRAWN)) == BY_ID.keys()
    page.click("#hide-all")
    assert page.js(DRAWN) == []
    page.click("#show-all")
    assert len(page.js(DRAWN)) == len(BY_ID)


def test_firefox_tells_screen_readers_the_names(page: Page) -> None:
    parts = page.js(
        "[...document.querySelector('label[for=way-dmz]').children].map(e => e.textContent).filter(Boolean)"
    )
    assert any(part.startswith(f"{WAYS['dmz'].name['en']} ") for part in parts)
    assert page.named("checkbox", " ".join(parts)) == 1
    assert page.named("button", "Download GeoJSON") == 1


@pytest.mark.parametrize("feature", ["border-tumen", "dmz-panmunjom-soldier-2017"])
def test_enter_opens_a_popup_and_escape_returns_the_focus(page: Page, feature: str) -> None:
    properties = BY_ID[feature].properties
    page.focus(f'[data-feature-id="{feature}"]')
    page.press("Enter")
    page.wait("selector => Boolean(document.querySelector(selector))", POPUP)
    assert page.named("dialog", properties.name["en"]) == 1
    assert properties.summary["en"] in page.js("selector => document.querySelector(selector).innerText", POPUP)
    links = page.js("selector => [...document.querySelectorAll(selector)].map(a => a.href)", f"{POPUP} .sources a")
    assert set(links) == {ATLAS.sources[i].url for i in properties.sources} - {None}
    page.press("Escape")
    page.wait("selector => !document.querySelector(selector)", POPUP)
    assert page.js("document.activeElement.dataset.featureId") == feature


def test_tab_goes_from_feature_to_feature(page: Page) -> None:
    order = page.js(DRAWN)
    page.focus(f'[data-feature-id="{order[0]}"]')
    page.press("Tab")
    assert page.js("document.activeElement.dataset.featureId") == order[1]


def test_story_goes_on_and_back(page: Page) -> None:
    heading = "document.querySelector('#story h2').innerText"
    first, second = sorted(ATLAS.ways, key=lambda way: -way.rank)[:2]
    page.click("#open-story")
    introduction = page.js(heading)
    page.click("#story [data-t=next]")
    assert first.name["en"] in page.js(heading)
    assert set(page.js(DRAWN)) == IDS[first.id]
    page.press("ArrowRight")
    assert second.name["en"] in page.js(heading)
    page.click("#story [data-t=previous]")
    page.click("#story [data-t=previous]")
    assert page.js(heading) == introduction
    page.press("Escape")
    assert page.js("document.getElementById('story').hidden")
    assert set(page.js(DRAWN)) == BY_ID.keys()


def test_table_has_a_row_for_each_visible_feature(page: Page) -> None:
    page.click("#open-table")
    assert set(page.js(ROWS)) == BY_ID.keys()
    page.click("#way-dmz")
    assert sorted(page.js(ROWS)) == sorted(BY_ID.keys() - IDS["dmz"])
    page.focus("#table h2")
    page.press("Escape")
    assert page.js("document.getElementById('table').hidden")


@pytest.mark.parametrize("words", ["두만강", "tumen"])
def test_search_finds_in_both_scripts_and_goes_there(page: Page, words: str) -> None:
    page.click("#find-input")
    page.press(*words)
    assert page.js("document.getElementById('find-input').value") == words
    name = BY_ID["border-tumen"].properties.name["en"]
    assert name in page.wait(FOUND)
    options = page.js("[...document.querySelectorAll('.find-option')].map(e => e.textContent)")
    page.press(*["ArrowDown"] * next(at for at, text in enumerate(options) if text.startswith(name)), "Enter")
    assert page.wait("Atlas.app.store.get().selected") == "border-tumen"
    page.wait("selector => Boolean(document.querySelector(selector))", POPUP)


def test_korean_is_chosen_by_its_button(page: Page) -> None:
    page.click("#language button[lang=ko]")
    assert page.js("document.documentElement.lang") == "ko"
    assert page.js("document.title") == ATLAS.text.title["ko"]
    assert page.js("document.getElementById('open-table').innerText") == "표"
    names = page.js("[...document.querySelectorAll('#way-list .way-name')].map(e => e.textContent)")
    assert set(names) == {way.name["ko"] for way in ATLAS.ways}


def test_the_address_restores_a_state(open_page: Open) -> None:
    page = open_page("map=7/38/127&ways=dmz&lang=ko&step=8")
    assert page.js("document.documentElement.lang") == "ko"
    assert WAYS["dmz"].name["ko"] in page.js("document.querySelector('#story h2').innerText")
    assert set(page.js(DRAWN)) == IDS["dmz"]
    assert page.js("Atlas.app.map.getZoom()") == 7
    page.press("Escape")
    assert set(page.js(DRAWN)) == IDS["dmz"]


def test_what_is_visible_is_downloaded(firefox: Firefox, open_page: Open) -> None:
    page = open_page("ways=dmz,yellow-sea")
    page.click("#download-geojson")
    file = firefox.downloads / "routes.geojson"
    until(lambda: file.exists() and file.stat().st_size and not list(firefox.downloads.glob("*.part")), str(file))
    collection = json.loads(file.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert {feature["id"] for feature in collection["features"]} == IDS["dmz"] | IDS["yellow-sea"]
    assert {feature["type"] for feature in collection["features"]} == {"Feature"}


def test_the_page_of_one_way_holds_only_that_way(open_page: Open) -> None:
    page = open_page(file="dmz.html")
    assert set(page.js(DRAWN)) == IDS["dmz"]
    assert WAYS["dmz"].name["en"] in page.js("document.title")
    assert page.js(SCROLLS) == [0, 0]


def test_a_phone_shows_the_map_and_opens_the_sheet(open_page: Open) -> None:
    page = open_page(viewport=(390, 844))
    height = "document.getElementById('map').clientHeight"
    assert page.js("[innerWidth, innerHeight]") == [390, 844]
    assert page.js(height) > 600
    page.click("#handle")
    page.wait("document.getElementById('handle').getAttribute('aria-expanded') === 'true'")
    page.click("#hide-all")
    assert page.js(DRAWN) == []
    assert page.js(height) > 280
    assert page.js(SCROLLS) == [0, 0]
