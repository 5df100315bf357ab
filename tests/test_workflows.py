"""The workflows run what is there: pinned actions, targets of the Makefile, options of the command."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo.cli import main

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
RUN = re.compile(r"^( *)(?:- )?run: (?:\|\n((?:\1 +.*\n)+)|(.*)\n)", re.MULTILINE)


def commands(workflow: Path) -> list[list[str]]:
    """Return the words of each command that a workflow runs."""
    text = workflow.read_text(encoding="utf-8")
    lines = [line for found in RUN.finditer(text) for line in (found[2] or found[3]).splitlines()]
    return [shlex.split(part) for line in lines for part in line.split("&&")]


def targets() -> set[str]:
    """Return the targets of the Makefile, its variables put in."""
    variables = dict(re.findall(r"^(\w+) :?\??= (.*)$", MAKEFILE, re.MULTILINE))
    names = re.findall(r"^([^\s#:=]+):(?!=)", MAKEFILE, re.MULTILINE)
    return {re.sub(r"\$\((\w+)\)", lambda found: variables[found[1]], name) for name in names}


def test_there_is_one_for_tests_and_one_for_pages() -> None:
    assert [path.name for path in WORKFLOWS] == ["pages.yml", "tests.yml"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_permissions_given(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    uses = re.findall(r"uses: (\S+)", text)
    assert [name for name in uses if not re.fullmatch(r"actions/[\w-]+@v\d+", name)] == []
    assert uses[0] == "actions/checkout@v4"
    assert re.search(r"^permissions:\n  contents: read\n", text, re.MULTILINE)
    assert "\t" not in text


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_commands_are_there(workflow: Path) -> None:
    asked = commands(workflow)
    assert asked
    for program, *arguments in asked:
        if program == "make":
            assert {word for word in arguments if "=" not in word} <= targets()
        elif program.endswith("/python"):
            script, command, *options = arguments
            assert (ROOT / script).is_file()
            told = CliRunner().invoke(main, [command, "--help"]).stdout
            assert [option for option in options if option.startswith("-") and option not in told] == []
        elif program.startswith("."):
            assert os.access(ROOT / program, os.X_OK)
        else:
            assert program == "sudo"


def test_what_ci_runs_is_what_the_makefile_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert script[-1] == "make test"
    assert "test" in targets()


def test_the_tests_run_on_every_python_from_the_oldest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    tried = re.findall(r'"(3\.\d+)"', text)
    assert project["requires-python"] == f">={tried[0]}"
    assert tried == [f"3.{number}" for number in range(int(tried[0][2:]), int(tried[-1][2:]) + 1)]
    assert len(tried) > 1


def test_what_is_published_is_what_is_built() -> None:
    text = (ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
    (built,) = re.findall(r"build --out (\S+)", text)
    assert f"path: {built}\n" in text
