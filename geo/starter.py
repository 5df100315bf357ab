"""A small valid atlas for whoever begins one of their own, with a README that explains every field."""

from __future__ import annotations

from pathlib import Path

from geo.controls import asset
from geo.errors import FileError, UsageError
from geo.export import write_folder
from geo.model import ROUTES, SOURCES, WAYS
from geo.schema import schema_text

README, SCHEMA = "README.md", "routes.schema.json"
LANGUAGES = ("en",)


def starter_files() -> dict[str, bytes]:
    """Return the files of the starter atlas by name."""
    written = {name: asset(f"starter/{name}") for name in (README, WAYS, ROUTES, SOURCES)}
    written[SCHEMA] = schema_text(LANGUAGES)
    return {name: text.encode() for name, text in written.items()}


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
