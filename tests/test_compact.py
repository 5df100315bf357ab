"""What is packed for a large page comes out as it went in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import compact, page_data
from geo.export import to_feature_collection
from geo.model import Atlas
from tests.export_atlases import HOSTILE, atlas_at, feature


def unpacked(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The features of a block, as unpack.js makes them."""
    sizes, lons, lats = iter(block["sizes"]), numbers(block, "lons"), numbers(block, "lats")
    at = 0

    def part(size: int) -> list[list[float]]:
        nonlocal at
        at += size
        return [[lons[i], lats[i]] for i in range(at - size, at)]

    features = []
    for row, identifier in enumerate(block["id"]):
        kind = block["types"][row]
        parts = [part(next(sizes)) for _ in range(next(sizes) if kind == 2 else 1)] if kind else [part(1)]
        coordinates = parts if kind == 2 else parts[0] if kind else parts[0][0]
        properties = {}
        for name, column in block["properties"].items():
            number = column["at"][row] if "at" in column else row
            if number >= 0:
                properties[name] = column.get("words", column.get("values"))[number]
        box = block.get("bbox", {}).get(str(row))
        geometry = {"type": compact.TYPES[kind], "coordinates": coordinates}
        bbox = {"bbox": box} if box else {}
        features.append({"type": "Feature", "id": identifier, **bbox, "geometry": geometry, "properties": properties})
    return features


def numbers(block: dict[str, Any], name: str) -> list[float]:
    """The longitudes or latitudes of a block, in degrees."""
    if block["digits"] < 0:
        return list(block[name])
    total, found = 0, []
    for step in block[name]:
        total += step
        found.append(total / 10 ** block["digits"])
    return found


def packed_features(atlas: Atlas) -> list[dict[str, Any]]:
    """All features of an atlas, packed and unpacked, in the atlas's order."""
    packed, found = compact.Packed(atlas), {}
    for way in atlas.ways:
        block = compact.unpack(packed.text(way.id))
        order = 0
        for step, one in zip(block["order"], unpacked(block), strict=True):
            order += step
            found[order] = one
    return [found[number] for number in sorted(found)]


def test_features_come_out_as_they_are_exported(tmp_path: Path) -> None:
    atlas = atlas_at(tmp_path)
    expected = json.loads(json.dumps(to_feature_collection(atlas)["features"]))
    assert packed_features(atlas) == expected


def test_the_real_features_too() -> None:
    from geo.load import load

    atlas = load(Path(__file__).parents[1] / "data")
    assert packed_features(atlas) == json.loads(json.dumps(to_feature_collection(atlas)["features"]))


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1))
def test_positions_of_any_digits_are_exact(positions: list[tuple[float, float]]) -> None:
    lons, lats = [list(side) for side in zip(*positions, strict=True)]
    digits, packed_lons, packed_lats = compact._whole(lons, lats)
    block = {"digits": digits, "lons": packed_lons, "lats": packed_lats}
    assert numbers(block, "lons") == lons
    assert numbers(block, "lats") == lats


@given(st.lists(st.one_of(st.just(compact.ABSENT), st.text(), st.integers(min_value=2), st.none())))
def test_columns_keep_every_value(values: list[Any]) -> None:
    column = compact.column(values)
    if "values" in column:
        assert column["values"] == values
    else:
        assert [compact.ABSENT if at < 0 else column["words"][at] for at in column["at"]] == values


def test_a_block_is_inert(tmp_path: Path) -> None:
    features = [feature(f"case-{n}", "case", [1.0, 51.5], name_en=HOSTILE) for n in range(3)]
    atlas = atlas_at(tmp_path, features)
    assert compact.Packed(atlas).text("north").replace("+", "").replace("/", "").rstrip("=").isalnum()


def test_pages_are_packed_from_a_number_of_features_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    features = [feature(f"case-{n}", "case", [1.0, 51.5], way="north" if n < 4 else "south") for n in range(6)]
    atlas = atlas_at(tmp_path, features)
    monkeypatch.setattr(page_data, "MANY", 3)
    names = {way: [name for name, _ in page_data.blocks(atlas, way)] for way in (None, "north", "south")}
    assert [name for name in names[None] if name.startswith("features-")] == ["features-north", "features-south"]
    assert [name for name in names["north"] if name.startswith("features-")] == ["features-north"]
    assert not [name for name in names["south"] if name.startswith("features-")]
    data = {way: page_data.page_data(atlas, way) for way in (None, "south")}
    assert data[None]["many"] == 6
    assert data[None]["features"] == []
    assert "many" not in data["south"]
    assert len(data["south"]["features"]) == 2
