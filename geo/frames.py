"""The atlas as a GeoDataFrame, for computing. The JSON stays the truth: a frame has its own ideas of lists and gaps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from geo import model
from geo.meridian import cut
from geo.model import AnyFeature, Atlas, Properties, to_geojson
from geo.selection import select

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CRS = "EPSG:4326"
LOCAL = Properties.localised_names()
DTYPES = {"precision_deg": "float64", "leg": "Int64", "people": "Int64"}
LISTS = ("sources", "countries", "see_also", "hazards", "reviewed")


def to_geodataframe(
    atlas: Atlas, ways: Iterable[str] | None = None, kinds: Iterable[str] | None = None
) -> GeoDataFrame:
    """Return the atlas, or the named ways and kinds of it, as a GeoDataFrame with a row a feature, by feature id.

    `ways` are ids of ways, `kinds` any of border, leg, place, case; None takes all, an empty list nothing.
    Geometry is (lon, lat) in degrees, EPSG:4326, cut at the 180th meridian as in the GeoJSON export. Columns are the
    same for every selection: one a property, texts one a language (`name_en`). Lists are lists, whole numbers
    `Int64`, dates text as in the data (`1997`, `1997-05`); what a feature does not say is missing (NA, for lists None).
    Raises UsageError for an unknown way or kind.

    >>> import geo
    >>> frame = geo.to_geodataframe(geo.load("data"), ways=["dmz"], kinds=["case"])
    >>> frame.geometry.geom_type.unique().tolist(), frame.crs.to_string()
    (['Point'], 'EPSG:4326')
    >>> frame.loc["dmz-panmunjom-soldier-2017", ["start", "outcome", "countries"]].tolist()
    ['2017-11-13', 'arrived', ['PRK', 'KOR']]
    >>> geo.to_geodataframe(geo.load("data"), kinds=["boat"])
    Traceback (most recent call last):
    geo.errors.UsageError: There is no kind 'boat'; available: border, leg, place, case.
    """
    features = select(atlas, ways, kinds)
    return frame_of(columns(atlas), map(row_of, features), features).set_index("id")


def frame_of(names: Sequence[str], rows: Iterable[Mapping[str, Any]], features: Sequence[AnyFeature]) -> GeoDataFrame:
    """Return a frame of the named columns, a row a feature, each column of the type that its property has."""
    import geopandas  # here for start-up time: a build does without
    import pandas
    import shapely

    table = list(rows)
    values = {name: [row.get(name) for row in table] for name in names}
    typed = {name: pandas.Series(items, dtype=_dtype(name, items)) for name, items in values.items()}
    geometry = shapely.from_geojson([_geometry_text(feature) for feature in features])
    return geopandas.GeoDataFrame(typed, geometry=geometry, crs=CRS)


@cache
def property_names() -> tuple[str, ...]:
    """Return the names of all properties that a feature of any kind may have, in the model's order."""
    kinds = (model.Properties, model.LegProperties, model.CaseProperties, model.PlaceProperties)
    return tuple(dict.fromkeys(name for kind in kinds for name in kind.model_fields))


def columns(atlas: Atlas) -> tuple[str, ...]:
    """Return the names of the columns, the same for every selection: texts once a language, others by name."""
    used = {tag for feature in atlas.features for name in LOCAL for tag in getattr(feature.properties, name)}
    languages = list(dict.fromkeys((*atlas.languages, *sorted(used))))
    spread = (([f"{name}_{tag}" for tag in languages] if name in LOCAL else [name]) for name in property_names())
    return ("id", *(name for names in spread for name in names))


def row_of(feature: AnyFeature) -> dict[str, Any]:
    """Return what a feature says as a row, lists as lists."""
    properties = to_geojson(feature)["properties"]
    return {"id": feature.id, **{k: list(v) if isinstance(v, tuple) else v for k, v in properties.items()}}


def _dtype(name: str, items: Sequence[Any]) -> str:
    if name in LISTS and not any(isinstance(item, str) for item in items):
        return "object"
    return DTYPES.get(name, "string")


def _geometry_text(feature: AnyFeature) -> str:
    return json.dumps(cut(feature.geometry))
