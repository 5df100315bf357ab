"""The atlas in data/: ten ways, complete, and nothing for the checks to find."""

from __future__ import annotations

import datetime
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from geo.checks import check
from geo.checks.rule import ends_of
from geo.load import load
from geo.model import Atlas, CaseFeature, LegFeature, PlaceFeature

DATA = Path(__file__).parent.parent / "data"
BEFORE_1999 = 947  # people who had arrived in South Korea by the end of 1998, as published
BY_2025 = 34_537  # and by the end of 2025
WRITTEN = datetime.date(2026, 11, 22)  # no later day makes the embargo stricter
RANKS = {
    "chinese-border": 10,
    "yellow-sea": 9,
    "southeast-asia": 8,
    "aid-organizations": 7,
    "sea-of-japan": 6,
    "sports-events": 5,
    "labor-missions": 4,
    "dmz": 3,
    "diplomatic-corps": 2,
    "student-exchange": 1,
}


@pytest.fixture(scope="module")
def real() -> Atlas:
    return load(DATA)


def test_no_problem_is_found(real: Atlas) -> None:
    assert [str(problem) for problem in check(real, today=WRITTEN)] == []


def test_ten_ways_by_the_rank_of_the_article(real: Atlas) -> None:
    assert {way.id: way.rank for way in real.ways} == RANKS


def test_there_is_enough_to_see(real: Atlas) -> None:
    assert len(real.features) >= 120
    kinds = defaultdict(set)
    for feature in real.features:
        kinds[feature.properties.way].add(feature.geometry.type)
    for way in RANKS:
        assert "Point" in kinds[way]
        assert kinds[way] & {"LineString", "MultiLineString"}


def test_every_text_stands_in_english_and_korean(real: Atlas) -> None:
    assert real.languages == ("en", "ko")
    for item in (*real.ways, *(feature.properties for feature in real.features)):
        assert set(item.name) == {"en", "ko"}
        assert any("가" <= letter <= "힣" for letter in item.name["ko"])


def test_every_case_stands_at_a_position_and_says_what_came_of_it(real: Atlas) -> None:
    cases = [feature for feature in real.features if isinstance(feature, CaseFeature)]
    assert len(cases) >= 100
    assert {case.properties.way for case in cases} == set(RANKS)
    for case in cases:
        assert case.geometry.type == "Point"
        assert case.properties.countries
        assert case.properties.outcome


def test_arrivals_add_up_to_the_published_total(real: Atlas) -> None:
    later = [row for row in real.arrivals if row.year >= 1999]
    assert [row.year for row in later] == list(range(1999, 2026))
    assert BEFORE_1999 + sum(row.total for row in later) == BY_2025


def test_legs_join_and_begin_and_end_at_their_places(real: Atlas) -> None:
    places = {feature.id: feature for feature in real.features if isinstance(feature, PlaceFeature)}
    routes: defaultdict[str, list[LegFeature]] = defaultdict(list)
    for feature in real.features:
        if isinstance(feature, LegFeature):
            routes[feature.properties.route].append(feature)
    assert routes
    for legs in routes.values():
        legs.sort(key=lambda leg: leg.properties.leg)
        assert [leg.properties.leg for leg in legs] == list(range(1, len(legs) + 1))
        for before, after in pairwise(legs):
            assert before.properties.to_place == after.properties.from_place
        for leg in legs:
            ends = (leg.properties.from_place, leg.properties.to_place)
            assert ends_of(leg) == tuple(places[end].geometry.coordinates for end in ends)


def test_nothing_is_younger_than_a_year_and_every_source_is_cited(real: Atlas) -> None:
    cited = {source for feature in real.features for source in feature.properties.sources}
    assert cited <= set(real.sources)
    assert max(case.properties.start for case in real.features if isinstance(case, CaseFeature)) <= "2025-10"
