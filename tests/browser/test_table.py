"""The table: the text equivalent of the map, a row a visible feature."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

DATA = Path(__file__).parents[2] / "data"
OpenPage = Callable[..., Page]
ROW_IDS = "[...document.querySelectorAll('[data-row-id]')].map(row => row.dataset.rowId)"
COLUMNS = ["Title", "Map", "Way", "Kind", "Date", "Outcome", "Certainty", "Countries", "Drawn length (km)", "Sources"]


def features() -> list[dict[str, Any]]:
    """The features of the real data."""
    return list(json.loads((DATA / "routes.geojson").read_text())["features"])


def ids_of(way: str) -> set[str]:
    """The ids of a way's features."""
    return {feature["id"] for feature in features() if feature["properties"]["way"] == way}


def column(page: Page, name: str) -> list[str]:
    """The texts of a column, top to bottom."""
    place = COLUMNS.index(name) + 1
    return [text.strip() for text in page.locator(f"tbody tr > :nth-child({place})").all_inner_texts()]


def open_table(page: Page) -> None:
    page.get_by_role("button", name="Table", exact=True).click()


def test_every_visible_feature_is_a_row(page: Page) -> None:
    open_table(page)
    assert sorted(page.evaluate(ROW_IDS)) == sorted(feature["id"] for feature in features())
    heads = page.locator("#table thead th")
    assert [text.rstrip("↕▲▼ \n") for text in heads.all_inner_texts()] == COLUMNS
    assert {head.get_attribute("scope") for head in heads.all()} == {"col"}
    assert page.locator("#table tbody th[scope=row]").count() == len(features())
    count = len(features())
    expect(page.locator("#table caption")).to_have_text(f"{count} of {count} features (no filter)")


def test_nothing_is_built_before_the_table_is_opened(page: Page) -> None:
    assert page.locator("#table table").count() == 0


def test_a_row_says_what_the_feature_says(page: Page) -> None:
    open_table(page)
    leg = next(feature for feature in features() if feature["properties"]["kind"] == "leg")
    texts = page.locator(f'[data-row-id="{leg["id"]}"] > *').all_inner_texts()
    row = dict(zip(COLUMNS, texts, strict=True))
    assert row["Title"] == leg["properties"]["name_en"]
    assert row["Kind"] == "Leg"
    assert int(row["Drawn length (km)"].replace(",", "")) > 0
    assert row["Sources"] == str(len(leg["properties"]["sources"]))


def test_the_heading_takes_the_focus_and_close_gives_it_back(page: Page) -> None:
    open_table(page)
    expect(page.get_by_role("heading", name="Table")).to_be_focused()
    page.locator("#table").get_by_role("button", name="Close").click()
    expect(page.locator("#table")).to_be_hidden()
    expect(page.locator("#open-table")).to_be_focused()


def test_escape_closes_the_table(page: Page) -> None:
    open_table(page)
    page.keyboard.press("Escape")
    expect(page.locator("#table")).to_be_hidden()


def test_the_map_behind_the_table_takes_no_focus(page: Page) -> None:
    open_table(page)
    assert page.locator("#map").evaluate("map => map.inert")
    page.keyboard.press("Escape")
    assert not page.locator("#map").evaluate("map => map.inert")


def test_rows_follow_the_ways_at_once(page: Page) -> None:
    open_table(page)
    page.locator("#way-dmz").uncheck()
    assert set(page.evaluate(ROW_IDS)).isdisjoint(ids_of("dmz"))
    page.get_by_role("button", name="Hide all").click()
    assert page.evaluate(ROW_IDS) == []
    page.locator("#way-dmz").check()
    assert set(page.evaluate(ROW_IDS)) == ids_of("dmz")
    expect(page.locator("#table caption")).to_contain_text("1 of 10 ways")


def test_years_decide_which_rows_there_are(open_page: OpenPage) -> None:
    page = open_page("view=table&years=2000-2005")
    shown = set(page.evaluate(ROW_IDS))
    for feature in features():
        start, end = (feature["properties"].get(name) for name in ("start", "end"))
        if feature["properties"]["kind"] == "case":
            inside = int(start[:4]) <= 2005 and int((end or start)[:4]) >= 2000
            assert (feature["id"] in shown) == inside, feature["id"]
    expect(page.locator("#table caption")).to_contain_text("cases from 2000 to 2005")


def test_headers_sort_up_and_down(page: Page) -> None:
    open_table(page)
    head = page.locator("#table thead th", has_text="Drawn length")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    lengths = [int(text.replace(",", "")) for text in column(page, "Drawn length (km)") if text]
    assert lengths == sorted(lengths)
    assert column(page, "Drawn length (km)")[-1] == ""
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    texts = column(page, "Drawn length (km)")
    assert texts[0] and not texts[-1]
    expect(page.locator("#status")).to_have_text("Sorted by Drawn length (km), descending")
    assert page.locator("#table [aria-sort=none]").count() == len(COLUMNS) - 2


def test_titles_sort_as_the_language_does(open_page: OpenPage) -> None:
    page = open_page("view=table", lang="ko")
    page.locator("#table thead th.by-name button").click()
    titles = page.locator("#table tbody th").all_inner_texts()
    assert titles == page.evaluate("texts => [...texts].sort(new Intl.Collator('ko', {numeric: true}).compare)", titles)


def test_show_on_map_closes_the_table_and_opens_the_popup(page: Page) -> None:
    open_table(page)
    case = next(feature for feature in features() if feature["properties"]["kind"] == "case")
    title = case["properties"]["name_en"]
    page.get_by_role("button", name=f"Show on map: {title}", exact=True).click()
    expect(page.locator("#table")).to_be_hidden()
    expect(page.get_by_role("dialog", name=title)).to_be_visible()


def test_the_language_changes_the_table(page: Page) -> None:
    open_table(page)
    page.get_by_role("button", name="한국어").click()
    expect(page.locator("#table h2")).to_have_text("표")
    assert page.locator("#table tbody th").first.inner_text() in {f["properties"]["name_ko"] for f in features()}


def test_a_narrow_window_scrolls_the_table_alone(open_page: OpenPage) -> None:
    page = open_page("view=table", viewport=(320, 640))
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    region = page.get_by_role("region", name="Table of features, scrolls sideways")
    assert region.get_attribute("tabindex") == "0"
    assert region.evaluate("box => box.scrollWidth > box.clientWidth")
