"""Numbers derived from an atlas: drawn lengths, boxes, and what the yearly arrivals say.

The only user of pyproj: lengths are measured on the ellipsoid, never in degrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo.meridian import bounds, parts_of
from geo.model import Arrival, Atlas, Line, Lines, PointAt

if TYPE_CHECKING:
    from pyproj import Geod

__all__ = ["ArrivalFacts", "arrival_facts", "bounds", "length_km", "lengths_km"]


@cache
def _ellipsoid() -> Geod:
    from pyproj import Geod  # here for start-up time: a page without lines to measure does not load it

    return Geod(ellps="WGS84")


def length_km(geometry: PointAt | Line | Lines) -> float:
    """Return the geodesic length of a drawn line in km (WGS 84); a point has none, 0.

    Positions are (lon, lat) degrees; a step across the 180th meridian counts the short way. It measures the drawing,
    not a journey. The gaps of a line in several parts do not count.
    """
    parts = [part for part in parts_of(geometry) if len(part) > 1]
    metres = [_ellipsoid().line_length([p[0] for p in part], [p[1] for p in part]) for part in parts]
    return float(sum(metres)) / 1000


def lengths_km(atlas: Atlas) -> dict[str, float]:
    """Return the drawn length of each line in km, by feature id."""
    lines = (feature for feature in atlas.features if not isinstance(feature.geometry, PointAt))
    return {feature.id: length_km(feature.geometry) for feature in lines}


@dataclass(frozen=True)
class ArrivalFacts:
    """What the rows of arrivals.csv say together. A share of women is of the years that give women, from 0 to 1."""

    first_year: int
    last_year: int
    total: int
    peak_year: int
    peak_total: int
    low_year: int
    low_total: int
    women: int
    share_women: float | None
    last_total: int
    last_share_women: float | None


def arrival_facts(arrivals: Iterable[Arrival]) -> ArrivalFacts | None:
    """Return the facts of some yearly arrivals, or None where there are none.

    `peak_year` is the first year of the largest total; `low_year` the first of the smallest total from then on.
    """
    rows = sorted(arrivals, key=lambda row: row.year)
    if not rows:
        return None
    peak = max(rows, key=lambda row: row.total)  # max and min keep the first of equals
    low = min((row for row in rows if row.year >= peak.year), key=lambda row: row.total)
    return ArrivalFacts(
        first_year=rows[0].year,
        last_year=rows[-1].year,
        total=sum(row.total for row in rows),
        peak_year=peak.year,
        peak_total=peak.total,
        low_year=low.year,
        low_total=low.total,
        women=sum(row.women or 0 for row in rows),
        share_women=share_women(rows),
        last_total=rows[-1].total,
        last_share_women=share_women(rows[-1:]),
    )


def share_women(rows: Sequence[Arrival]) -> float | None:
    """Return the share of women in the years that give their number, from 0 to 1, or None where none does."""
    counted = [row for row in rows if row.women is not None]
    total = sum(row.total for row in counted)
    return sum(row.women or 0 for row in counted) / total if total else None
