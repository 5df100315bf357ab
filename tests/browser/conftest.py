"""A real Chromium on the pages as built, opened as files with the network off; any error or request fails a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from geo import site
from geo.load import load
from tests.browser.install import ARGUMENTS, SENTENCE, find_chromium

DATA = Path(__file__).parents[2] / "data"

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The maps of the real data, built once."""
    folder = tmp_path_factory.mktemp("maps")
    site.write_site(folder, site.site_files(load(DATA)))
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    path = find_chromium()
    if path is None:
        pytest.fail(SENTENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, built: Path) -> Iterator[OpenPage]:
    """A function that opens a built page: open_page(hash="", lang=None, viewport=(1280, 800), dark=False, file=…).

    Further keyword arguments go to the browser's context. At the end of the test no page may have shown a console
    error, a script error or a request beyond its own file.
    """
    contexts, wrong = [], []

    def watch(page: Page) -> None:
        page.on(
            "console", lambda m: wrong.append(f"console {m.type}: {m.text}") if m.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
        page.on(
            "request", lambda r: wrong.append(f"request: {r.url}") if not r.url.startswith(("file:", "blob:")) else None
        )

    def open_(
        hash: str = "",
        lang: str | None = None,
        viewport: tuple[int, int] = (1280, 800),
        dark: bool = False,
        file: str = "index.html",
        **context_options: object,
    ) -> Page:
        options = {
            "locale": "en-GB",
            "reduced_motion": "reduce",
            "offline": True,
            "accept_downloads": True,
            **context_options,
        }
        size = {"width": viewport[0], "height": viewport[1]}
        context = browser.new_context(viewport=size, color_scheme="dark" if dark else "light", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        parts = [f"lang={lang}"] if lang else []
        parts += [hash.lstrip("#")] if hash else []
        address = (Path(file) if Path(file).is_absolute() else built / file).as_uri()
        page.goto(address + ("#" + "&".join(parts) if parts else ""))
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready='true']", state="attached")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(map(quote_control, wrong))


def quote_control(text: str) -> str:
    """Return a message with control characters escaped."""
    return quote(text, safe=" :/.,;'\"()[]{}<>#=&?!-_|@+*%")


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The page of all ways in English, 1280 by 800."""
    return open_page()
