"""The embedded base map: Natural Earth countries in three levels of detail, as TopoJSON, and their labels.

`make_basemap.py` beside this file makes the data; the page inlines it, and the checks of geography
read the same files, so that what is checked is what is drawn. Natural Earth shows who holds the ground, not who
ought to; contested boundaries are marked (`disputed`) and drawn dashed, the line between the Koreas among them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LEVELS = ("world", "asia", "korea")

Position = tuple[float, float]


@cache
def level_text(level: str) -> str:
    """Return one level's TopoJSON as it stands in the file."""
    return files(__name__).joinpath(f"{level}.topo.json").read_text(encoding="utf-8").strip()


@cache
def flat_text(level: str) -> str:
    """Return one level for a page: TopoJSON but for its arcs, each a flat list x, y, dx, dy, … of numbers.

    A quarter shorter, and a browser makes one list of an arc instead of thousands of pairs.
    """
    text = level_text(level)
    start = text.rindex('"arcs":') + len('"arcs":')
    arcs = text[start:].replace("]],[[", "];[").replace("],[", ",").replace(";", ",").replace("[[[", "[[")
    return text[:start] + arcs.replace("]]]", "]]")


@cache
def level_box(level: str) -> tuple[float, float, float, float]:
    """Return what one level covers: west, south, east, north."""
    found = re.search(r'"bbox":\[([^]]*)\]', level_text(level))
    west, south, east, north = map(float, found[1].split(",")) if found else (-180, -90, 180, 90)
    return west, south, east, north


@cache
def labels_text() -> str:
    """Return the labels of countries and seas as JSON."""
    return files(__name__).joinpath("labels.json").read_text(encoding="utf-8").strip()


def decode_arcs(topology: dict[str, Any]) -> list[list[Position]]:
    """Return every arc as (lon, lat) positions: TopoJSON 1.0, section 2.1.4 (delta-encoded, quantised)."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * kx + dx, y * ky + dy))
        arcs.append(line)
    return arcs


def join_ring(indexes: Sequence[int], arcs: list[list[Position]]) -> list[Position]:
    """Join arcs to one ring; ~i means arc i walked backwards."""
    ring: list[Position] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


@cache
def country_shapes(level: str) -> dict[str, BaseGeometry]:
    """Return the countries of one level as shapely polygons (lon, lat), keyed by ISO 3166-1 alpha-3 code."""
    import shapely  # only the checks of geography need it, not every build

    topology = json.loads(level_text(level))
    arcs = decode_arcs(topology)
    shapes: dict[str, BaseGeometry] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        rings = [[join_ring(indexes, arcs) for indexes in part] for part in parts]
        polygons = [shapely.Polygon(outer, holes) for outer, *holes in rings if len(outer) >= 4]
        shape: BaseGeometry = shapely.multipolygons(polygons)
        if not shape.is_valid:  # rounding to the grid can make a ring touch itself
            shape = shapely.make_valid(shapely.union_all(shapely.make_valid(polygons)))
        shapes[geometry["id"]] = shape
    return shapes


def shared_boundary(level: str, a: str, b: str) -> list[list[Position]]:
    """Return the arcs (lon, lat) that two countries share, each once, in no particular order."""
    topology = json.loads(level_text(level))
    arcs = decode_arcs(topology)
    used: dict[str, set[int]] = {}

    def collect(value: Any, found: set[int]) -> None:
        if isinstance(value, int):
            found.add(value if value >= 0 else ~value)
        else:
            for item in value:
                collect(item, found)

    for geometry in topology["objects"]["countries"]["geometries"]:
        collect(geometry["arcs"], used.setdefault(geometry["id"], set()))
    return [arcs[index] for index in sorted(used.get(a, set()) & used.get(b, set()))]
