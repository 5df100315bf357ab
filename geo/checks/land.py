"""The embedded base map as a thing to ask: which country is here, how near is that one, where does a line pass.

Each point is asked of the finest level that covers it. Degrees, (lon, lat); arrays throughout, so that a hundred
thousand features take seconds. numpy and shapely are imported when the first question comes: a page needs neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geo import basemap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Finest first: west, south, east, north, and how far off a right position may seem to be, in degrees. Positions are
# rounded to 0.1 degree and the shapes are simplified: 0.15 holds for every right place on the finer levels; the coarse
# one leaves out capes and small islands.
LEVELS = (
    ("korea", (121.0, 32.0, 133.5, 45.0), 0.15),
    ("asia", (60.0, -12.0, 152.0, 58.0), 0.15),
    ("world", (-180.0, -90.0, 180.0, 90.0), 0.5),
)
MARGIN = 0.5  # degrees inside a level's edge that are left to the coarser one: shapes are cut there
STEP = 0.05  # degrees between samples of a line
MOST_SAMPLES = 100  # for one line, so that a line around the world costs no more than one across a country


@dataclass(frozen=True)
class Level:
    """The countries at one level of detail."""

    name: str
    tolerance: float

    @cached_property
    def shapes(self) -> dict[str, Any]:
        """Return the polygons of each country, prepared for many questions."""
        import shapely

        shapes = dict(basemap.country_shapes(self.name))
        shapely.prepare(list(shapes.values()))
        return shapes

    @cached_property
    def outlines(self) -> dict[str, Any]:
        """Return the boundary of each country that has been asked for (filled by `outline`)."""
        return {}

    def outline(self, code: str) -> Any:
        """Return the boundary of a country, prepared."""
        import shapely

        if code not in self.outlines:
            self.outlines[code] = shapely.boundary(self.shapes[code])
            shapely.prepare(self.outlines[code])
        return self.outlines[code]

    @cached_property
    def parts(self) -> tuple[Any, list[str], Any]:
        """Return every polygon, the country of each, and a tree of their boxes."""
        import numpy as np
        import shapely

        codes = list(self.shapes)
        polygons, owner = shapely.get_parts(np.array([self.shapes[code] for code in codes]), return_index=True)
        shapely.prepare(polygons)
        return polygons, [codes[index] for index in owner], shapely.STRtree(polygons)


@dataclass(frozen=True)
class Land:
    """All levels of the base map."""

    levels: tuple[Level, ...] = field(default_factory=lambda: tuple(Level(name, near) for name, _, near in LEVELS))

    def level_of(self, lonlat: NDArray[Any]) -> NDArray[Any]:
        """Return the index of the finest level that covers each point."""
        import numpy as np

        found = np.full(len(lonlat), len(LEVELS) - 1)
        for index in range(len(LEVELS) - 2, -1, -1):
            west, south, east, north = LEVELS[index][1]
            inside = (lonlat[:, 0] > west + MARGIN) & (lonlat[:, 0] < east - MARGIN)
            inside &= (lonlat[:, 1] > south + MARGIN) & (lonlat[:, 1] < north - MARGIN)
            found[inside] = index
        return found

    def country_at(self, lonlat: NDArray[Any]) -> NDArray[Any]:
        """Return the code of the country that each point lies in, "" at sea."""
        import numpy as np
        import shapely

        found = np.full(len(lonlat), "", dtype=object)
        levels = self.level_of(lonlat)
        for index in np.unique(levels):
            polygons, codes, tree = self.levels[index].parts
            chosen = np.flatnonzero(levels == index)
            points: Any = shapely.points(lonlat[chosen])
            which, polygon = tree.query(points)
            inside = shapely.intersects(polygons[polygon], points[which])
            found[chosen[which[inside]]] = [codes[number] for number in polygon[inside]]
        return found

    def near(self, lonlat: NDArray[Any], codes: Sequence[str]) -> NDArray[Any]:
        """Return for each point whether it lies in its country or within the tolerance; True where none is drawn."""
        import shapely

        return self._ask(
            lonlat, codes, lambda level, code, at: shapely.dwithin(level.shapes[code], at, level.tolerance)
        )

    def covers(
        self, lines: NDArray[Any], corners: NDArray[Any], owner: NDArray[Any], codes: Sequence[str]
    ) -> NDArray[Any]:
        """Return for each line whether its country covers it; `corners` are its positions and `owner` their lines."""
        import numpy as np
        import shapely

        levels = np.zeros(len(lines), dtype=int)
        np.maximum.at(levels, owner, self.level_of(corners))
        covered = np.zeros(len(lines), dtype=bool)
        names, country = np.unique(np.array(codes, dtype=str), return_inverse=True)
        keys = levels * len(names) + country
        for key in np.unique(keys):
            level = self.level_with(int(key) // len(names), code := str(names[key % len(names)]))
            if level is not None:
                covered[keys == key] = shapely.covers(level.shapes[code], lines[keys == key])
        return covered

    def deep(self, lonlat: NDArray[Any], codes: Sequence[str]) -> NDArray[Any]:
        """Return for each point whether it lies farther inside its country (`codes`) than the tolerance."""
        import shapely

        def inside(level: Level, code: str, at: Any) -> Any:
            far = ~shapely.dwithin(level.outline(code), at, level.tolerance)
            return far & shapely.intersects(level.shapes[code], at)

        return self._ask(lonlat, codes, inside)

    def _ask(self, lonlat: NDArray[Any], codes: Sequence[str], question: Any) -> NDArray[Any]:
        """Return the answers to a question asked of each point and country, of one country's points at once."""
        import numpy as np
        import shapely

        answers = np.ones(len(lonlat), dtype=bool)
        names, country = np.unique(np.array(codes, dtype=str), return_inverse=True)
        keys = self.level_of(lonlat) * len(names) + country
        for key in np.unique(keys):
            chosen = np.flatnonzero(keys == key)
            code = str(names[key % len(names)])
            level = self.level_with(int(key) // len(names), code)
            if level is not None:
                answers[chosen] = question(level, code, shapely.points(lonlat[chosen]))
        return answers

    def level_with(self, finest: int, code: str) -> Level | None:
        """Return the finest level from `finest` on that shows a country, or None."""
        return next((level for level in self.levels[finest:] if code in level.shapes), None)

    def off_land(self, lonlat: NDArray[Any]) -> NDArray[Any]:
        """Return for each point whether it lies farther from any land than the tolerance."""
        import numpy as np
        import shapely

        away = np.zeros(len(lonlat), dtype=bool)
        levels = self.level_of(lonlat)
        for index in np.unique(levels):
            level = self.levels[index]
            polygons, _, tree = level.parts
            chosen = np.flatnonzero(levels == index)
            points: Any = shapely.points(lonlat[chosen])
            low, high = lonlat[chosen] - level.tolerance, lonlat[chosen] + level.tolerance
            which, polygon = tree.query(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
            near = shapely.dwithin(polygons[polygon], points[which], level.tolerance)
            away[chosen] = True
            away[chosen[which[near]]] = False
        return away


@cache
def land() -> Land:
    """Return the base map, read once."""
    return Land()


@dataclass(frozen=True)
class Track:
    """Samples along several lines: their positions, and which line and which straight piece of it each is on."""

    lonlat: NDArray[Any]
    line: NDArray[Any]
    starts: NDArray[Any]

    def of(self, line: int) -> slice:
        """Return where the samples of one line stand."""
        return slice(int(self.starts[line]), int(self.starts[line + 1]))


def _pieces(lines: Sequence[Sequence[Sequence[tuple[float, float]]]]) -> list[tuple[float, ...]]:
    """Return every straight piece of some lines: lon, lat, lon, lat and the number of its line."""
    return [(*a, *b, number) for number, parts in enumerate(lines) for part in parts for a, b in pairwise(part)]


def sample(lines: Sequence[Sequence[Sequence[tuple[float, float]]]]) -> Track:
    """Return points along lines (each a list of parts), a step apart, vertices included."""
    import numpy as np

    table = np.array(_pieces(lines), dtype=float).reshape(-1, 5)
    begin, end, owner = table[:, 0:2], table[:, 2:4], table[:, 4].astype(int)
    lengths = np.hypot(*(end - begin).T)
    step = np.maximum(STEP, np.bincount(owner, lengths, len(lines)) / MOST_SAMPLES)
    count = np.ceil(lengths / step[owner]).astype(int) + 2  # both ends of each piece: neighbours share one
    piece = np.repeat(np.arange(len(table)), count)
    place = np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count)
    share = (place / np.maximum(count - 1, 1)[piece])[:, None]
    line = owner[piece]
    starts = np.searchsorted(line, np.arange(len(lines) + 1))
    return Track(begin[piece] * (1 - share) + end[piece] * share, line, starts)


def vectors(lonlat: Any) -> Any:
    """Return positions as unit vectors."""
    import numpy as np

    lon, lat = np.radians(lonlat.T)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def length_km(part: Sequence[tuple[float, float]]) -> float:
    """Return the length of a line on a sphere of the earth's mean radius, in km."""
    import numpy as np

    points = vectors(np.array(part, dtype=float))
    chords = np.linalg.norm(np.diff(points, axis=0), axis=-1)
    return float((2 * np.arcsin(np.clip(chords / 2, 0, 1))).sum() * 6371.0)
