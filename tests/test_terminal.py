"""How much is told, and in which colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from geo.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def doubt(folder: Path) -> None:
    """Give the sources one that nothing cites: a warning."""
    path = folder / "sources.json"
    text = path.read_text(encoding="utf-8").rstrip().removesuffix("]")
    path.write_text(
        text + ', {"id": "spare", "type": "book", "title": "Spare", "custom": {"tier": "A"}}]', encoding="utf-8"
    )


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
    assert "unused-source" in told("-v")
    assert "2 ways" in told("--verbose")


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
