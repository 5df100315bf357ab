"""The notebook in examples/ runs from top to bottom."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "examples"


@pytest.fixture(name="outputs", scope="module")
def _outputs() -> list[str]:
    """Return what each cell of code shows, as text or as HTML."""
    notebook = nbformat.read(FOLDER / "atlas.ipynb", as_version=4)
    nbformat.validate(notebook)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(FOLDER.parent))
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs for cell in cells)
    return [str(cell.outputs[-1].get("data", {})) for cell in cells]


def test_the_notebook_shows_ways_map_frame_and_facts(outputs: list[str]) -> None:
    ways, page, counts, outcomes, lengths, facts, files = outputs
    assert "Across the Tumen into China" in ways
    assert "<iframe" in page
    assert "chinese-border" in counts
    assert "arrived" in outcomes
    assert "length_km" in lengths
    assert "peak_year=2009" in facts
    assert "dmz.gpkg" in files


def test_the_notebook_is_kept_without_outputs() -> None:
    notebook = nbformat.read(FOLDER / "atlas.ipynb", as_version=4)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
