"""Search in both languages, and the filters that combine."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

SHOWN = """() => Atlas.app.data.features
  .filter(f => document.querySelector(`path[data-feature-id="${f.id}"]`)).map(f => f.properties)"""
NAMED = """text => Atlas.app.data.features
  .filter(f => Atlas.fold(f.properties.name_ko).includes(Atlas.fold(text))).map(f => f.id)"""
COMPOSING_ENTER = """document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true }))"""
COUNT_FOLDS = """() => {
  const fold = Atlas.fold;
  window.folded = 0;
  Atlas.fold = text => { window.folded += 1; return fold(text); };
}"""
OFFERED = """[...document.querySelectorAll(".filter input")]
  .map(input => input.closest("fieldset").dataset.filter + "." + input.value).sort()"""
USED = """[...new Set(Atlas.app.data.features.flatMap(f => Atlas.FILTERS.flatMap(
  name => [].concat(f.properties[name] || []).map(word => name + "." + word))))].sort()"""


def box(page: Page) -> Any:
    return page.get_by_role("combobox", name="Search")


def options(page: Page) -> Any:
    return page.get_by_role("option")


def shown(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(SHOWN)
    return found


def tick(page: Page, group: str, word: str) -> None:
    if not page.locator("details.filters").get_attribute("open"):
        page.locator("details.filters").evaluate("details => { details.open = true }")
    page.get_by_role("group", name=group).get_by_role("checkbox", name=re.compile(f"^{word}")).click()


# ------------------------------------------------------------------ search


def test_a_year_and_a_place_find_the_case(page: Page) -> None:
    box(page).fill("dmz 2017")
    expect(options(page).first).to_contain_text("2017")
    expect(options(page).filter(has_text="Panmunjom").first).to_be_visible()
    expect(page.locator(".find-group").first).to_contain_text("Through the Demilitarized Zone")
    expect(page.locator("#status")).to_have_text(re.compile(r"^Results: \d+"))


def test_arrows_choose_and_enter_goes_there(page: Page) -> None:
    box(page).fill("panmunjom")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    first = box(page).get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert box(page).get_attribute("aria-activedescendant") != first
    chosen = page.locator(".find-option[aria-selected=true] .find-name").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name=chosen)).to_be_visible()
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(box(page)).to_be_focused()


def test_a_result_that_is_hidden_is_shown_again(open_page: OpenPage) -> None:
    page = open_page("ways=student-exchange&years=1990-1991")
    box(page).fill("gunfire Panmunjom")
    options(page).first.click()
    expect(page.get_by_role("dialog", name="A soldier runs through gunfire at Panmunjom")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Through the Demilitarized Zone")).to_be_checked()


def test_escape_clears_and_nothing_found_is_said(page: Page) -> None:
    box(page).fill("zzzz")
    expect(page.locator(".find-note")).to_have_text("No results")
    expect(page.locator("#status")).to_have_text("No results")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("")
    expect(page.locator(".find-note")).to_be_hidden()
    box(page).fill("Laos")
    page.get_by_role("button", name="Clear search").click()
    expect(box(page)).to_be_focused()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_way_is_found_by_name_and_shown_whole(open_page: OpenPage) -> None:
    page = open_page("ways=dmz")
    box(page).fill("Yellow Sea")
    expect(options(page).first).to_have_text("The whole way")
    page.keyboard.press("Enter")
    assert page.evaluate("Atlas.app.store.get().ways") == ["yellow-sea", "dmz"]


def test_results_are_capped_and_counted(page: Page) -> None:
    box(page).fill("a")
    expect(page.locator(".find-note")).to_have_text(re.compile(r"^Results: 3\d\d, the best 40 shown$"))
    assert options(page).count() == 40


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("typed", ["ㄹ", "라", "랑", "라ㅇ", "라오", "라옷", "라오스"])
def test_hangul_is_found_while_it_is_typed(open_page: OpenPage, language: str, typed: str) -> None:
    page = open_page(lang=language)
    page.locator("#find-input").fill(typed)
    page.wait_for_function("document.querySelectorAll('.find-option').length > 0")
    meant = page.evaluate(NAMED, "라오스")
    assert meant
    assert set(page.evaluate(NAMED, typed)) >= set(meant)


def test_case_accents_and_decomposed_text_make_no_difference(page: Page) -> None:
    fold = "text => Atlas.fold(text)"
    assert page.evaluate(fold, "Phnom-Pénh’s") == page.evaluate(fold, "PHNOM PENH'S")
    assert page.evaluate(fold, "한국") == page.evaluate(fold, "\u1112\u1161\u11ab\u1100\u116e\u11a8")
    assert page.evaluate(fold, "각성").startswith(page.evaluate(fold, "갃"))
    assert page.evaluate(fold, "과").startswith(page.evaluate(fold, "고"))


def test_enter_while_composing_does_not_go(page: Page) -> None:
    box(page).fill("한국")
    page.evaluate(COMPOSING_ENTER)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("listbox")).to_be_visible()


def test_the_index_is_not_made_before_it_is_needed(page: Page) -> None:
    page.evaluate(COUNT_FOLDS)
    page.evaluate("Atlas.app.store.set({ ways: ['dmz'] })")
    assert page.evaluate("folded") == 0
    box(page).focus()
    assert page.evaluate("folded") > 700


def test_on_a_phone_the_panel_gives_way_to_the_place(open_page: OpenPage) -> None:
    page = open_page(viewport=(390, 844))
    page.locator("#handle").click()
    box(page).fill("Panmunjom")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("#handle")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    assert page.evaluate("Boolean(document.activeElement.dataset.featureId)")


# ------------------------------------------------------------------ filters


def test_means_of_travel_shows_legs_and_the_places_they_join(page: Page) -> None:
    tick(page, "Means of travel", "Sea")
    visible = shown(page)
    legs = [p for p in visible if p["kind"] == "leg"]
    assert {p["mode"] for p in legs} == {"sea"}
    assert {p["kind"] for p in visible} == {"leg", "place"}
    assert page.evaluate("Atlas.app.data.features.filter(f => f.properties.mode === 'sea').length") == len(legs)
    expect(page.locator("#status")).to_have_text(f"{len(visible)} features shown")
    assert "mode=sea" in page.evaluate("Atlas.app.hash()")


def test_words_add_up_within_a_filter_and_narrow_across(page: Page) -> None:
    tick(page, "Outcome", "Detained")
    tick(page, "Outcome", "Died")
    one = shown(page)
    assert {(p["kind"], p["outcome"]) for p in one} == {("case", "detained"), ("case", "died")}
    tick(page, "Dangers", "Arrest")
    tick(page, "Certainty", "Documented")
    both = shown(page)
    assert 0 < len(both) < len(one)
    assert all("arrest" in p["hazards"] and p["certainty"] == "documented" for p in both)


def test_filters_of_two_kinds_show_both_kinds(page: Page) -> None:
    tick(page, "Outcome", "Died")
    cases = len(shown(page))
    tick(page, "Means of travel", "Sea")
    kinds = [p["kind"] for p in shown(page)]
    assert kinds.count("case") == cases
    assert kinds.count("leg") > 0


def test_counts_say_what_each_word_would_show_with_the_others(page: Page) -> None:
    tick(page, "Certainty", "Reported")
    page.get_by_role("checkbox", name="By the Yellow Sea").uncheck()
    label = page.locator("fieldset[data-filter=mode] label").filter(has_text="Sea")
    promised = int(label.locator(".filter-count").inner_text())
    tick(page, "Means of travel", "Sea")
    assert sum(p["kind"] == "leg" for p in shown(page)) == promised
    assert int(label.locator(".filter-count").inner_text()) == promised


def test_only_words_of_the_atlas_are_offered(page: Page) -> None:
    assert page.evaluate(OFFERED) == page.evaluate(USED)


def test_what_is_active_is_shown_and_can_be_removed(open_page: OpenPage) -> None:
    page = open_page("years=2001-2012&outcome=arrived,unknown&mode=rocket")
    strip = page.get_by_role("region", name="Active filters")
    words = [" ".join(text.split()) for text in strip.get_by_role("button").all_inner_texts()]
    assert words == ["2001–2012 ×", "Arrived in South Korea ×", "Outcome: Not known ×", "Clear filters"]
    strip.get_by_role("button", name="Remove filter: Arrived in South Korea").click()
    expect(strip.get_by_role("button", name="Remove filter: Outcome: Not known")).to_be_focused()
    assert {p["outcome"] for p in shown(page)} == {"unknown"}
    strip.get_by_role("button", name="Clear filters").click()
    expect(strip).to_be_hidden()
    expect(page.locator("details.filters summary")).to_be_focused()
    assert len(shown(page)) == page.evaluate("Atlas.app.data.features.length")
    expect(page.locator("#status")).to_contain_text("Filters cleared")


def test_choices_that_nothing_fits_say_so(page: Page) -> None:
    tick(page, "Outcome", "Died")
    tick(page, "Dangers", "Abduction")
    assert shown(page) == []
    expect(page.get_by_text("Nothing fits all of these choices.")).to_be_visible()


def test_filters_are_restored_by_the_address_and_speak_korean(open_page: OpenPage) -> None:
    page = open_page("mode=sea", lang="ko")
    expect(page.get_by_role("button", name="필터 해제: 바다(배)")).to_be_visible()
    assert page.locator(".filter input:checked").count() == 1
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Remove filter: Sea")).to_be_visible()
