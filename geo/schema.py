"""The JSON Schema of data/routes.geojson, made from the model, so that editors complete and check while typing.

`python -m geo.schema` writes it to data/routes.schema.json.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from geo import model

TITLE = "routes.geojson: the lines and points of an atlas (RFC 7946 FeatureCollection)"


def routes_schema(languages: tuple[str, ...] = ("en", "ko")) -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12); texts appear as they stand in the file, once for each of `languages`."""
    schema = model.RoutesFile.model_json_schema(by_alias=True)
    for definition in schema["$defs"].values():
        _spread(definition, languages)
    schema.update({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLE})
    return schema


def schema_text(languages: tuple[str, ...] = ("en", "ko")) -> str:
    """Return the schema as it is written to data/routes.schema.json."""
    return json.dumps(routes_schema(languages), indent=2, ensure_ascii=False) + "\n"


def _spread(definition: dict[str, Any], languages: tuple[str, ...]) -> None:
    """Replace each member that maps languages to texts by one member a language; other languages may stand too."""
    properties = definition.get("properties", {})
    for name, member in list(properties.items()):
        if "additionalProperties" not in member and "patternProperties" not in member:
            continue
        text = {"type": "string", "minLength": 1, "maxLength": 10_000}
        definition.setdefault("patternProperties", {})[f"^{name}_{model.LANGUAGE.pattern}$"] = text
        del properties[name]
        for language in languages:
            properties[f"{name}_{language}"] = text | {"description": f"{member.get('description', '')} ({language})"}
        if name in definition.get("required", []):
            definition["required"].remove(name)
            definition["required"] += [f"{name}_{language}" for language in languages]


if __name__ == "__main__":
    Path("data/routes.schema.json").write_text(schema_text(), encoding="utf-8")
