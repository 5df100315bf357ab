"""The picture in README: `python -m tests.browser.screenshot` takes it from maps/index.html as built.

It carries a digest of what it shows of the data, and is compared with the page coarsely: other fonts or another
Chromium move single pixels, a page that has changed moves whole patches.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import sync_playwright

from geo.export import geojson_text
from geo.load import load
from tests.browser.install import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from geo.model import Atlas

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "maps" / "screenshot.png"
SIZE, STATE, LANGUAGE = (1280, 800), "map=4/33/124", "en"
PATCH = 20  # pixels
DIGEST = "shown-sha256"


def shown(atlas: Atlas) -> str:
    """Return a digest of what the picture shows of an atlas: its features, ways and title in English."""
    ways = [(way.id, way.rank, way.name[LANGUAGE], way.colour) for way in atlas.ways]
    features = [
        {key: one["properties"].get(key) for key in ("way", "kind", "mode", "outcome", "start")}
        | {"at": one["geometry"]}
        for one in json.loads(geojson_text(atlas))["features"]
    ]
    value = [atlas.text.title[LANGUAGE], atlas.text.notice[LANGUAGE], ways, features]
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


def taken(browser: Browser, page_file: Path, state: str = STATE) -> Image.Image:
    """Return a picture of a page as it opens."""
    width, height = SIZE
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", reduced_motion="reduce", offline=True
    )
    page = context.new_page()
    page.goto(f"{page_file.as_uri()}#{state}")
    page.wait_for_selector("html[data-ready='true']", state="attached")
    content = page.screenshot()
    context.close()
    return Image.open(io.BytesIO(content)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how much two pictures differ: the mean over patches and colours, 0 alike, 255 black and white."""
    size = (one.width // PATCH, one.height // PATCH)
    first, second = (
        numpy.asarray(picture.convert("RGB").resize(size, Image.Resampling.BOX), dtype=float)
        for picture in (one, other)
    )
    return float(numpy.abs(first - second).mean())


def main() -> None:
    """Write maps/screenshot.png, 1280 by 800."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        picture = taken(browser, ROOT / "maps" / "index.html")
        browser.close()
    info = PngInfo()
    info.add_text(DIGEST, shown(load(ROOT / "data")))
    picture.save(PICTURE, pnginfo=info, optimize=True)


if __name__ == "__main__":
    main()
