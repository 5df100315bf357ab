"""What a page knows of an atlas: its inert JSON blocks, each written so that it can be nothing but data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from geo import basemap, enrich, meridian
from geo.citation import cite
from geo.compact import MANY, Packed
from geo.controls import ASSETS, Part, asset
from geo.export import collection
from geo.frames import columns
from geo.model import Atlas, Source, Way, spread_languages
from geo.tiles import Tiles


def blocks(
    atlas: Atlas,
    way: str | None = None,
    *,
    parts: Sequence[Part] = (),
    tiles: Sequence[Tiles] = (),
    packed: Packed | None = None,
) -> list[tuple[str, str]]:
    """Return the inert JSON blocks of a page, by element id; `packed` keeps what several pages of an atlas share."""
    features = [feature for feature in atlas.features if way in {None, feature.properties.way}]
    ways = [one.id for one in atlas.ways if way in {None, one.id}] if len(features) > MANY else []
    packed = packed or Packed(atlas)
    coarse, *finer = basemap.LEVELS
    shown = [coarse, *(level for level in finer if _reaches(features, basemap.level_box(level)))]
    levels = [(f"basemap-{level}", basemap.flat_text(level)) for level in shown]
    return [
        ("atlas-data", inert_json(page_data(atlas, way))),
        *((f"features-{one}", f'"{packed.text(one)}"') for one in ways),
        ("words", inert_json(page_words(atlas, parts))),
        *levels,
        ("basemap-labels", inert_json(_labels(atlas.languages))),
        *([("tiles-data", inert_json([one.as_json() for one in tiles]))] if tiles else []),
    ]


def page_data(atlas: Atlas, way: str | None = None) -> dict[str, Any]:
    """Return what a page knows of an atlas: the same features as `export` writes, and what they refer to.

    Of more than `MANY` features it has the number alone (`many`): they have blocks of their own.
    """
    chosen = [one for one in atlas.ways if way in {None, one.id}]
    features = [feature for feature in atlas.features if way in {None, feature.properties.way}]
    many = len(features) > MANY
    listed = () if many else features
    view = _view(atlas, features, way)
    cited = _used_sources(atlas, chosen, features)
    used = {code for feature in features for code in feature.properties.countries} | set(atlas.text.focus)
    return {
        "atlas": spread_languages(
            atlas.text.model_dump(exclude={"public_figures", "about", "claims", "words"}, exclude_none=True)
        )
        | {"about": [_dump(section) for section in atlas.text.about], "claims": [_dump(c) for c in atlas.text.claims]},
        "ways": [_way(one) for one in sorted(chosen, key=lambda one: -one.rank)],
        "features": [_compact(feature) for feature in collection(tuple(listed))["features"]],
        "columns": columns(atlas),
        "lengths": {f.id: round(enrich.length_km(f.geometry)) for f in listed if f.geometry.type != "Point"},
        "sources": {i: _source(s, atlas.languages) for i, s in sorted(atlas.sources.items()) if i in cited},
        "arrivals": [_dump(row) for row in atlas.arrivals],
        "countries": {code: name for code, name in country_names().items() if code in used},
        "view": view,
        "meridian": _middle(view),
        "only": way,
        **({"many": len(features)} if many else {}),
    }


@cache
def country_names() -> dict[str, dict[str, str]]:
    """Return the names of countries by ISO 3166-1 alpha-3 code, once a language."""
    return {country["id"]: country["name"] for country in json.loads(basemap.labels_text())["names"]}


def inert_json(value: Any) -> str:
    """Return JSON that cannot end its script element, start a comment or be read as anything but data."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    escapes = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
    return re.sub("[<>&\u2028\u2029]", lambda match: escapes[match[0]], text)


@cache
def interface_words() -> dict[str, dict[str, str]]:
    """Return the words of the interface, by language and key; one folder a language, one file a part."""
    words: dict[str, dict[str, str]] = {}
    for folder in sorted((ASSETS / "i18n").iterdir(), key=lambda entry: entry.name):
        words[folder.name] = {}
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            words[folder.name].update(json.loads(asset(f"i18n/{folder.name}/{entry.name}")))
    return words


def page_words(atlas: Atlas, parts: Sequence[Part] = ()) -> dict[str, dict[str, str]]:
    """Return the interface's words in the atlas's languages and in English, which stands in where one has none.

    The atlas's own words take the place of the program's; parts that are not always there bring theirs.
    """
    known = interface_words()
    tags = sorted({*atlas.languages, "en"})
    words = {tag: dict(known.get(tag) or known.get(tag.partition("-")[0], {})) for tag in tags}
    for part in parts:
        own = json.loads(asset(f"words/{part.words}")) if part.words else {}
        for tag, texts in words.items():
            texts.update(own.get(tag) or own.get(tag.partition("-")[0], {}))
    for word in atlas.text.words:
        for tag, text in word.text.items():
            words.setdefault(tag, {})[word.key] = text
    return {tag: texts for tag, texts in words.items() if texts}


def pick_text(texts: Any, language: str) -> str:
    """Return a text in a language, or in the first one that it stands in."""
    return str(texts.get(language) or next(iter(texts.values())))


def _dump(model: Any) -> dict[str, Any]:
    return spread_languages(model.model_dump(exclude_none=True, exclude_defaults=True))


def _way(way: Way) -> dict[str, Any]:
    nested = {"texts": [_dump(text) for text in way.texts], "claims": [_dump(claim) for claim in way.claims]}
    return spread_languages(way.model_dump(exclude={"texts", "claims"}, exclude_none=True)) | nested


def _source(source: Source, languages: Iterable[str]) -> dict[str, Any]:
    """Return a source as the page shows it: its citation in each language, a date to sort by, address, tier, copy."""
    parts = source.issued.date_parts if source.issued else ()
    seen = {"URL": source.url, "copy": source.custom.tier == "B" and bool(source.publisher)}
    return {
        **{f"cite_{language}": cite(source, language) for language in languages},
        "date": "-".join(f"{number:02}" for number in parts[0]) if parts else "",
        "tier": source.custom.tier,
        **{name: value for name, value in seen.items() if value},
    }


def _compact(feature: dict[str, Any]) -> dict[str, Any]:
    """Return a feature with whole numbers written without a fraction: 127, not 127.0."""

    def numbers(value: Any) -> Any:
        if isinstance(value, float):
            return int(value) if value.is_integer() else value
        return [numbers(item) for item in value] if isinstance(value, list | tuple) else value

    return {
        key: {k: numbers(v) for k, v in value.items()} if isinstance(value, dict) else numbers(value)
        for key, value in feature.items()
    }


def _view(atlas: Atlas, features: Sequence[Any], way: str | None) -> tuple[float, float, float, float]:
    """Return the first view (west, south, east, north): the atlas's own, or the extent of what is drawn."""
    if way is None and atlas.text.view:
        return atlas.text.view
    return meridian.bounds(features) or (-180.0, -60.0, 180.0, 80.0)


def _reaches(features: Iterable[Any], box: tuple[float, float, float, float]) -> bool:
    """Return whether a feature has a position in a box: a level of the base map that none is on is left out."""
    west, south, east, north = box
    positions = (at for feature in features for part in meridian.parts_of(feature.geometry) for at in part)
    return any(west <= lon <= east and south <= lat <= north for lon, lat in positions)


def _middle(view: tuple[float, float, float, float]) -> float:
    """Return the longitude in the middle of a view; the page draws the half circle on either side of it."""
    west, _, east, _ = view
    return (west + (east if east >= west else east + 360)) / 2


def _used_sources(atlas: Atlas, ways: Iterable[Way], features: Iterable[Any]) -> set[str]:
    text = atlas.text
    lists: list[Iterable[str]] = [text.intro_sources, text.end_sources, [text.article or ""]]
    lists += [claim.sources for claim in text.claims] + [section.sources for section in text.about]
    lists += [row.sources for row in atlas.arrivals] + [feature.properties.sources for feature in features]
    for way in ways:
        lists += [way.frequency_sources, *(t.sources for t in way.texts), *(c.sources for c in way.claims)]
    return {source for sources in lists for source in sources}


def _labels(languages: Sequence[str]) -> dict[str, Any]:
    """Return the base map's labels in the languages of an atlas, English where it has none of them."""
    labels = json.loads(basemap.labels_text())
    kept = {*languages, *(tag.partition("-")[0] for tag in languages), "en"}
    for label in [*labels["countries"], *labels["seas"]]:
        for key in ("name", "short"):
            if key in label:
                label[key] = {language: name for language, name in label[key].items() if language in kept}
    return {"countries": labels["countries"], "seas": labels["seas"]}
