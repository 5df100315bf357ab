"""A hostile text in every field a reader meets is shown as text: nothing of it runs, in any view or language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo import site
from geo.load import load
from tests import small_atlas
from tests.browser.conftest import OpenPage

HOSTILE = (
    "{{7*7}}{% x %}{#c#}`${window.ran=1}</script><script>window.ran=1</script><img src=x onerror=window.ran=1>\"'&한글"
)


def spoil(value: object, key: str = "") -> object:
    """Return JSON in which every text that readers see ends in the hostile one."""
    if isinstance(value, dict):
        return {name: spoil(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [spoil(item, key) for item in value]
    shown = key.endswith(("_en", "_ko")) or key in {"publisher", "title", "note", "family", "literal"}
    return f"{value} {HOSTILE}" if isinstance(value, str) and shown else value


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page built from a small atlas in which every text is hostile."""
    folder = small_atlas.write(tmp_path_factory.mktemp("hostile") / "atlas")
    for name in ("routes.geojson", "ways.json", "sources.json"):
        value = json.loads((folder / name).read_text(encoding="utf-8"))
        (folder / name).write_text(json.dumps(spoil(value), ensure_ascii=False), encoding="utf-8")
    page = folder / "index.html"
    page.write_text(site.page_text(load(folder)), encoding="utf-8")
    return page


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
