"""What readers do to a page: windows of every size, rotation, impatient clicks, every view opened fifty times."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage

SIZES = [(1280, 800), (844, 390), (390, 844), (320, 256), (200, 200), (1920, 1080), (3840, 2160), (320, 640)]
FIT = """() => {
    const app = Atlas.app, stage = document.querySelector(".stage").getBoundingClientRect(), size = app.map.getSize();
    const popup = document.querySelector(".atlas-popup .leaflet-popup-content-wrapper");
    const box = popup && popup.getBoundingClientRect();
    return {
        map: Math.abs(size.x - stage.width) < 2 && Math.abs(size.y - stage.height) < 2,
        wide: document.documentElement.scrollWidth <= innerWidth,
        popup: !box || (box.left >= stage.left - 1 && box.right <= stage.right + 1)
    };
}"""
# What is drawn is what the state says: no path of a way that is off, every one of those that are on.
AGREES = """() => {
    const app = Atlas.app, shown = Atlas.visibleFeatures(app.data, app.store.get()).map((f) => f.id).sort();
    const drawn = [...document.querySelectorAll("[data-feature-id]")].map((e) => e.dataset.featureId).sort();
    const boxes = [...document.querySelectorAll(".way-list input")].filter((box) => box.checked).length;
    return JSON.stringify(shown) === JSON.stringify(drawn) && boxes === app.store.get().ways.length;
}"""
VIEWS = {
    "ways": "",
    "popup": "feature=dmz-panmunjom-soldier-2017",
    "story": "step=3",
    "table": "view=table",
    "about": "view=about",
}


@pytest.mark.parametrize("view", VIEWS)
def test_windows_of_every_size_and_turned(open_page: OpenPage, view: str) -> None:
    page = open_page(VIEWS[view])
    for width, height in [*SIZES, *reversed(SIZES)]:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(50)
        page.wait_for_function(f"() => ({FIT})().map")
        fit = page.evaluate(FIT)
        assert fit["wide"] or width < 320, (width, height)
        assert fit["popup"] or width < 320, (width, height)


@pytest.mark.parametrize("size", [(200, 200), (3840, 2160)])
@pytest.mark.parametrize("view", VIEWS)
def test_it_opens_in_tiny_and_huge_windows(open_page: OpenPage, view: str, size: tuple[int, int]) -> None:
    page = open_page(VIEWS[view], viewport=size)
    assert page.evaluate(FIT)["map"]


def test_impatient_clicks_leave_what_the_boxes_say(page: Page) -> None:
    page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll(".way-list input")];
            for (let i = 0; i < 203; i += 1) { boxes[(i * 7) % boxes.length].click(); }
        }"""
    )
    assert page.evaluate(AGREES)
    page.evaluate(
        """async () => {
            const boxes = [...document.querySelectorAll(".way-list input")];
            for (let i = 0; i < 60; i += 1) {
                boxes[(i * 3) % boxes.length].click();
                if (i % 4 === 0) { Atlas.app.map.setZoom(2 + i % 6, { animate: false }); }
                if (i % 5 === 0) { Atlas.app.store.set({ years: [1990 + i % 10, 2015] }); }
                if (i % 7 === 0) { await new Promise(requestAnimationFrame); }
            }
            Atlas.app.store.set({ years: null });
        }"""
    )
    assert page.evaluate(AGREES)
    page.get_by_role("button", name="Show all").click()
    assert page.evaluate(AGREES)


OPENERS = {
    "popup": "app.select('dmz-panmunjom-soldier-2017', {focus: true}); app.select(null, {});",
    "story": "set({view: 'story', step: i % 12}); set({view: 'ways'});",
    "table": "set({view: 'table'}); set({view: 'ways'});",
    "about": "set({view: 'about'}); set({view: 'ways'});",
    "panel": "set({panel: true}); set({panel: false});",
    "filters": "set({filters: {outcome: ['arrived']}}); set({filters: {}});",
    "years": "set({years: [2000, 2001 + i % 20]}); set({years: null});",
    "ways": "set({ways: ['dmz']}); set({ways: app.data.ways.map((w) => w.id)});",
    "zoom": "app.map.setZoom(3 + i % 6, {animate: false}); app.home();",
    "language": "set({lang: 'ko'}); set({lang: 'en'});",
    "theme": "set({theme: 'dark'}); set({theme: 'light'});",
}


@pytest.mark.parametrize("opened", OPENERS)
def test_fifty_times_leave_nothing_behind(page: Page, opened: str) -> None:
    """After as many again as before, no more elements, listeners or layers than the first time."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def counts(times: int) -> dict[str, int]:
        page.evaluate(
            f"""async () => {{
                const app = Atlas.app, set = (patch) => app.store.set(patch);
                for (let i = 0; i < {times}; i += 1) {{ {OPENERS[opened]} }}
                await new Promise((done) => setTimeout(done, 400));
            }}"""
        )
        session.send("HeapProfiler.collectGarbage")
        found = {item["name"]: int(item["value"]) for item in session.send("Performance.getMetrics")["metrics"]}
        layers = page.evaluate("Object.keys(Atlas.app.map._layers).length")
        elements = page.evaluate("document.querySelectorAll('*').length")
        return {"listeners": found["JSEventListeners"], "layers": layers, "elements": elements}

    before, after = counts(12), counts(48)
    assert after == before
