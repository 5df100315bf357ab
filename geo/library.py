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

    `way` is the id of one way; without it all are on the map. The map is the page that the command writes, all files
    in it. What is added with `add_child` goes by folium's habits, so its positions are (lat, lon) degrees; where it
    loads files from another host, the page's policy is opened for that host.
    Raises DataError with every error that the checks find, UsageError where there is no such way.

    >>> import folium, geo
    >>> atlas_map = geo.build(geo.load("data"), way="dmz")
    >>> isinstance(atlas_map, folium.Map)
    True
    >>> marker = folium.CircleMarker([37.6, 127.0], radius=8).add_to(atlas_map)
    >>> atlas_map.save("dmz.html")
    """
    from geo.folium_map import AtlasMap  # folium takes most of the start-up time

    if way is not None and way not in {one.id for one in atlas.ways}:
        raise UsageError(f"there is no way {way!r}; there are {', '.join(one.id for one in atlas.ways)}")
    checks.require(atlas)
    return AtlasMap(atlas, way=way)
