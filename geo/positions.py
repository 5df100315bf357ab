"""Where a value stands in a JSON text: its line, found by the path to it.

The standard parser is quick and says nothing of places. So a text is looked at again only where there is something
to report, and only along the path that is asked for: what lies beside the path is skipped by the parser itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from typing import Any, Protocol

Path = tuple[str | int, ...]
LineFinder = Callable[[str, Path], int]

_SPACE = re.compile(r"[ \t\n\r]*")
_SKIPPER = json.JSONDecoder(parse_int=str, parse_float=str)  # numbers are passed over, however long
_BLOCK = 1 << 16  # characters whose line ends are counted once


class HasText(Protocol):
    """Anything that carries a text, such as a `DataFile`."""

    @property
    def text(self) -> str:
        """Return the text."""


class Lines:
    """The lines of one valid JSON text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._members: dict[int, dict[str | int, tuple[int, int]]] = {}

    def find(self, path: Path) -> int | None:
        """Return the line (from 1) of a value, or None where there is none; a member of an object is at its key.

        Where a key stands twice, the second place counts, as it does for the parser.
        """
        place = value = self._skip(0)
        for part in path:
            member = self.members(value).get(part)
            if member is None:
                return None
            place, value = member
        return self._line(place)

    def nearest(self, path: Path) -> int:
        """Return the line of a value, or of the nearest thing around it."""
        found = (self.find(path[:length]) for length in range(len(path), 0, -1))
        return next((line for line in found if line is not None), 1)

    def members(self, start: int) -> Mapping[str | int, tuple[int, int]]:
        """Return key or index -> (offset of the member, offset of its value) for the value that begins at `start`."""
        if start not in self._members:
            self._members[start] = dict(self._scan(start)) if self.text[start : start + 1] in {"{", "["} else {}
        return self._members[start]

    def _scan(self, start: int) -> Iterator[tuple[str | int, tuple[int, int]]]:
        text, index, here = self.text, 0, self._skip(start + 1)
        while text[here] not in "}]":
            place, key = here, index
            if text[start] == "{":
                key, here = _SKIPPER.raw_decode(text, here)
                here = self._skip(self._skip(here) + 1)  # the colon
            yield key, (place, here)
            _, here = _SKIPPER.raw_decode(text, here)
            here, index = self._skip(here), index + 1
            if text[here] == ",":
                here = self._skip(here + 1)

    def _skip(self, here: int) -> int:
        found = _SPACE.match(self.text, here)
        return found.end() if found else here

    @cached_property
    def _ends(self) -> list[int]:
        """Return the number of line ends before each block of the text."""
        counts = (self.text.count("\n", at, at + _BLOCK) for at in range(0, len(self.text), _BLOCK))
        return list(accumulate(counts, initial=0))

    def _line(self, offset: int) -> int:
        block = offset // _BLOCK
        return self._ends[block] + self.text.count("\n", block * _BLOCK, offset) + 1


def line_finder(files: Mapping[str, HasText]) -> LineFinder:
    """Return a function from a file's name and a path in it to the line of that value, reading a file when asked."""
    known: dict[str, Lines] = {}

    def find(name: str, path: Path) -> int:
        if name not in files:
            return 1
        if name not in known:
            known[name] = Lines(files[name].text)
        return known[name].nearest(path)

    return find


class Repeated(dict[str, Any]):
    """A JSON object in which keys stand more than once; `twice` names them."""

    twice: tuple[str, ...] = ()


def object_of(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object from its members, as `Repeated` where a key stands twice (for `object_pairs_hook`)."""
    built = dict(members)
    if len(built) == len(members):
        return built
    seen: set[str] = set()
    repeated = Repeated(built)
    repeated.twice = tuple(dict.fromkeys(key for key, _ in members if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return repeated


class Objects:
    """Makes JSON objects as `object_of` does, and remembers whether a key stood twice in any of them."""

    def __init__(self) -> None:
        self.repeated = False

    def __call__(self, members: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return a JSON object from its members (for `object_pairs_hook`)."""
        built = object_of(members)
        self.repeated = self.repeated or len(built) < len(members)
        return built


def repeated_keys(value: Any) -> Iterator[Path]:
    """Yield the path of each key that stands more than once in its object, in a value made with `object_of`."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, here = waiting.pop()
        if isinstance(here, Repeated):
            yield from ((*path, key) for key in here.twice)
        members = here.items() if isinstance(here, dict) else enumerate(here if isinstance(here, list) else ())
        waiting.extend(((*path, key), item) for key, item in members if isinstance(item, dict | list))
