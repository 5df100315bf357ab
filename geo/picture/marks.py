"""Lines, points and names on a picture, in the shapes of the page (glyphs.js)."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING, Any

from matplotlib.markers import MarkerStyle
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from geo import basemap
from geo.model import PointAt
from geo.picture.projection import Frame, Plane, drawn_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.axes import Axes

    from geo.model import AnyFeature, Atlas

PX = 0.72  # points a pixel of the page
# Width in pixels and dashes of a line, by mode of travel or "border", as in glyphs.js.
LINES: dict[str, tuple[float, tuple[float, ...]]] = {
    "foot": (2.6, (0.5, 5.5)),
    "road": (2.6, ()),
    "rail": (2.6, (11, 3, 2, 3)),
    "river": (2.6, (13, 4)),
    "sea": (2.6, (8, 5)),
    "air": (1.8, ()),
    "mixed": (2.6, (13, 4, 0.5, 4)),
    "unknown": (1.8, (3, 5)),
    "border": (3.4, ()),
}
# Marker of a case by its outcome; a place is an open square.
POINTS = {
    "arrived": "o",
    "stayed": "D",
    "returned": "v",
    "went-back": "<",
    "detained": "s",
    "died": "P",
    "mixed": "o",
    "unknown": "o",
}
OPEN, HALF = frozenset({"place", "unknown"}), frozenset({"mixed"})
LIGHT = {"schematic": 0.62, "disputed": 0.8, "reported": 0.8, "documented": 0.92}
HALO = "#ffffff"
OUTLINE = withStroke(linewidth=1.4, foreground=HALO, alpha=0.8)


def line_of(feature: AnyFeature) -> str:
    """Return the name of a line's style."""
    return "border" if feature.properties.kind == "border" else str(getattr(feature.properties, "mode", "unknown"))


def point_of(feature: AnyFeature) -> str:
    """Return the name of a point's shape: its outcome, or "place"."""
    return "place" if feature.properties.kind == "place" else str(getattr(feature.properties, "outcome", "unknown"))


def line_style(name: str, colour: str) -> dict[str, Any]:
    """Return matplotlib's settings of a line."""
    width, dashes = LINES[name]
    settings = {"color": colour, "linewidth": width * PX, "solid_capstyle": "round", "dash_capstyle": "round"}
    # matplotlib counts dashes in line widths
    return settings | ({"dashes": [length / width for length in dashes]} if dashes else {})


def point_style(name: str, colour: str) -> dict[str, Any]:
    """Return matplotlib's settings of a point."""
    open_ = name in OPEN
    marker = "s" if name == "place" else POINTS[name]
    settings: dict[str, Any] = {"marker": marker, "linestyle": "none", "markersize": 7 if marker == "P" else 5.2}
    settings |= {"color": HALO if open_ else colour, "markeredgecolor": colour if open_ or name in HALF else HALO}
    settings |= {"fillstyle": "right", "markerfacecoloralt": HALO} if name in HALF else {}
    return settings | {"markeredgewidth": 1.3 if open_ else 0.8}


def draw_features(axes: Axes, frame: Frame, features: Iterable[AnyFeature], colours: dict[str, str]) -> None:
    """Draw lines, then points over them."""
    listed = list(features)
    for feature in (f for f in listed if not isinstance(f.geometry, PointAt)):
        style = line_style(line_of(feature), colours[feature.properties.way])
        parts = [frame.line(part) for part in drawn_parts(feature)]
        for part in parts:
            axes.plot(*zip(*part, strict=True), **style, alpha=LIGHT[feature.properties.certainty], zorder=5)
        if feature.properties.kind == "leg":
            _draw_arrow(axes, max(parts, key=_length), colours[feature.properties.way])
    for point in listed:
        if isinstance(point.geometry, PointAt):
            at = frame.at(*point.geometry.coordinates)
            axes.plot(*at, **point_style(point_of(point), colours[point.properties.way]), zorder=7)


def _length(line: Sequence[Plane]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line))


def _draw_arrow(axes: Axes, line: Sequence[Plane], colour: str) -> None:
    """Draw a small arrow in the middle of a line, in its direction."""
    left = _length(line) / 2
    for a, b in pairwise(line):
        step = hypot(b[0] - a[0], b[1] - a[1])
        if step >= left > 0:
            share = left / step
            marker = MarkerStyle((3, 0, degrees(atan2(b[1] - a[1], b[0] - a[0])) - 90))
            x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
            axes.plot(x, y, marker=marker, markersize=4.5, color=colour, markeredgewidth=0, zorder=6)
            return
        left -= step


# ------------------------------------------------------------------ names


def labels(atlas: Atlas, frame: Frame, features: Sequence[AnyFeature], language: str) -> list[tuple[str, Plane, str]]:
    """Return kind, place and text of the names that may stand on a picture, the most telling first."""
    known = json.loads(basemap.labels_text())
    named = {code for feature in features for code in feature.properties.countries}
    countries = [one for one in known["countries"] if one["zoom"][0] <= frame.zoom + 0.5 or one["id"] in named]
    countries.sort(key=lambda one: (one["id"] not in named, one["zoom"][0]))
    seas = [one for one in known["seas"] if one["zoom"][0] <= frame.zoom + 0.5 and one["zoom"][1] >= frame.zoom - 0.5]
    ground = [*(("country", one) for one in countries), *(("sea", one) for one in seas)]
    drawn = [(kind, frame.at(*one["at"]), _named(one["name"], language)) for kind, one in ground]
    return drawn + _places(frame, features, language)


def _named(names: dict[str, str], language: str) -> str:
    return names.get(language) or names.get(language.partition("-")[0]) or names["en"]


def _places(frame: Frame, features: Sequence[AnyFeature], language: str) -> list[tuple[str, Plane, str]]:
    """Return the names of places, one a position, those that most features speak of first."""
    used = Counter(getattr(f.properties, end, None) for f in features for end in ("from_place", "to_place"))
    places = sorted((f for f in features if f.properties.kind == "place"), key=lambda f: -used[f.id])
    found: dict[Any, tuple[str, Plane, str]] = {}
    for place in places:
        name = place.properties.name
        text = name.get(language) or next(iter(name.values()))
        found.setdefault(place.geometry.coordinates, ("place", frame.at(*place.geometry.coordinates), text))
    return list(found.values())


STYLES: dict[str, dict[str, Any]] = {
    "country": {"fontsize": 6.5, "color": "#5b6570", "fontweight": "normal"},
    "sea": {"fontsize": 6.5, "color": "#4d7089", "fontstyle": "normal", "alpha": 0.9},
    "place": {"fontsize": 6.2, "color": "#1d2328"},
}
BESIDE = ((0, 0, "center", "center"),)
AROUND = ((5, 0, "left", "center"), (-5, 0, "right", "center"), (0, 5, "center", "bottom"), (0, -5, "center", "top"))


def draw_labels(axes: Axes, frame: Frame, listed: Iterable[tuple[str, Plane, str]], points: Iterable[Plane]) -> None:
    """Write names where they meet nothing else; the others are left out."""
    figure: Any = axes.figure
    renderer = figure.canvas.get_renderer()
    inside = axes.get_window_extent(renderer)
    spots = [axes.transData.transform(point) for point in points]
    taken = [Bbox.from_bounds(x - 5, y - 5, 10, 10) for x, y in spots]

    def fits(box: Bbox) -> bool:
        within = inside.x0 < box.x0 and box.x1 < inside.x1 and inside.y0 < box.y0 and box.y1 < inside.y1
        return within and not any(box.overlaps(other) for other in taken)

    for kind, at, text in listed:
        box = _write(axes, renderer, (kind, at, text), fits)
        taken += [box] if box else []


def _write(axes: Axes, renderer: Any, name: tuple[str, Plane, str], fits: Callable[[Bbox], bool]) -> Bbox | None:
    """Return the box of a name that was written where it fits, None where it was not."""
    kind, at, text = name
    for dx, dy, across, up in AROUND if kind == "place" else BESIDE:
        place: dict[str, Any] = {"xytext": (dx, dy), "textcoords": "offset points", "ha": across, "va": up}
        label = axes.annotate(text, at, zorder=8, path_effects=[OUTLINE], **place, **STYLES[kind])
        box = label.get_window_extent(renderer)
        if fits(box):
            return box
        label.remove()
    return None
