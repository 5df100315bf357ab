"""The files of maps/: a page of all ways, a page a way, and the data as GeoJSON; made, compared, written whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from geo.compact import Packed
from geo.errors import FileError, StaleError
from geo.export import geojson_text, write_folder
from geo.leftovers import is_ours, old_pages
from geo.model import Atlas
from geo.page import Settings, render_page
from geo.selection import chosen_ways
from geo.tiles import Tiles, tiles_named

INDEX, ROUTES = "index.html", "routes.geojson"


def site_files(
    atlas: Atlas,
    ways: Iterable[str] | None = None,
    advance: Callable[[str], None] = lambda name: None,
    *,
    tiles: Iterable[str] = (),
) -> dict[str, bytes]:
    """Return the files by name; with `ways` only the pages of those ways. `advance` hears of each name when it is made.

    `tiles` are names of online maps that a reader may choose (geo.tiles). Raises UsageError for a way that the atlas
    does not have, and for tiles that there are not.
    """
    files: dict[str, bytes] = {}
    for name, text in _texts(atlas, ways, tiles_named(tiles)):
        files[name] = text.encode("utf-8")
        advance(name)
    return files


def _texts(atlas: Atlas, ways: Iterable[str] | None, tiles: Sequence[Tiles]) -> Iterator[tuple[str, str]]:
    settings = Settings.of(tiles, packed=Packed(atlas))
    if ways is None:
        yield INDEX, render_page(atlas, settings=settings)
        yield ROUTES, geojson_text(atlas)
    for way in chosen_ways(atlas, ways):
        yield f"{way.id}.html", render_page(atlas, way.id, settings)


def page_text(atlas: Atlas, way: str | None = None, *, tiles: Sequence[Tiles] = ()) -> str:
    """Return one page as HTML."""
    return render_page(atlas, way, Settings.of(tiles))


def write_site(folder: str | Path, files: Mapping[str, bytes]) -> None:
    """Write the files into a folder, all or none.

    Raises FileError where that cannot be done, and where a file of such a name is there that this program never made.
    """
    for name in files:
        _require_own(Path(folder) / name)
    write_folder(folder, files)


def _require_own(path: Path) -> None:
    """Raise FileError for a file that somebody else made: it would be lost."""
    try:
        own = path.is_symlink() or not path.is_file() or not path.stat().st_size or is_ours(path)
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({error.strerror or error})") from error
    if not own:
        raise FileError(f"{path}: was not made by this program; move it away, or name another folder")


def require_fresh(folder: str | Path, files: Mapping[str, bytes]) -> None:
    """Raise StaleError unless a folder holds these files as they are, and no page of a way that is no more.

    Beside the page of all ways, that of a single way may be missing: a checkout carries only the former and the data.
    Raises FileError where the folder cannot be read.
    """
    here, whole = Path(folder), INDEX in files
    try:
        needed = {INDEX, ROUTES} if whole else set(files)
        stale = [name for name, data in files.items() if not _is_fresh(here / name, data, needed=name in needed)]
        old = old_pages(folder, files) if whole else []
    except OSError as error:
        raise FileError(f"{folder}: cannot be read ({error.strerror or error})") from error
    if stale:
        raise StaleError(f"{folder}: not what the data makes now: {', '.join(stale)}; run `make_map.py build`")
    if old:
        raise StaleError(f"{folder}: pages of ways that are no more: {', '.join(old)}; delete them")


def _is_fresh(path: Path, data: bytes, *, needed: bool) -> bool:
    if not path.is_file():
        return not needed
    return path.stat().st_size == len(data) and path.read_bytes() == data
