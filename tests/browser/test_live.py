"""The live preview in the browser: reload in place, problems on the page, recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from geo.preview import Preview
from geo.serve import Server
from tests import small_atlas

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Yield a running preview of the small atlas."""
    preview = Preview(small_atlas.write(tmp_path / "atlas"))
    preview.refresh()
    with Server(preview, 0) as running:
        running.start()
        yield running
        preview.close()
        running.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Yield a page that fails the test on a console or script error."""
    wrong: list[str] = []
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    made = context.new_page()
    made.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    made.on("pageerror", lambda error: wrong.append(str(error)))
    yield made
    context.close()
    assert wrong == []


def change(preview: Preview, old: str, new: str) -> None:
    """Change the text of ways.json and look at it."""
    path = preview.folder / "ways.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    preview.refresh()


def test_a_change_is_shown_in_place_and_an_error_over_the_last_good_map(server: Server, page: Page) -> None:
    title = server.preview.atlas.text.title["en"]  # type: ignore[union-attr]
    page.goto(f"{server.address}#ways=river-way&lang=en")
    expect(page.locator("html[data-ready]")).to_have_count(1)
    change(server.preview, title, "Another title")
    expect(page).to_have_title("Another title")
    expect(page.locator("html[data-ready]")).to_have_count(1)
    assert "ways=river-way" in page.url
    assert page.get_by_role("checkbox").first.is_visible()
    change(server.preview, '"colour"', '"color"')
    banner = page.locator(".live")
    expect(banner).to_contain_text("The map shows the last good state")
    expect(banner).to_contain_text("ways.json:")
    expect(page).to_have_title("Another title")
    change(server.preview, '"color"', '"colour"')
    expect(banner).to_be_hidden()


def test_a_page_that_waits_becomes_the_map(server: Server, page: Page) -> None:
    waiting = Preview(server.preview.folder)
    change(waiting, '"colour"', '"color"')
    server.preview = waiting
    page.goto(server.address)
    expect(page.locator(".live")).to_contain_text("no good state")
    change(waiting, '"color"', '"colour"')
    expect(page.locator("html[data-ready]")).to_have_count(1)
