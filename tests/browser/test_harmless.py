"""What the page keeps of the rules against harm: no close look, thin lines of one weight, nothing asked or stored."""

from __future__ import annotations

from playwright.sync_api import Page

CLOSEST_ZOOM = 9  # where the grid of 0.1 degree is about 36 pixels wide
WIDTHS = """() => [...document.querySelectorAll("path[data-feature-id]")]
    .filter((path) => path.getAttribute("fill") === "none")
    .map((path) => parseFloat(getComputedStyle(path).strokeWidth))"""


def test_map_cannot_be_looked_at_closer_than_its_positions_bear(page: Page) -> None:
    assert page.evaluate("Atlas.app.map.getMaxZoom()") <= CLOSEST_ZOOM
    page.evaluate("Atlas.app.map.setZoom(18, { animate: false })")
    assert page.evaluate("Atlas.app.map.getZoom()") <= CLOSEST_ZOOM


def test_lines_are_thin_and_of_one_weight(page: Page) -> None:
    widths = page.evaluate(WIDTHS)
    assert len(widths) > 50
    assert max(widths) <= 4
    assert max(widths) - min(widths) <= 2


def test_page_stores_nothing_and_shows_no_pictures_of_its_own(page: Page) -> None:
    page.get_by_role("button", name="Table", exact=True).click()
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    assert page.locator("img, picture, video, iframe").count() == 0
