"""About: the atlas's own words, claims with verdicts, counts, licences and all sources."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from geo.load import load
from tests.browser.conftest import DATA, OpenPage

ATLAS = load(DATA)
CLAIMS = [*ATLAS.text.claims, *(claim for way in ATLAS.ways for claim in way.claims)]
VERDICTS = {"supported": "Supported", "imprecise": "Imprecise", "disputed": "Disputed", "unsupported": "Not supported"}


def about(page: Page, name: str = "About") -> Locator:
    return page.get_by_role("region", name=name, exact=True)


@pytest.fixture
def opened(open_page: OpenPage) -> Page:
    """The page with About open."""
    return open_page("view=about")


def test_it_is_built_when_first_opened(page: Page) -> None:
    assert page.locator("#about section").count() == 0
    page.get_by_role("button", name="About", exact=True).click()
    expect(about(page).get_by_role("heading", level=2)).to_have_text("About")
    assert page.locator("#about section").count() > len(ATLAS.text.about)


def test_it_says_what_the_atlas_says_of_itself(opened: Page) -> None:
    for section in ATLAS.text.about:
        expect(about(opened).get_by_role("heading", name=section.heading["en"], exact=True)).to_be_visible()
        expect(about(opened)).to_contain_text(section.text["en"])
    expect(about(opened)).to_contain_text(ATLAS.text.licence["en"])  # type: ignore[index]


def test_the_article_is_credited(opened: Page) -> None:
    article = ATLAS.sources[str(ATLAS.text.article)]
    assert article.title
    assert article.author[0].family
    expect(about(opened)).to_contain_text(article.title)
    expect(about(opened)).to_contain_text(article.author[0].family)


def test_every_claim_has_its_verdict_comment_and_sources(opened: Page) -> None:
    items = about(opened).locator(".claims > li")
    assert items.count() == len(CLAIMS)
    for claim in CLAIMS:
        item = items.filter(has=opened.get_by_text(claim.claim["en"], exact=True)).first
        text = item.inner_text()
        assert VERDICTS[claim.verdict] in text
        assert claim.comment["en"] in text
        assert item.locator(".cite").count() == len(claim.sources)


def test_all_sources_stand_with_their_tier(opened: Page) -> None:
    lines = about(opened).locator(".source-list li").all_inner_texts()
    assert len(lines) == len(ATLAS.sources)
    tiers = [re.search(r" ([AB])(?: · seen as a copy)?$", line) for line in lines]
    for tier in ("A", "B"):
        number = sum(match is not None and match[1] == tier for match in tiers)
        assert number == sum(source.custom.tier == tier for source in ATLAS.sources.values())
        expect(about(opened)).to_contain_text(f"{number} ")


def test_sources_are_grouped_by_letter_in_order(opened: Page) -> None:
    chapter = about(opened).locator("section").last
    letters = chapter.get_by_role("heading", level=4).all_inner_texts()
    assert letters == sorted(set(letters), key=lambda letter: (not letter[0].isdigit(), letter))
    for letter, group in zip(letters, chapter.locator(".source-list").all(), strict=True):
        first = group.locator(".cite").evaluate_all("all => all.map(e => e.firstChild.textContent[0].toUpperCase())")
        assert letter[0].isdigit() or set(first) == {letter}


def test_korean_sources_are_grouped_by_first_consonant(open_page: OpenPage) -> None:
    page = open_page("view=about", lang="ko")
    letters = about(page, "소개").locator("section").last.get_by_role("heading", level=4).all_inner_texts()
    assert letters[0] == "ㄱ"
    assert len(letters) == len(set(letters))


def test_counts_add_up(opened: Page) -> None:
    table = about(opened).get_by_role("table", name="Features by way and kind")
    assert table.get_by_role("row").count() == len(ATLAS.ways) + 2
    assert table.get_by_role("row").last.get_by_role("cell").last.inner_text() == str(len(ATLAS.features))
    sea = [f for f in ATLAS.features if f.properties.way == "yellow-sea"]
    assert table.get_by_role("row", name="By the Yellow Sea").get_by_role("cell").last.inner_text() == str(len(sea))


def test_contents_lead_to_every_chapter_without_touching_the_address(opened: Page) -> None:
    before = opened.evaluate("Atlas.app.hash()")
    contents = opened.get_by_role("navigation", name="On this page").get_by_role("button")
    assert contents.count() == about(opened).get_by_role("heading", level=3).count()
    contents.filter(has_text="All sources").click()
    heading = about(opened).get_by_role("heading", name="All sources")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    assert opened.evaluate("Atlas.app.hash()") == before


def test_close_and_escape_give_the_focus_back(page: Page) -> None:
    button = page.get_by_role("button", name="About", exact=True)
    close = about(page).get_by_role("button", name="Close")
    for key in ("Escape", "Enter"):
        button.click()
        expect(about(page)).to_be_visible()
        if key == "Enter":
            close.focus()
        page.keyboard.press(key)
        expect(about(page)).to_be_hidden()
        expect(button).to_be_focused()


def test_it_changes_language_open_or_closed(opened: Page) -> None:
    opened.get_by_role("button", name="한국어").click()
    expect(about(opened, "소개").get_by_role("heading", level=3).first).to_have_text(ATLAS.text.about[0].heading["ko"])
    opened.keyboard.press("Escape")
    opened.evaluate("Atlas.app.store.set({view: 'ways', lang: 'en'})")
    opened.get_by_role("button", name="About", exact=True).click()
    expect(about(opened).get_by_role("heading", level=3).first).to_have_text(ATLAS.text.about[0].heading["en"])


def test_lines_are_short_enough_to_read(open_page: OpenPage) -> None:
    page = open_page("view=about", viewport=(1920, 1080))
    measure = """() => {
        const text = document.querySelector("#about section p"), range = document.createRange();
        range.selectNodeContents(text);
        return text.textContent.length / new Set([...range.getClientRects()].map(r => Math.round(r.top))).size;
    }"""
    assert page.evaluate(measure) <= 80


@pytest.mark.parametrize("width", [320, 390, 768])
def test_it_fits_narrow_windows(open_page: OpenPage, width: int) -> None:
    page = open_page("view=about", viewport=(width, 700), lang="ko")
    assert page.evaluate("() => { const a = document.getElementById('about'); return a.scrollWidth <= a.clientWidth; }")


def test_a_page_of_one_way_links_to_the_whole_atlas(open_page: OpenPage) -> None:
    page = open_page(file="dmz.html")
    link = page.get_by_role("banner").get_by_role("link", name="The whole atlas")
    expect(link).to_be_visible()
    assert link.get_attribute("href") == "index.html"
    page.get_by_role("button", name="About", exact=True).click()
    assert about(page).get_by_role("link", name="The whole atlas").get_attribute("href") == "index.html"
    link.click()
    expect(page).to_have_title(ATLAS.text.title["en"])


def test_the_whole_atlas_has_no_such_link(page: Page) -> None:
    assert page.get_by_role("link", name="The whole atlas").count() == 0


def test_opening_again_and_again_leaves_nothing_behind(opened: Page) -> None:
    count = "() => document.querySelectorAll('*').length"
    before = opened.evaluate(count)
    opened.evaluate(
        """() => { for (let i = 0; i < 50; i++) {
            Atlas.app.store.set({view: 'ways'});
            Atlas.app.store.set({view: 'about'});
        } }"""
    )
    assert opened.evaluate(count) == before
