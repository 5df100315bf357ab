"""The library's documentation: every example in a docstring runs, and every public function says what it takes."""

from __future__ import annotations

import doctest
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

import geo

ROOT = Path(__file__).parents[1]
EXAMPLE = re.compile(r"^\s*>>> ", re.MULTILINE)
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "geo").rglob("*.py")
    if EXAMPLE.search(path.read_text(encoding="utf-8"))
)
FUNCTIONS = [name for name in geo.__all__ if inspect.isfunction(getattr(geo, name))]


def said_of(name: str) -> str:
    """Return what is written of a public function: its own docstring and the package's."""
    return f"{inspect.getdoc(getattr(geo, name))}\n{geo.__doc__}"


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)  # an example may write files
    done = doctest.testmod(import_module(name))
    assert done.attempted > 0
    assert done.failed == 0


def test_there_are_the_functions_of_the_library() -> None:
    assert FUNCTIONS == ["build", "check", "export", "load", "to_geodataframe"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_has_an_example(name: str) -> None:
    assert re.search(rf">>> .*geo\.{name}\(", said_of(name))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_names_its_arguments_and_its_errors(name: str) -> None:
    text = said_of(name)
    arguments = set(inspect.signature(getattr(geo, name)).parameters) - {"atlas", "folder", "path"}
    assert [argument for argument in sorted(arguments) if f"`{argument}`" not in text] == []
    assert re.search(r"[Rr]aises? |raise the", text)


def test_the_order_of_coordinates_is_said() -> None:
    assert "(longitude, latitude)" in (geo.__doc__ or "")
    for name in ("build", "export", "to_geodataframe"):
        assert re.search(r"\((lon, lat|lat, lon)\)", inspect.getdoc(getattr(geo, name)) or "")
