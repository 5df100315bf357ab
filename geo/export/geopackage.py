"""GeoPackage: a layer a way with the style that QGIS shows on opening, a table of sources, and metadata."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from geo.citation import cite, publisher
from geo.export.columnar import flat_frame
from geo.export.markup import cited_sources, said
from geo.export.qgis import style_qml
from geo.export.scratch import scratch_folder
from geo.model import AnyFeature, Atlas, Way

GEOMETRY = "geom"

SOURCES_TABLE = "atlas_sources"  # no layer is called so: ids of ways hold no underscore
# The table as QGIS makes it when it saves a style into a GeoPackage.
STYLES_TABLE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
"""
INSERT_STYLE = """
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,
  styleSLD, useAsDefault, description, owner, ui, update_time) VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '', NULL, ?)
"""
NO_DATE = "1970-01-01T00:00:00.000Z"  # of a file that is the same whenever it is made


def geopackage_bytes(atlas: Atlas, features: tuple[AnyFeature, ...]) -> bytes:
    """Return features as a GeoPackage: a layer for each way that has one of them (each way where none has)."""
    ways = [way for way in atlas.ways if any(feature.properties.way == way.id for feature in features)]
    with scratch_folder() as folder:
        path = folder / "atlas.gpkg"
        for way in ways or atlas.ways:
            _write_layer(path, atlas, way, tuple(f for f in features if f.properties.way == way.id))
        _write_sources(path, atlas, features)
        _finish(path, atlas, ways or atlas.ways)
        return _uncounted(path.read_bytes())


def _uncounted(database: bytes) -> bytes:
    """Return a SQLite file with a change counter of 1: how often GDAL writes depends on the clock.

    The counter and its copy must agree (SQLite file format, sections 1.3.7 and 1.3.16: offsets 24 and 92).
    """
    one = (1).to_bytes(4, "big")
    return database[:24] + one + database[28:92] + one + database[96:]


def _write_layer(path: Path, atlas: Atlas, way: Way, features: tuple[AnyFeature, ...]) -> None:
    import pyogrio  # here for start-up time: it loads GDAL

    language = atlas.languages[0]
    texts = [way.frequency_note, atlas.text.notice, atlas.text.licence]
    pyogrio.write_dataframe(
        flat_frame(atlas, features),
        path,
        driver="GPKG",
        layer=way.id,
        append=path.exists(),
        geometry_type="Unknown",
        dataset_metadata=None if path.exists() else _metadata(atlas),
        layer_metadata={f"NAME_{tag}": text for tag, text in way.name.items()},
        dataset_options=None if path.exists() else {"VERSION": "1.2"},  # what older GDAL reads without a warning
        GEOMETRY_NAME=GEOMETRY,
        IDENTIFIER=f"{said(way.name, language)} ({way.id})",  # GeoPackage wants it unique; two ways may share a name
        DESCRIPTION=" ".join(said(text, language) for text in texts if text),
    )


def _metadata(atlas: Atlas) -> dict[str, str]:
    """Return what the atlas says of itself, in every language, as items of metadata."""
    words = atlas.text
    texts = {"TITLE": words.title, "DESCRIPTION": words.description, "NOTICE": words.notice, "LICENCE": words.licence}
    return {f"{name}_{tag}": text for name, item in texts.items() if item for tag, text in item.items()}


def _write_sources(path: Path, atlas: Atlas, features: tuple[AnyFeature, ...]) -> None:
    """Add the sources of features as a table without geometry: id, citation a language, publisher, address, tier."""
    import pandas  # here for start-up time, as pyogrio
    import pyogrio

    found = cited_sources(atlas, features)
    cells: dict[str, list[str | None]] = {"id": [source.id for source in found]}
    cells |= {f"citation_{tag}": [cite(source, tag) for source in found] for tag in atlas.languages}
    cells["publisher"] = [publisher(source, atlas.languages[0]) for source in found]
    cells["url"] = [source.url for source in found]
    cells["tier"] = [source.custom.tier for source in found]
    frame = pandas.DataFrame({name: pandas.Series(items, dtype="string") for name, items in cells.items()})
    pyogrio.write_dataframe(frame, path, driver="GPKG", layer=SOURCES_TABLE, append=True)


def _finish(path: Path, atlas: Atlas, ways: Iterable[Way]) -> None:
    """Add the styles, and take the time of writing out, so that the same atlas gives the same bytes."""
    language = atlas.languages[0]
    styles = [
        (way.id, GEOMETRY, way.id[:30], style_qml(way, language), said(way.name, language), NO_DATE) for way in ways
    ]
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute(STYLES_TABLE)
        database.executemany(INSERT_STYLE, styles)
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles', '')"
        )
        database.execute("UPDATE gpkg_contents SET last_change = ?", (NO_DATE,))
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_metadata_reference'").fetchone():
            database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (NO_DATE,))
