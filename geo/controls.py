"""The parts of the page: each a few words over its files in geo/assets/, in the order of `PARTS`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ASSETS = files("geo") / "assets"


@cache
def asset(name: str) -> str:
    """Return the text of a file in geo/assets/."""
    return (ASSETS / name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Part:
    """One part of the page: script in assets/js/, style in assets/css/, words where it is not always there."""

    name: str
    script: str | None = None
    style: str | None = None
    words: str | None = None


# What everything stands on, then one part a control, then the start.
PARTS: tuple[Part, ...] = (
    Part("base", style="base.css"),
    Part("store", "store.js"),
    Part("data", "data.js"),
    Part("dom", "dom.js"),
    Part("i18n", "i18n.js"),
    Part("citation", "citation.js"),
    Part("geometry", "geometry.js"),
    Part("filter", "filter.js"),
    Part("basemap", "basemap.js"),
    # Before what fills the page: names are measured, and to measure anything the browser lays out all that is there.
    Part("labels", "labels.js"),
    Part("glyphs", "glyphs.js"),
    Part("layers", "layers.js", "map.css"),
    Part("groups", "groups.js"),
    Part("popup", "popup.js"),
    Part("zoom", "zoom.js"),
    Part("ways", "ways.js", "panel.css"),
    Part("legend", "legend.js"),
    Part("dialog", "dialog.js", "dialog.css"),
    Part("formats", "formats.js"),
    Part("download", "download.js"),
    Part("table", "table.js", "table.css"),
    Part("share", "share.js", "share.css"),
    Part("print", "print.js", "print.css"),
    Part("find", "find.js", "find.css"),
    Part("filters", "filters.js"),
    Part("time", "time.js", "time.css"),
    Part("about", "about.js", "about.css"),
    Part("frame", "frame.js"),
    # After the frame: the story moves the map once the frame has made room for it.
    Part("story", "story.js", "story.css"),
    Part("hash", "hash.js"),
    Part("main", "main.js"),
)
# Parts of a page that asked for them: more features than SVG carries, online tiles, the live preview of `serve`.
LARGE = (
    Part("unpack", "unpack.js"),
    Part("canvas", "canvas.js"),
    Part("points", "points.js"),
    Part("cursor", "cursor.js"),
    Part("large", "large.js", "large.css", "large.json"),
)
TILES = Part("tiles", "tiles.js", "tiles.css", "tiles.json")
LIVE = Part("live", "live.js", "live.css", "live.json")
