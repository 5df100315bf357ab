"""GeoJSON as RFC 7946 wants it: cut at the 180th meridian, a box round all, no `crs`.

The atlas holds points and lines only, so there is no ring whose winding could be wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from geo.meridian import bounds, cut
from geo.model import AnyFeature, Atlas, to_geojson
from geo.pause import collection_paused
from geo.selection import select


def to_feature_collection(
    atlas: Atlas, ways: Iterable[str] | None = None, kinds: Iterable[str] | None = None
) -> dict[str, Any]:
    """Return the atlas, or the named ways and kinds of it, as the JSON object of an RFC 7946 FeatureCollection.

    Positions are [lon, lat] in degrees (WGS 84); `bbox` is west, south, east, north, west greater than east where it
    spans the 180th meridian, and left out where there is no feature. Raises UsageError for an unknown way or kind.
    """
    return collection(select(atlas, ways, kinds))


def geojson_text(atlas: Atlas, ways: Iterable[str] | None = None, kinds: Iterable[str] | None = None) -> str:
    """Return that FeatureCollection as text: a feature a line, the same for the same atlas, a newline at the end."""
    return features_text(select(atlas, ways, kinds))


@collection_paused()
def features_text(features: tuple[AnyFeature, ...]) -> str:
    """Return features as the text of a FeatureCollection; no more than one is held as an object at a time."""
    lines = [_json(feature_object(feature)) for feature in features]
    return _text(_head(features), lines)


def collection(features: tuple[AnyFeature, ...]) -> dict[str, Any]:
    """Return features as a FeatureCollection."""
    return {**_head(features), "features": [feature_object(feature) for feature in features]}


def _head(features: tuple[AnyFeature, ...]) -> dict[str, Any]:
    box = bounds(features)
    bbox = {} if box is None else {"bbox": list(box)}
    return {"type": "FeatureCollection", **bbox}


def feature_object(feature: AnyFeature) -> dict[str, Any]:
    """Return a feature as a JSON object of its own: lists throughout, its line cut at the 180th meridian."""
    value = to_geojson(feature)
    properties = {key: plain(item) for key, item in value["properties"].items()}
    bbox = {} if feature.bbox is None else {"bbox": list(feature.bbox)}
    geometry = cut(feature.geometry)
    return {"type": "Feature", "id": feature.id, **bbox, "geometry": geometry, "properties": properties}


def collection_text(value: Mapping[str, Any]) -> str:
    """Return a FeatureCollection as JSON text, a feature a line."""
    head = {key: item for key, item in value.items() if key != "features"}
    return _text(head, map(_json, value["features"]))


def _text(head: Mapping[str, Any], lines: Iterable[str]) -> str:
    joined = ",\n".join(lines)
    return f'{_json(head)[:-1]},"features":[\n{joined}\n]}}\n'


def plain(value: Any) -> Any:
    """Return a value of the model as JSON has it: tuples as lists, mappings as objects."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
