"""What every command shares: how it tells things, shows progress, and ends with an error."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from geo.bar import Bar, seen_bar
from geo.errors import DataError, FileError, GeoError, Problem, printable

LOUDNESS = "geo.loudness"
INTERRUPTED = 130  # what a shell gives a program that Ctrl-C has ended
SCRIPT = "make_map.py"  # the command's name in the texts of help


class Helped(click.Command):
    """A command whose help names the program as it was called, so that its examples can be typed as they stand."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help."""
        called = ctx.find_root().info_name or SCRIPT
        return super().get_help(ctx).replace(SCRIPT, called)


class Command(Helped, click.Group):
    """A group whose errors are the project's: a sentence on standard error, and the error's exit code."""

    command_class = Helped

    def main(self, *args: Any, **named: Any) -> Any:
        """Run the program; help that cannot be written ends with a sentence too."""
        try:
            return super().main(*args, **named)
        except OSError as error:
            say(printable(f"standard output: cannot be written ({error.strerror or error})"))
            sys.exit(FileError.exit_code)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a GeoError ends it with its exit code and no traceback."""
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            return super().invoke(ctx)
        except DataError as error:
            for problem in error.problems:
                tell_problem(problem)
            say(summary(list(error.problems)))
            ctx.exit(error.exit_code)
        except GeoError as error:
            say(printable(str(error)))
            ctx.exit(error.exit_code)
        except BrokenPipeError:  # whoever read standard output has gone
            sys.stderr.close()
            ctx.exit(0)
        except OSError as error:  # of a name that is too long, of a folder that may not be searched
            where = error.filename if isinstance(error.filename, str) else "the system"
            say(printable(f"{where}: cannot be read or written ({error.strerror or error})"))
            ctx.exit(FileError.exit_code)
        except KeyboardInterrupt:
            say("stopped")
            ctx.exit(INTERRUPTED)


def say(text: str, fg: str | None = None) -> None:
    """Write a line on standard error; where that is closed or full there is nobody to tell."""
    with contextlib.suppress(OSError, ValueError):
        click.echo(click.style(text, fg=fg) if fg else text, err=True)


def put(content: str | bytes) -> None:
    """Put a result on standard output, letters that it does not have as escapes; FileError where it cannot be written.

    Raises BrokenPipeError where whoever read it has gone.
    """
    if sys.stdout is None:
        raise FileError("standard output: is closed")
    if isinstance(content, str):
        encoding = sys.stdout.encoding or "utf-8"
        content = content.encode(encoding, "backslashreplace").decode(encoding)
    try:
        click.echo(content, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FileError(f"standard output: cannot be written ({error.strerror})") from error


def is_quiet() -> bool:
    """Return whether only errors are to be told."""
    return click.get_current_context().meta.get(LOUDNESS) == "quiet"


def tell(text: str, *, detail: bool = False) -> None:
    """Say something on standard error that is no error: not when asked to be quiet, details only when asked for."""
    loudness = click.get_current_context().meta.get(LOUDNESS)
    if loudness != "quiet" and (not detail or loudness == "verbose"):
        say(printable(text))


def tell_problem(problem: Problem) -> None:
    """Say a problem on standard error, in colour on a terminal; a warning not when asked to be quiet."""
    tell_line(str(problem), problem.level)


def tell_line(text: str, level: str) -> None:
    """Say a line of level `error` or `warning` as `tell_problem` does."""
    if level == "error" or not is_quiet():
        say(printable(text), fg="red" if level == "error" else "yellow")


def summary(problems: Sequence[Problem]) -> str:
    """Return "2 errors, 1 warning", or that nothing was found."""
    errors = sum(problem.level == "error" for problem in problems)
    counts = [(errors, "error"), (len(problems) - errors, "warning")]
    told = ", ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in counts if n)
    return told or "nothing found"


def as_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as `check --format json` gives it."""
    fields = ("path", "line", "rule", "feature", "message", "level")
    return {name: getattr(problem, name) for name in fields}


def as_json_text(problems: Sequence[Problem]) -> str:
    """Return problems as JSON text in which nothing can steer a terminal."""
    text = json.dumps([as_json(problem) for problem in problems], ensure_ascii=False, indent=1)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text) + "\n"


@contextlib.contextmanager
def progress() -> Iterator[Bar]:
    """Yield a bar that is seen on a terminal while something long goes on; nothing elsewhere, or when quiet."""
    if sys.stderr is None or not sys.stderr.isatty() or is_quiet():
        yield Bar()
        return
    with seen_bar() as bar:
        yield bar
