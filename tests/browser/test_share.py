"""Sharing: links with the whole state, frames for other pages, going back and forward."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
STATE = "ways=yellow-sea,dmz&years=2000-2015&outcome=arrived&lang=ko&theme=dark"
NO_CLIPBOARD = "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"


def state(page: Page) -> dict[str, object]:
    """The parts of the page's state that a link keeps."""
    names = ["ways", "years", "filters", "lang", "theme", "selected", "view", "embed"]
    return dict(
        page.evaluate("names => Object.fromEntries(names.map(name => [name, Atlas.app.store.get()[name]]))", names)
    )


def test_copy_link_holds_the_whole_state(open_page: OpenPage) -> None:
    page = open_page(STATE, permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-t=copy-link]").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("링크를 복사했습니다")
    expect(page.get_by_role("dialog")).to_contain_text("이 컴퓨터에서만")
    copied = page.evaluate("navigator.clipboard.readText()")
    other = open_page(copied.split("#")[1])
    assert state(other) == state(page)


def test_copy_link_without_a_clipboard_selects_the_address(page: Page) -> None:
    page.evaluate(NO_CLIPBOARD + "document.execCommand = () => false")
    page.get_by_role("button", name="Copy link").click()
    field = page.get_by_role("textbox", name="Address of this view")
    expect(field).to_be_focused()
    assert field.input_value() == page.evaluate("location.href.split('#')[0] + Atlas.app.hash()")
    assert field.evaluate("field => field.selectionEnd - field.selectionStart") == len(field.input_value())
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Ctrl+C")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Copy link")).to_be_focused()


def test_embed_gives_a_frame_of_this_view(open_page: OpenPage) -> None:
    page = open_page("ways=dmz&lang=en")
    page.get_by_role("button", name="Embed").click()
    snippet = page.get_by_role("textbox", name="Code").input_value()
    match = re.fullmatch(r'<iframe src="([^"]+)" title="[^"]+"[^<>]*></iframe>', snippet)
    assert match
    framed = open_page(html.unescape(match[1]).split("#")[1])
    assert state(framed) == {**state(page), "embed": True}
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Embed")).to_be_focused()


def test_the_frame_shows_the_map_the_title_and_the_notice(open_page: OpenPage) -> None:
    page = open_page("embed&ways=dmz", viewport=(320, 400))
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.get_by_role("button", name="Table", exact=True)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".embed-notice")).to_be_visible()
    expect(page.locator(".embed-notice")).to_contain_text("not a guide")
    assert page.locator("#map").evaluate("map => map.clientHeight") > 200
    whole = page.get_by_role("link", name="Open the whole map")
    expect(whole).to_be_visible()
    href = str(whole.get_attribute("href"))
    assert "ways=dmz" in href and "embed" not in href.split("#")[1]


def test_the_frame_says_what_it_leaves_out(open_page: OpenPage) -> None:
    page = open_page("embed&ways=dmz&years=2012-2017", viewport=(640, 480))
    expect(page.locator(".embed-notice")).to_contain_text("(1 of 10 ways; cases from 2012 to 2017)")
    whole = open_page("embed", viewport=(640, 480))
    expect(whole.locator(".embed-notice")).not_to_contain_text("features")


@pytest.mark.parametrize("place", ["5/38.5/127.2", "4/38.5/127.2", "3/10.5/120.2", "6/17.31/-170.05"])
@pytest.mark.parametrize("viewport", [(1280, 800), (391, 843)])
def test_a_link_stays_what_it_was(place: str, viewport: tuple[int, int], open_page: OpenPage) -> None:
    """A map's middle lies on whole pixels; what a reader passes on names the same place all the same."""
    page = open_page(f"map={place}", viewport=viewport)
    for _ in range(3):
        address = page.evaluate("Atlas.address(Atlas.app)")
        assert address.split("#")[1].split("&")[0] == f"map={place}"
        page.goto("about:blank")
        page.goto(address)
        page.wait_for_selector("html[data-ready=true]", state="attached")
    page.evaluate("Atlas.app.map.panBy([60, 0], {animate: false})")
    assert f"map={place}" not in page.evaluate("Atlas.app.hash()")


def test_outside_a_frame_nothing_speaks_of_one(page: Page) -> None:
    expect(page.get_by_role("link", name="Open the whole map")).to_have_count(0)


def test_back_and_forward_go_through_what_was_shown(page: Page) -> None:
    page.locator("#way-dmz").uncheck()
    page.get_by_role("button", name="Table", exact=True).click()
    page.go_back()
    expect(page.locator("#table")).to_be_hidden()
    expect(page.locator("#way-dmz")).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#table")).to_be_visible()
    expect(page.locator("#way-dmz")).not_to_be_checked()


def test_switching_ways_leaves_no_trail(page: Page) -> None:
    before = page.evaluate("history.length")
    for _ in range(5):
        page.locator("#way-dmz").uncheck()
        page.locator("#way-dmz").check()
    page.wait_for_timeout(50)
    assert page.evaluate("history.length") == before


def test_going_back_closes_a_dialog(page: Page) -> None:
    page.locator("#way-dmz").uncheck()
    page.get_by_role("button", name="Embed").click()
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_dialogs_leave_nothing_behind(page: Page) -> None:
    before = page.evaluate("document.querySelectorAll('*').length")
    for _ in range(50):
        page.evaluate(
            "document.querySelector('[data-t=embed]').click(); document.querySelector('dialog[open]').close()"
        )
    expect(page.locator("dialog")).to_have_count(0)
    assert page.evaluate("document.querySelectorAll('*').length") == before


def test_an_address_with_markup_stays_text(open_page: OpenPage) -> None:
    page = open_page('feature="><script>&ways="><b>')
    page.get_by_role("button", name="Embed").click()
    snippet = page.get_by_role("textbox", name="Code").input_value()
    assert snippet.count("<") == 2
    assert "script" not in snippet
