"""The package as it is shipped: built offline, installed into a clean environment, run outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = "Scripts" if os.name == "nt" else "bin"
# What a page, a check and a build without a folder of one's own need.
NEEDED = (
    "geo/py.typed", "geo/assets/page.html", "geo/assets/js/main.js", "geo/assets/css/base.css",
    "geo/assets/i18n/en/core.json", "geo/assets/i18n/ko/core.json", "geo/assets/words/tiles.json",
    "geo/assets/starter/README.md", "geo/assets/starter/routes.geojson", "geo/basemap/world.topo.json",
    "geo/basemap/korea.topo.json", "geo/basemap/labels.json",
)  # fmt: skip
DATA = ("ways.json", "routes.geojson", "sources.json", "arrivals.csv")


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command without the settings of this environment; its output stands in the error where it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel and the sdist, made without the network."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clean environment with the wheel in it; the libraries come from the one that runs the tests."""
    folder = tmp_path_factory.mktemp("clean") / "env"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    (wheel,) = built.glob("*.whl")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", folder / BIN / "python")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder.parent)
    own = run(folder / BIN / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    libraries = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    (Path(own.stdout.strip()) / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
    return folder


def test_the_wheel_holds_what_is_needed_and_the_atlas(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for name in DATA:
            assert archive.read(f"geo/atlas/{name}") == (ROOT / "data" / name).read_bytes()
    assert set(NEEDED) <= names
    assert not any(name.startswith(("tests/", "maps/")) or "__pycache__" in name for name in names)


def test_the_wheel_holds_every_asset(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assets = {str(path.relative_to(ROOT)) for path in (ROOT / "geo" / "assets").rglob("*") if path.is_file()}
    assert assets <= names


def test_the_sdist_holds_the_sources_of_all_that(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {*NEEDED, *(f"data/{name}" for name in DATA), "README.md", "LICENSE", "CITATION.cff", "make_map.py"}
    assert wanted <= names
    assert {"tests/test_packaging.py", "tests/atlases/pacific/ways.json"} <= names
    # what the tests read beside it
    assert {"benchmarks/synthetic.py", ".ci/run", ".github/workflows/tests.yml", "maps/screenshot.png"} <= names


def test_the_sdist_makes_the_same_wheel(built: Path, tmp_path: Path) -> None:
    (sdist,), (wheel,) = built.glob("*.tar.gz"), built.glob("*.whl")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "again", cwd=source)
    assert (tmp_path / "again" / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_command_works_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    command = installed / BIN / "make-map"
    assert run(command, "--version", cwd=tmp_path).stdout.startswith("make-map ")
    assert "\n  make-map new my-atlas" in run(command, "--help", cwd=tmp_path).stdout
    told = run(command, "build", cwd=tmp_path)
    assert "the atlas that came with the program" in told.stderr
    assert "data-feature-id" in (tmp_path / "maps" / "index.html").read_text(encoding="utf-8")
    assert (tmp_path / "maps" / "dmz.html").is_file()
    run(command, "build", "--check", cwd=tmp_path)


def test_a_new_atlas_works_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    command = installed / BIN / "make-map"
    run(command, "new", "mine", cwd=tmp_path)
    run(command, "check", "--strict", "--data", "mine", cwd=tmp_path)
    run(command, "build", "--data", "mine", "--out", "maps", cwd=tmp_path)
    assert (tmp_path / "maps" / "by-sea.html").is_file()


def test_the_installed_package_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    where = run(installed / BIN / "python", "-c", "import geo; print(geo.__file__)", cwd=tmp_path).stdout
    assert Path(where.strip()).is_relative_to(installed.resolve()) or Path(where.strip()).is_relative_to(installed)


def test_the_citation_file_agrees_with_the_package() -> None:
    from geo import __version__

    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f'version: "{__version__}"' in text
    assert "cff-version: 1.2.0" in text
    assert "license: MIT" in text
