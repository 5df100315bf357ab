"""Progress of long work: a bar on a terminal, by rich, or nothing at all."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from geo.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID


class Bar:
    """Progress that nobody sees."""

    def doing(self, what: str, total: int | None = None) -> None:
        """Say what goes on from now, in `total` steps where they are known."""

    def done(self, name: str) -> None:
        """Count a step; `name` is what has been made."""


class SeenBar(Bar):
    """A bar of rich: it runs to and fro while the number of steps is not known."""

    def __init__(self, bar: Progress, task: TaskID) -> None:
        self.bar, self.task = bar, task

    def doing(self, what: str, total: int | None = None) -> None:
        """Say what goes on from now."""
        self.bar.reset(self.task, total=total, description=printable(what))

    def done(self, name: str) -> None:
        """Count a step."""
        self.bar.update(self.task, advance=1, description=printable(name))


@contextlib.contextmanager
def seen_bar() -> Iterator[SeenBar]:
    """Yield a bar on standard error that is gone in the end."""
    from rich.console import Console  # here for start-up time: only a terminal needs it
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        yield SeenBar(bar, bar.add_task("", total=None))
