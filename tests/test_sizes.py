"""How large pages are. Nothing is timed here: `make bench` does that."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from benchmarks.synthetic import write_atlas
from geo import checks, site
from geo.load import load

DATA = Path(__file__).parents[1] / "data"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    """The files of the real atlas."""
    return site.site_files(load(DATA))


def test_the_page_of_all_ways_stays_small(pages: dict[str, bytes]) -> None:
    assert len(pages["index.html"]) <= 1.3 * MEGABYTE
    assert len(gzip.compress(pages["index.html"])) <= 0.4 * MEGABYTE


def test_the_page_of_a_way_stays_small(pages: dict[str, bytes]) -> None:
    sizes = {name: len(content) for name, content in pages.items() if name.endswith(".html") and name != "index.html"}
    assert len(sizes) == 10
    assert {name: size for name, size in sizes.items() if size > 0.8 * MEGABYTE} == {}


def test_ten_thousand_features_stay_small(tmp_path: Path) -> None:
    """The features take less than a tenth of their GeoJSON; the rest is the frame that every page has."""
    atlas = load(write_atlas(tmp_path, 10_000))
    page = site.page_text(atlas).encode()
    assert len(page) <= 2.4 * MEGABYTE
    assert len(gzip.compress(page)) <= 1.1 * MEGABYTE


def test_the_synthetic_atlas_is_sound(tmp_path: Path) -> None:
    atlas = load(write_atlas(tmp_path, 400))
    assert checks.check(atlas) == []
    assert len(atlas.features) == 400
    lines = [feature for feature in atlas.features if feature.geometry.type == "LineString"]
    assert {len(line.geometry.coordinates) for line in lines} == {20}
    assert {feature.properties.way for feature in lines} == {way.id for way in atlas.ways}
