"""The embedded base map as a page carries it."""

from __future__ import annotations

import json

import pytest

from geo import basemap


@pytest.mark.parametrize("level", basemap.LEVELS)
def test_a_page_carries_the_same_arcs(level: str) -> None:
    whole, flat = json.loads(basemap.level_text(level)), json.loads(basemap.flat_text(level))
    assert [[number for step in arc for number in step] for arc in whole.pop("arcs")] == flat.pop("arcs")
    assert whole == flat
