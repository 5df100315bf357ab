"""An atlas as one self-contained page, through `folium.Map`; the only place where text enters a page.

Three decisions shape it. Data never goes through a template or into a script: it stands in the page once, as inert
JSON, and the page's own script builds every layer and popup from text nodes. The page carries a Content-Security-
Policy that allows exactly the scripts and styles written into it, by hash, and no request at all. And nothing is
random: equal data gives equal bytes.

Folium's part is the map as an object: it shows in a notebook, takes `add_child` and `save`. Its own template, which
would load jQuery, Bootstrap and Font Awesome from other hosts, is replaced by ours.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure, JavascriptLink

from geo import basemap, enrich, meridian
from geo.controls import ASSETS, LIVE, PARTS, TILES, Control, Part, asset
from geo.export import to_feature_collection
from geo.frames import columns
from geo.model import Atlas, Source, Way, spread_languages
from geo.tiles import Tiles

MAP_ID = "map"
BASE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:"
RIGHT_TO_LEFT = re.compile(r"(ar|arc|ckb|dv|fa|he|ks|ps|sd|ug|ur|yi)\b(?!-Latn|-Cyrl)|.*-(Arab|Hebr|Syrc|Thaa|Nkoo)\b")
# Hides the frame until the script has run, so that a page without JavaScript shows its plain text only.
FIRST_SCRIPT = 'document.documentElement.classList.add("js");'


class AtlasMap(folium.Map):
    """A folium map that is an atlas: no tiles, no outside files, everything inlined.

    `add_child` takes any folium element; one that loads files from another host opens the page's policy for just
    that host. `tiles` adds online maps that a reader may choose; `live` is the version that `serve` gives a page.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium reads these as class attributes
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, atlas: Atlas, *, way: str | None = None, tiles: Sequence[Tiles] = (), live: int = 0) -> None:
        super().__init__(tiles=None, zoom_control=False)
        self._name, self._id = "map", "atlas"
        self.atlas, self.way, self.tiles, self.live = atlas, way, tuple(tiles), live
        for part in (*PARTS, *([TILES] if tiles else []), *([LIVE] if live else [])):
            self.add_child(Control(part))
        figure = AtlasFigure(self)
        self._parent = figure
        figure._children[self.get_name()] = self

    def render(self, **kwargs: Any) -> None:
        """Render the children that a caller has added; the atlas itself is written by the figure."""
        for child in self._children.values():
            child.render(**kwargs)


class AtlasFigure(Figure):
    """The page around an `AtlasMap`."""

    def __init__(self, atlas_map: AtlasMap) -> None:
        super().__init__()
        self._id = "atlas"
        self.atlas_map = atlas_map

    def render(self, **kwargs: Any) -> str:
        """Return the whole page as HTML."""
        self.header._children.clear()
        self.script._children.clear()
        self.html._children.clear()
        self.atlas_map.render(**kwargs)
        return render_page(self.atlas_map, self)


def render_page(atlas_map: AtlasMap, figure: Figure) -> str:
    """Return the page: head with its policy, plain text for readers without JavaScript, frame, data, scripts."""
    atlas, way = atlas_map.atlas, atlas_map.way
    controls = [child.part for child in atlas_map._children.values() if isinstance(child, Control)]
    styles = [leaflet_css(), *(asset(f"css/{part.style}") for part in controls if part.style), colours_css(atlas.ways)]
    scripts = [leaflet_js(), *(asset(f"js/{part.script}") for part in controls if part.script)]
    start = f'var {atlas_map.get_name()} = Atlas.start("{MAP_ID}");'
    added = "\n".join(element.render() for element in figure.script._children.values())
    scripts += [start + ("\n" + added if added else "")]
    links, extra = _outside(figure.header._children.values())
    images = [host for tiles in atlas_map.tiles for host in tiles.hosts]
    rules = policy([FIRST_SCRIPT, *scripts], styles, extra, images=images, live=bool(atlas_map.live))
    body = [
        f"<noscript>{plain_text(atlas, way)}</noscript>",
        asset("page.html"),
        *(f'<script type="application/json" id="{name}">{text}</script>' for name, text in blocks(atlas_map, controls)),
        "".join(element.render() for element in figure.html._children.values()),
        *(f"<script>{script}</script>" for script in scripts),
    ]
    language = atlas.languages[0]
    live = f' data-version="{atlas_map.live}"' if atlas_map.live else ""
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{html.escape(language)}"{direction(language)}{live}>',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{rules}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{html.escape(title(atlas, way))}</title>",
            f'<meta name="description" content="{html.escape(_pick(atlas.text.description, language))}">',
            f"<script>{FIRST_SCRIPT}</script>",
            *(f"<style>{style}</style>" for style in styles),
            *links,
            "</head>",
            "<body>",
            *body,
            "</body>",
            "</html>",
            "",
        ]
    )


def policy(
    scripts: Iterable[str],
    styles: Iterable[str],
    hosts: Sequence[str] = (),
    *,
    images: Sequence[str] = (),
    live: bool = False,
) -> str:
    """Return the Content-Security-Policy that allows these scripts and styles by hash, and these hosts.

    `images` are hosts of pictures alone; a `live` page may ask the server that it came from.
    """
    outside = "".join(f" {host}" for host in hosts)
    pictures = "".join(f" {host}" for host in dict.fromkeys([*hosts, *images]))
    listed = [f"script-src {_hashes(scripts)}{outside}", f"style-src {_hashes(styles)}{outside}"]
    return "; ".join([f"{BASE_POLICY}{pictures}", *listed, *(["connect-src 'self'"] if live else [])])


def direction(language: str) -> str:
    """Return the attribute of a language that is written from right to left, or nothing."""
    return ' dir="rtl"' if RIGHT_TO_LEFT.match(language) else ""


def _hashes(texts: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in dict.fromkeys(digests))


def _outside(elements: Iterable[Element]) -> tuple[list[str], list[str]]:
    """Return the tags of files that added elements load from elsewhere, and the hosts to open the policy for."""
    tags, hosts = [], []
    for element in elements:
        if element.get_name().startswith(("javascript_link", "css_link")):
            kind = "script" if isinstance(element, JavascriptLink) else "style"
            address = html.escape(element.url)
            tags.append(
                f'<script src="{address}"></script>' if kind == "script" else f'<link rel="stylesheet" href="{address}">'
            )
            hosts.append("/".join(element.url.split("/")[:3]))
    return tags, list(dict.fromkeys(hosts))


# ------------------------------------------------------------------ the data of the page


def blocks(atlas_map: AtlasMap, parts: Sequence[Part] = ()) -> list[tuple[str, str]]:
    """Return the inert JSON blocks of a page, by element id."""
    atlas, way = atlas_map.atlas, atlas_map.way
    levels = [(f"basemap-{level}", basemap.level_text(level)) for level in basemap.LEVELS]
    return [
        ("atlas-data", inert_json(page_data(atlas, way))),
        ("words", inert_json(page_words(atlas, parts))),
        *levels,
        ("basemap-labels", inert_json(_labels(atlas.languages))),
        *([("tiles-data", inert_json([tiles.as_json() for tiles in atlas_map.tiles]))] if atlas_map.tiles else []),
    ]


def page_data(atlas: Atlas, way: str | None = None) -> dict[str, Any]:
    """Return what a page knows of an atlas: the same features as `export` writes, and what they refer to."""
    chosen = [one for one in atlas.ways if way in {None, one.id}]
    features = [feature for feature in atlas.features if way in {None, feature.properties.way}]
    collection = to_feature_collection(atlas, [way] if way else None)
    view = _view(atlas, features, way)
    cited = _used_sources(atlas, chosen, features)
    used = {code for feature in features for code in feature.properties.countries}
    return {
        "atlas": spread_languages(atlas.text.model_dump(exclude={"public_figures", "about", "claims", "words"}, exclude_none=True))
        | {"about": [_dump(section) for section in atlas.text.about], "claims": [_dump(c) for c in atlas.text.claims]},
        "ways": [_way(one) for one in sorted(chosen, key=lambda one: -one.rank)],
        "features": [_compact(feature) for feature in collection["features"]],
        "columns": columns(atlas),
        "lengths": {f.id: round(enrich.length_km(f.geometry)) for f in features if f.geometry.type != "Point"},
        "sources": {i: _source(s) for i, s in sorted(atlas.sources.items()) if i in cited},
        "arrivals": [row.model_dump(exclude_none=True, exclude_defaults=True) for row in atlas.arrivals],
        "countries": {c["id"]: c["name"] for c in json.loads(basemap.labels_text())["names"] if c["id"] in used},
        "view": view,
        "meridian": _middle(view),
        "only": way,
    }


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


def title(atlas: Atlas, way: str | None) -> str:
    """Return the page's title in the atlas's first language."""
    language = atlas.languages[0]
    whole = _pick(atlas.text.title, language)
    return f"{_pick(atlas.way(way).name, language)} · {whole}" if way else whole


def plain_text(atlas: Atlas, way: str | None) -> str:
    """Return the notice, the ways and a table of the features as plain HTML, for a page without JavaScript."""
    language = atlas.languages[0]
    known = page_words(atlas)
    words = known["en"] | known.get(language, {})
    chosen = sorted((one for one in atlas.ways if way in {None, one.id}), key=lambda one: -one.rank)
    parts = [f"<h1>{_e(title(atlas, way))}</h1><p>{_e(_pick(atlas.text.notice, language))}</p>"]
    for one in chosen:
        what = next((_pick(text.text, language) for text in one.texts if text.topic == "what"), "")
        rows = "".join(
            f"<tr><th>{_e(_pick(f.properties.name, language))}</th><td>{_e(words['kind.' + f.properties.kind])}</td>"
            f"<td>{_e(f.properties.start or '')}</td><td>{_e(', '.join(f.properties.countries))}</td></tr>"
            for f in atlas.features
            if f.properties.way == one.id
        )
        heads = "".join(f"<th>{_e(words[f'field.{name}'])}</th>" for name in ("name", "kind", "date", "countries"))
        parts.append(f"<h2>{one.rank}. {_e(_pick(one.name, language))}</h2><p>{_e(what)}</p><table><tr>{heads}</tr>{rows}</table>")
    return "".join(parts)


def _e(text: str) -> str:
    return html.escape(text)


def _pick(texts: Any, language: str) -> str:
    return str(texts.get(language) or next(iter(texts.values())))


def _dump(model: Any) -> dict[str, Any]:
    return spread_languages(model.model_dump(exclude_none=True, exclude_defaults=True))


def _way(way: Way) -> dict[str, Any]:
    nested = {"texts": [_dump(text) for text in way.texts], "claims": [_dump(claim) for claim in way.claims]}
    return spread_languages(way.model_dump(exclude={"texts", "claims"}, exclude_none=True)) | nested


def _source(source: Source) -> dict[str, Any]:
    fields = {"type", "title", "author", "publisher", "issued", "url"}
    value = source.model_dump(include=fields, exclude_none=True, exclude_defaults=True, by_alias=True)
    return value | {"custom": _dump(source.custom)}


def _compact(feature: dict[str, Any]) -> dict[str, Any]:
    """Return a feature with whole numbers written without a fraction: 127, not 127.0."""

    def numbers(value: Any) -> Any:
        if isinstance(value, float):
            return int(value) if value.is_integer() else value
        return [numbers(item) for item in value] if isinstance(value, list | tuple) else value

    return {key: {k: numbers(v) for k, v in value.items()} if isinstance(value, dict) else numbers(value) for key, value in feature.items()}


def _view(atlas: Atlas, features: Sequence[Any], way: str | None) -> tuple[float, float, float, float]:
    """Return the first view (west, south, east, north): the atlas's own, or the extent of what is drawn."""
    if way is None and atlas.text.view:
        return atlas.text.view
    return meridian.bounds(features) or (-180.0, -60.0, 180.0, 80.0)


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
    kept = {*languages, "en"}
    for label in [*labels["countries"], *labels["seas"]]:
        label["name"] = {language: name for language, name in label["name"].items() if language in kept}
    return {"countries": labels["countries"], "seas": labels["seas"]}


# ------------------------------------------------------------------ styles and Leaflet


def colours_css(ways: Iterable[Way]) -> str:
    """Return each way's colour as custom properties, as it is for light and lightened for dark."""
    light, dark = [], []
    for way in ways:
        light.append(f"--way-{way.rank}:{way.colour}")
        dark.append(f"--way-{way.rank}:{_lighter(way.colour)}")
    return f':root{{{";".join(light)}}}:root[data-theme="dark"]{{{";".join(dark)};--on-way:#14181b}}'


def _lighter(colour: str, share: float = 0.45) -> str:
    """Return a colour moved towards white, for dark ground."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * share):02x}" for part in parts)


@cache
def leaflet_js() -> str:
    """Return Leaflet's script as XStatic-Leaflet carries it, without the pointer to its source map."""
    text = _leaflet("leaflet.js")
    return re.sub(r"//# sourceMappingURL=\S*", "", text)


@cache
def leaflet_css() -> str:
    """Return Leaflet's style without its pictures: the page uses none of them."""
    return re.sub(r"[^{}]*\{[^{}]*url\([^)]*\)[^{}]*\}", "", _leaflet("leaflet.css"))


def _leaflet(name: str) -> str:
    from xstatic.pkg import leaflet

    return (Path(leaflet.BASE_DIR) / name).read_text(encoding="utf-8")
