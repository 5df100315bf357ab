"""An atlas as a `folium.Map`: it shows in a notebook, takes `add_child` and `save`.

Folium's own template, which would load jQuery, Bootstrap and Font Awesome from other hosts, is replaced by ours. Only
callers who want the map as an object load folium; the command writes the same page without it.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

import folium
from branca.element import Element, Figure, JavascriptLink

from geo.controls import Part
from geo.model import Atlas
from geo.page import Added, Settings, parts_for, render_page
from geo.tiles import Tiles


class Control(Element):
    """A folium element that brings one part's script and style to the page."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._name = part.name
        self._id = "atlas"
        self.part = part

    def render(self, **kwargs: object) -> str:
        """Return nothing to stand in the page's body: the figure collects the files of all parts."""
        return ""


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
        for part in parts_for(self.tiles, live):
            self.add_child(Control(part))
        figure = AtlasFigure(self)
        self._parent = figure
        figure._children[self.get_name()] = self

    def render(self, **kwargs: Any) -> str:
        """Render the children that a caller has added, into the figure; the atlas itself is written by the figure."""
        for child in self._children.values():
            child.render(**kwargs)
        return ""


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
        own = self.atlas_map
        parts = [child.part for child in own._children.values() if isinstance(child, Control)]
        settings = Settings(own.tiles, own.live, tuple(parts), own.get_name())
        return render_page(own.atlas, own.way, settings, _added(self))


def _added(figure: Figure) -> Added:
    """Return what a caller's elements have put into a figure."""
    links, hosts = _outside(figure.header._children.values())
    body = "".join(element.render() for element in figure.html._children.values())
    script = "\n".join(element.render() for element in figure.script._children.values())
    return Added(tuple(links), tuple(hosts), body, script)


def _outside(elements: Iterable[Element]) -> tuple[list[str], list[str]]:
    """Return the tags of files that added elements load from elsewhere, and the hosts to open the policy for."""
    tags, hosts = [], []
    for element in elements:
        if element.get_name().startswith(("javascript_link", "css_link")):
            kind = "script" if isinstance(element, JavascriptLink) else "style"
            url: str = element.url  # type: ignore[attr-defined]  # both kinds of link have one
            address = html.escape(url)
            tags.append(
                f'<script src="{address}"></script>'
                if kind == "script"
                else f'<link rel="stylesheet" href="{address}">'
            )
            hosts.append("/".join(url.split("/")[:3]))
    return tags, list(dict.fromkeys(hosts))
