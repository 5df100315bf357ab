"""What the 180th meridian does to lines and to bounds.

A line whose neighbouring positions lie more than 180 degrees of longitude apart goes the short way, across that
meridian. RFC 7946 (section 3.1.9) wants it cut there, and a box that spans it to have its west edge east of its
east edge (section 5.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from geo.model import AnyFeature, Line, Lines, PointAt, Position

Box = tuple[float, float, float, float]
Interval = tuple[float, float]  # west and east edge, -180 to 180, west not beyond east


def parts_of(geometry: PointAt | Line | Lines) -> tuple[tuple[Position, ...], ...]:
    """Return a geometry's unbroken stretches of (lon, lat) positions; a point is a stretch of one."""
    if isinstance(geometry, PointAt):
        return ((geometry.coordinates,),)
    return geometry.coordinates if isinstance(geometry, Lines) else (geometry.coordinates,)


def crosses(geometry: PointAt | Line | Lines) -> bool:
    """Return whether a line goes across the 180th meridian without being cut there."""
    return any(abs(b[0] - a[0]) > 180 for part in parts_of(geometry) for a, b in pairwise(part))


def cut(geometry: PointAt | Line | Lines) -> dict[str, Any]:
    """Return a geometry as a new GeoJSON object, lists throughout, cut where it crosses the 180th meridian.

    The cut stands on the straight line between the two positions, in degrees, as RFC 7946 (section 3.1.1) draws it.
    """
    if isinstance(geometry, PointAt):
        return {"type": "Point", "coordinates": list(geometry.coordinates)}
    parts = [[list(position) for position in part] for part in parts_of(geometry)]
    if not crosses(geometry):
        return {"type": geometry.type, "coordinates": parts if isinstance(geometry, Lines) else parts[0]}
    import antimeridian  # here for start-up time: it loads numpy and shapely

    whole = {"type": "MultiLineString", "coordinates": parts}  # fresh lists: the library changes its argument
    pieces = antimeridian.fix_shape(whole, great_circle=False)["coordinates"]
    lines = [_as_lists(piece) for piece in pieces if len(set(piece)) > 1]  # a line that starts on it leaves a stub
    return {"type": "MultiLineString", "coordinates": lines}


def _as_lists(piece: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return positions as lists, a position that repeats the one before it left out."""
    points = [[float(lon), float(lat)] for lon, lat in piece]
    return [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]


def bounds(features: Iterable[AnyFeature]) -> Box | None:
    """Return the smallest box round features as (west, south, east, north) degrees, or None where there are none.

    Where the box spans the 180th meridian, west is greater than east.
    """
    parts = [part for feature in features for part in parts_of(feature.geometry)]
    if not parts:
        return None
    lats = [position[1] for part in parts for position in part]
    west, east = _smallest_interval(piece for part in parts for piece in _intervals(part))
    return (west, min(lats), east, max(lats))


def _intervals(part: Sequence[Position]) -> list[Interval]:
    """Return the longitudes that a stretch covers, each step taken the short way: one interval, or two at +-180."""
    lon = least = most = part[0][0]
    for a, b in pairwise(part):
        step = b[0] - a[0]
        lon += step - 360 if step > 180 else step + 360 if step < -180 else step
        least, most = min(least, lon), max(most, lon)
    if most - least >= 360:
        return [(-180.0, 180.0)]
    if most > 180:
        return [(least, 180.0), (-180.0, round(most - 360, 9))]
    if least < -180:
        return [(round(least + 360, 9), 180.0), (-180.0, most)]
    return [(least, most)]


def _smallest_interval(intervals: Iterable[Interval]) -> Interval:
    """Return the west and east edge of what lies outside the widest gap; of equal gaps, the one at +-180."""
    merged = _merge(intervals)
    first, last = merged[0][0], merged[-1][1]
    gap, edges = first + 360 - last, (first, last)
    for (_, east), (west, _) in pairwise(merged):
        if west - east > gap:
            gap, edges = west - east, (west, east)
    return edges


def _merge(intervals: Iterable[Interval]) -> list[Interval]:
    """Return intervals in order, those that touch made one."""
    merged: list[Interval] = []
    for west, east in sorted(set(intervals)):
        if merged and west <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], east))
        else:
            merged.append((west, east))
    return merged
