"""The atlas taken out again: GeoJSON and what GIS programs, spreadsheets and globes read.

`FORMATS` is the list of formats: what each is, what it cannot hold, and the function that makes its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from geo.errors import UsageError
from geo.export.columnar import flatgeobuf_bytes, parquet_bytes
from geo.export.files import write_folder, write_whole
from geo.export.geojson import collection, collection_text, geojson_text, to_feature_collection
from geo.export.geopackage import geopackage_bytes
from geo.export.gpx import gpx_bytes
from geo.export.kml import kml_bytes
from geo.export.table import csv_bytes
from geo.model import AnyFeature, Atlas
from geo.selection import known, select

__all__ = [
    "FORMATS",
    "Format",
    "collection",
    "export",
    "exported",
    "format_of",
    "formats_table",
    "geojson_text",
    "to_feature_collection",
    "write_folder",
    "write_whole",
]


@dataclass(frozen=True)
class Format:
    """One format: what it is for, what of the atlas it cannot hold, its file endings, and what makes its bytes."""

    title: str
    description: str
    loses: str
    suffixes: tuple[str, ...]
    write: Callable[[Atlas, tuple[AnyFeature, ...]], bytes]


def _geojson_bytes(_: Atlas, features: tuple[AnyFeature, ...]) -> bytes:
    return collection_text(collection(features)).encode("utf-8")


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "geojson": Format(
            "GeoJSON",
            "RFC 7946, a feature a line; the atlas reads it again in place of `routes.geojson`",
            "nothing of the features; sources stand by id",
            (".geojson", ".json"),
            _geojson_bytes,
        ),
        "gpkg": Format(
            "GeoPackage",
            "for QGIS: a layer a way with its style, a table of sources, metadata",
            "lists (ids joined by spaces), partial dates as dates (they are text)",
            (".gpkg",),
            geopackage_bytes,
        ),
        "kml": Format(
            "KML",
            "for Google Earth: a folder a way, colours, descriptions with sources, a time slider",
            "dashes of lines, lists (joined by spaces), numbers as numbers (all fields are text)",
            (".kml",),
            kml_bytes,
        ),
        "gpx": Format(
            "GPX",
            "for GPS programs: waypoints and routes, every property as an extension",
            "lines in several parts (a route a part, with the same id), colours, dates (they are text); GDAL drops "
            "line breaks in extensions",
            (".gpx",),
            gpx_bytes,
        ),
        "csv": Format(
            "CSV",
            "for spreadsheets: a row a feature, citations in words, points as lon and lat, all geometry as WKT",
            "lists (joined by spaces); a text that looks like a formula has an apostrophe before it",
            (".csv",),
            csv_bytes,
        ),
        "fgb": Format(
            "FlatGeobuf",
            "for web maps and large data: one layer with a spatial index",
            "the order of features, lists (joined by spaces), the difference between missing and empty lists",
            (".fgb",),
            flatgeobuf_bytes,
        ),
        "parquet": Format(
            "GeoParquet",
            "for pandas, DuckDB and the like, lists as lists; needs `pyarrow`",
            "reviewed exceptions as objects (they are JSON text); sources stand by id",
            (".parquet", ".geoparquet"),
            parquet_bytes,
        ),
    }
)


def export(
    atlas: Atlas,
    path: str | Path,
    *,
    format: str | None = None,
    ways: Iterable[str] | None = None,
    kinds: Iterable[str] | None = None,
) -> None:
    """Write the atlas, or the named ways and kinds of it, to a file; `format` is told from its ending if not given.

    `ways` are ids of ways, `kinds` any of border, leg, place, case; None takes all. Positions are (lon, lat) degrees,
    EPSG:4326, in every format, lines cut at the 180th meridian; `FORMATS` says what each cannot hold. The file is
    replaced whole or not at all. Raises UsageError, which says what there is, for an unknown format, way or kind, where
    the format needs a library that is not installed, and for a file that the atlas was read from; FileError where the
    file cannot be written.

    >>> import geo, pyogrio
    >>> atlas = geo.load("data")
    >>> geo.export(atlas, "dmz.gpkg", ways=["dmz"])
    >>> pyogrio.list_layers("dmz.gpkg")[:, 0].tolist()
    ['dmz', 'atlas_sources', 'layer_styles']
    >>> geo.export(atlas, "atlas.zip", format="shapefile")
    Traceback (most recent call last):
    geo.errors.UsageError: There is no format 'shapefile'; available: geojson, gpkg, kml, gpx, csv, fgb, parquet.
    """
    name = format_of(path) if format is None else format
    _require_apart(atlas, Path(path))
    write_whole(path, exported(atlas, name, ways=ways, kinds=kinds))


def _require_apart(atlas: Atlas, path: Path) -> None:
    """Raise UsageError for a file that the atlas was read from: what an editor wrote is not overwritten."""
    read = [Path(file.path) for file in atlas.files.values()]
    if path.exists() and any(file.exists() and file.samefile(path) for file in read):
        raise UsageError(f"{path}: the atlas was read from it; expected another file")


def exported(
    atlas: Atlas,
    format: str,
    *,
    ways: Iterable[str] | None = None,
    kinds: Iterable[str] | None = None,
) -> bytes:
    """Return the bytes that `export` writes; raises UsageError as it does."""
    (name,) = known("format", [format], FORMATS)
    return FORMATS[name].write(atlas, select(atlas, ways, kinds))


def format_of(path: str | Path) -> str:
    """Return the name of the format that a file's ending stands for; raises UsageError where it stands for none."""
    suffix = Path(path).suffix.lower()
    found = next((name for name, form in FORMATS.items() if suffix in form.suffixes), None)
    if found is None:
        endings = ", ".join(ending for form in FORMATS.values() for ending in form.suffixes)
        raise UsageError(f"{path}: its ending names no format; expected one of {endings}, or a format by name.")
    return found


def formats_table() -> str:
    """Return the Markdown table of formats that stands in README."""
    head = "| format | file | what it is | what it cannot hold |\n| --- | --- | --- | --- |"
    lines = [
        f"| {form.title} | `{form.suffixes[0]}` | {form.description} | {form.loses} |" for form in FORMATS.values()
    ]
    return "\n".join([head, *lines]) + "\n"
