"""The starter atlas: valid without a warning, explained field by field, put into empty folders only."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, get_args

import jsonschema
import pytest

from geo import checks, model
from geo.errors import FileError, UsageError
from geo.load import load
from geo.site import page_text
from geo.starter import starter_files, write_starter

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_valid_without_a_warning(tmp_path: Path) -> None:
    write_starter(tmp_path / "mine")
    assert checks.check(load(tmp_path / "mine")) == []


def test_it_shows_every_kind_but_borders(tmp_path: Path) -> None:
    write_starter(tmp_path)
    atlas = load(tmp_path)
    assert {feature.properties.kind for feature in atlas.features} == {"leg", "place", "case"}
    assert len(atlas.ways) == 2
    assert atlas.sources


@pytest.mark.parametrize(
    "kind",
    [
        model.AtlasText, model.Way, model.WayText, model.Section, model.Claim, model.Word, model.BorderProperties,
        model.LegProperties, model.PlaceProperties, model.CaseProperties, model.Reviewed, model.Source, model.Grade,
        model.Issued, model.Name, model.Arrival,
    ],
)  # fmt: skip
def test_the_readme_explains_every_field(kind: type[model.BaseModel]) -> None:
    readme = starter_files()["README.md"].decode()
    explained = set(re.findall(r"`([^`]+)`", readme)) | set(",".join(re.findall(r"`([^`]*,[^`]*)`", readme)).split(","))
    localised = kind.localised_names() if issubclass(kind, model.Localised) else ()
    names = {f"{name}_en" if name in localised else info.alias or name for name, info in kind.model_fields.items()}
    assert names <= explained


def test_the_readme_gives_every_word() -> None:
    readme = starter_files()["README.md"].decode()
    for words in (model.Kind, model.Certainty, model.Mode, model.Outcome, model.Hazard, model.Role, model.Topic):
        assert all(f"`{word}`" in readme for word in get_args(words))


def in_other_languages(value: Any) -> Any:
    """Return JSON in which each English text has become one in languages that are not English."""
    if isinstance(value, list):
        return [in_other_languages(item) for item in value]
    if not isinstance(value, dict):
        return value
    texts = {"zh-Hant": "文字", "pt-BR": "Texto", "sr-Latn": "Tekst"}
    other: dict[str, Any] = {}
    for name, item in value.items():
        name_of, _, tag = name.rpartition("_")
        other |= {f"{name_of}_{one}": texts[one] for one in texts} if tag == "en" else {name: in_other_languages(item)}
    return other


def translate(folder: Path) -> None:
    """Take English out of a starter atlas, and all but its points."""
    for name in ("ways.json", "routes.geojson"):
        value = in_other_languages(json.loads((folder / name).read_text(encoding="utf-8")))
        if name == "ways.json":
            value["atlas"]["languages"] = ["zh-Hant", "pt-BR", "sr-Latn"]
        else:
            value["features"] = [one for one in value["features"] if one["geometry"]["type"] == "Point"]
            for one in value["features"]:
                one["properties"].pop("see_also", None)
        (folder / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def test_it_becomes_an_atlas_of_points_in_other_languages(tmp_path: Path) -> None:
    write_starter(tmp_path)
    translate(tmp_path)
    atlas = load(tmp_path)
    assert checks.check(atlas) == []
    page = page_text(atlas)
    assert '<html lang="zh-Hant"' in page
    assert f"<title>{atlas.text.title['zh-Hant']}</title>" in page


def test_the_schema_beside_it_offers_its_language_and_takes_any(tmp_path: Path) -> None:
    write_starter(tmp_path)
    schema = json.loads((tmp_path / "routes.schema.json").read_text(encoding="utf-8"))
    assert "name_en" in json.dumps(schema)
    assert "name_ko" not in json.dumps(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    for change in (lambda folder: None, translate):
        change(tmp_path)
        routes = json.loads((tmp_path / "routes.geojson").read_text(encoding="utf-8"))
        assert list(validator.iter_errors(routes)) == []
        del routes["features"][0]["properties"]["way"]
        assert list(validator.iter_errors(routes))


def test_a_folder_that_holds_anything_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is not empty"):
        write_starter(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(UsageError, match="is a file"):
        write_starter(tmp_path / "letter.txt")
    with pytest.raises((UsageError, FileError)):
        write_starter(tmp_path / "letter.txt" / "below")
