"""The JSON Schema that editors complete with: it takes what the loader takes and refuses what it refuses."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from geo.schema import routes_schema, schema_text
from tests import small_atlas

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent.parent / "data"
VALIDATOR = jsonschema.Draft202012Validator(routes_schema())


def faults(value: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(value)]


def test_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(routes_schema())


def test_schema_in_the_data_folder_is_the_one_of_the_model() -> None:
    assert (DATA / "routes.schema.json").read_text(encoding="utf-8") == schema_text()


def test_real_and_small_atlas_follow_the_schema() -> None:
    assert faults(json.loads((DATA / "routes.geojson").read_text(encoding="utf-8"))) == []
    assert faults(small_atlas.routes()) == []


def properties(routes: dict[str, Any], number: int) -> dict[str, Any]:
    return routes["features"][number]["properties"]


@pytest.mark.parametrize(
    "change",
    [
        lambda r: properties(r, 0).pop("way"),
        lambda r: properties(r, 0).pop("name_ko"),
        lambda r: properties(r, 0).update(nmae_en="Name"),
        lambda r: properties(r, 0).update(certainty="certain"),
        lambda r: properties(r, 0).update(sources=[]),
        lambda r: properties(r, 0).update(countries=["Laos"]),
        lambda r: properties(r, 6).update(start="May 1999"),
        lambda r: properties(r, 6).update(people="four"),
        lambda r: properties(r, 4).update(leg=0),
        lambda r: r["features"][1].update(id=7),
        lambda r: r["features"][1]["geometry"].update(coordinates=[126.0]),
        lambda r: r["features"][1]["geometry"].update(coordinates=[226.0, 1.0]),
        lambda r: r["features"][1]["geometry"].update(type="Polygon"),
        lambda r: r["features"][0]["geometry"].update(coordinates=[[1.0, 2.0]]),
        lambda r: r.update(type="Features"),
        lambda r: r.update(crs={}),
    ],
)
def test_schema_refuses_what_the_loader_refuses(change: Callable[[dict[str, Any]], object]) -> None:
    routes = deepcopy(small_atlas.routes())
    change(routes)
    assert faults(routes)


def test_schema_takes_other_languages() -> None:
    text = json.dumps(small_atlas.routes(), ensure_ascii=False).replace("_ko", "_zh-Hant").replace("_en", "_de")
    german = jsonschema.Draft202012Validator(routes_schema(("de", "zh-Hant")))
    assert list(german.iter_errors(json.loads(text))) == []


def test_schema_describes_what_an_editor_types() -> None:
    definitions = routes_schema()["$defs"]
    leg = definitions["LegProperties"]["properties"]
    assert leg["mode"]["enum"][:3] == ["foot", "road", "rail"]
    assert all(leg[name].get("description") for name in ("way", "from_place", "sources", "countries"))
