"""Rules of geography for legs: at sea, on land, in the air, and through which countries.

Lines are looked at in samples (`land.py`). Modes `mixed` and `unknown` may cross land and sea; the summary says what is
known. What lies below an arc in the air, or below one that stands for an unknown route, is not touched.
"""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from geo.checks.land import STEP, Track, land, sample, vectors
from geo.checks.rule import Coordinates, at, ends_of, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.checks.finding import Findings
    from geo.checks.rule import Context
    from geo.model import LegFeature

ON_LAND = frozenset({"foot", "road", "rail", "river"})
FREE = frozenset({"air", "unknown"})  # drawn as an arc over whatever lies below
PORT = 0.16  # degrees around the ends of a leg at sea in which land is a port or a coast
HEADLAND = 0.05  # degrees of land that a leg at sea may touch: less than a position is rounded by
CHUNK = 4000  # lines looked at together


def sea_legs(context: Context) -> Findings:
    """Find legs at sea that go over land, ports and coasts at their ends aside."""
    import numpy as np

    for legs, track in _tracks(leg for leg in context.legs if leg.properties.mode == "sea"):
        ends = np.array([ends_of(leg) for leg in legs], dtype=float)[track.line]
        open_sea = np.minimum(*(np.hypot(*(track.lonlat - ends[:, end]).T) for end in (0, 1))) > PORT
        codes = land().country_at(track.lonlat)
        ashore = (codes != "") & open_sea
        for number, leg in enumerate(legs):
            part = track.of(number)
            over = ashore[part]
            if not over.any():
                continue
            reach = _longest(track.lonlat[part], over)
            if reach > HEADLAND:
                place = track.lonlat[part][over][0].round(2).tolist()
                code = codes[part][over][0]
                message = (
                    f"goes {reach:.2f} degree over land near {place} ({code}); expected a leg at sea to stay at sea"
                )
                yield at(leg, message)


def _longest(lonlat: Any, over: Any) -> float:
    """Return the length in degrees of the longest unbroken stretch for which `over` holds."""
    import numpy as np

    longest, begin = 0.0, None
    for index, there in enumerate([*over.tolist(), False]):
        if there and begin is None:
            begin = index
        elif not there and begin is not None:
            stretch = lonlat[begin:index]
            longest = max(longest, float(np.hypot(*np.diff(stretch, axis=0).T).sum()) if len(stretch) > 1 else STEP)
            begin = None
    return longest


def land_legs(context: Context) -> Findings:
    """Find legs on land that go over the sea."""
    for legs, track in _tracks(leg for leg in _open(context) if leg.properties.mode in ON_LAND):
        away = land().off_land(track.lonlat)
        for number in dict.fromkeys(track.line[away].tolist()):
            place = track.lonlat[track.of(number)][away[track.of(number)]][0].round(2).tolist()
            yield at(legs[number], f"goes over the sea near {place}; expected a leg on land to stay on land")


def leg_countries(context: Context) -> Findings:
    """Find legs whose countries are not those they cross, in that order."""
    for legs, track in _tracks(_open(context)):
        crossed = _deep_countries(legs, track)
        near = _near_named(legs, track)
        for number, leg in enumerate(legs):
            message = _route_fault(leg, crossed[track.of(number)], near[number])
            if message:
                yield at(leg, message, "countries")


def _deep_countries(legs: Sequence[LegFeature], track: Track) -> Any:
    """Return for each sample the country that it lies well inside of, "" elsewhere; of an arc only for its ends."""
    import numpy as np

    arcs = np.array([leg.properties.mode in FREE or leg.properties.mode == "sea" for leg in legs])
    asked = ~arcs[track.line]
    asked[track.starts[:-1]] = asked[track.starts[1:] - 1] = True
    codes = np.full(len(asked), "", dtype=object)
    codes[asked] = land().country_at(track.lonlat[asked])
    ashore = np.flatnonzero(codes != "")
    if len(ashore):
        deep = land().deep(track.lonlat[ashore], codes[ashore].tolist())
        codes[ashore[~deep]] = ""
    return codes


def _near_named(legs: Sequence[LegFeature], track: Track) -> list[list[Any]]:
    """Return for each leg and each country it names which of its samples lie in or near that country."""
    import numpy as np

    plain = _between_ends(legs, track)
    asked = [(n, code) for n, leg in enumerate(legs) if not plain[n] for code in leg.properties.countries]
    indexes = [np.arange(track.starts[number], track.starts[number + 1]) for number, _ in asked]
    answers: list[list[Any]] = [
        [np.ones(1, bool)] * len(leg.properties.countries) * plain[n] for n, leg in enumerate(legs)
    ]
    if asked:
        codes = np.repeat([code for _, code in asked], [len(index) for index in indexes])
        flat = land().near(track.lonlat[np.concatenate(indexes)], codes.tolist())
        for (number, _), near in zip(asked, np.split(flat, np.cumsum([len(i) for i in indexes])[:-1]), strict=True):
            answers[number].append(near)
    return answers


def _between_ends(legs: Sequence[LegFeature], track: Track) -> list[bool]:
    """Return for each leg whether it names one country or two and begins in or near the first, ends so by the last.

    Most legs do, and then what lies between the ends need not be looked at.
    """
    import numpy as np

    few = [number for number, leg in enumerate(legs) if 0 < len(leg.properties.countries) < 3]
    first = [legs[number].properties.countries[0] for number in few]
    last = [legs[number].properties.countries[-1] for number in few]
    begins = land().near(track.lonlat[track.starts[few]], first) if few else ()
    ends = land().near(track.lonlat[track.starts[1:][few] - 1], last) if few else ()
    plain = np.zeros(len(legs), dtype=bool)
    plain[few] = np.logical_and(begins, ends)
    found: list[bool] = plain.tolist()
    return found


def _route_fault(leg: LegFeature, crossed: Any, near: list[Any]) -> str | None:
    """Return what is wrong with the countries of a leg, or None."""
    named, mode = leg.properties.countries, leg.properties.mode
    expected = [code for code, _ in _runs(crossed)]
    if mode in FREE | {"sea"}:  # what lies below an arc is not touched: only where it begins and ends
        expected = [code for code in (crossed[0], crossed[-1]) if code]
        expected = expected[:1] if len(set(expected)) == 1 else expected
    if not _within(expected, named):
        return f"are {', '.join(named) or 'none'}; expected {', '.join(expected)} in this order, as the line goes"
    if expected and mode in FREE | {"sea"} and crossed[0] and named[0] != crossed[0]:
        return f"begin with {named[0]}; expected {crossed[0]}, where the line begins"
    if expected and mode in FREE | {"sea"} and crossed[-1] and named[-1] != crossed[-1]:
        return f"end with {named[-1]}; expected {crossed[-1]}, where the line ends"
    place = 0
    for code, there in zip(named, near, strict=True):
        later = there[place:].nonzero()[0]
        if not len(later):
            where = "does not come there after that" if there.any() else "does not come there"
            return f"are {', '.join(named)}; expected no {code}, the line {where}"
        place += int(later[0])
    return None


def _runs(codes: Any) -> Iterator[tuple[str, int]]:
    """Yield each country that samples lie in, once for each time the line comes to it, with the first sample."""
    last = ""
    for index in (codes != "").nonzero()[0].tolist():
        if codes[index] != last:
            last = codes[index]
            yield last, index


def _within(expected: Sequence[str], named: Sequence[str]) -> bool:
    """Return whether the expected countries are named in their order, others between them allowed."""
    waiting = iter(named)
    return all(code in waiting for code in expected)


def _tracks(legs: Iterable[LegFeature]) -> Iterator[tuple[Sequence[LegFeature], Track]]:
    """Yield legs, some thousand at a time, with samples along them."""
    waiting = iter(legs)
    while some := list(islice(waiting, CHUNK)):
        yield some, sample([parts_of(leg) for leg in some])


def _open(context: Context) -> Sequence[LegFeature]:
    """Return the legs that need a close look: all but those that lie whole in the one country that they name."""

    def looked_at() -> list[LegFeature]:
        return [leg for leg, inside in zip(context.legs, _inside(context.legs), strict=True) if not inside]

    legs: list[LegFeature] = context.once("open legs", looked_at)
    return legs


def _inside(legs: Sequence[LegFeature]) -> Sequence[bool]:
    """Return for each leg whether the one country that it names covers its line."""
    import numpy as np
    import shapely

    inside = np.zeros(len(legs), dtype=bool)
    simple = [
        i for i, leg in enumerate(legs) if len(set(leg.properties.countries)) == 1 and leg.geometry.type == "LineString"
    ]
    if simple:
        corners = [np.array(parts_of(legs[index])[0], dtype=float) for index in simple]
        flat, owner = np.concatenate(corners), np.repeat(np.arange(len(simple)), [len(line) for line in corners])
        lines = np.asarray(shapely.linestrings(flat, indices=owner))
        codes = [legs[index].properties.countries[0] for index in simple]
        inside[simple] = land().covers(lines, flat, owner, codes)
    return inside.tolist()


# ------------------------------------------------------------------ great circles

NEAR_CIRCLE = 0.2  # degrees: positions are rounded to 0.1
SAG = 0.025  # of a leg's length: how far the straight piece between two positions may leave the great circle
SHORT_SAG = 0.5  # degrees that it may on a short leg


def great_circles(context: Context) -> Findings:
    """Find legs in the air that leave the great circle between their ends."""
    legs = [leg for leg in context.legs if leg.properties.mode == "air"]
    for leg in legs:
        away, place = _farthest(leg)
        if place is not None:
            message = f"is {away:.1f} degrees off the great circle near {[round(x, 1) for x in place]}"
            yield at(leg, f"{message}; expected a leg in the air to follow it")


def _farthest(leg: LegFeature) -> tuple[float, Coordinates | None]:
    """Return how far a leg leaves its great circle and where, None where it keeps close enough."""
    import numpy as np

    start, end = ends_of(leg)
    corners = [position for part in parts_of(leg) for position in part if abs(position[0]) != 180]
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for part in parts_of(leg) for a, b in pairwise(part)]
    first, last = vectors(np.array([start, end]))
    normal = np.cross(first, last)
    span = float(np.degrees(np.arctan2(np.linalg.norm(normal), first @ last)))
    if not 0.5 < span < 179:
        return 0.0, None
    tried = vectors(np.array([*corners, *middles]))
    away = np.degrees(np.abs(np.arcsin(np.clip(tried @ (normal / np.linalg.norm(normal)), -1, 1))))
    allowed = np.array([NEAR_CIRCLE] * len(corners) + [max(SHORT_SAG, SAG * span)] * len(middles))
    over = (away - allowed).argmax()
    place = tuple([*corners, *middles][over])
    return float(away[over]), place if away[over] > allowed[over] else None
