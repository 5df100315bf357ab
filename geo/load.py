"""The files of an atlas, read into one `Atlas`, or every problem in them at once.

A file that cannot be read at all is a `FileError`. What can be read is checked for what JSON, RFC 7946 and the model
ask; a bad feature is reported and left out, and reading goes on, so that an editor hears of everything in one run.
"""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from geo import model, positions
from geo.errors import DataError, Problem, shorten
from geo.explain import describe, explain, file_path, mistakes, rule_of
from geo.model import ARRIVALS, ROUTES, SOURCES, WAYS, Atlas, DataFile
from geo.pause import collection_paused
from geo.reading import JsonError, parse_json, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ARRIVAL_COLUMNS = ("year", "total", "men", "women", "sources")
NOTE_COLUMN = re.compile(f"note_{model.LANGUAGE.pattern}")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MOST_MISTAKES = 1000  # of one file that are explained: each takes time, and nobody reads more
LONGEST_ID = 80  # characters of an id that are told; a longer one is refused


def load(folder: str | Path) -> Atlas:
    """Return the atlas in `folder`.

    Raises FileError where a file cannot be read, DataError with every problem of structure where there is one.
    """
    atlas, problems = read(folder)
    if problems or atlas is None:
        raise DataError(problems)
    return atlas


@collection_paused()
def read(folder: str | Path) -> tuple[Atlas | None, list[Problem]]:
    """Return what could be read of the atlas in `folder` (None without its own words), and the problems met.

    Raises FileError where a file cannot be read.
    """
    reader = Reader(Path(folder))
    routes = reader.routes()
    text, ways = reader.ways()
    sources = reader.sources()
    arrivals = reader.arrivals()
    by_id = {source.id: source for source in sources}
    atlas = Atlas(text, ways, routes, by_id, arrivals, reader.files) if text else None
    return atlas, reader.problems


class Reader:
    """Reads the files of one folder and gathers their problems."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, DataFile] = {}
        self.problems: list[Problem] = []
        self.line = positions.line_finder(self.files)

    def routes(self) -> tuple[Any, ...]:
        """Return the features that are well formed."""
        if not self.ids(ROUTES, "features"):
            return ()
        text = self.files[ROUTES].text
        try:
            return model.RoutesFile.model_validate_json(text).features
        except ValidationError as error:
            value, _ = parse_json(text)  # again, so that a large file is not held twice while it is validated
            self.report(ROUTES, value, error)
            return tuple(_valid(_listed(value, "features"), TypeAdapter(model.AnyFeature)))

    def ids(self, name: str, member: str | None) -> bool:
        """Return whether a file is JSON, with a problem reported for each id that stands twice in its list."""
        value = self.json_value(name)
        ids = [_id_of(item) for item in _listed(value, member)]
        self.problems.extend(self.repeated(name, (member,) if member else (), ids))
        return value is not None

    def sources(self) -> tuple[model.Source, ...]:
        """Return the sources that are well formed."""
        if not self.ids(SOURCES, None):
            return ()
        text = self.files[SOURCES].text
        try:
            return TypeAdapter(tuple[model.Source, ...]).validate_json(text)
        except ValidationError as error:
            value, _ = parse_json(text)
            self.report(SOURCES, value, error)
            return tuple(_valid(_listed(value, None), TypeAdapter(model.Source)))

    def ways(self) -> tuple[model.AtlasText | None, tuple[model.Way, ...]]:
        """Return the atlas's own words, without members that are malformed, and the ways that are well formed."""
        if not self.ids(WAYS, "ways"):
            return None, ()
        text = self.files[WAYS].text
        try:
            whole = model.WaysFile.model_validate_json(text)
        except ValidationError as error:
            value, _ = parse_json(text)
            self.report(WAYS, value, error)
            sound = _without_mistakes(value.get("atlas"), error) if isinstance(value, dict) else None
            own = next(_valid([sound], TypeAdapter(model.AtlasText)), None)
            return own, tuple(_valid(_listed(value, "ways"), TypeAdapter(model.Way)))
        return whole.atlas, whole.ways

    def arrivals(self) -> tuple[model.Arrival, ...]:
        """Return the rows of arrivals.csv; none where an atlas has no such file."""
        text = self.text(ARRIVALS, optional=True)
        if text is None:
            return ()
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            first = next(lines, [])
            if not _are_columns(first):
                found = shorten(",".join(first)) if first else "nothing"
                expected = f"expected {','.join(ARRIVAL_COLUMNS)} and a column note_LANGUAGE for each language of notes"
                self.problem(ARRIVALS, 1, "csv", f"starts with {found}; {expected}")
                return ()
            rows = [self.arrival(lines.line_num, first, row) for row in lines if row]
        except csv.Error as error:
            message = f"is not CSV: {error}; expected comma-separated values as in RFC 4180"
            self.problem(ARRIVALS, max(lines.line_num, 1), "csv", message)
            return ()
        return tuple(row for row in rows if row is not None)

    def arrival(self, line: int, columns: list[str], row: list[str]) -> model.Arrival | None:
        """Return one row of arrivals.csv, or None with its problem reported."""
        if len(row) != len(columns):
            self.problem(ARRIVALS, line, "csv", f"has {len(row)} cells; expected {len(columns)}")
            return None
        cells: dict[str, Any] = {
            name: cell for name, cell in zip(columns, row, strict=True) if cell or name in ARRIVAL_COLUMNS
        }
        for name in ("year", "total", "men", "women"):
            cells[name] = int(cells[name]) if re.fullmatch(r"[0-9]{1,9}", cells[name]) else cells[name] or None
        cells["sources"] = tuple(cells["sources"].split())
        try:
            return model.Arrival.model_validate(cells)
        except ValidationError as error:
            for item in mistakes(error):
                self.problem(ARRIVALS, line, "csv", f"{'.'.join(map(str, item['loc']))}: {explain(item)}")
            return None

    def json_value(self, name: str) -> Any:
        """Return a file's JSON, or None with its problem reported."""
        text = self.text(name)
        if text is None:
            return None
        try:
            value, repeated = parse_json(text)
        except JsonError as error:
            self.problem(name, error.line, "json", str(error))
            return None
        if value is None:
            self.problem(name, 1, "json", "is null; expected an object or a list")
        for path in repeated:
            message = f"{describe(path)} stands twice; expected each key once"
            self.problem(name, self.line(name, path), "duplicate-key", message, _feature_at(name, path, value))
        return value

    def text(self, name: str, *, optional: bool = False) -> str | None:
        """Return a file's text, or None with its problem reported; raises FileError where it cannot be read."""
        path = self.folder / name
        data = read_bytes(path, optional=optional)
        if data is None:
            return None
        if data.startswith(BYTE_ORDER_MARK):
            if not name.endswith(".csv"):  # spreadsheets put a mark before CSV; JSON may not have one (RFC 8259)
                self.problem(name, 1, "encoding", "begins with a byte-order mark; expected UTF-8 without one")
            data = data.removeprefix(BYTE_ORDER_MARK)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.problem(name, line, "encoding", f"is not UTF-8 (byte {error.start}); expected UTF-8 text")
            return None
        self.files[name] = DataFile(str(path), text)
        return text

    def report(self, name: str, value: Any, error: ValidationError) -> None:
        """Add a problem for each error that pydantic found in a file, up to a number that can be read."""
        for item in islice(mistakes(error), MOST_MISTAKES):
            path = file_path(item, value)
            line = self.line(name, path)
            if item["type"] == "json_invalid":  # lone surrogates, deep nesting: JSON to Python's parser alone
                line = int(found[1]) if (found := re.search(r"line (\d+)", item["msg"])) else line
            message = f"{describe(path)} {explain(item)}".lstrip()
            self.problem(name, line, rule_of(item), message, _feature_at(name, path, value))
        if error.error_count() > MOST_MISTAKES:
            message = f"has {error.error_count():,} mistakes; expected fewer: the first {MOST_MISTAKES:,} are told"
            self.problem(name, 1, "schema", message)

    def repeated(self, name: str, base: positions.Path, ids: Iterable[Any]) -> Iterator[Problem]:
        """Yield a problem for each id that an earlier object of the list has."""
        seen: set[str] = set()
        for index, identifier in enumerate(ids):
            if isinstance(identifier, str) and identifier in seen:
                line = self.line(name, (*base, index, "id"))
                feature = identifier[:LONGEST_ID] if name == ROUTES else None
                message = f"id {shorten(identifier)} is used before; expected a new one"
                yield Problem(str(self.folder / name), line, "duplicate-id", feature, message)
            elif isinstance(identifier, str):
                seen.add(identifier)

    def problem(self, name: str, line: int, rule: str, message: str, feature: str | None = None) -> None:
        """Add one problem."""
        self.problems.append(Problem(str(self.folder / name), line, rule, feature, message))


def _are_columns(names: list[str]) -> bool:
    """Return whether a first row is that of arrivals.csv: the fixed columns, then one for each language of notes."""
    notes = names[len(ARRIVAL_COLUMNS) :]
    fixed = tuple(names[: len(ARRIVAL_COLUMNS)]) == ARRIVAL_COLUMNS
    return fixed and len(set(notes)) == len(notes) and all(NOTE_COLUMN.fullmatch(name) for name in notes)


def _listed(value: Any, member: str | None) -> list[Any]:
    """Return the list that a file is, or that stands under a member of it; none where there is none."""
    items = value.get(member) if member and isinstance(value, dict) else value
    return items if isinstance(items, list) else []


def _id_of(item: Any) -> Any:
    return item.get("id") if isinstance(item, dict) else None


def _feature_at(name: str, path: positions.Path, value: Any) -> str | None:
    """Return the id of the feature that a path leads into, or its number where it has none."""
    if name != ROUTES or len(path) < 2 or path[0] != "features" or not isinstance(path[1], int):
        return None
    identifier = _id_of(value["features"][path[1]])
    return identifier[:LONGEST_ID] if isinstance(identifier, str) else f"#{path[1] + 1}"


def _without_mistakes(atlas: Any, error: ValidationError) -> Any:
    """Return the atlas's own words without the members, in every language, in which a mistake was found."""
    if not isinstance(atlas, dict):
        return None
    wrong = {str(item["loc"][1]) for item in error.errors() if item["loc"][:1] == ("atlas",) and len(item["loc"]) > 1}
    return {name: item for name, item in atlas.items() if not any(name == w or name.startswith(f"{w}_") for w in wrong)}


def _valid(items: list[Any], adapter: TypeAdapter[Any]) -> Iterator[Any]:
    """Yield the items in which pydantic finds nothing wrong."""
    for item in items:
        try:
            yield adapter.validate_json(json.dumps(item))
        except (ValidationError, RecursionError):
            continue
