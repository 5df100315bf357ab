"""Many features as columns, compressed: how a page carries an atlas of tens of thousands of features.

A block holds the features of one way. Each property is a column: its different values once and a number a feature, or,
where nearly every feature has its own, the values as they stand. Positions are whole numbers, each the step from the
one before, in units that leave every position exactly as it was. The block is JSON, deflated (RFC 1950, which every
browser inflates by itself) and written in base64.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from geo import enrich
from geo.frames import property_names
from geo.meridian import cut, parts_of
from geo.model import Localised

if TYPE_CHECKING:
    from geo.model import AnyFeature, Atlas, Properties

MANY = 2000  # features of a page from which on it is written so
LEVEL = 5  # of compression: 6 takes a third longer for one part in a hundred
ABSENT = -1
MOST_DIGITS = 9  # decimals of a degree that whole numbers can hold for any position
TYPES = ("Point", "LineString", "MultiLineString")


class Packed:
    """The features of an atlas, way by way, each way packed once however many pages it stands on."""

    def __init__(self, atlas: Atlas) -> None:
        self._of: defaultdict[str, list[tuple[int, AnyFeature]]] = defaultdict(list)
        for number, feature in enumerate(atlas.features):
            self._of[feature.properties.way].append((number, feature))
        self._texts: dict[str, str] = {}

    def text(self, way: str) -> str:
        """Return the block of one way, in base64."""
        if way not in self._texts:
            numbers, features = zip(*self._of[way], strict=True) if self._of[way] else ((), ())
            self._texts[way] = pack(columns_of(features) | {"order": steps(numbers)})
        return self._texts[way]


def pack(value: Any) -> str:
    """Return a JSON value deflated, in base64."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(zlib.compress(text.encode("utf-8"), LEVEL)).decode("ascii")


def unpack(text: str) -> Any:
    """Return the JSON value that was packed."""
    return json.loads(zlib.decompress(base64.b64decode(text)))


def columns_of(features: Sequence[AnyFeature]) -> dict[str, Any]:
    """Return features as columns: ids, properties in the model's order, geometry, drawn lengths in whole km."""
    rows = [_row(feature.properties) for feature in features]
    names = dict.fromkeys(chain(_ordered_names(features), chain.from_iterable(rows)))
    properties = {name: column([row.get(name, ABSENT) for row in rows]) for name in names}
    lengths = [0 if f.geometry.type == "Point" else round(enrich.length_km(f.geometry)) for f in features]
    boxes = {index: f.bbox for index, f in enumerate(features) if f.bbox is not None}
    return {
        "id": [feature.id for feature in features],
        "properties": {name: packed for name, packed in properties.items() if packed.get("words", True)},
        "lengths": lengths,
        **({"bbox": boxes} if boxes else {}),
        **_geometry(features),
    }


def _ordered_names(features: Sequence[AnyFeature]) -> list[str]:
    """Return the names of properties in the model's order, languages spread, the number of people first."""
    tags = dict.fromkeys(tag for feature in features for tag in feature.properties.name)
    local = {name for feature in features[:1] for name in type(feature.properties).localised_names()}
    spread = ([f"{name}_{tag}" for tag in tags] if name in local else [name] for name in property_names())
    return ["people", *chain.from_iterable(spread)]


def _row(properties: Properties) -> dict[str, Any]:
    """Return what a feature says, languages spread, defaults left out, as `model.to_geojson` does."""
    row: dict[str, Any] = {}
    members = properties.__dict__
    for name, default, local in _fields(type(properties)):
        value = members[name]
        if local:
            row.update((f"{name}_{tag}", text) for tag, text in value.items())
        elif value is None or not value:
            if default is _REQUIRED or value != default:
                row[name] = value
        else:
            row[name] = [item.model_dump() for item in value] if name == "reviewed" else value
    return row


_REQUIRED = object()


@cache
def _fields(kind: type[Localised]) -> tuple[tuple[str, Any, bool], ...]:
    """Return name and default of each field, and whether it stands once a language."""
    local = kind.localised_names()
    return tuple(
        (name, _REQUIRED if info.is_required() else info.default, name in local)
        for name, info in kind.model_fields.items()
    )


def column(values: Sequence[Any]) -> dict[str, Any]:
    """Return a column: `values` as they stand, or its different `words` and the number of one `at` each row."""
    numbers: dict[Any, int] = {}
    at = []
    for value in values:
        key = json.dumps(value) if type(value) is list else value
        at.append(ABSENT if value is ABSENT else numbers.setdefault(key, len(numbers)))
    if len(numbers) == len(at):
        return {"values": list(values)}
    words: list[Any] = [None] * len(numbers)
    for number, value in zip(at, values, strict=True):
        if number != ABSENT:
            words[number] = value
    return {"words": words, "at": at}


def _geometry(features: Sequence[AnyFeature]) -> dict[str, Any]:
    """Return geometry: each feature's type, positions a part (the number of parts first, where several), steps."""
    types, sizes = [], []
    positions: list[tuple[float, float]] = []
    for feature in features:
        geometry = feature.geometry
        parts: Sequence[Sequence[Any]] = parts_of(geometry)
        types.append(TYPES.index(geometry.type))
        if any(abs(b[0] - a[0]) > 180 for part in parts for a, b in pairwise(part)):
            whole: Mapping[str, Any] = cut(geometry)
            types[-1] = TYPES.index(whole["type"])
            parts = whole["coordinates"] if types[-1] == 2 else [whole["coordinates"]]
        if types[-1] == 2:
            sizes.append(len(parts))
        if types[-1]:
            sizes.extend(map(len, parts))
        for part in parts:
            positions.extend(part)
    digits, lons, lats = _whole([p[0] for p in positions], [p[1] for p in positions])
    return {"types": types, "sizes": sizes, "digits": digits, "lons": lons, "lats": lats}


def _whole(lons: Sequence[float], lats: Sequence[float]) -> tuple[int, Sequence[float], Sequence[float]]:
    """Return the decimals that every number needs and the steps in that unit, or -1 and the numbers themselves."""
    different = {*lons, *lats}
    for digits in range(MOST_DIGITS + 1):
        unit = 10**digits
        whole = {number: round(number * unit) for number in different}
        if all(value / unit == number for number, value in whole.items()):
            return digits, steps([whole[number] for number in lons]), steps([whole[number] for number in lats])
    return -1, lons, lats


def steps(numbers: Sequence[int]) -> list[int]:
    """Return each number less the one before it."""
    return [number - before for before, number in zip((0, *numbers), numbers, strict=False)]
