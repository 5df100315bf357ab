"""How much is told, and in which colours."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo import __version__
from geo.cli import main

ROOT = Path(__file__).parents[1]


def doubt(folder: Path) -> None:
    """Give a source that is a copy a link: a warning."""
    path = folder / "sources.json"
    text = path.read_text(encoding="utf-8")
    linked = text.replace('"First Agency"', '"First Agency", "URL": "https://copy.example.org/a"')
    path.write_text(linked, encoding="utf-8")


@pytest.mark.parametrize("before", [True, False])
def test_quiet_leaves_out_warnings_and_verbose_adds_counts(atlas_folder: Path, tmp_path: Path, before: bool) -> None:
    doubt(atlas_folder)
    command = ["build", "--data", str(atlas_folder), "--out", str(tmp_path / "maps")]

    def told(flag: str) -> str:
        arguments = [flag, *command] if before else [*command, flag]
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0
        return done.stderr

    assert told("-q") == told("--quiet") == ""
    assert "linked-copy" in told("-v")
    assert "2 ways" in told("--verbose")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_may_be_told_how_much_to_tell(command: str) -> None:
    told = CliRunner().invoke(main, [command, "--help"]).stdout
    assert "-q, --quiet" in told
    assert "-v, --verbose" in told


def test_errors_are_told_to_the_quiet_too(atlas_folder: Path) -> None:
    (atlas_folder / "sources.json").unlink()
    done = CliRunner().invoke(main, ["-q", "check", "--data", str(atlas_folder)])
    assert done.exit_code == 2
    assert "is not there" in done.stderr


def test_colours_are_for_terminals_that_want_them(atlas_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    doubt(atlas_folder)
    command = ["check", "--data", str(atlas_folder)]
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" not in CliRunner().invoke(main, command).stderr
    assert "\x1b[33m" in CliRunner().invoke(main, command, color=True).stderr
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in CliRunner().invoke(main, command, color=True).stderr


@pytest.mark.parametrize("shell", ["bash_source", "zsh_source", "fish_source"])
def test_shells_are_told_how_to_complete(shell: str) -> None:
    done = CliRunner(env={"_MAKE_MAP_COMPLETE": shell}).invoke(main, prog_name="make-map")
    assert "make-map" in done.stdout
    assert "COMPLETE" in done.stdout


def completed(*words: str) -> list[str]:
    """Return what a shell offers for the last of some words, told nothing besides."""
    line = {"COMP_WORDS": " ".join(["make-map", *words]), "COMP_CWORD": str(len(words))}
    done = CliRunner(env={"_MAKE_MAP_COMPLETE": "bash_complete", **line}).invoke(main, prog_name="make-map")
    assert done.stderr == ""
    return done.stdout.split()


def test_a_shell_completes_commands_options_and_words(
    atlas_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # no folder data here, which commands tell and completion must not
    assert completed("ex") == ["plain,export"]
    assert completed("export", "--fo") == ["plain,--format"]
    assert completed("export", "--format", "g") == ["plain,geojson", "plain,gpkg", "plain,gpx"]
    assert completed("export", "--kind", "") == ["plain,border", "plain,leg", "plain,place", "plain,case"]
    assert completed("export", "--way", "dm") == ["plain,dmz"]
    assert completed("build", "--data", str(atlas_folder), "--way", "river") == ["plain,river-way"]
    assert completed("build", "--data", str(tmp_path), "--way", "") == []
    assert completed("build", "--tiles", "openstreetmap.m") == ["plain,OpenStreetMap.Mapnik"]
    assert [completed("build", "--data", "m"), completed("new", "m")] == [["dir,m"], ["dir,m"]]
    assert completed("picture", "-o", "m") == ["file,m"]


@pytest.mark.parametrize("called", ["make_map.py", "make-map"])
def test_the_version_names_the_program_as_it_was_called(called: str) -> None:
    code = f"from geo.cli import main; main(['--version'], prog_name={called!r})"  # click keeps the first for good
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == f"{called} {__version__}\n"


@pytest.mark.parametrize("command", [["list"], ["check", "--format", "json"], ["export"]])
def test_a_full_disk_is_a_sentence(command: list[str], atlas_folder: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():  # only Linux has a disk that is always full
        return
    with full.open("wb") as disk:
        run = [sys.executable, str(ROOT / "make_map.py"), *command, "--data", str(atlas_folder)]
        done = subprocess.run(run, stdout=disk, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "standard output: cannot be written" in done.stderr


def on_terminal(*arguments: str, code: int = 0) -> str:
    """Return what a command writes to a terminal, which ends with an exit code."""
    inner, outer = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, str(ROOT / "make_map.py"), *arguments]
    process = subprocess.Popen(command, stdin=outer, stdout=outer, stderr=outer, env=environment)
    os.close(outer)
    told = b""
    with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
        while piece := os.read(inner, 65536):
            told += piece
    os.close(inner)
    assert process.wait() == code
    return told.decode()


@pytest.mark.parametrize("form", ["gpkg", "fgb", "parquet"])
def test_no_terminal_gets_what_is_no_text(form: str, atlas_folder: Path) -> None:
    told = on_terminal("export", "--data", str(atlas_folder), "--format", form, code=2)
    assert told.splitlines() == [f"The format {form} is not text; name a file with -o, or send it on to a program."]


def test_long_work_shows_how_far_it_is_on_a_terminal(atlas_folder: Path, tmp_path: Path) -> None:
    command = ["build", "--data", str(atlas_folder)]
    told = on_terminal(*command, "--out", str(tmp_path / "maps"))
    assert "━" in told
    assert told.rstrip().rpartition("\n")[2].endswith("kB")  # the bar is gone in the end
    assert "━" not in on_terminal("-q", *command, "--out", str(tmp_path / "quiet"))
