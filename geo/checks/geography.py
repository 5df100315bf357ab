"""Rules of geography: points and borders agree with the base map that they are drawn on; legs have their own file.

Tolerances are those of the base map (`land.py`): 0.15 degree where it is fine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.checks.land import LEVELS, land, sample, vectors
from geo.checks.legs import great_circles, land_legs, leg_countries, sea_legs
from geo.checks.rule import Coordinates, Rule, at, parts_of
from geo.model import CaseFeature, PlaceFeature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.checks.finding import Findings
    from geo.checks.rule import AnyFeature, Context

OFFSHORE = 4.0  # degrees from the country of a case at sea: its waters and a little more


class Stray(NamedTuple):
    """A point that does not lie in the countries it names."""

    feature: PlaceFeature | CaseFeature
    missed: tuple[str, ...]
    found: str
    swapped: bool
    sure: bool


def _strays(context: Context) -> list[Stray]:
    """Return the places that are not in every country they name and the cases that are in none, at sea aside."""
    import numpy as np

    points = [f for f in context.atlas.features if isinstance(f, PlaceFeature | CaseFeature)]
    pairs = [(index, code) for index, feature in enumerate(points) for code in feature.properties.countries]
    if not pairs:
        return []
    lonlat = np.array([feature.geometry.coordinates for feature in points], dtype=float)
    owner = np.array([index for index, _ in pairs])
    near = land().near(lonlat[owner], [code for _, code in pairs])
    missed: dict[int, list[str]] = {}
    hit = set(owner[near].tolist())
    for index, code in (pairs[number] for number in np.flatnonzero(~near)):
        if isinstance(points[index], PlaceFeature) or index not in hit:
            missed.setdefault(index, []).append(code)
    return [stray for index, codes in missed.items() if (stray := _stray(points[index], tuple(codes)))]


def _stray(feature: PlaceFeature | CaseFeature, missed: tuple[str, ...]) -> Stray | None:
    """Return what is wrong with a point outside of countries it names, None where that is all right."""
    import numpy as np
    import shapely

    here = np.array([feature.geometry.coordinates], dtype=float)
    found = str(land().country_at(here)[0])
    level = int(land().level_of(here)[0])
    shapes = [known.shapes[code] for code in missed if (known := land().level_with(level, code))]
    away = min(shapely.distance(shape, shapely.points(here[0])) for shape in shapes)
    if isinstance(feature, CaseFeature) and not found and away < OFFSHORE:
        return None
    turned = here[:, ::-1]
    swapped = abs(turned[0, 1]) <= 90 and bool(land().near(turned, missed[:1])[0])
    return Stray(feature, missed, found, swapped, bool(found) or level < len(LEVELS) - 1 or away > OFFSHORE)


def places(context: Context) -> Findings:
    """Find points that lie outside of the countries they name."""
    for stray in context.once("strays", lambda: _strays(context)):
        if stray.sure and not stray.swapped:
            yield _outside(stray)


def island_places(context: Context) -> Findings:
    """Find points at sea near a country that they name, where the base map is coarse: small islands are not drawn."""
    for stray in context.once("strays", lambda: _strays(context)):
        if not stray.sure and not stray.swapped:
            yield _outside(stray)


def _outside(stray: Stray) -> Any:
    where = f"in {stray.found}" if stray.found else "at sea"
    message = (
        f"{list(stray.feature.geometry.coordinates)} lies {where}; expected {', '.join(stray.missed)}, as it names"
    )
    return at(stray.feature, message)


def swapped(context: Context) -> Findings:
    """Find points that lie in their country once longitude and latitude change places."""
    for stray in context.once("strays", lambda: _strays(context)):
        if stray.swapped:
            lon, lat = stray.feature.geometry.coordinates
            message = f"{[lon, lat]} looks like latitude before longitude; expected [{lat:g}, {lon:g}]"
            yield at(stray.feature, message)


def inland(context: Context) -> Findings:
    """Find points that name no country, as at sea, and lie in one."""
    import numpy as np

    points = [
        f for f in context.atlas.features if isinstance(f, PlaceFeature | CaseFeature) and not f.properties.countries
    ]
    if not points:
        return
    lonlat = np.array([feature.geometry.coordinates for feature in points], dtype=float)
    codes = land().country_at(lonlat)
    ashore = np.flatnonzero(codes != "")
    deep = land().deep(lonlat[ashore], codes[ashore].tolist()) if len(ashore) else ()
    for index, inside in zip(ashore, deep, strict=True):
        if inside:
            yield at(
                points[index], f"names no country and lies in {codes[index]}; expected {codes[index]}", "countries"
            )


# ------------------------------------------------------------------ borders


@dataclass(frozen=True)
class Published:
    """A named stretch of a border, the box it lies in (degrees) and the lengths that have been published."""

    name: str
    countries: frozenset[str]
    west: float
    east: float
    shortest_km: float
    longest_km: float


# dossier: lengths as published by encyclopaedias, ministries and academies. A drawn line is generalised and so shorter
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
    import numpy as np
    import shapely

    for border in context.borders:
        reference = _reference(border)
        if reference is None:
            continue
        shape, tolerance = reference
        lonlat = sample([parts_of(border)]).lonlat
        points = shapely.points(lonlat)
        away = shapely.distance(shape, points)
        ashore = ~land().off_land(lonlat)  # out at sea the base map has no borders
        worst = int(np.argmax(away * ashore))
        if away[worst] * ashore[worst] > tolerance:
            place, pair = lonlat[worst].round(2).tolist(), " and ".join(border.properties.countries)
            yield at(
                border, f"is {away[worst]:.2f} degree off at {place}; expected the border of {pair} on the base map"
            )


def _reference(border: AnyFeature) -> tuple[Any, float] | None:
    """Return the line that the base map has between a border's two countries, and the tolerance."""
    import numpy as np

    countries = sorted(set(border.properties.countries))
    if len(countries) != 2:
        return None
    corners = np.array([position for part in parts_of(border) for position in part], dtype=float)
    level = land().levels[int(land().level_of(corners).max())]
    shape = _shared_line(level.name, *countries)
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
        drawn = sum(_length_km(part) for part in parts_of(border))
        if not any(SHORTER * p.shortest_km - ENDS_KM <= drawn <= LONGER * p.longest_km + ENDS_KM for p in known):
            names = "; ".join(f"{p.name}, published {p.shortest_km:g} to {p.longest_km:g} km" for p in known)
            yield at(border, f"is drawn {drawn:.0f} km long; expected about the length of the {names}")


def _length_km(part: Sequence[Coordinates]) -> float:
    """Return the length of a line on a sphere of the earth's mean radius, in km."""
    import numpy as np

    points = vectors(np.array(part, dtype=float))
    chords = np.linalg.norm(np.diff(points, axis=0), axis=-1)
    return float((2 * np.arcsin(np.clip(chords / 2, 0, 1))).sum() * 6371.0)


RULES = (
    Rule(
        "country", "geography", "A place lies in the countries it names, a case in or off one of them.", "error", places
    ),
    Rule(
        "island",
        "geography",
        "So it does where the base map is coarse and small islands are not drawn.",
        "warning",
        island_places,
    ),
    Rule("swapped", "geography", "Longitude comes first.", "error", swapped),
    Rule("inland", "geography", "What names no country lies at sea.", "error", inland),
    Rule("sea-leg", "geography", "A leg at sea stays at sea.", "error", sea_legs),
    Rule("land-leg", "geography", "A leg on land stays on land.", "error", land_legs),
    Rule("leg-countries", "geography", "A leg names the countries it crosses, in order.", "error", leg_countries),
    Rule("great-circle", "geography", "A leg in the air is a great circle.", "error", great_circles),
    Rule("border-line", "geography", "A border lies where the base map has it.", "error", border_lines),
    Rule(
        "border-length",
        "geography",
        "The rivers and lines around North Korea are as long as published.",
        "error",
        border_lengths,
    ),
)
