"""A small valid atlas for whoever begins one of their own, with a README that explains every field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from geo.controls import asset
from geo.errors import FileError, UsageError
from geo.export import write_folder
from geo.model import ROUTES, SOURCES, WAYS
from geo.schema import routes_schema

README, SCHEMA = "README.md", "routes.schema.json"
LANGUAGE = "en"


def starter_files() -> dict[str, bytes]:
    """Return the files of the starter atlas by name."""
    written = {name: asset(f"starter/{name}") for name in (README, WAYS, ROUTES, SOURCES)}
    written[SCHEMA] = json.dumps(starter_schema(), indent=2, ensure_ascii=False) + "\n"
    return {name: text.encode() for name, text in written.items()}


def starter_schema() -> dict[str, Any]:
    """Return the JSON Schema of a new atlas's routes.geojson: it offers English texts and takes those of any language.

    It asks for none, because the atlas may change its languages; `check` says which texts are missing.
    """
    schema = routes_schema((LANGUAGE,))
    for definition in schema["$defs"].values():
        asked = definition.get("required", [])
        definition["required"] = [name for name in asked if not name.endswith(f"_{LANGUAGE}")]
    return schema


def write_starter(folder: str | Path) -> tuple[str, ...]:
    """Return the names of the files put into a new or empty folder.

    Raises UsageError for a folder that holds anything, FileError where it cannot be written.
    """
    folder = Path(folder)
    try:
        filled = folder.exists() and any(folder.iterdir())
    except NotADirectoryError as error:
        raise UsageError(f"{folder}: is a file; expected a new or empty folder") from error
    except OSError as error:
        raise FileError(f"{folder}: cannot be read ({error.strerror or error})") from error
    if filled:
        raise UsageError(f"{folder}: is not empty; expected a new or empty folder")
    files = starter_files()
    write_folder(folder, files)
    return tuple(files)
