"""An atlas as one self-contained page; the only place where text enters a page.

Three decisions shape it. Data never goes through a template or into a script: it stands in the page once, as inert
JSON, and the page's own script builds every layer and popup from text nodes. The page carries a Content-Security-
Policy that allows exactly the scripts and styles written into it, by hash, and no request at all. And nothing is
random: equal data gives equal bytes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from geo.compact import MANY, Packed
from geo.controls import LARGE, LIVE, PARTS, TILES, Part, asset
from geo.model import AnyFeature, Atlas, Way
from geo.page_data import blocks, country_names, page_words, pick_text
from geo.pause import collection_paused
from geo.tiles import Tiles

MAP_ID = "map"
MOST_PLAIN = 600  # features of a way that a page without JavaScript lists
PLAIN_ORDER = ("case", "place", "leg", "border")
PLAIN_COLUMNS = ("name", "kind", "date", "outcome", "countries")
BASE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:"
# As directionOf in i18n.js: languages, or scripts, that are written from right to left.
RIGHT_TO_LEFT = re.compile(
    r"(?!.*-(Latn|Cyrl)\b)((ar|arc|ckb|dv|fa|he|ks|ps|sd|ug|ur|yi)\b|.*-(Arab|Hebr|Syrc|Thaa|Nkoo)\b)"
)
# Hides the frame until the script has run, so that a page without JavaScript shows its plain text only.
FIRST_SCRIPT = 'document.documentElement.classList.add("js");'


@dataclass(frozen=True)
class Settings:
    """How a page is made: online tiles that a reader may choose, the version that `serve` gives it, its parts."""

    tiles: tuple[Tiles, ...] = ()
    live: int = 0
    parts: tuple[Part, ...] = ()
    name: str = "map_atlas"
    packed: Packed | None = None  # what several pages of one large atlas share

    @classmethod
    def of(cls, tiles: Iterable[Tiles] = (), live: int = 0, packed: Packed | None = None) -> Settings:
        """Return the settings of a page with every part that it needs."""
        tiles = tuple(tiles)
        return cls(tiles, live, parts_for(tiles, live), packed=packed)


def parts_for(tiles: Sequence[Tiles], live: int) -> tuple[Part, ...]:
    """Return the parts of a page, those with it that are not always there."""
    return (*PARTS, *([TILES] if tiles else []), *([LIVE] if live else []))


@dataclass(frozen=True)
class Added:
    """What a caller has added to a folium map: tags for the head, hosts they load from, HTML and script."""

    links: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    body: str = ""
    script: str = ""


@collection_paused()
def render_page(
    atlas: Atlas, way: str | None = None, settings: Settings | None = None, added: Added | None = None
) -> str:
    """Return the page: head with its policy, plain text for readers without JavaScript, frame, data, scripts."""
    settings, added = settings or Settings.of(), added or Added()
    large = sum(way in {None, feature.properties.way} for feature in atlas.features) > MANY
    parts = (*settings.parts, *(LARGE if large else ()))
    styles = [leaflet_css(), *(asset(f"css/{part.style}") for part in parts if part.style), colours_css(atlas.ways)]
    scripts = [leaflet_js(), *(asset(f"js/{part.script}") for part in parts if part.script)]
    start = f'var {settings.name} = Atlas.start("{MAP_ID}");'
    scripts += [start + ("\n" + added.script if added.script else "")]
    images = [host for tiles in settings.tiles for host in tiles.hosts]
    rules = policy([FIRST_SCRIPT, *scripts], styles, added.hosts, images=images, live=bool(settings.live))
    data = blocks(atlas, way, parts=parts, tiles=settings.tiles, packed=settings.packed)
    body = [
        f"<noscript>{plain_text(atlas, way)}</noscript>",
        asset("page.html"),
        *(f'<script type="application/json" id="{name}">{text}</script>' for name, text in data),
        added.body,
        *(f"<script>{script}</script>" for script in scripts),
    ]
    language = atlas.languages[0]
    live = f' data-version="{settings.live}"' if settings.live else ""
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
            f'<meta name="description" content="{html.escape(pick_text(atlas.text.description, language))}">',
            f"<script>{FIRST_SCRIPT}</script>",
            *(f"<style>{style}</style>" for style in styles),
            *added.links,
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


def title(atlas: Atlas, way: str | None) -> str:
    """Return the page's title in the atlas's first language."""
    language = atlas.languages[0]
    whole = pick_text(atlas.text.title, language)
    return f"{pick_text(atlas.way(way).name, language)} · {whole}" if way else whole


def plain_text(atlas: Atlas, way: str | None) -> str:
    """Return the notice, the ways and a table of the features as plain HTML, for a page without JavaScript."""
    language = atlas.languages[0]
    known = page_words(atlas)
    words = known["en"] | known.get(language, {})
    chosen = sorted((one for one in atlas.ways if way in {None, one.id}), key=lambda one: -one.rank)
    names = country_names()
    parts = [f"<h1>{_e(title(atlas, way))}</h1><p>{_e(pick_text(atlas.text.notice, language))}</p>"]
    parts.append(f"<p>{_e(words['needs-script'])}</p>")
    features: defaultdict[str, list[AnyFeature]] = defaultdict(list)
    for feature in atlas.features:
        features[feature.properties.way].append(feature)
    for one in chosen:
        own = sorted(features[one.id], key=lambda feature: PLAIN_ORDER.index(feature.properties.kind))
        listed = own[:MOST_PLAIN]
        what = next((pick_text(text.text, language) for text in one.texts if text.topic == "what"), "")
        rows = "".join(f"<tr>{_plain_row(feature, language, words, names)}</tr>" for feature in listed)
        heads = "".join(f"<th>{_e(words[f'field.{name}'])}</th>" for name in PLAIN_COLUMNS)
        parts.append(
            f"<h2>{one.rank}. {_e(pick_text(one.name, language))}</h2><p>{_e(what)}</p>"
            f"<table><tr>{heads}</tr>{rows}</table>"
        )
        if len(listed) < len(features[one.id]):
            shown = words["features-shown"].format(n=len(listed), all=len(features[one.id]))
            parts.append(f"<p>{_e(shown)}: routes.geojson</p>")
    return "".join(parts)


def _plain_row(feature: AnyFeature, language: str, words: Mapping[str, str], names: Mapping[str, Any]) -> str:
    """Return the cells of a feature: name, kind, date, outcome, countries by name."""
    properties = feature.properties
    outcome = getattr(properties, "outcome", None)
    cells = (
        words[f"kind.{properties.kind}"],
        properties.start or "",
        words[f"outcome.{outcome}"] if outcome else "",
        ", ".join(pick_text(names.get(code, {}) or {language: code}, language) for code in properties.countries),
    )
    cited = "".join(f"<td>{_e(cell)}</td>" for cell in cells)
    return f"<th>{_e(pick_text(properties.name, language))}</th>{cited}"


def _e(text: str) -> str:
    return html.escape(text)


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
