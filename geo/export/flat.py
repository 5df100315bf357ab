"""A feature as one flat row, for the formats that have cells: no lists, no objects, and the citations in words.

Lists of ids and codes are joined by spaces, as in arrivals.csv; none of them holds one. Reviewed exceptions are JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from geo.citation import citations
from geo.export.geojson import plain
from geo.frames import columns
from geo.model import AnyFeature, Atlas, to_geojson

Cell = str | int | float | None
CITATIONS = "citations"


def rows(atlas: Atlas, features: Iterable[AnyFeature]) -> list[dict[str, Cell]]:
    """Return a row a feature, every column of `columns` in it and then the citations in the default language."""
    names = columns(atlas)
    return [{**dict.fromkeys(names), **cells(feature), CITATIONS: cited(atlas, feature)} for feature in features]


def cells(feature: AnyFeature) -> dict[str, Cell]:
    """Return what a feature says as flat cells, without what it leaves out."""
    properties = to_geojson(feature)["properties"]
    return {"id": feature.id, **{name: cell(value) for name, value in properties.items()}}


def cell(value: Any) -> Cell:
    """Return one property as a cell."""
    if not isinstance(value, tuple | list):
        return value if isinstance(value, str | int | float) else None
    if all(isinstance(item, str) for item in value):
        return " ".join(value)
    return json.dumps(plain(value), ensure_ascii=False)


def cited(atlas: Atlas, feature: AnyFeature) -> str:
    """Return the citations of a feature's sources in the atlas's default language, on one line."""
    return "; ".join(citations(atlas, feature.properties.sources, atlas.languages[0]))
