"""The atlas, or some of its ways, as a picture for print and slides: PNG, SVG or PDF, the same bytes each time.

matplotlib draws the embedded base map, the features as on the page, a legend and a line of sources.
"""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import citation
from geo.errors import UsageError, shorten
from geo.export import write_whole
from geo.selection import chosen_ways, known, select

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.model import Atlas

FORMATS = (".png", ".svg", ".pdf")
NO_MATPLOTLIB = (
    "A picture needs matplotlib, which is not installed; pip install matplotlib brings it "
    "(with pipx: pipx inject ten-ways-atlas matplotlib)."
)
# What would say when and by which version a picture was made.
METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def picture(atlas: Atlas, path: str | Path, *, ways: Iterable[str] | None = None, language: str | None = None) -> None:
    """Write a picture of the atlas, or of the named ways, in one of its languages; the file's ending says the format.

    Raises UsageError for another ending, an unknown way or language, where matplotlib is not installed, and where no
    installed font has the language's characters; FileError where the file cannot be written.
    """
    write_whole(path, picture_bytes(atlas, Path(path).suffix.lower(), ways=ways, language=language))


def picture_bytes(
    atlas: Atlas, suffix: str, *, ways: Iterable[str] | None = None, language: str | None = None
) -> bytes:
    """Return the bytes that `picture` writes for an ending: .png, .svg or .pdf; raises UsageError as it does."""
    if suffix not in FORMATS:
        raise UsageError(f"There is no picture {shorten(suffix)}; expected a file that ends in {', '.join(FORMATS)}.")
    if not find_spec("matplotlib"):
        raise UsageError(NO_MATPLOTLIB)
    (tag,) = known("language", [language or atlas.languages[0]], atlas.languages)
    from geo.picture.sheet import Content, drawn  # optional extra

    listed = chosen_ways(atlas, ways)
    features = select(atlas, None if ways is None else [way.id for way in listed])
    sheet = drawn(Content(atlas, listed, features, tag, whole=ways is None), citations(atlas, features, tag))
    buffer = BytesIO()
    sheet.savefig(buffer, suffix[1:], METADATA[suffix])
    return buffer.getvalue()


def citations(atlas: Atlas, features: Iterable[Any], language: str) -> list[str]:
    """Return the publishers of what is drawn, those that most features rest on first."""
    cited = Counter(
        citation.publisher(atlas.sources[name], language) or citation.cite(atlas.sources[name], language)
        for feature in features
        for name in feature.properties.sources
        if name in atlas.sources
    )
    return [name for name, _ in sorted(cited.items(), key=lambda item: (-item[1], item[0]))]
