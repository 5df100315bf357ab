"""Imports point one way, no module is too long, no function does too much, and nothing prints."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import geo

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "geo"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "make_basemap.py")

# From the ground up; a module may import what stands on a lower step, or beside it in its own package.
STEPS: tuple[tuple[str, ...], ...] = (
    ("errors", "folders", "leftovers", "pause"),
    ("bar",),
    ("terminal",),
    ("model", "basemap"),
    ("positions", "selection", "meridian", "citation"),
    ("explain", "reading", "schema"),
    ("load", "checks", "enrich", "frames"),
    ("export", "compact"),
    ("controls", "tiles"),
    ("page_data", "starter"),
    ("page", "picture"),
    ("folium_map",),
    ("library", "site", "sound", "options"),
    ("stamp", "preview"),
    ("serve",),
    ("cli",),
)
STEP = {name: step for step, names in enumerate(STEPS) for name in names}


def home(path: Path) -> str:
    """Return the name of a module's part of the package: `export` for geo/export/kml.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the parts of the package that a module imports, anywhere in it, type checking apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in ast.walk(block)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module == "geo":
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("geo."):
            names.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            names |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("geo.")}
    return names & set(STEP)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    own = home(path)
    if own == "__init__":
        return
    assert own in STEP, f"{own} has no place in the order of imports"
    upward = {name for name in imported(path) if name != own and STEP[name] >= STEP[own]}
    assert upward == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_functions_are_short_and_nothing_is_swallowed(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, f"{node.name} is too long"
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None
            assert "Exception" not in {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print"


def test_public_names_are_there() -> None:
    assert sorted(geo.__all__) == geo.__all__
    for name in geo.__all__:
        assert getattr(geo, name) is not None


def test_importing_the_package_loads_none_of_the_heavy_libraries() -> None:
    heavy = ("folium", "geopandas", "shapely", "pyproj", "pandas")
    code = f"import geo, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
