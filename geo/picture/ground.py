"""The embedded base map drawn with matplotlib, in the levels and with the lines that the page draws."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from matplotlib.collections import LineCollection, PathCollection
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from geo import basemap
from geo.picture.projection import Frame, Plane, mercator

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from shapely.geometry.base import BaseGeometry

SEA, LAND, COAST, BORDER = "#dbe6ee", "#f6f4ef", "#a9bac6", "#b3aca0"  # the page's light colours
FROM_ZOOM = {"world": 0, "asia": 4, "korea": 6}  # as in basemap.js
EDGE = 2e-3  # degrees; a coast does not follow the edge along which a level was cut out


def draw_ground(axes: Axes, frame: Frame) -> None:
    """Draw sea, land, coasts and borders; contested borders are dashed."""
    axes.set_facecolor(SEA)
    for order, level in enumerate(name for name in basemap.LEVELS if frame.zoom >= FROM_ZOOM[name] - 0.5):
        for turn in (-360, 0, 360):
            west, south, east, north = basemap.level_box(level)
            left, right = max(west + turn, frame.west), min(east + turn, frame.east)
            low, high = max(mercator(south), frame.south), min(mercator(north), frame.north)
            if left < right and low < high:
                box = Rectangle((left, low), right - left, high - low, facecolor=SEA, linewidth=0, zorder=order)
                axes.add_patch(box)
                _draw_level(axes, level, turn, box, order)


def _draw_level(axes: Axes, level: str, turn: int, box: Rectangle, order: int) -> None:
    paths = [_path(shape, turn) for shape in basemap.country_shapes(level).values()]
    land = PathCollection(paths, facecolors=LAND, linewidths=0, zorder=order + 0.1)
    styles: dict[str, Any] = {
        "coast": (COAST, 0.5, "-"),
        "border": (BORDER, 0.6, "-"),
        "disputed": (BORDER, 0.7, (0, (3, 2))),
    }
    artists: list[Any] = [land]
    for name, lines in _lines(level).items():
        colour, width, dash = styles[name]
        moved = [[(x + turn, y) for x, y in line] for line in lines]
        artists.append(LineCollection(moved, colors=colour, linewidths=width, linestyles=[dash], zorder=order + 0.2))
    for artist in artists:
        axes.add_collection(artist, autolim=False)
        artist.set_clip_path(box)


def _path(shape: BaseGeometry, turn: int) -> Path:
    """Return a country as one path, its holes left open."""
    import shapely

    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return Path.make_compound_path(
        *(Path([(x + turn, mercator(y)) for x, y in ring.coords], closed=True) for ring in rings)
    )


def _lines(level: str) -> dict[str, list[list[Plane]]]:
    """Return the arcs of a level by what they are: coast, border between two countries, contested border."""
    topology = json.loads(basemap.level_text(level))
    owners: defaultdict[int, set[str]] = defaultdict(set)
    for country in topology["objects"]["countries"]["geometries"]:
        for index in _flat(country["arcs"]):
            owners[index if index >= 0 else ~index].add(country["id"])
    contested = [set(pair) for pair in topology["disputed"]]
    lines: dict[str, list[list[Plane]]] = {"coast": [], "border": [], "disputed": []}
    for index, arc in enumerate(basemap.decode_arcs(topology)):
        kind = "coast" if len(owners[index]) < 2 else "border"
        kind = "disputed" if any(pair <= owners[index] for pair in contested) else kind
        lines[kind] += [[(x, mercator(y)) for x, y in part] for part in _inside(arc, basemap.level_box(level))]
    return lines


def _flat(arcs: Any) -> list[int]:
    return [arcs] if isinstance(arcs, int) else [index for item in arcs for index in _flat(item)]


def _inside(arc: list[Plane], box: tuple[float, float, float, float]) -> list[list[Plane]]:
    """Return an arc without the pieces that run along the edge of its level."""
    parts: list[list[Plane]] = [[arc[0]]]
    for a, b in pairwise(arc):
        along = any(
            abs(a[axis] - edge) < EDGE and abs(b[axis] - edge) < EDGE
            for axis, edge in zip((0, 1, 0, 1), box, strict=True)
        )
        if along:
            parts.append([b])
        else:
            parts[-1].append(b)
    return [part for part in parts if len(part) > 1]
