"""`python -m benchmarks`: this project, a plain folium script and geopandas' explore, in turns, as one table."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from playwright.sync_api import Browser, sync_playwright

from benchmarks import process, report
from benchmarks.assets import localised
from benchmarks.browser import open_page
from benchmarks.report import Contestant
from benchmarks.synthetic import write_atlas
from tests.browser.install import ARGUMENTS, SENTENCE, find_chromium

ROOT = Path(__file__).parents[1]
PEERS = Path(__file__).parent / "peers"
SCRIPTS = {"atlas": "atlas_page.py", "folium": "plain_folium.py", "explore": "explore.py"}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--sizes", default="0,1000,10000,100000", show_default=True, help="Features; 0 is the real atlas.")
@click.option(
    "--repeat", default=5, show_default=True, help="Runs of each; half of it from 10,000 features on, at least 3."
)
@click.option("--quick", is_flag=True, help="Two runs of the real atlas and of 1,000 features.")
@click.option("--only", "names", multiple=True, type=click.Choice(list(SCRIPTS)), help="Only these.")
@click.option("--limit", default=300, show_default=True, help="Seconds after which a page counts as not opening.")
def main(sizes: str, repeat: int, quick: bool, names: tuple[str, ...], limit: int) -> None:
    """Measure and print."""
    counts, repeat = ([0, 1000], 2) if quick else ([int(size) for size in sizes.split(",")], repeat)
    chosen = [name for name in SCRIPTS if not names or name in names]
    if "explore" in chosen and not importlib.util.find_spec("mapclassify"):
        click.echo("explore is left out: it needs mapclassify (the dependency group bench)", err=True)
        chosen.remove("explore")
    chromium = find_chromium()
    if chromium is None:
        raise click.ClickException(SENTENCE)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        click.echo(f"{report.machine(browser.version)}\n")
        known: list[list[Contestant]] = []
        for count in counts:
            data = write_atlas(Path(folder) / str(count), count) if count else ROOT / "data"
            runs = repeat if count < 10_000 or quick else max(min(3, repeat), repeat // 2)
            known.append([Contestant(name) for name in chosen])
            in_turns(known[-1], runs, partial(build, data=data, folder=Path(folder)))
            in_turns(known[-1], runs, partial(look, browser=browser, limit=limit))
            click.echo(report.table(f"{count:,} features" if count else "real atlas", known[-1]))
            click.echo(extras(data, Path(folder), runs))
            if count >= 10_000 and len(known) > 1 and counts[len(known) - 2] * 10 == count:
                click.echo(f"Growth from {count // 10:,}:\n{report.growth(known[-2], known[-1])}\n")
        browser.close()


def in_turns(contestants: list[Contestant], runs: int, act: Callable[[Contestant], None]) -> None:
    """Let each contestant that has not failed act `runs` times, another one first each time."""
    for number in range(runs):
        first = number % len(contestants)
        for one in contestants[first:] + contestants[:first]:
            if not one.failed:
                act(one)


def build(one: Contestant, data: Path, folder: Path) -> None:
    """Run a contestant's script once."""
    page, log = folder / f"{one.name}.html", folder / "log"
    if not one.builds:  # once unmeasured: files are in memory and compiled for all alike
        process.run([str(PEERS / SCRIPTS[one.name]), str(ROOT / "data"), str(page)], log)
    taken = process.run([str(PEERS / SCRIPTS[one.name]), str(data), str(page)], log)
    if taken is None:
        one.failed = f"its script failed: {log.read_text('utf-8').strip().splitlines()[-1][:200]}"
        return
    one.builds.append(taken)
    text, one.assets = localised(page.read_text("utf-8"))
    one.page = text.encode()


def look(one: Contestant, browser: Browser, limit: int) -> None:
    """Open a contestant's page once."""
    files = {"/page.html": one.page}
    files |= {f"/assets/{number}-{Path(asset.ending).name}": asset.content for number, asset in enumerate(one.assets)}
    found = open_page(browser, files, ours=one.name == "atlas", limit_s=limit)
    if isinstance(found, str):
        one.failed = f"its page did not open: {found}"
    else:
        one.opened.append(found)


def extras(data: Path, folder: Path, runs: int) -> str:
    """Return in words what the whole command takes, again unchanged, for one way; and the parts of a page's build."""
    out, log = folder / "site", folder / "log"
    way = json.loads((data / "ways.json").read_text("utf-8"))["ways"][0]["id"]
    command = [str(ROOT / "make_map.py"), "build", "--data", str(data), "--out", str(out)]
    cases = {"whole command, every page and the data": command, "again, nothing changed": command}
    cases["one way"] = [*command, "--way", way]
    library = [str(PEERS / "library.py"), str(data), str(folder / "library.html")]
    cases["as a library, through folium, one page"] = library
    said = []
    for title, arguments in cases.items():
        taken = [process.run(arguments, log) for _ in range(1 if title.startswith("whole") else runs)]
        times = sorted((one.seconds, one.cpu_seconds) for one in taken if one)
        wall, cpu = times[len(times) // 2] if times else (float("nan"), float("nan"))
        said.append(f"{title} {wall:.2f} s (processor {cpu:.2f} s)")
    process.run([str(PEERS / "phases.py"), str(data), str(out)], log)
    phases = json.loads(log.read_text("utf-8"))
    parts = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in phases.items())
    share = phases["check"] / sum(phases.values())
    return f"`build`: {'; '.join(said)}.\nParts of one page's build: {parts}; checks are {share:.0%}.\n"


if __name__ == "__main__":
    main()
