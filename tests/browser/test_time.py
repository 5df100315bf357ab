"""Years: two sliders over the bars of yearly arrivals, and what they do to the cases on the map."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geo.load import load
from geo.model import Arrival
from tests.browser.conftest import DATA, OpenPage

CASES_IN = """([from, to]) => Atlas.app.data.features.filter(f => {
  const years = f.properties.kind === "case" && Atlas.yearsOf(f);
  return years && years[0] <= to && years[1] >= from;
}).map(f => f.id).sort()"""
SHOWN_CASES = """() => Atlas.app.data.features.filter(f => f.properties.kind === "case"
  && document.querySelector(`path[data-feature-id="${f.id}"]`)).map(f => f.id).sort()"""
COUNT = """kind => Atlas.app.data.features.filter(f => f.properties.kind === kind
  && document.querySelector(`path[data-feature-id="${f.id}"]`)).length"""
HEIGHTS = """[...document.querySelectorAll(".time-column")].map(
  g => [...g.querySelectorAll(".time-women, .time-men, .time-all")]
    .reduce((sum, rect) => sum + Number(rect.getAttribute("height")), 0))"""
HIDE_TAB = """Object.defineProperty(document, "hidden", { value: true });
document.dispatchEvent(new Event("visibilitychange"))"""


def slider(page: Page, name: str) -> Any:
    return page.get_by_role("slider", name=name)


def years(page: Page) -> Any:
    return page.evaluate("Atlas.app.store.get().years")


def arrivals() -> tuple[Arrival, ...]:
    return load(DATA).arrivals


def test_sliders_are_named_say_their_year_and_span_the_data(page: Page) -> None:
    first, last = page.evaluate("Atlas.app.data.years")
    start, end = slider(page, "From year"), slider(page, "To year")
    expect(start).to_have_value(str(first))
    expect(start).to_have_attribute("aria-valuetext", str(first))
    expect(end).to_have_value(str(last))
    assert page.get_by_role("slider").count() == 2


def test_moving_a_slider_filters_the_cases_and_only_them_at_once(page: Page) -> None:
    legs, places = page.evaluate(COUNT, "leg"), page.evaluate(COUNT, "place")
    slider(page, "From year").fill("2001")
    slider(page, "To year").fill("2004")
    assert page.evaluate(SHOWN_CASES) == page.evaluate(CASES_IN, [2001, 2004]) != []
    assert (page.evaluate(COUNT, "leg"), page.evaluate(COUNT, "place")) == (legs, places)
    expect(page.locator("#status")).to_have_text(re.compile(r"^Cases from 2001 to 2004: \d+ of 1\d\d shown$"))
    assert "years=2001-2004" in page.url


def test_sliders_cannot_cross(page: Page) -> None:
    slider(page, "To year").fill("2000")
    slider(page, "From year").fill("2020")
    assert years(page) == [2000, 2000]
    expect(slider(page, "From year")).to_have_value("2000")
    slider(page, "From year").press("ArrowRight")
    assert years(page) == [2000, 2000]
    boxes = [slider(page, name).bounding_box() for name in ("From year", "To year")]
    assert all(box and box["height"] >= 24 for box in boxes)


def test_the_whole_range_is_no_filter(open_page: OpenPage) -> None:
    page = open_page("years=2001-2004")
    first, last = page.evaluate("Atlas.app.data.years")
    expect(slider(page, "From year")).to_have_value("2001")
    slider(page, "From year").fill(str(first))
    slider(page, "To year").fill(str(last))
    assert years(page) is None
    slider(page, "From year").fill("1999")
    page.get_by_role("button", name="All years").click()
    assert years(page) is None
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_focused()


def test_the_handles_move_by_mouse_and_the_line_takes_a_press(page: Page) -> None:
    box = page.locator(".time-range").bounding_box()
    page.locator(".time-range").scroll_into_view_if_needed()
    box = page.locator(".time-range").bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 12, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.up()
    middle = years(page)[0]
    assert 1980 < middle < 2000
    page.mouse.click(box["x"] + box["width"] * 0.8, y)
    assert years(page)[0] == middle
    assert middle < years(page)[1] < 2020


def test_bars_have_values_on_hover_and_focus(page: Page) -> None:
    row = next(row for row in arrivals() if row.year == 2009)
    bar = page.get_by_role("img", name=re.compile("^2009: "))
    words = f"2009: {row.total:,} arrived ({row.women:,} women, {row.men:,} men)"
    bar.hover()
    expect(page.locator(".time-readout")).to_contain_text(words)
    slider(page, "From year").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Home")
    expect(page.locator(".time-readout")).to_contain_text("no yearly figure")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".time-readout")).to_contain_text(f"{arrivals()[-2].total:,} arrived")
    assert page.locator(".time-column[tabindex='0']").count() == 1


def test_bars_are_as_high_as_their_numbers(page: Page) -> None:
    heights = page.evaluate(HEIGHTS)
    first = page.evaluate("Atlas.app.data.years[0]")
    most = max(row.total for row in arrivals())
    for row in arrivals():
        assert heights[row.year - first] / 80 == pytest.approx(row.total / most, abs=0.002)


def test_table_and_sentence_say_the_same_as_the_bars(page: Page) -> None:
    page.get_by_text("Arrivals as a table").click()
    table = page.get_by_role("table", name="Arrivals in South Korea by year")
    expect(table.get_by_role("row")).to_have_count(len(arrivals()) + 1)
    peak = max(arrivals(), key=lambda row: row.total)
    low = min((row for row in arrivals() if row.year > peak.year), key=lambda row: row.total)
    split = [row for row in arrivals() if row.men is not None and row.women is not None]
    share = sum(row.women or 0 for row in split) / sum((row.women or 0) + (row.men or 0) for row in split)
    sentence = page.locator(".time-sentence")
    expect(sentence).to_contain_text(f"peaked in {peak.year} ({peak.total:,})")
    expect(sentence).to_contain_text(f"{low.year} ({low.total:,}); {share * 100:.0f}%")
    expect(table.get_by_role("row", name=f"{peak.year} {peak.total:,} {peak.men:,} {peak.women:,}")).to_be_visible()
    numbers = {int(n) for cell in table.locator("td:last-child").all_inner_texts() for n in cell.split(", ")}
    assert (
        max(numbers) == page.locator(".time-table ol li").count() == len({s for row in arrivals() for s in row.sources})
    )


def test_open_table_scrolls_inside_the_panel_only(page: Page) -> None:
    page.get_by_text("Arrivals as a table").click()
    page.locator(".time-table ol a").last.scroll_into_view_if_needed()
    assert page.evaluate("document.scrollingElement.scrollHeight === innerHeight")


def test_play_runs_a_window_to_the_end_and_pauses(open_page: OpenPage) -> None:
    page = open_page("years=2015-2019", reduced_motion="no-preference")
    page.clock.install()
    page.get_by_role("button", name="Play", exact=True).click()
    page.clock.run_for(1500)
    assert years(page) == [2017, 2021]
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(5000)
    assert years(page) == [2017, 2021]
    page.get_by_role("button", name="Play", exact=True).click()
    page.clock.run_for(20_000)
    assert years(page) == [2021, 2025]
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(page.locator("#status")).to_contain_text("Cases from 2021 to 2025")


def test_play_steps_by_windows_without_motion(open_page: OpenPage) -> None:
    page = open_page("years=2010-2012")
    page.clock.install()
    page.get_by_role("button", name="Play", exact=True).click()
    page.clock.run_for(2100)
    assert years(page) == [2013, 2015]


@pytest.mark.parametrize(
    "leave",
    [
        "Atlas.app.store.set({ view: 'table' })",
        "Atlas.app.store.set({ years: [1990, 1995] })",
        HIDE_TAB,
    ],
)
def test_play_stops_when_the_reader_leaves(page: Page, leave: str) -> None:
    page.clock.install()
    page.get_by_role("button", name="Play", exact=True).click()
    assert years(page) is not None
    page.evaluate(leave)
    before = years(page)
    page.clock.run_for(10_000)
    assert years(page) == before


def test_korean_words_and_an_atlas_page_of_one_way(open_page: OpenPage) -> None:
    page = open_page(lang="ko", file="dmz.html")
    expect(page.get_by_role("slider", name="시작 연도")).to_have_attribute("aria-valuetext", re.compile(r"^\d{4}년$"))
    expect(page.locator(".time-sentence")).to_contain_text("입국 인원이 가장 많은 해는 2009년")
