"""The lines of values in JSON texts, and keys that stand twice."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from geo.model import DataFile
from geo.positions import Lines, line_finder, object_of, repeated_keys

TEXT = """{
 "a": [1, {"b":
   "x"}, [2,
 3]],

 "c": "\\"}\\n]"
}"""


def test_lines_of_members_and_items() -> None:
    lines = Lines(TEXT)
    paths = [(), ("a",), ("a", 0), ("a", 1), ("a", 1, "b"), ("a", 2), ("a", 2, 1), ("c",)]
    assert [lines.find(path) for path in paths] == [1, 2, 2, 2, 2, 3, 4, 6]


def test_what_is_not_there_has_the_line_of_what_is_around_it() -> None:
    lines = Lines(TEXT)
    assert lines.find(("a", 9)) is None
    assert lines.nearest(("a", 2, 7, "x")) == 3
    assert lines.nearest(("nothing",)) == 1
    assert lines.nearest(("c", "deeper")) == 6


def test_key_that_stands_twice_is_at_its_second_place() -> None:
    assert Lines('{"a": 1,\n"b": 2,\n"a": 3}').find(("a",)) == 3


def test_numbers_of_any_length_are_passed_over() -> None:
    assert Lines("[" + "9" * 6000 + ",\n1e999,\n2]").find((2,)) == 3


def test_a_file_that_is_not_there_has_line_one() -> None:
    find = line_finder({"x.json": DataFile("d/x.json", '{\n"a": 1}')})
    assert find("x.json", ("a",)) == 2
    assert find("y.json", ("a",)) == 1


def test_keys_that_stand_twice() -> None:
    text = '{"a": {"b": 1, "b": 2, "c": [{"d": 1, "d": 1, "d": 2}]}, "e": 1}'
    value = json.loads(text, object_pairs_hook=object_of)
    assert set(repeated_keys(value)) == {("a", "b"), ("a", "c", 0, "d")}
    assert value == json.loads(text)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(inner for key, item in members for inner in paths_of(item, (*path, key)))]


@given(values, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_every_value_is_found(value: Any, indent: Any, ascii_only: bool) -> None:
    """With one value a line, the lines rise by one from value to value."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    lines = Lines(text)
    found = [lines.find(path) for path in paths_of(value)]
    assert all(line is not None and 1 <= line <= text.count("\n") + 1 for line in found)
    assert found == sorted(found)
    if indent is None:
        assert set(found) == {1}
