"""What the live preview shows: the last good state of a folder, what is wrong in it now, and when its files change."""

from __future__ import annotations

import json
import threading
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

from geo import checks
from geo.controls import LIVE, asset
from geo.errors import DataError, FileError, Problem
from geo.export import geojson_text
from geo.load import read
from geo.model import ARRIVALS, ROUTES, SOURCES, WAYS, Atlas
from geo.page import Settings, policy, render_page
from geo.page_data import inert_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = (WAYS, ROUTES, SOURCES, ARRIVALS)
HOLD_S = 25.0  # how long a page's question for news stays open
POLL_S = 0.1
SETTLE_S = 0.02  # how long a file that is being written must stay as it is
HTML, GEOJSON = "text/html; charset=utf-8", "application/geo+json"

Signature = tuple[tuple[int, int, int] | None, ...]


class Preview:
    """The last good atlas of a folder, its pages as far as they were asked for, and what is wrong now.

    `version` is the time of the last good look in ms, so that it differs from that of an earlier run, 0 where there was
    none; `seen` counts the looks.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.atlas: Atlas | None = None
        self.version = self.seen = 0
        self.problems: tuple[Problem, ...] = ()
        self.failure, self.wrong = "", False
        self._pages: dict[str, bytes] = {}
        self._lock, self._news = threading.RLock(), threading.Condition()
        self.closed = False

    def refresh(self) -> None:
        """Look at the data: take it over where it is good, else keep the last good state and the problems."""
        failure, atlas = "", None
        problems: tuple[Problem, ...] = ()
        try:
            atlas, found = read(self.folder)
            problems = DataError([*found, *(checks.check(atlas) if atlas else [])]).problems
        except FileError as error:
            failure = str(error)
        wrong = bool(failure) or atlas is None or any(problem.level == "error" for problem in problems)
        with self._lock, self._news:
            self.problems, self.failure, self.wrong = problems, failure, wrong
            if not wrong:
                self.atlas, self.version, self._pages = atlas, max(self.version + 1, time.time_ns() // 1_000_000), {}
            self.seen += 1
            self._news.notify_all()

    def page(self, name: str) -> tuple[str, bytes] | None:
        """Return the type and bytes of a page by its path, made if need be, or None where there is no such page."""
        with self._lock:
            if self.atlas is None:
                return (HTML, waiting_page()) if name == "index.html" else None
            if name not in self._pages:
                made = self._make(self.atlas, name)
                if made is None:
                    return None
                self._pages[name] = made
            return (GEOJSON if name == ROUTES else HTML), self._pages[name]

    def _make(self, atlas: Atlas, name: str) -> bytes | None:
        if name == ROUTES:
            return geojson_text(atlas).encode()
        way = None if name == "index.html" else name.removesuffix(".html")
        if way is not None and (name == way or way not in {one.id for one in atlas.ways}):
            return None
        return render_page(atlas, way, Settings.of(live=self.version)).encode()

    def lines(self) -> list[dict[str, str]]:
        """Return what is wrong, a text and a level each, errors first."""
        told = [{"level": problem.level, "text": str(problem)} for problem in self.problems]
        failed = [{"level": "error", "text": self.failure}] if self.failure else []
        return failed + sorted(told, key=lambda line: line["level"])

    def news(self, seen: int) -> bytes:
        """Return version and problems as JSON, once there has been a look after number `seen`, or time is up."""
        with self._news:
            self._news.wait_for(lambda: self.closed or self.seen != seen, HOLD_S)
            state = {"seen": self.seen, "version": self.version, "problems": self.lines()}
        return json.dumps(state).encode()

    def close(self) -> None:
        """Answer all who wait for news."""
        with self._news:
            self.closed = True
            self._news.notify_all()


def waiting_page() -> bytes:
    """Return the page that stands where there was no good state yet: it tells the problems and waits for their end."""
    start = """
        var words = JSON.parse(document.getElementById("words").textContent);
        function word(key, values) { return words[key].replace("{n}", values && values.n); }
        Atlas.watch(0, word, function () { location.reload(); });
    """
    scripts = ["window.Atlas = { parts: [] };", *(asset(f"js/{name}") for name in ("dom.js", LIVE.script)), start]
    styles = [asset(f"css/{name}") for name in ("base.css", LIVE.style)]
    words = inert_json(json.loads(asset(f"words/{LIVE.words}"))["en"])
    rules = policy(scripts, styles, live=True)
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Preview</title>',
        f'<meta http-equiv="Content-Security-Policy" content="{rules}">',
        *(f"<style>{style}</style>" for style in styles),
        f'</head><body><script type="application/json" id="words">{words}</script>',
        *(f"<script>{script}</script>" for script in scripts),
        "</body></html>\n",
    ]
    return "\n".join(parts).encode()


def changes(folder: Path, last: Signature) -> Iterator[Signature]:
    """Yield the signature of a folder's files each time that it has changed and then stayed as it is for a moment."""
    for settled in _ticks(folder):
        now = signature_of(folder)
        if now != last:
            last = _settled(folder, now, 0.0 if settled else SETTLE_S)
            yield last


def _settled(folder: Path, now: Signature, wait_s: float) -> Signature:
    """Return the signature once it stays; an empty file gets longer, because it is most likely about to be written."""
    while wait_s := POLL_S if any(file and not file[1] for file in now) else wait_s:
        later = signature_of(folder, after=wait_s)
        if later == now:
            break
        now, wait_s = later, SETTLE_S
    return now


def signature_of(folder: Path, *, after: float = 0.0) -> Signature:
    """Return time, size and number of each data file, None for one that is not there; waits `after` seconds first."""
    time.sleep(after)
    return tuple(_stat(folder / name) for name in FILES)


def _stat(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _ticks(folder: Path) -> Iterator[bool]:
    """Yield whenever the files may have changed: told by the system where watchfiles is installed, else by the clock.

    It yields whether they have settled: the system has been asked to wait until nothing changed for a moment. The
    system says nothing of what lies behind a symbolic link, and stops when a folder is taken away: the clock does.
    """
    if find_spec("watchfiles") and folder.is_dir():
        from watchfiles import watch  # optional extra

        step, most = round(SETTLE_S * 1000), round(POLL_S * 1000)
        for told in watch(
            folder,
            watch_filter=None,
            recursive=False,
            debounce=most,
            step=step,
            rust_timeout=500,
            yield_on_timeout=True,
        ):
            yield bool(told)
            if not folder.is_dir():
                break
    while True:
        time.sleep(POLL_S)
        yield False
