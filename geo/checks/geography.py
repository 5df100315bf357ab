"""Rules of geography: points agree with the base map that they are drawn on; legs and borders have their own files.

Tolerances are those of the base map (`land.py`): 0.15 degree where it is fine.
"""

from __future__ import annotations

from itertools import chain, product
from math import cos, floor, radians, sin
from typing import TYPE_CHECKING, Any, NamedTuple

from geo.checks.borders import border_lengths, border_lines
from geo.checks.land import LEVELS, land, length_km
from geo.checks.legs import great_circles, land_legs, leg_countries, sea_legs
from geo.checks.rule import Coordinates, Rule, at, parts_of
from geo.model import CaseFeature, PlaceFeature

if TYPE_CHECKING:
    from geo.checks.finding import Findings
    from geo.checks.rule import Context

NEAR_LAND, NEAR_SEA = 16.0, 45.0  # km from a place or a line's corner: one step of the grid, and at sea four
FAR_KM = 600.0  # of detour to a case that is near something of its way
DETOUR, DETOUR_KM = 0.15, 100.0  # at most, to one that is near nothing and at sea between its places
OFFSHORE = 4.0  # degrees from the country of a case at sea: its waters and a little more
Cell = tuple[int, int, int]


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


def case_positions(context: Context) -> Findings:
    """Find cases with places that stand at none and no line of the atlas: on land a little off them, at sea farther."""
    import numpy as np

    known: set[Coordinates] = {place.geometry.coordinates for place in context.places.values()}
    known |= {position for line in context.lines for part in parts_of(line) for position in part}
    cases = [case for case in context.cases if _ends(context, case) and case.geometry.coordinates not in known]
    if not cases:
        return
    ashore = land().country_at(np.array([case.geometry.coordinates for case in cases], dtype=float)) != ""
    for case, on_land in zip(cases, ashore, strict=True):
        most = FAR_KM if _is_near(context, case, on_land=on_land) else _allowed(context, case, on_land=on_land)
        if _detour(context, case) <= most:
            continue
        names = " and ".join(f'"{place.id}"' for place in _ends(context, case))
        here, where = list(case.geometry.coordinates), "" if on_land else ", between them"
        yield at(case, f"{here} is far from {names}; expected a position there{where} or at another place of its way")


def _ends(context: Context, case: CaseFeature) -> list[PlaceFeature]:
    """Return the places that a case names."""
    names = (case.properties.from_place, case.properties.to_place)
    return [context.places[name] for name in names if name and name in context.places]


def _detour(context: Context, case: CaseFeature) -> float:
    """Return how much longer, in km, the way from a case's first place to its last is by way of the case."""
    ends = [place.geometry.coordinates for place in _ends(context, case)]
    return length_km((ends[0], case.geometry.coordinates, ends[-1])) - length_km((ends[0], ends[-1]))


def _allowed(context: Context, case: CaseFeature, *, on_land: bool) -> float:
    """Return the longest detour, in km, to a case that is near nothing: on the way between two places at sea."""
    ends = [place.geometry.coordinates for place in _ends(context, case)]
    return 0.0 if on_land else min(DETOUR * length_km((ends[0], ends[-1])), DETOUR_KM)


def _is_near(context: Context, case: CaseFeature, *, on_land: bool) -> bool:
    """Return whether a case stands near one of its places, or a place of its way, at sea also a corner of its lines."""
    here, way = case.geometry.coordinates, case.properties.way
    cells = context.once("cells", lambda: _cells(context))
    around = list(product(*((number - 1, number, number + 1) for number in _cell(here))))
    kinds = ("place",) if on_land else ("place", "line")
    corners = (one for kind in kinds for cell in around for one in cells.get((way, kind, cell), ()))
    ends = (place.geometry.coordinates for place in _ends(context, case))
    return any(length_km((here, one)) <= (NEAR_LAND if on_land else NEAR_SEA) for one in chain(ends, corners))


def _cells(context: Context) -> dict[tuple[str, str, Cell], set[Coordinates]]:
    """Return the places and the corners of lines of each way, by the cell that they lie in."""
    cells: dict[tuple[str, str, Cell], set[Coordinates]] = {}
    for feature in (*context.places.values(), *context.lines):
        kind = "place" if isinstance(feature, PlaceFeature) else "line"
        for position in (position for part in parts_of(feature) for position in part):
            cells.setdefault((feature.properties.way, kind, _cell(position)), set()).add(position)
    return cells


def _cell(position: Coordinates) -> Cell:
    """Return the cell of space, as wide as what counts as near at sea, in which a position on the sphere lies."""
    lon, lat = radians(position[0]), radians(position[1])
    size = NEAR_SEA / 6371
    return floor(cos(lat) * cos(lon) / size), floor(cos(lat) * sin(lon) / size), floor(sin(lat) / size)


def same_places(context: Context) -> Findings:
    """Find places of the same name and country at different positions."""
    first: dict[tuple[str, tuple[str, ...]], PlaceFeature] = {}
    language = context.atlas.languages[0]
    for place in context.places.values():
        key = (place.properties.name.get(language, place.id), place.properties.countries)
        other = first.setdefault(key, place)
        if place.geometry.coordinates != other.geometry.coordinates:
            there = list(other.geometry.coordinates)
            yield at(
                place, f'{list(place.geometry.coordinates)} is not where "{other.id}" of that name is; expected {there}'
            )


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
    Rule("case-position", "geography", "A case stands at or near its places.", "warning", case_positions),
    Rule("same-place", "geography", "Places of one name stand at one position.", "warning", same_places),
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
