"""A hostile text in every field a reader meets is shown as text: nothing of it runs, in any view or language."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo import site
from geo.load import load
from tests import hostile_atlas
from tests.browser.conftest import OpenPage
from tests.hostile_atlas import SHOWN
from tests.test_hostile import free_fields

HOSTILE = (
    "{{7*7}}{% x %}{#c#}`${window.ran=1}</script><script>window.ran=1</script><img src=x onerror=window.ran=1>\"'&한글"
)


def page_with(text: str, folder: Path) -> Path:
    """Return a page built from an atlas in which every free text is this one, by its number told from all others."""
    content = hostile_atlas.files()
    for number, (file, path) in enumerate(free_fields()):
        hostile_atlas.put(content[file], path, f"{text} 가#{number}"[-9990:])
    page = hostile_atlas.write(folder, content) / "index.html"
    page.write_text(site.page_text(load(folder)), encoding="utf-8")
    return page


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of an atlas in which every text is hostile in several ways."""
    return page_with(HOSTILE, tmp_path_factory.mktemp("hostile"))


def ran(page: Page) -> bool:
    return bool(page.evaluate("'ran' in window"))


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("hash_", ["", "view=table", "view=about", "step=0", "step=1", "step=2", "embed"])
def test_views_show_it_as_text(open_page: OpenPage, hostile: Path, lang: str, hash_: str) -> None:
    page = open_page(hash_, lang=lang, file=str(hostile))
    assert not ran(page)
    assert page.locator("img").count() == 0
    assert "{{7*7}}" in page.locator("body").inner_text()


def test_popups_and_search_show_it_as_text(open_page: OpenPage, hostile: Path) -> None:
    page = open_page(file=str(hostile))
    for feature in page.locator("[data-feature-id]").all():
        feature.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_contain_text("<img src=x onerror=window.ran=1>")
        page.keyboard.press("Escape")
    page.get_by_role("combobox").first.fill("onerror")
    page.wait_for_timeout(300)
    assert not ran(page)
    assert page.locator("img").count() == 0


VIEWS = {  # an address and what it shows
    "view=table": ".features",
    "view=about": "#about",
    "step=0": "#story",
    "step=1": "#story",
    "feature=sea-case": "[role=dialog]",
    "view=table&q=window": ".features",
}
STRANGE = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    return {
        ran: "ran" in window,
        elements: all("img, iframe, object, embed, base, svg a, [onerror], [onload]").length,
        handlers: all("*").filter((e) => [...e.attributes].some((a) => a.name.startsWith("on"))).length,
        links: all("a[href]").filter((a) => !["https:", "http:", "file:", "blob:"].includes(a.protocol)).length,
        open: all("a[href^=http]").filter((a) => a.rel !== "noopener noreferrer").length,
    };
}"""


@pytest.mark.parametrize("name", list(SHOWN))
def test_each_text_is_text_in_every_view(open_page: OpenPage, tmp_path: Path, name: str) -> None:
    page = open_page(file=str(page_with(SHOWN[name], tmp_path)))
    scripts = page.locator("script").count()
    start = " ".join(SHOWN[name].split())[:40]
    assert start in " ".join(page.title().split())
    for lang in ("en", "ko"):
        for view, shown in VIEWS.items() if len(SHOWN[name]) < 5000 else [("view=table", ".features")]:
            page.evaluate("hash => { location.hash = hash; }", f"lang={lang}&{view}")
            expect(page.locator(shown).locator("visible=true").first).to_contain_text(start)
            strange = page.evaluate(STRANGE)
            assert strange == dict.fromkeys(strange, 0) | {"ran": False}, (lang, view)
    assert page.locator("script").count() == scripts
