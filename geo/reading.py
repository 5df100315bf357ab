"""The bytes of a file and the JSON in a text: read with bounds, and what is wrong said in a sentence."""

from __future__ import annotations

import json
import re
import stat
from typing import TYPE_CHECKING, Any, NoReturn

from geo import positions
from geo.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 128 * 1024 * 1024  # bytes; 100,000 features take about half of it


class JsonError(Exception):
    """A text is no JSON; holds the line and a sentence."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


def parse_json(text: str) -> tuple[Any, list[positions.Path]]:
    """Return the value of a JSON text and the path of each key that stands more than once; raises JsonError."""
    objects = positions.Objects()
    try:
        value = json.loads(text, object_pairs_hook=objects, parse_constant=_refuse_constant)
        return value, list(positions.repeated_keys(value)) if objects.repeated else []
    except (ValueError, RecursionError, _NotFiniteError) as error:
        raise JsonError(*_json_problem(text, error)) from error


def read_bytes(path: Path, *, optional: bool) -> bytes | None:
    """Return a regular file's bytes, None where an optional file is not there.

    Raises FileError for anything else than a file, for what is too large and for what cannot be read.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FileError(f"{path}: is not a file")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1 if status.st_size <= LARGEST_FILE else 0)
    except FileNotFoundError as error:
        if optional and not path.is_symlink():
            return None
        raise FileError(f"{path}: is not there") from error
    except (OSError, ValueError) as error:  # ValueError: a path that holds a NUL
        raise FileError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    if max(status.st_size, len(data)) > LARGEST_FILE:
        raise FileError(f"{path}: is larger than {LARGEST_FILE // 1024**2} MB; split the atlas")
    return data


class _NotFiniteError(Exception):
    """NaN or Infinity stands in a JSON file."""


def _refuse_constant(word: str) -> NoReturn:
    raise _NotFiniteError(word)


def _json_problem(text: str, error: Exception) -> tuple[int, str]:
    """Return line and sentence for a text that Python's JSON parser refuses."""
    if isinstance(error, json.JSONDecodeError):
        if not text.strip():
            return 1, "is empty; expected JSON"
        return error.lineno, f"is not JSON: {error.msg} (column {error.colno})"
    if isinstance(error, RecursionError):
        return 1, "is nested too deeply to be an atlas; expected at most a few hundred levels"
    if isinstance(error, _NotFiniteError):
        line = _line_of_word(text, str(error))
        return line, f"holds {error}, which is not JSON; expected a finite number"
    digits = re.search(r"[0-9]{1000,}", text)
    line = text.count("\n", 0, digits.start()) + 1 if digits else 1
    return line, "holds a number of more digits than can be read; expected a number of a few digits"


def _line_of_word(text: str, word: str) -> int:
    """Return the line on which a bare word stands first, outside of quotes."""
    tokens = re.finditer(r'"(?:[^"\\]|\\.)*+"|' + re.escape(word), text, re.DOTALL)
    place = next((token.start() for token in tokens if token[0] == word), 0)
    return text.count("\n", 0, place) + 1
