"""Rules of geography for borders: where the base map has them, and as long as they have been published."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from geo.checks.land import land, length_km, sample
from geo.checks.rule import at, parts_of

if TYPE_CHECKING:
    from geo.checks.finding import Findings
    from geo.checks.rule import Context, Coordinates


@dataclass(frozen=True)
class Published:
    """A named stretch of a border, the box it lies in (degrees) and the lengths that have been published."""

    name: str
    countries: frozenset[str]
    west: float
    east: float
    shortest_km: float
    longest_km: float


# Lengths as published by encyclopaedias, ministries and academies. A drawn line is generalised and so shorter
# than a river; short lines also differ by the position of their ends.
PUBLISHED = (
    Published("Yalu", frozenset({"CHN", "PRK"}), 123.9, 128.3, 795, 803),
    Published("Tumen", frozenset({"CHN", "PRK"}), 127.9, 130.8, 505, 521),
    Published("border of North Korea and China", frozenset({"CHN", "PRK"}), 123.9, 130.8, 1300, 1420),
    Published("mouth of the Tumen", frozenset({"PRK", "RUS"}), 130.3, 131.0, 17, 19),
    Published("military demarcation line", frozenset({"PRK", "KOR"}), 126.4, 128.6, 238, 257),
)
SHORTER, LONGER, ENDS_KM = 0.7, 1.1, 15.0


def border_lines(context: Context) -> Findings:
    """Find borders of two countries that do not lie where the base map has that border."""
    for border in context.borders:
        fault = _line_fault(tuple(map(tuple, parts_of(border))), border.properties.countries)
        if fault:
            yield at(border, fault)


@lru_cache(maxsize=64)  # the preview asks again and again, and borders hardly ever change
def _line_fault(parts: tuple[tuple[Coordinates, ...], ...], countries: tuple[str, ...]) -> str | None:
    """Return what is wrong with the place of a border (parts of lon, lat) between countries, or None."""
    import numpy as np
    import shapely

    reference = _reference(parts, countries)
    if reference is None:
        return None
    shape, tolerance = reference
    lonlat = sample([parts]).lonlat
    away = shapely.distance(shape, shapely.points(lonlat))
    ashore = ~land().off_land(lonlat)  # out at sea the base map has no borders
    worst = int(np.argmax(away * ashore))
    if away[worst] * ashore[worst] <= tolerance:
        return None
    place, pair = lonlat[worst].round(2).tolist(), " and ".join(countries)
    return f"is {away[worst]:.2f} degree off at {place}; expected the border of {pair} on the base map"


def _reference(parts: tuple[tuple[Coordinates, ...], ...], countries: tuple[str, ...]) -> tuple[Any, float] | None:
    """Return the line that the base map has between a border's two countries, and the tolerance."""
    import numpy as np

    pair = sorted(set(countries))
    if len(pair) != 2:
        return None
    corners = np.array([position for part in parts for position in part], dtype=float)
    level = land().levels[int(land().level_of(corners).max())]
    shape = _shared_line(level.name, *pair)
    return None if shape is None else (shape, level.tolerance)


@cache
def _shared_line(level: str, a: str, b: str) -> Any:
    """Return the border of two countries on one level of the base map, None where they have none."""
    import shapely

    from geo import basemap

    arcs = basemap.shared_boundary(level, a, b)
    return shapely.MultiLineString(arcs) if arcs else None


def border_lengths(context: Context) -> Findings:
    """Find drawn rivers and lines whose length cannot be that of the published one."""
    for border in context.borders:
        lons = [position[0] for part in parts_of(border) for position in part]
        countries = frozenset(border.properties.countries)
        known = [p for p in PUBLISHED if p.countries == countries and p.west <= min(lons) and max(lons) <= p.east]
        if not known:
            continue
        drawn = sum(length_km(part) for part in parts_of(border))
        if not any(SHORTER * p.shortest_km - ENDS_KM <= drawn <= LONGER * p.longest_km + ENDS_KM for p in known):
            names = "; ".join(f"{p.name}, published {p.shortest_km:g} to {p.longest_km:g} km" for p in known)
            yield at(border, f"is drawn {drawn:.0f} km long; expected about the length of the {names}")
