"""The command: `python make_map.py [build|check|list|export|serve|picture|new]`.

Results go to standard output, everything else to standard error. Exit codes: 0 done; 1 the data has problems, or is
stale under `--check`; 2 wrong usage, or a file that cannot be read or written. Only a `GeoError` becomes a sentence;
any other exception is a bug and keeps its traceback.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from geo import __version__, leftovers, stamp
from geo.errors import UsageError, printable
from geo.options import DATA, FORMAT, KIND, OUT, TILES, WAY, files, folders, loudness, named_folder
from geo.sound import checked_atlas, contents_of, load_atlas, looked_at, sound_atlas, tell_atlas
from geo.terminal import Command, as_json, as_json_text, progress, put, summary, tell, tell_line, tell_problem

BINARY = ("gpkg", "fgb", "parquet")  # formats that are not for a terminal


@click.group(cls=Command, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="%(prog)s %(version)s")
@loudness
@click.pass_context
def main(ctx: click.Context) -> None:
    """Check an atlas of routes and make one offline map of it. Without a command: build.

    \b
    make_map.py                        check data/ and write maps/
    make_map.py new my-atlas           begin an atlas of your own
    make_map.py serve --data my-atlas  see it while you write

    Shell completion, for the installed command (zsh and fish alike):

    \b
    eval "$(_MAKE_MAP_COMPLETE=bash_source make-map)"
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(build, data=named_folder(ctx, build.params[0], None))


@main.command()
@DATA
@OUT
@WAY
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when what is in --out is stale.")
@TILES
@loudness
def build(
    data: str, out: str = "maps", ways: tuple[str, ...] = (), only_check: bool = False, tiles: tuple[str, ...] = ()
) -> None:
    """Check the data and write the maps.

    Writes index.html (all ways), a page a way and routes.geojson, all of them or none; nothing where nothing changed.

    \b
    make_map.py build --way dmz --out /tmp/maps
    make_map.py build --check
    make_map.py build --tiles OpenStreetMap.Mapnik
    """
    _require_apart(data, out)
    options = [ways, tiles]
    inputs = None if only_check else stamp.digest_of(data, options)
    if (last := stamp.fresh(inputs, out, options)) and not leftovers.has_temporary(out):
        tell_atlas(*last.said)
        tell_files(out, {name: size for name, (size, _) in last.files.items()}, whole=not ways)
        return
    with progress() as bar:
        atlas, problems = checked_atlas(data, bar)
        from geo import site  # here for start-up time: a mistake in the data is told before

        bar.doing("drawing", len(ways) or len(atlas.ways) + 2)
        files = site.site_files(atlas, ways or None, bar.done, tiles=tiles)
    said = (f"{data}: {contents_of(atlas)}", [as_json(problem) for problem in problems])
    tell_atlas(*said)
    if only_check:
        site.require_fresh(out, files)
        return
    site.write_site(out, files)
    if stamp.digest_of(data, options) == inputs:  # else somebody has written to the data meanwhile
        stamp.keep(inputs, out, options, files, said)
    tell_files(out, {name: len(content) for name, content in files.items()}, whole=not ways)


def _require_apart(data: str, out: str) -> None:
    """Raise UsageError for an output folder that is none or that of the data: its routes.geojson would be lost."""
    if not out:
        raise UsageError("--out is empty; expected a folder")
    if Path(data).exists() and Path(out).exists() and Path(data).samefile(out):
        raise UsageError(f"{out}: is the folder of the data; name another folder with --out")


@main.command()
@DATA
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@loudness
def check(data: str, form: str, strict: bool) -> None:
    """Say what is wrong with the data, all of it, with file and line.

    \b
    make_map.py check --strict
    make_map.py check --format json | jq -r '.[].message'
    """
    from geo import checks

    with progress() as bar:
        atlas, problems = looked_at(data, bar)
    failed = bool(problems) if strict else any(problem.level == "error" for problem in problems)
    if form == "json":
        put(as_json_text(problems))
    else:
        for problem in problems:
            tell_problem(problem)
        for exception in checks.reviewed(atlas) if atlas else ():
            tell(str(exception))
        tell(summary(problems))
    raise click.exceptions.Exit(1 if failed else 0)


@main.command(name="list")
@DATA
@loudness
def list_ways(data: str) -> None:
    """List the ways with the number of their features.

    \b
    make_map.py list --data my-atlas
    """
    atlas = load_atlas(data)
    kinds = ("border", "leg", "place", "case")
    rows: list[tuple[str, ...]] = [("rank", "way", *kinds, "name")]
    for way in sorted(atlas.ways, key=lambda one: -one.rank):
        own = [str(feature.properties.kind) for feature in atlas.features if feature.properties.way == way.id]
        name = way.name.get(atlas.languages[0], way.id)
        rows.append((str(way.rank), way.id, *(str(own.count(kind)) for kind in kinds), name))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    cells = [[*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]] for row in rows]
    put("".join(printable("  ".join(line)) + "\n" for line in cells))


@main.command()
@DATA
@WAY
@KIND
@FORMAT
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    shell_complete=files,
    help="File to write; without it the data go to standard output, as GeoJSON if no format is named.",
)
@loudness
def export(data: str, ways: tuple[str, ...], kinds: tuple[str, ...], form: str | None, output: str | None) -> None:
    """Take the data out, whole or by way and kind.

    \b
    make_map.py export --way dmz --kind case | jq '.features[].id'
    make_map.py export -o atlas.gpkg
    """
    if output is None and form in BINARY and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError(f"The format {form} is not text; name a file with -o, or send it on to a program.")
    atlas = sound_atlas(data)
    from geo.export import export as export_to
    from geo.export import exported

    with progress() as bar:
        bar.doing("writing")
        if output is not None:
            export_to(atlas, output, format=form, ways=ways or None, kinds=kinds or None)
            return
        content = exported(atlas, form or "geojson", ways=ways or None, kinds=kinds or None)
    put(content)


@main.command()
@DATA
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
@loudness
def serve(data: str, port: int) -> None:
    """Show the map while you edit: this machine alone, made again when a file changes. Ctrl-C stops.

    Problems in the data stand on the page and here; the map stays as it last was right.

    \b
    make_map.py serve --data my-atlas --port 8080
    """
    from geo.serve import run  # folium takes most of the start-up time

    run(data, port, tell, tell_line)


@main.command()
@DATA
@WAY
@click.option("--lang", metavar="TAG", help="Language of the picture; the atlas's first without it.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default="atlas.png",
    show_default=True,
    shell_complete=files,
    help="Ends in .png, .svg or .pdf.",
)
@loudness
def picture(data: str, ways: tuple[str, ...], lang: str | None, output: str) -> None:
    """Draw the atlas, or some of its ways, for print and slides. Needs the extra `picture`.

    \b
    make_map.py picture -o atlas.pdf
    make_map.py picture --way dmz --lang ko -o dmz.svg
    """
    atlas = sound_atlas(data)
    from geo.picture import picture as draw  # matplotlib takes seconds

    with progress() as bar:
        bar.doing("drawing")
        draw(atlas, output, ways=ways or None, language=lang)
    tell(f"{output}  {Path(output).stat().st_size / 1000:,.0f} kB")


@main.command()
@click.argument("folder", metavar="DIR", shell_complete=folders)
@loudness
def new(folder: str) -> None:
    """Write a small valid atlas to start from, with a README that explains every field.

    \b
    make_map.py new my-atlas
    make_map.py serve --data my-atlas
    """
    from geo.starter import write_starter

    for name in write_starter(folder):
        tell(str(Path(folder) / name))


def tell_files(folder: str, sizes: Mapping[str, int], *, whole: bool) -> None:
    """Say which files a build has made, and, after one of all ways, which pages of ways that are no more lie there."""
    for name, size in sizes.items():
        tell(f"{Path(folder) / name}  {size / 1000:,.0f} kB")
    for name in leftovers.old_pages(folder, sizes) if whole else ():
        tell_line(f"{Path(folder) / name}: is the page of a way that is no more; delete it", "warning")
