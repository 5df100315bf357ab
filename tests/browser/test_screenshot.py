"""README's picture is fresh: taken of this data, and like the page as it is built now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from geo.load import load
from tests.browser.conftest import DATA
from tests.browser.screenshot import DIGEST, PICTURE, SIZE, STATE, difference, shown, taken

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

AGAIN = "run: python -m tests.browser.screenshot"
LIMIT = 3.0


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    """The picture that README shows."""
    return Image.open(PICTURE)


def test_it_was_taken_of_this_data(picture: Image.Image) -> None:
    assert picture.size == SIZE
    assert picture.info[DIGEST] == shown(load(DATA)), AGAIN


def test_it_looks_like_the_page(picture: Image.Image, browser: Browser, built: Path) -> None:
    assert difference(picture, taken(browser, built / "index.html")) < LIMIT, AGAIN


@pytest.mark.parametrize("state", ["map=4/33/124&ways=dmz", "map=5/33/124", "map=4/33/124&lang=ko"])
def test_another_state_of_the_page_does_not_pass(
    picture: Image.Image, browser: Browser, built: Path, state: str
) -> None:
    assert state != STATE
    assert difference(picture, taken(browser, built / "index.html", state)) > LIMIT
