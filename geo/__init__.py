"""An atlas of lines and points as one offline map, with a source for every statement.

`load` reads a folder, `check` returns what is wrong in it, `build` is a `folium.Map`, `to_geodataframe` and `export`
take the data out. Coordinates are (longitude, latitude) in degrees, WGS 84, as in GeoJSON; bounds are west, south,
east, north. An atlas is immutable: nothing that is done with it changes it.

    >>> import geo
    >>> atlas = geo.load("data")
    >>> len(atlas.ways), atlas.languages
    (10, ('en', 'ko'))
    >>> atlas.way("dmz").rank, len(atlas.way("dmz").name)
    (3, 2)
    >>> feature = next(one for one in atlas.features if one.id == "border-seoul")
    >>> feature.properties.kind, feature.geometry.coordinates
    ('place', Position(lon=127.0, lat=37.6))

`check(atlas, today=None)` returns a list of `Problem`, sorted by file and line, empty where all is well. A problem has
`path`, `line`, `rule`, `feature` (an id or None), `message` and `level` (`error` or `warning`); as text it is one line.
`today` is the date that the embargo of a year counts from.

    >>> geo.check(atlas)
    []

What goes wrong is a `GeoError`: `FileError` for a file that cannot be read or written, `DataError` for data with
mistakes (`problems` holds them all), `UsageError` for a way, kind or format that there is not. `load` raises the first
two.

    >>> geo.load("nowhere")
    Traceback (most recent call last):
    geo.errors.FileError: nowhere/routes.geojson: is not there
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from geo.errors import DataError, FileError, GeoError, Problem, StaleError, UsageError

if TYPE_CHECKING:
    from geo.checks import check
    from geo.export import export
    from geo.frames import to_geodataframe
    from geo.library import build
    from geo.load import load
    from geo.model import Atlas

__version__ = "0.1.0"
__all__ = [
    "Atlas",
    "DataError",
    "FileError",
    "GeoError",
    "Problem",
    "StaleError",
    "UsageError",
    "build",
    "check",
    "export",
    "load",
    "to_geodataframe",
]

_HOMES = {
    "Atlas": "geo.model",
    "build": "geo.library",
    "check": "geo.checks",
    "export": "geo.export",
    "load": "geo.load",
    "to_geodataframe": "geo.frames",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: `import geo` itself stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """The package, in which `geo.load` and `geo.export` stay functions though modules of these names are imported."""

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute, but not the module that an import would put in a public name's place."""
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
