"""The table: medians of each measure for each contestant, and ratios to the plain folium script."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.assets import Asset, gzipped
from benchmarks.browser import Opened
from benchmarks.process import Taken

BASE = "folium"


@dataclass
class Contestant:
    """One contestant on one atlas: what its runs took, its page, and why it did not come to an end, if so."""

    name: str
    builds: list[Taken] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    page: bytes = b""
    assets: list[Asset] = field(default_factory=list)
    failed: str = ""


@dataclass(frozen=True)
class Measure:
    """One line of the table: its title, and how its value is found."""

    title: str
    value: Callable[[Contestant], float | None]
    digits: int = 0


def _of_builds(name: str) -> Callable[[Contestant], float | None]:
    return lambda one: median(getattr(run, name) for run in one.builds) if one.builds else None


def _of_opened(name: str) -> Callable[[Contestant], float | None]:
    def value(one: Contestant) -> float | None:
        found = [getattr(run, name) for run in one.opened if getattr(run, name) is not None]
        return median(found) if found else None

    return value


def _bytes(packed: bool) -> Callable[[Contestant], float | None]:
    def value(one: Contestant) -> float | None:
        contents = [one.page, *(asset.content for asset in one.assets)]
        return sum(gzipped(content) if packed else len(content) for content in contents) / 1000 if one.page else None

    return value


MEASURES = (
    Measure("build, whole process (s)", _of_builds("seconds"), 2),
    Measure("build, processor time (s)", _of_builds("cpu_seconds"), 2),
    Measure("build, peak memory (MB)", _of_builds("peak_mb")),
    Measure("page and what it loads (kB)", _bytes(packed=False)),
    Measure("the same, gzip (kB)", _bytes(packed=True)),
    Measure("navigation to all drawn (ms)", _of_opened("drawn")),
    Measure("toggle, work (ms)", _of_opened("toggle_work"), 1),
    Measure("toggle, until shown (ms)", _of_opened("toggle_shown")),
    Measure("pan step, longest frame (ms)", _of_opened("pan_longest")),
    Measure("zoom step, longest frame (ms)", _of_opened("zoom_longest")),
    Measure("steps with a frame over 50 ms", _of_opened("long_frames")),
    Measure("heap of scripts (MB)", _of_opened("heap_mb"), 1),
)


def table(title: str, contestants: Sequence[Contestant]) -> str:
    """Return a Markdown table of medians, with the ratio to the plain folium script in brackets."""
    names = [one.name for one in contestants]
    base = next((one for one in contestants if one.name == BASE), None)
    rows = [f"| {title} | {' | '.join(names)} |", f"| --- |{' ---: |' * len(names)}"]
    for measure in MEASURES:
        cells = [_cell(measure, one, base) for one in contestants]
        rows.append(f"| {measure.title} | {' | '.join(cells)} |")
    notes = [f"{one.name}: {one.failed}" for one in contestants if one.failed]
    return "\n".join([*rows, *(f"\n{note}" for note in notes)]) + "\n"


def _cell(measure: Measure, one: Contestant, base: Contestant | None) -> str:
    value, reference = measure.value(one), measure.value(base) if base else None
    if value is None:
        return "–"
    text = f"{value:,.{measure.digits}f}"
    return f"{text} ({value / reference:.2f})" if reference and one is not base else text


def growth(before: Sequence[Contestant], after: Sequence[Contestant]) -> str:
    """Return how many times more time and memory the larger of two atlases takes, for each contestant."""
    pairs = [(one, next((two for two in after if two.name == one.name), None)) for one in before]
    lines = [f"{one.name}: {_growth(one, two)}" for one, two in pairs if two and one.builds and two.builds]
    return "\n".join(lines)


def _growth(one: Contestant, two: Contestant) -> str:
    names = (("build time", "seconds"), ("processor time", "cpu_seconds"), ("memory", "peak_mb"))
    ratios = [(title, _of_builds(name)(two), _of_builds(name)(one)) for title, name in names]
    loads = ("load", _of_opened("drawn")(two), _of_opened("drawn")(one))
    return ", ".join(f"{title} × {a / b:.1f}" for title, a, b in [*ratios, loads] if a and b)


def machine(browser: str) -> str:
    """Return the machine, the versions and the day."""
    model = _line_of("/proc/cpuinfo", "model name") or platform.processor() or "unknown processor"
    memory = _line_of("/proc/meminfo", "MemTotal")
    gigabytes = f", {int(memory.split()[0]) / 1e6:.0f} GB" if memory else ""
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    versions = f"Python {platform.python_version()}, folium {version('folium')}, Chromium {browser}"
    return f"{today}; {os.cpu_count()} × {model}{gigabytes}; {platform.system()}; {versions}"


def _line_of(path: str, key: str) -> str:
    lines = Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "")
