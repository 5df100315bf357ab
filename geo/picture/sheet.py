"""The sheet of a picture: title, notice, map, legend, sources, from top to bottom, sizes in inches."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib.style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from geo.controls import asset
from geo.model import PointAt
from geo.page_data import page_words
from geo.picture import marks
from geo.picture.fonts import families_for
from geo.picture.ground import draw_ground
from geo.picture.projection import Frame, frame_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from io import BytesIO

    from geo.model import AnyFeature, Atlas, Way

WIDTH, MARGIN, DPI = 10.0, 0.3, 200
INK, SOFT = "#1d2328", "#55606a"
ROW, HEADING = 0.175, 0.24  # heights in the legend
SOURCE_LINES = 3
SETTINGS = {"text.parse_math": False, "svg.hashsalt": "atlas", "svg.fonttype": "path", "pdf.fonttype": 42}


@dataclass(frozen=True)
class Content:
    """What a picture is of, and in which language."""

    atlas: Atlas
    ways: Sequence[Way]
    features: Sequence[AnyFeature]
    language: str
    whole: bool

    @property
    def words(self) -> dict[str, str]:
        """Return the words of the page and of pictures in the language, English where it has none."""
        known = page_words(self.atlas)
        own: dict[str, dict[str, str]] = json.loads(asset("words/picture.json"))
        base = self.language.partition("-")[0]
        return known["en"] | own["en"] | own.get(base, {}) | known.get(self.language, {})

    def pick(self, texts: Mapping[str, str] | None) -> str:
        """Return a text in the language, in the atlas's first where it is missing."""
        texts = texts or {}
        return texts.get(self.language) or texts.get(self.atlas.languages[0], "")

    @property
    def title(self) -> str:
        """Return the title, with the way's name where there is one way."""
        title = self.pick(self.atlas.text.title)
        return f"{self.pick(self.ways[0].name)} · {title}" if not self.whole and len(self.ways) == 1 else title

    def columns(self) -> list[tuple[str, list[tuple[str, Line2D]]]]:
        """Return the legend: heading and entries of each column."""
        words = self.words
        ranked = sorted(self.ways, key=lambda way: -way.rank)
        ways = [(f"{way.rank}  {self.pick(way.name)}", _swatch(way.colour)) for way in ranked]
        drawn_lines = {marks.line_of(f) for f in self.features if not isinstance(f.geometry, PointAt)}
        drawn_points = {marks.point_of(f) for f in self.features if isinstance(f.geometry, PointAt)}
        lines = [
            (words["kind.border" if name == "border" else f"mode.{name}"], _line(name))
            for name in marks.LINES
            if name in drawn_lines
        ]
        points = [
            (words["kind.place" if name == "place" else f"outcome.{name}"], _point(name))
            for name in ("place", *marks.POINTS)
            if name in drawn_points
        ]
        listed = [(words["ways"], ways), (words["legend.lines"], lines), (words["legend.points"], points)]
        return [column for column in listed if column[1]]


@dataclass(frozen=True)
class Sheet:
    """A finished sheet, to be saved under the settings that it was drawn with."""

    figure: Figure
    settings: dict[str, Any]

    def savefig(self, buffer: BytesIO, form: str, metadata: dict[str, Any]) -> None:
        """Write the sheet into a buffer."""
        with matplotlib.style.context(["default", self.settings]):
            self.figure.savefig(buffer, format=form, dpi=DPI, metadata=metadata)


def drawn(content: Content, publishers: Sequence[str]) -> Sheet:
    """Return the sheet of a picture; raises UsageError where no installed font has its characters."""
    view = content.atlas.text.view if content.whole else None
    frame = frame_of(view, content.features)
    names = marks.labels(content.atlas, frame, content.features, content.language)
    texts = [content.title, *content.words.values(), *publishers, *(text for *_, text in names)]
    texts += [content.pick(text) for text in (content.atlas.text.notice, content.atlas.text.licence)]
    texts += [content.pick(way.name) for way in content.ways]
    settings = SETTINGS | {"font.family": families_for(texts)}
    with matplotlib.style.context(["default", settings]):
        return Sheet(_figure(content, frame, names, publishers), settings)


def _figure(content: Content, frame: Frame, names: Any, publishers: Sequence[str]) -> Figure:
    figure = Figure(figsize=(WIDTH, 10), dpi=DPI)
    FigureCanvasAgg(figure)
    columns, inner = content.columns(), WIDTH - 2 * MARGIN
    notice = Ruler(figure, 7.5).wrapped(content.pick(content.atlas.text.notice))
    sources = source_lines(figure, content, publishers)
    map_height = inner * frame.shape
    legend_height = HEADING + ROW * max((len(entries) for _, entries in columns), default=0)
    text_height = 0.36 + 0.16 * len(notice) + 0.1 + 0.15 + legend_height + 0.12 + 0.14 * len(sources)
    height = MARGIN + text_height + map_height + MARGIN
    figure.set_size_inches(WIDTH, height)
    top = height - MARGIN
    _write(figure, [content.title], top, 15, INK)
    top = _write(figure, notice, top - 0.36, 7.5, SOFT) - 0.1
    _map(figure, content, frame, names, (MARGIN, top - map_height, inner, map_height))
    top -= map_height + 0.15
    _legend(figure, columns, top)
    _write(figure, sources, top - legend_height - 0.12, 6.2, SOFT)
    return figure


def _map(figure: Figure, content: Content, frame: Frame, names: Any, box: tuple[float, float, float, float]) -> None:
    width, height = figure.get_size_inches()
    left, bottom, across, up = box
    axes = figure.add_axes((left / width, bottom / height, across / width, up / height))
    axes.set(xlim=(frame.west, frame.east), ylim=(frame.south, frame.north), xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(color="#d5dadf", linewidth=0.8)
    draw_ground(axes, frame)
    marks.draw_features(axes, frame, content.features, {way.id: way.colour for way in content.ways})
    points = [frame.at(*f.geometry.coordinates) for f in content.features if isinstance(f.geometry, PointAt)]
    marks.draw_labels(axes, frame, names, points)


def _legend(figure: Figure, columns: Sequence[tuple[str, list[tuple[str, Line2D]]]], top: float) -> None:
    width, height = figure.get_size_inches()
    for index, (heading, entries) in enumerate(columns):
        left = MARGIN + index * (WIDTH - 2 * MARGIN) / 3
        figure.text(left / width, top / height, heading, va="top", fontsize=7.5, fontweight="bold", color=INK)
        for row, (text, sample) in enumerate(entries):
            y = (top - HEADING - ROW * (row + 0.5)) / height
            sample.set(transform=figure.transFigure, clip_on=False)
            ends = (0.0, 0.34) if sample.get_marker() in {"None", None} else (0.17,)
            sample.set_data([(left + end) / width for end in ends], [y] * len(ends))
            figure.add_artist(sample)
            figure.text((left + 0.44) / width, y, text, va="center", fontsize=7, color=INK)


def _swatch(colour: str) -> Line2D:
    return Line2D([0, 1], [0, 0], color=colour, linewidth=4, solid_capstyle="butt")


def _line(name: str) -> Line2D:
    return Line2D([0, 1], [0, 0], **marks.line_style(name, INK))


def _point(name: str) -> Line2D:
    return Line2D([0], [0], **marks.point_style(name, INK))


# ------------------------------------------------------------------ running text


def source_lines(figure: Figure, content: Content, publishers: Sequence[str]) -> list[str]:
    """Return the line of sources, wrapped and cut to a few lines, and whom the base map comes from."""
    words, ruler = content.words, Ruler(figure, 6.2)

    def lines(count: int) -> list[str]:
        left = len(publishers) - count
        more = [words["picture-more"].replace("{n}", str(left))] if left else []
        return ruler.wrapped(f"{words['sources']}: {' · '.join([*publishers[:count], *more])}")

    room = bisect_right(range(len(publishers) + 1), SOURCE_LINES, key=lambda count: len(lines(count))) - 1
    licence = content.pick(content.atlas.text.licence) or words["picture-ground"]
    return [*(lines(max(room, 0)) if publishers else []), *ruler.wrapped(licence)]


class Ruler:
    """Measures words in one size, each once, and breaks texts into lines that fit the sheet."""

    def __init__(self, figure: Figure, size: float) -> None:
        self.figure, self.size = figure, size
        self.widths: dict[str, float] = {}
        self.space = self.width("n n") - self.width("nn")

    def width(self, text: str) -> float:
        """Return the width of a text in inches."""
        if text not in self.widths:
            probe = self.figure.text(0, 0, text, fontsize=self.size)
            box = probe.get_window_extent(self.figure.canvas.get_renderer())  # type: ignore[attr-defined]
            probe.remove()
            self.widths[text] = float(box.width) / DPI
        return self.widths[text]

    def wrapped(self, text: str) -> list[str]:
        """Return a text in lines."""
        lines: list[list[str]] = [[]]
        used = 0.0
        for word in text.split():
            used += self.space + self.width(word)
            if lines[-1] and used > WIDTH - 2 * MARGIN:
                lines.append([])
                used = self.width(word)
            lines[-1].append(word)
        return [" ".join(line) for line in lines if line]


def _write(figure: Figure, lines: Iterable[str], top: float, size: float, colour: str) -> float:
    """Write lines from `top` down; returns where they end."""
    width, height = figure.get_size_inches()
    step = size * 1.55 / 72
    for line in lines:
        figure.text(MARGIN / width, top / height, line, va="top", fontsize=size, color=colour)
        top -= step
    return top
