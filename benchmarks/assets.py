"""What the peers' pages load from other hosts, served from this machine, so that nothing is timed through a network.

The files come from installed or npm packages, fetched by name once into `build/benchmarks/assets`. What no package
carries (two short styles) is an empty stand-in, which is to the peers' advantage.
"""

from __future__ import annotations

import gzip
import io
import subprocess
import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xstatic.pkg import leaflet

HOME = Path(__file__).parents[1] / "build" / "benchmarks"
FONT_AWESOME = "@fortawesome/fontawesome-free@6.2.0"
AWESOME_MARKERS = "leaflet.awesome-markers@2.0.5"
# How an address ends -> package and file in it; None: a stand-in.
FILES: dict[str, tuple[str, str] | None] = {
    "leaflet@1.9.3/dist/leaflet.js": ("leaflet", "leaflet.js"),
    "leaflet@1.9.3/dist/leaflet.css": ("leaflet", "leaflet.css"),
    "jquery-3.7.1.min.js": ("jquery@3.7.1", "dist/jquery.min.js"),
    "bootstrap.bundle.min.js": ("bootstrap@5.2.2", "dist/js/bootstrap.bundle.min.js"),
    "bootstrap.min.css": ("bootstrap@5.2.2", "dist/css/bootstrap.min.css"),
    "css/all.min.css": (FONT_AWESOME, "css/all.min.css"),
    "leaflet.awesome-markers.js": (AWESOME_MARKERS, "dist/leaflet.awesome-markers.js"),
    "leaflet.awesome-markers.css": (AWESOME_MARKERS, "dist/leaflet.awesome-markers.css"),
    "bootstrap-glyphicons.css": None,
    "leaflet.awesome.rotate.min.css": None,
}


@dataclass(frozen=True)
class Asset:
    """One file that a page loads: how its address ends, its bytes, and whether it is only a stand-in."""

    ending: str
    content: bytes
    stand_in: bool


@cache
def asset(ending: str) -> Asset:
    """Return the file for an address that ends so; a stand-in where its package cannot be had."""
    place = FILES[ending]
    content = _from_package(*place) if place else None
    return Asset(ending, content or b"", content is None)


def _from_package(package: str, name: str) -> bytes | None:
    if package == "leaflet":
        return (Path(leaflet.BASE_DIR) / name).read_bytes()
    try:
        with tarfile.open(fileobj=io.BytesIO(_archive(package))) as archive:
            member = archive.extractfile(f"package/{name}")
            return member.read() if member else None
    except (OSError, subprocess.SubprocessError, KeyError):
        return None


@cache
def _archive(package: str) -> bytes:
    """Return the archive of an npm package, fetched once."""
    folder = HOME / "assets" / package.strip("@").replace("/", "-")
    if not list(folder.glob("*.tgz")):
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", package, "--silent", "--pack-destination", str(folder)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return next(folder.glob("*.tgz")).read_bytes()


def localised(page: str) -> tuple[str, list[Asset]]:
    """Return a page in which every known outside address leads to `/assets/`, and the files that it loads."""
    used: list[Asset] = []
    for ending in FILES:
        start = page.find(ending)
        if start < 0:
            continue
        quote = max(page.rfind('"', 0, start), page.rfind("'", 0, start))
        address = page[quote + 1 : start + len(ending)]
        page = page.replace(address, f"/assets/{len(used)}-{Path(ending).name}")
        used.append(asset(ending))
    return page, used


def gzipped(content: bytes) -> int:
    """Return how many bytes a file has after `gzip -6`, as servers send it."""
    return len(gzip.compress(content, 6))
