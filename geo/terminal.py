"""What every command shares: its options, how it tells things, how it ends with an error."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click

from geo.errors import DataError, GeoError, Problem, printable
from geo.folders import DEFAULT, default_folder


def named_folder(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """Return the folder that was named, or the one to read when none was."""
    if value is not None:
        return value
    folder, sentence = default_folder()
    if sentence:
        tell(sentence)
    return folder


def _loudness(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """Keep how much is to be told, for all commands alike."""
    if value and param.name:
        ctx.meta[LOUDNESS] = param.name


LOUDNESS = "geo.loudness"
DATA = click.option("--data", metavar="DIR", callback=named_folder, help=f"Folder of the atlas.  [default: {DEFAULT}]")
QUIET = click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=_loudness, help="Tell only errors.")
VERBOSE = click.option("-v", "--verbose", is_flag=True, expose_value=False, callback=_loudness, help="Tell more.")
OUT = click.option("--out", default="maps", metavar="DIR", show_default=True, help="Folder to write.")
WAY = click.option("--way", "ways", multiple=True, metavar="ID", help="Only this way; may be given several times.")


class Command(click.Group):
    """A group whose errors are the project's: a sentence on standard error, and the error's exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a GeoError ends it with its exit code and no traceback."""
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            return super().invoke(ctx)
        except DataError as error:
            for problem in error.problems:
                tell_problem(problem)
            click.echo(summary(list(error.problems)), err=True)
            ctx.exit(error.exit_code)
        except GeoError as error:
            click.echo(printable(str(error)), err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:  # whoever read standard output has gone
            sys.stderr.close()
            ctx.exit(0)


def tell(text: str, *, detail: bool = False) -> None:
    """Say something on standard error that is no error: not when asked to be quiet, details only when asked for."""
    loudness = click.get_current_context().meta.get(LOUDNESS)
    if loudness != "quiet" and (not detail or loudness == "verbose"):
        click.echo(printable(text), err=True)


def tell_problem(problem: Problem) -> None:
    """Say a problem on standard error, in colour on a terminal; a warning not when asked to be quiet."""
    error = problem.level == "error"
    if error or click.get_current_context().meta.get(LOUDNESS) != "quiet":
        click.secho(str(problem), err=True, fg="red" if error else "yellow")


def summary(problems: list[Problem]) -> str:
    """Return "2 errors, 1 warning", or that nothing was found."""
    errors = sum(problem.level == "error" for problem in problems)
    counts = [(errors, "error"), (len(problems) - errors, "warning")]
    told = ", ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in counts if n)
    return told or "nothing found"


def as_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as `check --format json` gives it."""
    fields = ("path", "line", "rule", "feature", "message", "level")
    return {name: getattr(problem, name) for name in fields}


@contextlib.contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
    """Show a progress bar on a terminal, nothing elsewhere; yields a function that takes what has just been made."""
    if not sys.stderr.isatty():
        yield lambda name: None
        return
    from rich.console import Console
    from rich.progress import Progress  # only a terminal needs it

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("drawing", total=total)
        yield lambda name: bar.update(task, advance=1, description=printable(name))
