"""The files of an atlas, read into one `Atlas`, or every problem in them at once.

A file that cannot be read at all is a `FileError`. What can be read is checked for what JSON, RFC 7946 and the model
ask; a bad feature is reported and left out, and reading goes on, so that an editor hears of everything in one run.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from geo import model, positions
from geo.errors import DataError, FileError, Problem, shorten
from geo.model import Atlas, DataFile

ROUTES, WAYS, SOURCES, ARRIVALS = "routes.geojson", "ways.json", "sources.json", "arrivals.csv"
LARGEST_FILE = 256 * 1024 * 1024  # bytes; 100,000 features of 20 positions take a third of it
ARRIVAL_COLUMNS = ("year", "total", "men", "women", "sources", "note")
KINDS = get_args(model.Kind)

Model = TypeVar("Model", bound=BaseModel)


def load(folder: str | Path) -> Atlas:
    """Return the atlas in `folder`.

    Raises FileError where a file cannot be read, DataError with every problem of structure where there is one.
    """
    atlas, problems = read(folder)
    if problems or atlas is None:
        raise DataError(problems)
    return atlas


def read(folder: str | Path) -> tuple[Atlas | None, list[Problem]]:
    """Return what could be read of the atlas in `folder` (None without its ways), and the problems met.

    Raises FileError where a file cannot be read.
    """
    reader = Reader(Path(folder))
    routes = reader.routes()
    ways = reader.parse(WAYS, model.WaysFile)
    sources = reader.sources()
    arrivals = reader.arrivals()
    problems = reader.problems
    if ways is None:
        return None, problems
    problems.extend(reader.repeated(WAYS, ("ways",), [way.id for way in ways.ways]))
    by_id = {source.id: source for source in sources}
    return Atlas(ways.atlas, ways.ways, routes, by_id, arrivals, reader.files), problems


class Reader:
    """Reads the files of one folder and gathers their problems."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, DataFile] = {}
        self.problems: list[Problem] = []
        self.lines: dict[str, Mapping[positions.Path, int]] = {}

    def routes(self) -> tuple[Any, ...]:
        """Return the features that are well formed."""
        value = self.json_value(ROUTES)
        if value is None:
            return ()
        try:
            features = model.RoutesFile.model_validate_json(self.files[ROUTES].text).features
        except ValidationError as error:
            self.report(ROUTES, value, error)
            features = tuple(_valid_features(value, error))
        ids = _feature_ids(value)
        self.problems.extend(self.repeated(ROUTES, ("features",), ids))
        return features

    def sources(self) -> tuple[model.Source, ...]:
        """Return the sources that are well formed."""
        value = self.json_value(SOURCES)
        if value is None:
            return ()
        adapter = TypeAdapter(tuple[model.Source, ...])
        if isinstance(value, list):
            ids = [item.get("id") if isinstance(item, dict) else None for item in value]
            self.problems.extend(self.repeated(SOURCES, (), ids))
        try:
            return adapter.validate_json(self.files[SOURCES].text)
        except ValidationError as error:
            self.report(SOURCES, value, error)
            bad = {item["loc"][0] for item in error.errors(include_url=False) if item["loc"]}
            good = [item for index, item in enumerate(value) if index not in bad] if isinstance(value, list) else []
            return adapter.validate_json(json.dumps(good)) if bad else ()

    def parse(self, name: str, kind: type[Model]) -> Model | None:
        """Return a whole file as its model, or None with its problems reported."""
        value = self.json_value(name)
        if value is None:
            return None
        try:
            return kind.model_validate_json(self.files[name].text)
        except ValidationError as error:
            self.report(name, value, error)
            return None

    def arrivals(self) -> tuple[model.Arrival, ...]:
        """Return the rows of arrivals.csv; none where an atlas has no such file."""
        if not (self.folder / ARRIVALS).exists():
            return ()
        text = self.text(ARRIVALS)
        if text is None:
            return ()
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            self.problem(ARRIVALS, 1, "csv", f"is not CSV: {error}; expected comma-separated values as in RFC 4180")
            return ()
        if not rows or tuple(rows[0]) != ARRIVAL_COLUMNS:
            found = ",".join(rows[0]) if rows else "nothing"
            self.problem(ARRIVALS, 1, "csv", f"starts with {shorten(found)}; expected {','.join(ARRIVAL_COLUMNS)}")
            return ()
        read_rows = (self.arrival(line, row) for line, row in enumerate(rows[1:], start=2) if row)
        return tuple(row for row in read_rows if row is not None)

    def arrival(self, line: int, row: list[str]) -> model.Arrival | None:
        """Return one row of arrivals.csv, or None with its problem reported."""
        if len(row) != len(ARRIVAL_COLUMNS):
            self.problem(ARRIVALS, line, "csv", f"has {len(row)} cells; expected {len(ARRIVAL_COLUMNS)}")
            return None
        cells: dict[str, Any] = dict(zip(ARRIVAL_COLUMNS, row, strict=True))
        for name in ("year", "total", "men", "women"):
            cells[name] = int(cells[name]) if re.fullmatch(r"[0-9]{1,9}", cells[name]) else cells[name] or None
        cells["sources"] = tuple(cells["sources"].split())
        try:
            return model.Arrival.model_validate(cells)
        except ValidationError as error:
            for item in error.errors(include_url=False):
                self.problem(ARRIVALS, line, "csv", f"{'.'.join(map(str, item['loc']))}: {explain(item, cells)}")
            return None

    def json_value(self, name: str) -> Any:
        """Return a file's JSON, or None with its problem reported."""
        text = self.text(name)
        if text is None:
            return None
        repeated = False

        def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
            nonlocal repeated
            built = dict(members)
            repeated = repeated or len(built) < len(members)
            return built

        try:
            value = json.loads(text, object_pairs_hook=pairs, parse_constant=_refuse_constant)
        except json.JSONDecodeError as error:
            self.problem(name, error.lineno, "json", f"is not JSON: {error.msg} (column {error.colno})")
            return None
        except RecursionError:
            self.problem(name, 1, "json", "is nested too deeply to be an atlas; expected at most a few hundred levels")
            return None
        except _NotFiniteError as error:
            line = text.count("\n", 0, text.find(str(error))) + 1
            self.problem(name, line, "json", f"holds {error}, which is not JSON; expected a finite number")
            return None
        except ValueError as error:  # an integer of more digits than Python reads
            self.problem(name, 1, "json", f"holds a number that cannot be read: {error}")
            return None
        if repeated:
            for path, line in positions.duplicate_keys(text):
                self.problem(name, line, "duplicate-key", f"{describe(path)} stands twice; expected each key once")
        return value

    def text(self, name: str) -> str | None:
        """Return a file's text, or None with its problem reported; raises FileError where it cannot be read."""
        path = self.folder / name
        data = _read_bytes(path)
        if data.startswith(b"\xef\xbb\xbf"):
            if not name.endswith(".csv"):  # spreadsheets put a mark before CSV; JSON may not have one (RFC 8259)
                self.problem(name, 1, "encoding", "begins with a byte-order mark; expected UTF-8 without one")
            data = data[3:]
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.problem(name, line, "encoding", f"is not UTF-8 (byte {error.start}); expected UTF-8 text")
            return None
        self.files[name] = DataFile(str(path), text)
        return text

    def report(self, name: str, value: Any, error: ValidationError) -> None:
        """Add a problem for each error that pydantic found in a file."""
        for item in error.errors(include_url=False):
            path = file_path(item["loc"], value)
            rule = RULES.get(item["type"], "schema")
            where = f"{describe(path)} " if path else ""
            feature = _feature_at(path, value) if name == ROUTES else None
            self.problem(name, self.line(name, path), rule, where + explain(item, value), feature)

    def line(self, name: str, path: positions.Path) -> int:
        """Return the line of a value, or of the nearest thing around it."""
        if name not in self.lines:
            self.lines[name] = positions.value_lines(self.files[name].text)
        return next(self.lines[name][path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.lines[name])

    def repeated(self, name: str, base: positions.Path, ids: Iterable[Any]) -> Iterator[Problem]:
        """Yield a problem for each id that an earlier object of the list has."""
        seen: set[str] = set()
        for index, identifier in enumerate(ids):
            if isinstance(identifier, str) and identifier in seen:
                line = self.line(name, (*base, index, "id"))
                feature = identifier if name == ROUTES else None
                message = f'id "{identifier}" is used before; expected a new one'
                yield Problem(str(self.folder / name), line, "duplicate-id", feature, message)
            elif isinstance(identifier, str):
                seen.add(identifier)

    def problem(self, name: str, line: int, rule: str, message: str, feature: str | None = None) -> None:
        """Add one problem."""
        self.problems.append(Problem(str(self.folder / name), line, rule, feature, message))


# ------------------------------------------------------------------ from pydantic's words to an editor's

RULES = {
    "missing": "missing-property",
    "extra_forbidden": "unknown-property",
    "literal_error": "unknown-word",
    "union_tag_invalid": "unknown-word",
    "union_tag_not_found": "missing-property",
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "finite_number": "range",
}
EXPECTED: dict[str, str] = {
    "tuple_type": "expected a list",
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "float_type": "expected a number",
    "dict_type": "expected an object",
    "model_type": "expected an object",
    "mapping_type": "expected text once a language, such as name_en",
    "model_attributes_type": "expected an object",
    "finite_number": "expected a finite number",
    "extra_forbidden": "is not known here",
}


def explain(item: Mapping[str, Any], value: Any) -> str:
    """Return what is wrong and what was expected, for one error of pydantic's."""
    kind, given, context = item["type"], item.get("input"), item.get("ctx", {})
    last = item["loc"][-1] if item["loc"] else ""
    if kind == "missing":
        return "is missing" + (
            "; expected it once a language, such as name_en" if last in {"name", "summary", "text"} else ""
        )
    if kind == "extra_forbidden":
        return f"is not known here{nearest(str(last), _property_names())}"
    if kind in {"literal_error", "union_tag_invalid"}:
        words = re.findall(r"'([^']+)'", context.get("expected") or context.get("expected_tags", ""))
        word = context.get("tag", given)
        return f"is {shorten(word)}; expected one of {', '.join(words)}{nearest(str(word), words)}"
    if kind == "union_tag_not_found":
        names = "kind, one of " + ", ".join(KINDS) if "_kind_of" in str(context.get("discriminator")) else "type"
        return f"has no word for its kind; expected {names}"
    if kind in {"greater_than_equal", "less_than_equal"}:
        bound = f"at least {context['ge']:g}" if "ge" in context else f"at most {context['le']:g}"
        swapped = "; longitude comes first" if "coordinates" in item["loc"] and last in {0, 1} else ""
        return f"is {shorten(given)}; expected {bound}{swapped}"
    if kind == "string_pattern_mismatch":
        return f"is {shorten(given)}; expected the form {context.get('pattern')}"
    if kind == "value_error":
        return str(context.get("error"))
    if kind in EXPECTED:
        return f"is {shorten(given)}; {EXPECTED[kind]}"
    return f"is {shorten(given)}; {item['msg'][:1].lower()}{item['msg'][1:]}"


def nearest(word: str, words: Iterable[str]) -> str:
    """Return "; did you mean …?" where a known word is near, or nothing."""
    match = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f" (did you mean {match[0]}?)" if match else ""


def describe(path: positions.Path) -> str:
    """Return a path as an editor reads it: `properties.sources[0]`."""
    if path[:1] == ("features",) and len(path) > 1:
        path = path[2:] or ("feature",)
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")


def file_path(loc: tuple[str | int, ...], value: Any) -> positions.Path:
    """Return the path in the file of a place in the model: tags dropped, `name, en` written as `name_en`."""
    path: list[str | int] = []
    here, skip = value, 0
    for index, part in enumerate(loc):
        follows = loc[index + 1] if index + 1 < len(loc) else None
        if skip:
            skip -= 1
        elif isinstance(here, dict) and part not in here and f"{part}_{follows}" in here:
            path.append(f"{part}_{follows}")
            here, skip = here[f"{part}_{follows}"], 1
        elif isinstance(here, dict) and part in here:
            path.append(part)
            here = here[part]
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            path.append(part)
            here = here[part]
        elif follows is None and part not in {"[key]"} and not _is_tag(part):
            path.append(part)
    return tuple(path)


def _is_tag(part: str | int) -> bool:
    return part in {*KINDS, "LineString", "MultiLineString"} and part != "leg"


def _property_names() -> list[str]:
    names = {name for kind in (model.LegProperties, model.CaseProperties, model.PlaceProperties) for name in kind.model_fields}
    return sorted(names)


def _feature_ids(value: Any) -> list[Any]:
    features = value.get("features") if isinstance(value, dict) else None
    return [item.get("id") if isinstance(item, dict) else None for item in features] if isinstance(features, list) else []


def _feature_at(path: positions.Path, value: Any) -> str | None:
    if len(path) < 2 or path[0] != "features" or not isinstance(path[1], int):
        return None
    identifier = value["features"][path[1]].get("id") if isinstance(value["features"][path[1]], dict) else None
    return identifier if isinstance(identifier, str) else f"#{path[1] + 1}"


def _valid_features(value: Any, error: ValidationError) -> tuple[Any, ...]:
    """Return the features in which pydantic found nothing wrong."""
    if not isinstance(value, dict) or not isinstance(value.get("features"), list):
        return ()
    bad = {item["loc"][1] for item in error.errors(include_url=False) if len(item["loc"]) > 1}
    good = [feature for index, feature in enumerate(value["features"]) if index not in bad]
    whole = {"type": "FeatureCollection", "features": good}
    return model.RoutesFile.model_validate_json(json.dumps(whole)).features


def _read_bytes(path: Path) -> bytes:
    """Return a regular file's bytes; raises FileError for anything else, and for what is too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FileError(f"{path}: is not a file")
        if status.st_size > LARGEST_FILE:
            limit = LARGEST_FILE // 1024**2
            raise FileError(f"{path}: is larger than {limit} MB; split the atlas")
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({error.strerror or error})") from error


class _NotFiniteError(Exception):
    """NaN or Infinity stands in a JSON file."""


def _refuse_constant(word: str) -> NoReturn:
    raise _NotFiniteError(word)


LineFinder = Callable[[str, positions.Path], int]


def line_finder(files: Mapping[str, DataFile]) -> LineFinder:
    """Return a function from a file's name and a path in it to the line of that value, reading each file once."""
    known: dict[str, dict[positions.Path, int]] = {}

    def find(name: str, path: positions.Path) -> int:
        if name not in known:
            known[name] = positions.value_lines(files[name].text) if name in files else {}
        lines = known[name]
        return next((lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in lines), 1)

    return find
