"""axe finds nothing in any state; the page is complete without a mouse; it holds at 200 % and in forced colours."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

AXE = Axe()
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
# axe takes its time with every element, so all but one run look at a page of one way.
STATES = {
    "panel": "",
    "popup of a case": "map=6/38/127&feature=dmz-panmunjom-soldier-2017",
    "story": "step=3",
    "table": "view=table",
    "about": "view=about",
    "filters": "outcome=arrived&years=1990-2010",
    "embed": "embed",
}


def violations(page: Page) -> list[str]:
    """Return what axe finds, a line a rule with the elements concerned."""
    found = AXE.run(page, options=RULES).response["violations"]
    return [
        f"{v['id']}: {[node['target'] for node in v['nodes']][:4]} {v['nodes'][0].get('failureSummary', '')}"
        for v in found
    ]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("lang", "dark", "viewport"), [("en", False, (1280, 800)), ("ko", True, (320, 700))])
def test_axe_finds_nothing(open_page: OpenPage, state: str, lang: str, dark: bool, viewport: tuple[int, int]) -> None:
    page = open_page(STATES[state], lang=lang, dark=dark, viewport=viewport, file="dmz.html")
    assert violations(page) == []


def test_axe_finds_nothing_with_every_way(page: Page) -> None:
    assert violations(page) == []


@pytest.mark.parametrize(("lang", "dark"), [("en", True), ("ko", False)])
def test_axe_finds_nothing_in_the_other_colours(open_page: OpenPage, lang: str, dark: bool) -> None:
    assert violations(open_page("map=7/38/127", lang=lang, dark=dark, file="dmz.html")) == []


def test_panel_of_a_phone_open(open_page: OpenPage) -> None:
    page = open_page(viewport=(390, 844), file="yellow-sea.html")
    page.locator("#handle").click()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
@pytest.mark.parametrize("state", ["panel", "story", "table", "about"])
def test_nothing_is_wider_than_the_window(open_page: OpenPage, width: int, state: str) -> None:
    page = open_page(STATES[state], viewport=(width, 720))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.masthead button, .panel button, .sheet button, h1, h2')]
            .filter(e => e.offsetParent && e.getClientRects().length)
            .filter(e => !e.closest('.table-scroll, .active-filters, [tabindex="0"]'))
            .filter(e => { const r = e.getBoundingClientRect(); return r.left < -1 || r.right > innerWidth + 1; })
            .map(e => e.textContent.slice(0, 40))"""
    )
    assert cut == []


def test_targets_are_24_pixels_or_more(page: Page) -> None:
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, summary, .way label')]
            .filter(e => e.offsetParent)
            .map(e => [e.id || e.textContent.slice(0, 30), e.closest('label') || e])
            .filter(([, e]) => { const r = e.getBoundingClientRect(); return r.height < 23.5 || r.width < 23.5; })
            .map(([name]) => name)"""
    )
    assert small == []


def test_keyboard_alone_opens_and_closes_everything(page: Page) -> None:
    for button, section in [("Story", "#story"), ("Table", "#table"), ("About", "#about")]:
        page.get_by_role("button", name=button, exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.locator(section)).to_be_visible()
        assert page.evaluate(f"document.querySelector('{section}').contains(document.activeElement)")
        page.keyboard.press("Escape")
        expect(page.locator(section)).to_be_hidden()
        assert page.evaluate("document.activeElement.textContent") == button


def test_skip_link_comes_first_and_leads_to_the_map(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the map"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "map"


def test_holds_at_twice_the_text_size(open_page: OpenPage) -> None:
    page = open_page(viewport=(640, 400), device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    expect(page.locator("#map")).to_be_visible()


def test_forced_colours_keep_lines_and_names(open_page: OpenPage) -> None:
    page = open_page(forced_colors="active")
    colours = page.evaluate(
        "() => [...document.querySelectorAll('path.line.kind-leg')].slice(0, 60).map(e => getComputedStyle(e).stroke)"
    )
    assert len(set(colours)) > 3
