"""What every test may ask for: a small valid atlas, as a folder and as it is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geo.load import load
from tests import small_atlas

if TYPE_CHECKING:
    from pathlib import Path

    from geo.model import Atlas


@pytest.fixture
def atlas_folder(tmp_path: Path) -> Path:
    """Return a folder of its own with a small valid atlas: two ways, lines, places, cases, a border, arrivals."""
    return small_atlas.write(tmp_path / "atlas")


@pytest.fixture
def atlas(atlas_folder: Path) -> Atlas:
    """Return the small atlas, loaded."""
    return load(atlas_folder)


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the stamps of builds (geo.stamp) out of the user's own cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
