"""What the last build was made of and what it made, so that a build for which nothing has changed ends at once.

A stamp lies in the user's cache folder, never beside the maps. It holds one digest of everything that decides what a
build makes and says: the bytes of the data files, the bytes of the program's own files, the names and versions of the
installed libraries, the Python, the day (an embargo ends by itself) and the options; and a digest of each file that was
written. Both are compared by content, not by time or size, so a build is left out only where it would write the same
bytes over the same bytes. Without a cache folder, or with anything unreadable, the build is simply made.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).parent
DATA_FILES = ("ways.json", "routes.geojson", "sources.json", "arrivals.csv")
LIBRARY = "pydantic"  # stands where the libraries are installed
MOST_STAMPS = 200


@dataclass(frozen=True)
class Stamp:
    """A finished build: a digest of what it was made of, a size and digest for each file, and what it said."""

    inputs: str
    files: Mapping[str, tuple[int, str]]
    said: Sequence[Any]


def digest_of(data: str | Path, options: Sequence[Any] = ()) -> str | None:
    """Return a digest of all that decides what a build of the folder `data` makes; None where it cannot be read.

    The folder's name counts too, because it stands in what a build says of the data.
    """
    try:
        files = [*_contents(Path(data) / name for name in DATA_FILES), *_contents(_program_files())]
        parts = [files, _libraries(), sys.version, _today(), str(data), options]
    except OSError:
        return None
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


def fresh(inputs: str | None, out: str | Path, options: Sequence[Any] = ()) -> Stamp | None:
    """Return the stamp of the last build into `out`, if a new one would write the very bytes that lie there."""
    try:
        value = json.loads(_place(out, options).read_text(encoding="utf-8"))
        files = {name: (size, digest) for name, (size, digest) in value["files"].items()}
        stamp = Stamp(value["inputs"], files, value["said"])
        known = (
            inputs is not None
            and stamp.inputs == inputs
            and all(_holds(Path(out) / name, *content) for name, content in stamp.files.items())
        )
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError):  # no stamp, or one that is none
        return None
    return stamp if known else None


def keep(
    inputs: str | None, out: str | Path, options: Sequence[Any], files: Mapping[str, bytes], said: Sequence[Any]
) -> None:
    """Keep the stamp of a build; without a cache folder nothing is kept."""
    if inputs is None:
        return
    described = {name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in files.items()}
    text = json.dumps({"inputs": inputs, "files": described, "said": said}, ensure_ascii=False)
    try:
        place = _place(out, options)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")  # one that a kill cuts off is unreadable, so none
        _forget_oldest(place.parent)
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name that is no text
        return


def _place(out: str | Path, options: Sequence[Any]) -> Path:
    """Return where the stamp of a folder lies; raises FileNotFoundError where there is no cache folder."""
    name = hashlib.sha256(json.dumps([str(Path(out).resolve()), options], default=str).encode()).hexdigest()
    return cache_folder() / f"{name[:32]}.json"


def cache_folder() -> Path:
    """Return the program's folder among the user's caches; raises FileNotFoundError where there is no home."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home raises where there is none
    base = Path(named) if named else home / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    if not base.is_absolute():
        raise FileNotFoundError(base)
    return base / "ten-ways-atlas"


def _contents(paths: Iterable[Path]) -> list[tuple[str, str | None]]:
    """Return each file's path and digest, None for one that is not there."""
    return [(str(path), _digest(path) if path.exists() else None) for path in paths]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _holds(path: Path, size: int, digest: str) -> bool:
    """Return whether a regular file of these bytes is at `path`."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size == size and _digest(path) == digest


@cache
def _program_files() -> tuple[Path, ...]:
    """Return every file of the program that can decide what a page holds, and Leaflet's, which stands in it."""
    own = [path for path in sorted(PROGRAM.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    found = find_spec("xstatic")
    places = (found.submodule_search_locations or ()) if found else ()
    leaflet = [Path(place) / "pkg" / "leaflet" / "data" for place in places]
    return (*own, *(folder / name for folder in leaflet for name in ("leaflet.js", "leaflet.css")))


def _libraries() -> list[str]:
    """Return the installed distributions, each with its version in its folder's name."""
    found = find_spec(LIBRARY)
    folder = Path(found.origin).parents[1] if found and found.origin else PROGRAM
    return sorted(name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))  # noqa: PTH208


def _today() -> str:
    return datetime.date.today().isoformat()  # noqa: DTZ011 - the editor's own day is meant, as in the checks


def _forget_oldest(folder: Path) -> None:
    """Keep the latest stamps alone."""
    stamps = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in stamps[MOST_STAMPS:]:
        path.unlink(missing_ok=True)
