"""Where a value stands in a JSON text: its line, found by the path to it.

The standard parser is quick and says nothing of places, so the text is read a second time, token by token, only
when there is something to report. No recursion: a text may be nested as deep as it likes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


def value_lines(text: str) -> dict[Path, int]:
    """Return the line (from 1) of every value and member of valid JSON, by its path of keys and indexes.

    A member of an object is at its key. Where a key stands twice, the second place is kept.
    """
    return {path: line for path, line, _ in _walk(text)}


def duplicate_keys(text: str) -> Iterator[tuple[Path, int]]:
    """Yield the path and line of each key that stands a second time in its object."""
    return ((path, line) for path, line, again in _walk(text) if again)


def _walk(text: str) -> Iterator[tuple[Path, int, bool]]:
    """Yield path, line and "this key was here before" for each value, in the order of the text."""
    path: list[str | int] = []
    containers: list[tuple[str, set[str]]] = []
    expects_key = False
    line, end = 1, 0
    yield (), 1, False
    for token in _TOKEN.finditer(text):
        line += text.count("\n", end, token.start())
        end = token.start()
        mark = token[0]
        if mark in "{[":
            if containers and containers[-1][0] == "[":
                yield tuple(path), line, False
            containers.append((mark, set()))
            path.append("" if mark == "{" else 0)
            expects_key = mark == "{"
        elif mark in "}]":
            containers.pop()
            path.pop()
            expects_key = False
        elif mark == ",":
            kind, _ = containers[-1]
            expects_key = kind == "{"
            last = path[-1]
            path[-1] = last + 1 if isinstance(last, int) else ""
        elif mark == ":":
            continue
        elif expects_key:
            key = json.loads(mark)
            seen = containers[-1][1]
            path[-1] = key
            expects_key = False
            yield tuple(path), line, key in seen
            seen.add(key)
        elif containers and containers[-1][0] == "[":
            yield tuple(path), line, False
