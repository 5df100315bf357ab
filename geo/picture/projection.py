"""From (lon, lat) to the plane of a picture: Mercator in degrees, longitudes on the near side of its middle."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from math import acos, asinh, atan2, ceil, cos, degrees, hypot, log2, radians, sin, tan
from typing import TYPE_CHECKING

from geo import meridian

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.model import AnyFeature

Plane = tuple[float, float]
SMALLEST, PADDING = 3.0, 0.06  # least width in degrees; share added on each side
SHAPES = 0.5, 0.95  # least and greatest height of the map, in widths
HIGHEST = 83.0  # degrees of latitude; Mercator has no poles
STEP = 2.0  # degrees of arc between points of a great circle
ARCS = frozenset({"air", "unknown"})  # modes that the page draws as great circles too


def mercator(lat: float) -> float:
    """Return the height of a latitude, in degrees of longitude at the equator."""
    return degrees(asinh(tan(radians(max(-HIGHEST, min(HIGHEST, lat))))))


@dataclass(frozen=True)
class Frame:
    """What a picture shows, in the plane: west and east as longitudes that run on, south and north as heights."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> float:
        """Return the longitude in the middle."""
        return (self.west + self.east) / 2

    @property
    def shape(self) -> float:
        """Return the height in widths."""
        return (self.north - self.south) / (self.east - self.west)

    @property
    def zoom(self) -> float:
        """Return about the zoom at which a page 900 pixels wide shows as much."""
        return log2(900 * 360 / (256 * (self.east - self.west)))

    def at(self, lon: float, lat: float) -> Plane:
        """Return where a position is."""
        return lon - 360 * round((lon - self.middle) / 360), mercator(lat)

    def line(self, positions: Sequence[tuple[float, float]]) -> list[Plane]:
        """Return a line of positions, each step the short way."""
        placed = [self.at(*positions[0])]
        for lon, lat in positions[1:]:
            near = placed[-1][0]
            placed.append((lon - 360 * round((lon - near) / 360), mercator(lat)))
        return placed


def frame_of(view: tuple[float, float, float, float] | None, features: Iterable[AnyFeature]) -> Frame:
    """Return the frame of a view (west, south, east, north degrees), or of what is drawn where there is none."""
    west, south, east, north = view or meridian.bounds(features) or (-170.0, -58.0, 190.0, 78.0)
    east += 360 if east < west else 0
    low, high = mercator(south), mercator(north)
    pad = 0.0 if view else PADDING * max(east - west, high - low)
    return _shaped(Frame(west - pad, low - pad, east + pad, high + pad))


def _shaped(frame: Frame) -> Frame:
    """Return a frame made wide and high enough."""
    width = max(frame.east - frame.west, SMALLEST, (frame.north - frame.south) / SHAPES[1])
    height = max(frame.north - frame.south, width * SHAPES[0])
    x, y = frame.middle, (frame.north + frame.south) / 2
    return Frame(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def drawn_parts(feature: AnyFeature) -> list[list[tuple[float, float]]]:
    """Return a line's stretches as the page draws them: great circles where it goes through the air."""
    arc = getattr(feature.properties, "mode", None) in ARCS
    return [great_circle(part) if arc else list(part) for part in meridian.parts_of(feature.geometry)]


def great_circle(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a line with positions put in between on the great circle."""
    out = [(line[0][0], line[0][1])]
    for a, b in itertools.pairwise(line):
        out += [*_between(a, b), (b[0], b[1])]
    return out


def _between(a: tuple[float, float], b: tuple[float, float]) -> list[tuple[float, float]]:
    """Return positions between two, by spherical interpolation (K. Shoemake, 1985)."""
    one, two = _vector(a), _vector(b)
    angle = acos(max(-1.0, min(1.0, sum(p * q for p, q in zip(one, two, strict=True)))))
    steps = max(1, ceil(degrees(angle) / STEP))
    found = []
    for k in range(1, steps):
        p, q = sin((1 - k / steps) * angle) / sin(angle), sin(k / steps * angle) / sin(angle)
        x, y, z = (p * i + q * j for i, j in zip(one, two, strict=True))
        found.append((degrees(atan2(y, x)), degrees(atan2(z, hypot(x, y)))))
    return found


def _vector(position: tuple[float, float]) -> tuple[float, float, float]:
    lon, lat = radians(position[0]), radians(position[1])
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)
