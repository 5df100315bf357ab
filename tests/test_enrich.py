from __future__ import annotations

from pathlib import Path

import pytest

from geo.enrich import arrival_facts, bounds, length_km, lengths_km
from geo.load import load
from geo.model import Arrival, Line, Lines, PointAt
from tests.export_atlases import DATA, atlas_at, feature


def line(*positions: tuple[float, float]) -> Line:
    return Line(type="LineString", coordinates=positions)  # type: ignore[arg-type]


def arrival(year: int, total: int, women: int | None = None) -> Arrival:
    men = None if women is None else total - women
    return Arrival(year=year, total=total, men=men, women=women, sources=("s",))


def test_length_of_a_degree_on_the_ellipsoid() -> None:
    assert length_km(line((0, 0), (1, 0))) == pytest.approx(111.3195, abs=1e-3)
    assert length_km(line((0, 0), (0, 1))) == pytest.approx(110.5744, abs=1e-3)


def test_length_goes_the_short_way_and_survives_the_cut() -> None:
    uncut = length_km(line((179, 0), (-179, 0)))
    assert uncut == pytest.approx(2 * 111.3195, abs=1e-2)
    parts = Lines(type="MultiLineString", coordinates=(((179, 0), (180, 0)), ((-180, 0), (-179, 0))))  # type: ignore[arg-type]
    assert length_km(parts) == pytest.approx(uncut, abs=1e-6)


def test_a_point_has_no_length() -> None:
    assert length_km(PointAt(type="Point", coordinates=(1, 2))) == 0  # type: ignore[arg-type]


def test_lengths_of_the_atlas() -> None:
    lengths = lengths_km(load(DATA))
    assert 450 < lengths["border-yalu"] < 800  # published as about 800 km with every bend; the drawing has fewer
    assert all(length > 0 for length in lengths.values())


@pytest.mark.parametrize(
    ("shapes", "box"),
    [
        ([[1.0, 2.0]], (1, 2, 1, 2)),
        ([[[0.0, 0.0], [10.0, 5.0]], [20.0, -5.0]], (0, -5, 20, 5)),
        ([[179.0, 0.0], [-179.0, 1.0]], (179, 0, -179, 1)),
        ([[[179.0, 0.0], [-179.0, 1.0]]], (179, 0, -179, 1)),
        ([[[-179.0, 0.0], [179.0, 1.0]]], (179, 0, -179, 1)),
        ([[[[179.0, 0.0], [180.0, 0.5]], [[-180.0, 0.5], [-179.0, 1.0]]]], (179, 0, -179, 1)),
        ([[127.0, 37.6], [-118.2, 34.1]], (127, 34.1, -118.2, 37.6)),
        ([[-90.0, 0.0], [90.0, 0.0]], (-90, 0, 90, 0)),
        ([[[-170.0, 0.0], [-10.0, 0.0], [150.0, 0.0], [-160.0, 0.0]]], (-180, 0, 180, 0)),
        ([[[100.0, 0.0], [-120.0, 0.0]], [[-130.0, 0.0], [20.0, 0.0]]], (100, 0, 20, 0)),
        ([[180.0, 0.0]], (180, 0, 180, 0)),
    ],
)
def test_bounds_are_the_smallest_box(tmp_path: Path, shapes: list[list[float]], box: tuple[float, ...]) -> None:
    kinds = ["place" if isinstance(shape[0], float) else "border" for shape in shapes]
    features = [feature(f"f-{n}", kind, shape) for n, (kind, shape) in enumerate(zip(kinds, shapes, strict=True))]
    assert bounds(atlas_at(tmp_path, features).features) == box


def test_bounds_of_nothing() -> None:
    assert bounds([]) is None


def test_facts_of_the_arrivals() -> None:
    facts = arrival_facts(load(DATA).arrivals)
    assert facts is not None
    assert (facts.first_year, facts.last_year) == (1998, 2025)
    assert (facts.peak_year, facts.peak_total) == (2009, 2914)
    assert (facts.low_year, facts.low_total) == (2021, 63)
    assert facts.total == 33_661
    assert facts.share_women == pytest.approx(24_350 / 32_547)
    assert facts.last_share_women == pytest.approx(198 / 223)


def test_share_of_women_counts_only_years_that_give_it() -> None:
    facts = arrival_facts([arrival(2001, 1000), arrival(2003, 10, 6), arrival(2002, 10, 9)])
    assert facts is not None
    assert (facts.women, facts.share_women, facts.last_year, facts.last_share_women) == (15, 0.75, 2003, 0.6)
    assert (facts.peak_year, facts.low_year) == (2001, 2002)


def test_facts_without_women_or_rows() -> None:
    facts = arrival_facts([arrival(2001, 5)])
    assert facts is not None
    assert facts.share_women is None
    assert arrival_facts([]) is None
