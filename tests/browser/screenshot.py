"""The picture in README: `python -m tests.browser.screenshot` takes it from maps/index.html as built."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.install import find_chromium

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Write maps/screenshot.png, 1280 by 800."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB", reduced_motion="reduce")
        page.goto((ROOT / "maps" / "index.html").as_uri() + "#map=4/33/124")
        page.wait_for_selector("html[data-ready='true']", state="attached")
        page.screenshot(path=ROOT / "maps" / "screenshot.png")
        browser.close()


if __name__ == "__main__":
    main()
