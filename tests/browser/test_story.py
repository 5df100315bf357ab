"""The story: steps, what they show, keys, swipe, links, and the way back to the reader's own state."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from geo import site
from geo.load import load
from tests.browser.conftest import DATA, OpenPage

ATLAS = load(DATA)
WAYS = sorted(ATLAS.ways, key=lambda way: -way.rank)
IDS = {way.id: {f.id for f in ATLAS.features if f.properties.way == way.id} for way in WAYS}
EVERYTHING = {feature.id for feature in ATLAS.features}
LAST = len(WAYS) + 1
VIEW = """() => {
    const map = Atlas.app.map, centre = map.getCenter();
    return [map.getZoom(), Math.round(centre.lat * 50), Math.round(centre.lng * 50)];
}"""
# The map holds the extent of all that it shows, unless it shows the world as small as it can.
FITS = """() => Atlas.app.map.getZoom() === Atlas.app.map.getMinZoom() || Atlas.app.map.getBounds().contains(
    Atlas.boundsOf(Atlas.app, Atlas.visibleFeatures(Atlas.app.data, Atlas.app.store.get())))"""
SWIPE = """([from, to]) => {
    const box = document.querySelector(".story");
    const finger = (x) => [new Touch({identifier: 1, target: box, clientX: x, clientY: 600})];
    const touch = (name, touches, x) => new TouchEvent(name, {bubbles: true, touches, changedTouches: finger(x)});
    box.dispatchEvent(touch("touchstart", finger(from), from));
    box.dispatchEvent(touch("touchend", [], to));
}"""


def story(page: Page) -> Locator:
    return page.get_by_role("region", name="Story", exact=True)


def heading(page: Page) -> str:
    return story(page).get_by_role("heading", level=2).inner_text()


def drawn(page: Page) -> set[str]:
    """Return the ids of the features on the map."""
    return set(page.eval_on_selector_all("[data-feature-id]", "all => all.map(e => e.dataset.featureId)"))


def current(page: Page) -> str | None:
    return story(page).locator("[aria-current=step]").get_attribute("aria-label")


def test_next_walks_from_introduction_through_every_way_to_the_end(page: Page) -> None:
    page.get_by_role("button", name="Story", exact=True).click()
    assert heading(page) == "Introduction"
    expect(story(page).get_by_role("button", name="Previous")).to_be_disabled()
    for way in WAYS:
        story(page).get_by_role("button", name="Next").click()
        assert way.name["en"] in heading(page)
        assert str(way.rank) in heading(page)
        assert drawn(page) == IDS[way.id]
        assert page.evaluate(FITS)
        assert current(page) == f"{way.rank}. {way.name['en']}"
        assert way.name["en"] in page.locator("#status").inner_text()
    story(page).get_by_role("button", name="Next").click()
    expect(story(page)).to_contain_text(ATLAS.text.end["en"][:60])  # type: ignore[index]
    expect(story(page).get_by_role("button", name="Next")).to_be_disabled()
    assert drawn(page) == EVERYTHING


def test_focus_opens_on_the_heading_and_stays_on_next(page: Page) -> None:
    page.get_by_role("button", name="Story", exact=True).focus()
    page.keyboard.press("Enter")
    expect(story(page).get_by_role("heading", level=2)).to_be_focused()
    following = story(page).get_by_role("button", name="Next")
    following.focus()
    page.keyboard.press("Enter")
    expect(following).to_be_focused()
    page.keyboard.press("Escape")
    expect(story(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Story", exact=True)).to_be_focused()


def test_each_step_gives_text_sources_cases_and_topics(page: Page) -> None:
    page.get_by_role("button", name="Story", exact=True).click()
    for way in WAYS:
        story(page).get_by_role("button", name="Next").click()
        what = next(text for text in way.texts if text.topic == "what")
        expect(story(page)).to_contain_text(what.text["en"])
        assert story(page).locator(".cites").first.locator("li").count() == len(what.sources)
        assert 1 <= story(page).locator(".story-cases > li").count() <= 2
        assert story(page).locator("details.story-topic").count() == 2


def test_the_cases_are_those_that_the_editors_chose(open_page: OpenPage) -> None:
    page, titles = open_page("step=0"), {feature.id: feature.properties.name["en"] for feature in ATLAS.features}
    for way in WAYS:
        story(page).get_by_role("button", name="Next").click()
        names = story(page).locator(".story-cases button").all_inner_texts()
        assert names == [titles[identifier] for identifier in way.story_cases]


def test_where_none_are_chosen_the_best_documented_case_and_one_that_ended_differently(
    open_page: OpenPage, tmp_path: Path
) -> None:
    ways = tuple(way.model_copy(update={"story_cases": ()}) for way in ATLAS.ways)
    file = tmp_path / "index.html"
    file.write_text(site.page_text(replace(ATLAS, ways=ways)), "utf-8")
    page = open_page("step=8", file=str(file))
    cases = [f for f in ATLAS.features if f.properties.way == "dmz" and f.properties.kind == "case"]
    best = max(len(f.properties.sources) for f in cases if f.properties.certainty == "documented")
    names = story(page).locator(".story-cases button").all_inner_texts()
    chosen = [next(f for f in cases if f.properties.name["en"] == name) for name in names]
    assert len(chosen[0].properties.sources) == best
    assert chosen[0].properties.outcome != chosen[1].properties.outcome


def test_a_case_opens_on_the_map_and_the_story_stays(open_page: OpenPage) -> None:
    page = open_page("step=8")
    button = story(page).locator(".story-cases button").first
    name = button.inner_text()
    button.click()
    expect(page.get_by_role("dialog", name=name)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()
    expect(story(page)).to_be_visible()


def test_arrow_keys_turn_pages_except_on_the_map(open_page: OpenPage) -> None:
    page = open_page("step=2")
    story(page).get_by_role("button", name="Next").focus()
    page.keyboard.press("ArrowRight")
    assert WAYS[2].name["en"] in heading(page)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Alt+ArrowRight")
    assert WAYS[0].name["en"] in heading(page)
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    assert WAYS[0].name["en"] in heading(page)


def test_arrow_keys_stop_at_both_ends(open_page: OpenPage) -> None:
    page = open_page("step=0")
    page.keyboard.press("ArrowLeft")
    assert heading(page) == "Introduction"
    story(page).locator("nav button").last.click()
    last = heading(page)
    page.keyboard.press("ArrowRight")
    assert heading(page) == last


def test_swipe_turns_pages_and_a_scroll_does_not(open_page: OpenPage) -> None:
    page = open_page("step=1", viewport=(390, 844), has_touch=True)
    page.evaluate(SWIPE, [300, 100])
    assert WAYS[1].name["en"] in heading(page)
    page.evaluate(SWIPE, [100, 300])
    page.evaluate(SWIPE, [100, 110])
    assert WAYS[0].name["en"] in heading(page)


def test_progress_goes_to_any_step(page: Page) -> None:
    page.get_by_role("button", name="Story", exact=True).click()
    steps = page.get_by_role("navigation", name="Steps of the story").get_by_role("button")
    assert steps.count() == LAST + 1
    assert [text.strip() for text in steps.all_inner_texts()[1:-1]] == [str(way.rank) for way in WAYS]
    page.get_by_role("button", name="3. Through the Demilitarized Zone").click()
    assert drawn(page) == IDS["dmz"]
    assert page.evaluate("location.hash").endswith("step=8")


@pytest.mark.parametrize("step", [0, 4, LAST])
def test_the_hash_restores_a_step(open_page: OpenPage, step: int) -> None:
    page = open_page(f"step={step}", lang="ko")
    expect(page.get_by_role("region", name="이야기", exact=True)).to_be_visible()
    assert drawn(page) == (IDS[WAYS[step - 1].id] if 0 < step < LAST else EVERYTHING)
    assert page.evaluate(FITS) or step in {0, LAST}


def test_a_step_with_a_map_view_keeps_that_view(open_page: OpenPage) -> None:
    page = open_page("map=7/38.2/127&step=8")
    assert page.evaluate(VIEW) == [7, 1910, 6350]


def test_closing_a_case_returns_to_the_steps_frame(open_page: OpenPage) -> None:
    page = open_page("step=3")
    where = (
        "(() => { const map = Atlas.app.map, at = map.getCenter();"
        " return [map.getZoom(), Math.round(at.lat), Math.round(at.lng)]; })()"
    )
    before = page.evaluate(where)
    page.locator(".story-cases button.link").first.click()
    assert page.evaluate(where) != before
    page.keyboard.press("Escape")
    expect(page.locator(".atlas-popup")).to_have_count(0)
    assert page.evaluate(where) == before


def test_close_returns_to_the_readers_own_state(open_page: OpenPage) -> None:
    chosen = next(f for f in ATLAS.features if f.id == "dmz-panmunjom-soldier-2017")
    page = open_page(f"map=6/37.5/128&ways=yellow-sea,dmz&years=1990-2023&certainty=documented&feature={chosen.id}")
    before, shown, hash_before = page.evaluate(VIEW), drawn(page), page.evaluate("Atlas.app.hash()")
    page.get_by_role("button", name="Story", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    for _ in range(3):
        story(page).get_by_role("button", name="Next").click()
    assert drawn(page) == IDS[WAYS[2].id]
    story(page).get_by_role("button", name="Close").click()
    assert drawn(page) == shown
    assert page.evaluate(VIEW) == before
    assert page.evaluate("Atlas.app.hash()") == hash_before
    expect(page.get_by_role("dialog", name=chosen.properties.name["en"])).to_be_visible()


def test_the_readers_state_lasts_through_a_reload_of_a_step(open_page: OpenPage) -> None:
    page = open_page("ways=yellow-sea,dmz&step=5")
    assert drawn(page) == IDS[WAYS[4].id]
    page.get_by_role("button", name="Close").click()
    assert drawn(page) == IDS["yellow-sea"] | IDS["dmz"]


def test_close_restores_the_view_on_a_phone(open_page: OpenPage) -> None:
    page = open_page("map=6/37.5/128", viewport=(390, 844))
    before = page.evaluate(VIEW)
    page.get_by_role("button", name="Story", exact=True).click()
    story(page).get_by_role("button", name="Next").click()
    story(page).get_by_role("button", name="Close").click()
    assert page.evaluate(VIEW) == before


def test_the_sheet_on_a_phone_leaves_the_map_and_the_way_in_sight(open_page: OpenPage) -> None:
    page = open_page("step=1", viewport=(390, 844))
    map_box, sheet = page.locator("#map").bounding_box(), page.locator("#panel").bounding_box()
    assert map_box
    assert sheet
    assert map_box["y"] + map_box["height"] <= sheet["y"] + 1
    assert map_box["height"] > 300
    for _ in WAYS:
        assert page.evaluate(FITS)
        story(page).get_by_role("button", name="Next").click()


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_is_cut_sideways(open_page: OpenPage, width: int) -> None:
    page = open_page("step=2", viewport=(width, 700))
    wide = page.evaluate(
        "() => [...document.querySelectorAll('#story, #story *')].filter(e => e.scrollWidth > e.clientWidth + 1"
        " && e.clientWidth > 0 && getComputedStyle(e).display !== 'inline').map(e => e.className)"
    )
    assert [name for name in wide if name != "visually-hidden"] == []
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('#story button')].map(e => e.getBoundingClientRect())
            .map(r => [r.width, r.height])"""
    )
    assert all(width >= 24 and height >= 24 for width, height in sizes)


def test_back_and_forward_walk_the_steps(page: Page) -> None:
    page.get_by_role("button", name="Story", exact=True).click()
    story(page).get_by_role("button", name="Next").click()
    story(page).get_by_role("button", name="Next").click()
    page.go_back()
    expect(story(page).get_by_role("heading", level=2)).to_contain_text(WAYS[0].name["en"])
    assert drawn(page) == IDS[WAYS[0].id]
    page.go_back()
    page.go_back()
    expect(story(page)).to_be_hidden()
    assert drawn(page) == EVERYTHING
    page.go_forward()
    expect(story(page).get_by_role("heading", level=2)).to_contain_text("Introduction")


def test_the_language_changes_within_a_step(open_page: OpenPage) -> None:
    page = open_page("step=3")
    page.get_by_role("button", name="한국어").click()
    region = page.get_by_role("region", name="이야기", exact=True)
    expect(region.get_by_role("heading", level=2)).to_contain_text(WAYS[2].name["ko"])
    expect(region.get_by_role("button", name="다음")).to_be_visible()
    assert drawn(page) == IDS[WAYS[2].id]


def test_a_page_of_one_way_tells_just_that_way(open_page: OpenPage) -> None:
    for hash_ in ("", "step=0", "step=2"):
        page = open_page(hash_, file="dmz.html")
        if not hash_:
            page.get_by_role("button", name="Story", exact=True).click()
        assert "Through the Demilitarized Zone" in heading(page)
        expect(story(page).get_by_role("button", name="Next")).to_be_hidden()
        assert (
            story(page).locator("details.story-topic").count() == len(next(w for w in WAYS if w.id == "dmz").texts) - 1
        )
        story(page).get_by_role("button", name="Close").click()
        assert drawn(page) == IDS["dmz"]


def test_opening_and_closing_again_and_again_leaves_nothing_behind(page: Page) -> None:
    count = "() => document.querySelectorAll('*').length"
    page.get_by_role("button", name="Story", exact=True).click()
    story(page).get_by_role("button", name="Close").click()
    before = page.evaluate(count)
    page.evaluate(
        """() => { for (let i = 0; i < 50; i++) {
            Atlas.app.store.set({view: 'story', step: i % 12});
            Atlas.app.store.set({view: 'ways'});
        } }"""
    )
    page.evaluate("() => Atlas.app.store.set({view: 'story', step: 0})")
    page.evaluate("() => Atlas.app.store.set({view: 'ways'})")
    assert page.evaluate(count) == before
