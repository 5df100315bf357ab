"""The options that commands share, and what a shell may complete them with.

Completion says nothing and fails at nothing: a folder that cannot be read has no ways to offer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from geo.folders import DEFAULT, default_folder
from geo.terminal import LOUDNESS, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Command = TypeVar("Command", bound="Callable[..., Any]")


def named_folder(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """Return the folder that was named, or the one to read when none was."""
    if value is not None:
        return value
    folder, sentence = default_folder()
    if sentence and not ctx.resilient_parsing:
        tell(sentence)
    return folder


def _loudness(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """Keep how much is to be told, for all commands alike."""
    if value and param.name:
        ctx.meta[LOUDNESS] = param.name


# ------------------------------------------------------------------ what a shell may complete


def folders(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return that the shell is to look for folders."""
    return [CompletionItem(incomplete, type="dir")]


def files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return that the shell is to look for files."""
    return [CompletionItem(incomplete, type="file")]


def ways(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids of the ways of the folder that is named before."""
    folder = ctx.params.get("data") or default_folder()[0]
    try:
        text = (Path(folder) / "ways.json").read_text(encoding="utf-8")
        return _begun(incomplete, [str(way["id"]) for way in json.loads(text)["ways"]])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def kinds(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the kinds of features."""
    from geo.selection import KINDS  # here for start-up time, as below

    return _begun(incomplete, KINDS)


def formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the formats of `export`."""
    from geo.export import FORMATS

    return _begun(incomplete, FORMATS)


def tiles(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the names of online maps."""
    from xyzservices import providers

    return _begun(incomplete, sorted(str(tile.name) for tile in providers.flatten().values()))


def _begun(incomplete: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word.lower().startswith(incomplete.lower())]


_QUIET = click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=_loudness, help="Tell only errors.")
_VERBOSE = click.option("-v", "--verbose", is_flag=True, expose_value=False, callback=_loudness, help="Tell more.")


def loudness(command: Command) -> Command:
    """Give a command the options for how much it tells."""
    return _QUIET(_VERBOSE(command))


DATA = click.option(
    "--data",
    metavar="DIR",
    callback=named_folder,
    shell_complete=folders,
    help=f"Folder of the atlas.  [default: {DEFAULT}]",
)
OUT = click.option(
    "--out", default="maps", metavar="DIR", show_default=True, shell_complete=folders, help="Folder to write."
)
WAY = click.option(
    "--way",
    "ways",
    multiple=True,
    metavar="ID",
    shell_complete=ways,
    help="Only this way; may be given several times.",
)
KIND = click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", shell_complete=kinds, help="Only border, leg, place or case."
)
FORMAT = click.option(
    "--format",
    "form",
    metavar="FORMAT",
    shell_complete=formats,
    help="geojson, gpkg, kml, gpx, csv, fgb, parquet; else by the file's ending.",
)
TILES = click.option(
    "--tiles",
    multiple=True,
    metavar="NAME",
    shell_complete=tiles,
    help="Online map (a name of xyzservices) that readers may choose instead of the embedded one; several times.",
)
