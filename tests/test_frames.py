from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas
import pytest
import shapely

from geo.errors import UsageError
from geo.export import to_feature_collection
from geo.frames import columns, to_geodataframe
from geo.load import load
from geo.model import Atlas
from tests.export_atlases import DATA, FEATURES, atlas_at


@pytest.fixture(name="atlas", scope="module", params=["whole", "small"])
def _atlas(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return load(DATA) if request.param == "whole" else atlas_at(tmp_path_factory.mktemp("atlas"))


def said(value: Any) -> bool:
    return isinstance(value, list) or (value is not None and not pandas.isna(value))


def test_the_frame_says_what_the_export_says(atlas: Atlas) -> None:
    frame = to_geodataframe(atlas)
    assert frame.index.name == "id"
    for (name, row), item in zip(frame.iterrows(), to_feature_collection(atlas)["features"], strict=True):
        assert name == item["id"]
        properties = {key: value for key, value in row.items() if key != "geometry" and said(value)}
        wanted = {key: value for key, value in item["properties"].items() if value is not None}
        assert properties == wanted
        assert shapely.from_geojson(json.dumps(item["geometry"])).equals_exact(row["geometry"], 0)


def test_columns_and_types_are_the_same_for_every_selection(atlas: Atlas) -> None:
    whole = to_geodataframe(atlas)
    assert list(whole.columns) == [*columns(atlas)[1:], "geometry"]
    for kind in ("border", "leg", "place", "case"):
        part = to_geodataframe(atlas, kinds=[kind])
        assert (part.dtypes == whole.dtypes).all()
        assert set(part["kind"]) <= {kind}
    assert to_geodataframe(atlas, ways=[]).empty


def test_numbers_count_and_gaps_are_missing(tmp_path: Path) -> None:
    frame = to_geodataframe(atlas_at(tmp_path), kinds=["case"])
    assert frame["people"].sum() == 12
    assert frame["people"].isna().sum() == 1
    assert frame.loc["c", "hazards"] == ["cold", "drowning"]
    assert frame.crs.to_epsg() == 4326


def test_lines_that_cross_the_meridian_are_cut(tmp_path: Path) -> None:
    frame = to_geodataframe(atlas_at(tmp_path), kinds=["leg"])
    assert frame.geometry["a-b"].geom_type == "MultiLineString"
    assert frame.geometry["a-b"].length < 15  # degrees; uncut it would go round the world


def test_texts_of_any_language_have_a_column(tmp_path: Path) -> None:
    first = {**FEATURES[0], "properties": {**FEATURES[0]["properties"], "name_zh-Hant": "斐濟"}}
    frame = to_geodataframe(atlas_at(tmp_path, [first]))
    assert frame.loc["a", "name_zh-Hant"] == "斐濟"


def test_an_unknown_way_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no way 'west'; available: north, south"):
        to_geodataframe(atlas_at(tmp_path), ways=["west"])
