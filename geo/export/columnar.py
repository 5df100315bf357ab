"""FlatGeobuf and GeoParquet: one table of all features, for machines."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from geo.errors import UsageError
from geo.export.flat import CITATIONS, rows
from geo.export.scratch import scratch_folder
from geo.frames import LISTS, columns, frame_of, row_of
from geo.model import AnyFeature, Atlas

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LAYER = "atlas"
NO_PYARROW = (
    "The format parquet needs pyarrow, which is not installed; pip install pyarrow brings it "
    "(with pipx: pipx inject ten-ways-atlas pyarrow)."
)


def flatgeobuf_bytes(atlas: Atlas, features: tuple[AnyFeature, ...]) -> bytes:
    """Return features as FlatGeobuf with its spatial index, which puts them in an order of its own."""
    import pyogrio  # here for start-up time: it loads GDAL

    with scratch_folder() as folder:
        path = folder / "atlas.fgb"
        pyogrio.write_dataframe(
            flat_frame(atlas, features),
            path,
            driver="FlatGeobuf",
            layer=LAYER,
            geometry_type="Unknown",
            TITLE=atlas.text.title[atlas.languages[0]],
            DESCRIPTION=atlas.text.notice[atlas.languages[0]],
        )
        return path.read_bytes()


def flat_frame(atlas: Atlas, features: tuple[AnyFeature, ...]) -> GeoDataFrame:
    """Return features as a frame of flat cells, with their citations."""
    return frame_of((*columns(atlas), CITATIONS), rows(atlas, features), features)


def parquet_bytes(atlas: Atlas, features: tuple[AnyFeature, ...]) -> bytes:
    """Return features as GeoParquet 1.1 with lists as lists; raises UsageError where pyarrow is not installed."""
    try:
        import pyarrow  # an optional extra
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(NO_PYARROW) from error

    frame = frame_of(columns(atlas), map(row_of, features), features)
    frame["reviewed"] = frame["reviewed"].map(json.dumps, na_action="ignore").astype("string")
    first, out = io.BytesIO(), io.BytesIO()
    frame.to_parquet(first, index=False, schema_version="1.1.0")
    table = parquet.read_table(first)
    texts = pyarrow.list_(pyarrow.string())
    for name in LISTS:  # lists that are all empty or missing have no type of their own
        if name != "reviewed":
            at = table.schema.get_field_index(name)
            table = table.set_column(at, pyarrow.field(name, texts), table.column(name).cast(texts))
    parquet.write_table(table, out)
    return out.getvalue()
