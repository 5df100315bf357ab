"""What earlier runs have left in the output folder: pages of ways that are no more, names of runs that were killed."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

MADE_HERE = {".html": b'<script type="application/json" id="atlas-data">', ".geojson": b',"features":[\n'}
TEMPORARY = ("*.make-map-new", "*.make-map-old")  # as geo.export.files names them


def is_ours(path: Path) -> bool:
    """Return whether a regular file holds what this program writes into each file of its kind."""
    mark = MADE_HERE.get(path.suffix)
    return mark is not None and path.is_file() and not path.is_symlink() and mark in path.read_bytes()


def old_pages(folder: str | Path, names: Container[str]) -> list[str]:
    """Return the names of pages in a folder that this program made and that are none of `names`, sorted."""
    return sorted(path.name for path in Path(folder).glob("*.html") if path.name not in names and is_ours(path))


def has_temporary(folder: str | Path) -> bool:
    """Return whether a run that was killed, with its second process, has left names in a folder."""
    return any(True for pattern in TEMPORARY for _ in Path(folder).glob(f".{pattern}"))
