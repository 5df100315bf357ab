"""What can go wrong, as values: one problem, and the errors that carry problems to whoever called.

The command shows these errors as sentences and exits with their code; every other exception is a bug and keeps
its traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a data file: where it stands, which rule it breaks, what was expected."""

    path: str
    line: int
    rule: str
    feature: str | None
    message: str
    level: Level = "error"

    def __str__(self) -> str:
        """Return the problem on one line, control characters made visible."""
        feature = f'feature "{self.feature}": ' if self.feature is not None else ""
        level = "warning: " if self.level == "warning" else ""
        return printable(f"{self.path}:{self.line}: [{self.rule}] {level}{feature}{self.message}")


def printable(text: str) -> str:
    """Return `text` with every character that could steer a terminal written as an escape such as `\\x1b`."""
    return "".join(c if c.isprintable() or c == " " else c.encode("unicode_escape").decode("ascii") for c in text)


def shorten(value: object, limit: int = 60) -> str:
    """Return `value` as a short quotation for a message."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


class GeoError(Exception):
    """Base of the errors that a user can mend; `exit_code` is what the command exits with."""

    exit_code = 2


class DataError(GeoError):
    """The data has problems; `problems` holds all of them, sorted by file and line."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.path, p.line, p.rule, p.feature or "", p.message)))
        super().__init__("\n".join(map(str, self.problems)))


class FileError(GeoError):
    """A file cannot be read or written."""


class UsageError(GeoError):
    """What was asked for does not exist: an unknown way, kind or format."""


class StaleError(GeoError):
    """What stands in the output folder is not what the data makes now."""

    exit_code = 1
