"""Online tiles: names, keys, hosts in the policy, and a page that is as it was without them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from geo.errors import UsageError
from geo.site import page_text, site_files
from geo.tiles import tiles_named

if TYPE_CHECKING:
    from geo.model import Atlas


def policy_of(page: str) -> dict[str, list[str]]:
    """Return the directives of a page's Content-Security-Policy."""
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert found
    return {name: values for name, *values in (part.split() for part in found[1].split("; "))}


@pytest.mark.parametrize("name", ["OpenStreetMap.Mapnik", "openstreetmap mapnik", "OPENSTREETMAP-MAPNIK"])
def test_names_are_taken_in_any_case_and_with_any_stops(name: str) -> None:
    (tiles,) = tiles_named([name])
    assert tiles.name == "OpenStreetMap.Mapnik"
    assert tiles.hosts == ("https://tile.openstreetmap.org",)
    assert ("OpenStreetMap", "https://www.openstreetmap.org/copyright") in tiles.credits


def test_each_subdomain_is_a_host() -> None:
    (tiles,) = tiles_named(["OpenTopoMap", "opentopomap"])
    assert tiles.hosts == tuple(f"https://{letter}.tile.opentopomap.org" for letter in "abc")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("OpenStreetMap.Mapnick", "did you mean OpenStreetMap.Mapnik"),
        ("nothing like it", "expected a name such as"),
        ("Thunderforest.Transport", "asks for a key"),
        ("Gaode.Normal", "no plain https address"),
    ],
)
def test_what_cannot_be_had_is_a_sentence(name: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        tiles_named([name])


def test_the_policy_is_opened_for_these_pictures_alone(atlas: Atlas) -> None:
    plain = policy_of(page_text(atlas))
    opened = policy_of(page_text(atlas, tiles=tiles_named(["OpenTopoMap"])))
    assert plain["img-src"] == ["data:"]
    assert opened["img-src"] == ["data:", *(f"https://{letter}.tile.opentopomap.org" for letter in "abc")]
    assert "connect-src" not in opened
    assert {name for name in opened if opened[name] != plain[name]} == {"img-src", "script-src", "style-src"}
    assert not any("http" in value for name in ("script-src", "style-src") for value in opened[name])


def test_the_page_says_what_choosing_asks(atlas: Atlas) -> None:
    page = page_text(atlas, tiles=tiles_named(["OpenStreetMap.Mapnik"]))
    blocks = dict(re.findall(r'<script type="application/json" id="([^"]*)">(.*?)</script>', page))
    assert json.loads(blocks["tiles-data"])[0]["hosts"] == ["tile.openstreetmap.org"]
    words = json.loads(blocks["words"])
    for language in ("en", "ko"):
        assert "{hosts}" in words[language]["tiles-note"]


def test_without_tiles_a_page_holds_nothing_of_them(atlas: Atlas) -> None:
    assert site_files(atlas) == site_files(atlas, tiles=[])
    assert "tiles-note" not in page_text(atlas)
    assert "TilesControl" not in page_text(atlas)
