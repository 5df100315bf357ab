"""What a page takes in Chromium: until it is drawn, one toggle, one step of pan and zoom, the heap of its scripts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Error, Page, ViewportSize

from benchmarks.server import serving

SCRIPT = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
VIEWPORT: ViewportSize = {"width": 1280, "height": 800}
STEPS = 4
LONG_FRAME = 50


@dataclass(frozen=True)
class Opened:
    """What one opening of a page took, times in milliseconds; None where the page has no such thing."""

    drawn: float
    toggle_work: float | None
    toggle_shown: float | None
    pan_longest: float | None
    zoom_longest: float | None
    long_frames: int | None
    heap_mb: float


def open_page(browser: Browser, files: dict[str, bytes], *, ours: bool, limit_s: int) -> Opened | str:
    """Return what opening `/page.html` took, or in words why it did not open within the limit."""
    context = browser.new_context(viewport=VIEWPORT, reduced_motion="reduce")
    context.set_default_timeout(limit_s * 1000)
    context.add_init_script(SCRIPT)
    try:
        with serving(files) as address:
            page = context.new_page()
            page.goto(f"{address}/page.html", wait_until="load")
            return _measured(page, ours=ours, limit_s=limit_s)
    except Error as error:
        return str(error).splitlines()[0][:80]
    finally:
        context.close()


def _measured(page: Page, *, ours: bool, limit_s: int) -> Opened:
    drawn = _within(page, limit_s, f"measure.drawn({str(ours).lower()})")
    heap = _heap_mb(page)
    toggles = _within(page, limit_s, "measure.toggle()")
    pans = _within(page, limit_s, f"measure.pan({STEPS})")
    zooms = _within(page, limit_s, f"measure.zoom({STEPS})")
    longest = [step["longest"] for step in [*pans, *zooms]]
    return Opened(
        drawn,
        _middle(toggles, "work"),
        _middle(toggles, "shown"),
        max(step["longest"] for step in pans),
        max(step["longest"] for step in zooms),
        sum(frame > LONG_FRAME for frame in longest),
        heap,
    )


def _within(page: Page, limit_s: int, script: str) -> Any:
    """Return what a script resolves to, or raise an Error of the browser after the limit."""
    late = f"new Promise((_, no) => setTimeout(() => no(new Error('not done in {limit_s} s')), {limit_s * 1000}))"
    return page.evaluate(f"Promise.race([{script}, {late}])")


def _middle(found: list[dict[str, float]], name: str) -> float | None:
    return median(one[name] for one in found) if found else None


def _heap_mb(page: Page) -> float:
    """Return the heap of the page's scripts after a collection."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {item["name"]: item["value"] for item in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return float(metrics["JSHeapUsedSize"]) / 1e6
