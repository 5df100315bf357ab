"""The page as text: one file, inert data, a policy by hash, hostile text only as data; a folium map as an object."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import typing
from html.parser import HTMLParser
from pathlib import Path

import folium
import pytest

import geo
from geo import model, page, page_data, site
from geo.citation import cite
from geo.export import geojson_text
from geo.load import load

DATA = Path(__file__).parents[1] / "data"
ATLAS = load(DATA)
PAGE = site.page_text(ATLAS)


class Elements(HTMLParser):
    """Gathers the elements of a page with their attributes and the text inside scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("/" + tag, {}, ""))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] in {"script", "style"}:
            tag, attrs, text = self.found[-1]
            self.found[-1] = (tag, attrs, text + data)


ELEMENTS = Elements(PAGE).found


def block(text: str, name: str) -> object:
    """Return the value of an inert JSON block."""
    match = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.DOTALL)
    assert match is not None
    return json.loads(match[1])


def test_nothing_is_loaded_from_anywhere() -> None:
    for tag, attributes, text in ELEMENTS:
        assert "src" not in attributes, tag
        assert tag not in {"link", "img", "iframe", "object", "embed", "base"}
        assert tag == "a" or "href" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert "style" not in attributes
        if tag == "style":
            assert "url(" not in text
            assert "@import" not in text


def test_policy_names_each_script_and_style_by_hash() -> None:
    policy = next(
        attrs["content"] or "" for tag, attrs, _ in ELEMENTS if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag, attributes, text in ELEMENTS:
        if tag == "style" or (tag == "script" and attributes.get("type") != "application/json"):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy


def test_data_of_the_page_is_the_export() -> None:
    data = block(PAGE, "atlas-data")
    assert isinstance(data, dict)
    assert [way["id"] for way in data["ways"]] == [way.id for way in sorted(ATLAS.ways, key=lambda way: -way.rank)]
    assert data["features"] == json.loads(geojson_text(ATLAS))["features"]
    assert set(data["sources"]) == set(ATLAS.sources)
    for name, source in ATLAS.sources.items():
        shown = data["sources"][name]
        assert (shown["cite_en"], shown["cite_ko"]) == (cite(source, "en"), cite(source, "ko"))
        assert (shown.get("URL"), shown["tier"]) == (source.url, source.custom.tier)
    assert len(PAGE.encode()) <= 1_300_000


HOSTILE = "{{7*7}}{% x %}{#c#}`${alert(1)}</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&탈북"


def test_hostile_text_stands_only_as_data() -> None:
    feature = ATLAS.features[0]
    texts = {"en": HOSTILE, "ko": HOSTILE}
    properties = feature.properties.model_copy(update={"name": texts, "summary": texts})
    way = ATLAS.ways[0].model_copy(update={"name": texts})
    features = (feature.model_copy(update={"properties": properties}), *ATLAS.features[1:])
    hostile = model.Atlas(
        ATLAS.text.model_copy(update={"title": texts}), (way, *ATLAS.ways[1:]), features, ATLAS.sources, ATLAS.arrivals
    )
    text = site.page_text(hostile)
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "{{7*7}}" in text
    assert Elements(text).found != []
    assert len([1 for tag, *_ in Elements(text).found if tag == "script"]) == len(
        [1 for tag, *_ in ELEMENTS if tag == "script"]
    )


def test_words_stand_in_both_languages_for_the_whole_vocabulary() -> None:
    words = page_data.interface_words()
    assert set(words["en"]) == set(words["ko"])
    vocabulary = {
        "kind": model.Kind, "certainty": model.Certainty, "mode": model.Mode, "outcome": model.Outcome,
        "hazard": model.Hazard,
        "role": model.Role, "verdict": model.Verdict, "frequency": model.Frequency, "topic": model.Topic,
    }  # fmt: skip
    for name, literal in vocabulary.items():
        for word in typing.get_args(literal):
            assert f"{name}.{word}" in words["en"]
    for key, text in words["ko"].items():
        assert re.search("[가-힣]|GeoJSON|CSV|KML|GPX", text) or not re.search("[A-Za-z]{3}", text), key


def test_words_that_scripts_ask_for_exist() -> None:
    words = set(page_data.interface_words()["en"])
    for extra in sorted((Path(page.__file__).parent / "assets" / "words").glob("*.json")):
        words |= set(json.loads(extra.read_text(encoding="utf-8"))["en"])
    scripts = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((Path(page.__file__).parent / "assets").rglob("*.js"))
    )
    asked = set(re.findall(r'\bt\("([a-z0-9.-]+)"[,)]', scripts))
    asked |= set(
        re.findall(
            r'data-t(?:-label)?="([^"]+)"',
            (Path(page.__file__).parent / "assets" / "page.html").read_text(encoding="utf-8"),
        )
    )
    assert asked
    assert sorted(key for key in asked if key not in words) == []


def test_build_is_a_folium_map_that_takes_children_and_saves(tmp_path: Path) -> None:
    atlas_map = geo.build(ATLAS)
    assert isinstance(atlas_map, folium.Map)
    folium.CircleMarker([37.6, 127.0], radius=4).add_to(atlas_map)
    atlas_map.save(str(tmp_path / "own.html"))
    text = (tmp_path / "own.html").read_text(encoding="utf-8")
    assert "L.circleMarker" in text
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    for script in re.findall(r"<script>(.*?)</script>", text, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert digest in policy[1]


def test_a_notebook_shows_it() -> None:
    assert "srcdoc=" in geo.build(ATLAS)._repr_html_()


def test_unknown_way_is_told() -> None:
    with pytest.raises(geo.UsageError, match="dmz"):
        geo.build(ATLAS, way="nowhere")


def test_equal_data_gives_equal_bytes() -> None:
    assert site.page_text(load(DATA)) == PAGE
