"""Whatever stands in the files, an answer comes: an atlas, or sentences. Nothing else is raised, nothing hangs."""

from __future__ import annotations

import datetime
import json
import tempfile
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.checks import check, reviewed
from geo.errors import FileError
from geo.load import read
from tests import small_atlas

DATA = Path(__file__).parent.parent / "data"
TODAY = datetime.date(2026, 11, 22)
NAMES = ["routes.geojson", "ways.json", "sources.json", "arrivals.csv"]
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

HOSTILE = [
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{# x #}",
    "`${alert(1)}`",
    "</script><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "javascript:alert(1)",
    "data:text/html,<script>",
    "\x1b]0;title\x07",
    "\u202etxt.exe",
    "\u2028",
    "\ud800",
    "=cmd|' /C calc'!A0",
    "__proto__",
    "../../etc/passwd",
    "",
    " ",
    "\0",
    "x" * 20_000,
    "가" * 3000,
]
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**30), 1e308, float("inf"), float("nan"), -0.0, 5e-324])
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(HOSTILE)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@cache
def real_sample() -> str:
    """Return routes.geojson of the real atlas, a feature of each kind and way, as text."""
    routes = json.loads((DATA / "routes.geojson").read_text(encoding="utf-8"))
    chosen = {(item["properties"]["way"], item["properties"]["kind"]): item for item in routes["features"]}
    return json.dumps(routes | {"features": list(chosen.values())})


def answer(folder: Path) -> None:
    """Read and check a folder, and hold what must be true of every answer."""
    try:
        atlas, problems = read(folder)
    except FileError:
        return
    if atlas is not None:
        problems = [*problems, *check(atlas, today=TODAY)]
        assert all(str(exception) for exception in reviewed(atlas))
    for problem in problems:
        assert problem.line >= 1
        assert problem.message
        assert str(problem).isprintable()


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = [found for key, item in members for found in paths_of(item, (*path, key))]
    return [path, *inner] if path else inner


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """Return a copy of a value with another thing at a path."""
    copy = deepcopy(value)
    here = copy
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = new
    return copy


def originals() -> dict[str, Any]:
    return {
        "routes.geojson": small_atlas.routes(),
        "ways.json": small_atlas.ways(),
        "sources.json": small_atlas.sources(),
    }


@QUICK
@given(st.sampled_from(NAMES), st.binary(max_size=400))
def test_any_bytes(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        small_atlas.write(Path(folder))
        (Path(folder) / name).write_bytes(data)
        answer(Path(folder))


@QUICK
@given(st.sampled_from(NAMES), st.data())
def test_bytes_changed_cut_and_repeated(name: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = small_atlas.write(Path(folder)) / name
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            place = data.draw(st.integers(0, len(content)))
            end = min(len(content), place + data.draw(st.integers(0, 60)))
            content[place:end] = data.draw(st.binary(max_size=6) | st.just(bytes(content[place:end] * 2)))
        path.write_bytes(bytes(content))
        answer(Path(folder))


@QUICK
@given(st.sampled_from(NAMES[:3]), values)
def test_any_json(name: str, value: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        small_atlas.write(Path(folder))
        (Path(folder) / name).write_text(json.dumps(value), encoding="utf-8")
        answer(Path(folder))


@QUICK
@given(st.sampled_from(sorted(originals())), st.data())
def test_any_value_in_place_of_another(name: str, data: st.DataObject) -> None:
    value = originals()[name]
    path = data.draw(st.sampled_from(paths_of(value)))
    with tempfile.TemporaryDirectory() as folder:
        small_atlas.write(Path(folder))
        text = json.dumps(changed(value, path, data.draw(values)))
        (Path(folder) / name).write_text(text, encoding="utf-8")
        answer(Path(folder))


@QUICK
@given(st.data())
def test_any_value_in_the_real_data(data: st.DataObject) -> None:
    value = json.loads(real_sample())
    number = data.draw(st.integers(0, len(value["features"]) - 1))
    path = data.draw(st.sampled_from(paths_of(value["features"][number])))
    value["features"][number] = changed(value["features"][number], path, data.draw(values))
    with tempfile.TemporaryDirectory() as folder:
        small_atlas.write(Path(folder), routes_json=value)
        answer(Path(folder))


positions = st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(list)


@QUICK
@given(
    st.lists(positions, min_size=2, max_size=6), st.sampled_from(["foot", "sea", "air", "unknown", "mixed"]), st.data()
)
def test_any_line_anywhere(line: list[list[float]], mode: str, data: st.DataObject) -> None:
    """Geography answers for every line: at the poles, on the 180th meridian, without length, in no country."""
    routes = small_atlas.routes()
    leg = next(item for item in routes["features"] if item["id"] == "crossing-1")
    codes = data.draw(st.lists(st.sampled_from(["CHN", "KOR", "MLT", "USA", "ATA", "RUS"]), max_size=3))
    leg["properties"] |= {"mode": mode, "countries": codes}
    leg["geometry"]["coordinates"] = line
    routes["features"][0]["geometry"]["coordinates"] = line
    routes["features"][1]["geometry"]["coordinates"] = line[0]
    routes["features"][1]["properties"]["countries"] = codes
    with tempfile.TemporaryDirectory() as folder:
        answer(small_atlas.write(Path(folder), routes_json=routes))


@QUICK
@given(st.sampled_from(HOSTILE), st.data())
def test_hostile_text_is_kept_or_refused(text: str, data: st.DataObject) -> None:
    """A text that is taken is the text that was given; nothing in between."""
    routes = small_atlas.routes()
    name = data.draw(st.sampled_from(["name_en", "name_ko", "summary_en", "way", "certainty", "start", "sources"]))
    routes["features"][0]["properties"][name] = [text] if name == "sources" else text
    with tempfile.TemporaryDirectory() as folder:
        small_atlas.write(Path(folder))
        (Path(folder) / "routes.geojson").write_text(json.dumps(routes), encoding="utf-8")
        atlas, problems = read(Path(folder))
        assert atlas is not None
        if not problems:
            field, _, language = name.partition("_")
            assert getattr(atlas.features[0].properties, field)[language] == text
        answer(Path(folder))
