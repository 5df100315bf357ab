"""The atlas as a map, for callers who import `geo`: `build` checks and returns a `folium.Map`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import checks
from geo.errors import UsageError
from geo.model import Atlas

if TYPE_CHECKING:
    from geo.folium_map import AtlasMap


def build(atlas: Atlas, *, way: str | None = None) -> AtlasMap:
    """Return the atlas, or one of its ways, as a `folium.Map` that shows in a notebook and takes `add_child`, `save`.

    Raises DataError where the checks find an error, UsageError where there is no such way.
    """
    from geo.folium_map import AtlasMap  # folium takes most of the start-up time

    if way is not None and way not in {one.id for one in atlas.ways}:
        raise UsageError(f"there is no way {way!r}; there are {', '.join(one.id for one in atlas.ways)}")
    checks.require(atlas)
    return AtlasMap(atlas, way=way)
