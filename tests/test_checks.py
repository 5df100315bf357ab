"""Each rule of the checks: a case that breaks it alone, and one that just does not."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from geo import basemap
from geo.checks import RULES, check, require, reviewed
from geo.errors import DataError
from geo.load import load, read
from tests import small_atlas
from tests.small_atlas import CROSSING, FLIGHT, MEKONG, feature

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geo.errors import Problem
    from geo.model import Atlas

TODAY = datetime.date(2026, 11, 22)


@dataclass
class Files:
    """The small atlas as JSON, to be changed."""

    routes: dict[str, Any] = field(default_factory=small_atlas.routes)
    ways: dict[str, Any] = field(default_factory=small_atlas.ways)
    sources: list[dict[str, Any]] = field(default_factory=small_atlas.sources)
    arrivals: str | None = small_atlas.ARRIVALS

    def __getitem__(self, identifier: str) -> dict[str, Any]:
        return next(item for item in self.routes["features"] if item["id"] == identifier)

    def set(self, identifier: str, **properties: Any) -> None:
        """Change properties of a feature; None takes one away."""
        target = self[identifier]["properties"]
        for name, value in properties.items():
            target[name] = value
            if value is None:
                del target[name]

    def add(self, *arguments: Any, **properties: Any) -> None:
        self.routes["features"].append(feature(*arguments, **properties))

    def line(self, identifier: str, coordinates: Any) -> None:
        depth = "LineString" if isinstance(coordinates[0][0], float) else "MultiLineString"
        self[identifier]["geometry"] = {"type": depth, "coordinates": coordinates}

    def source(self, identifier: str, **members: Any) -> None:
        source = next(item for item in self.sources if item["id"] == identifier)
        source.update(members)
        for name in [name for name, value in members.items() if value is None]:
            del source[name]

    def rename_way(self, identifier: str, new: str) -> None:
        for item in (*self.ways["ways"], *(f["properties"] for f in self.routes["features"])):
            for name in ("id", "way"):
                if item.get(name) == identifier:
                    item[name] = new

    def load(self, folder: Path) -> Atlas:
        return load(self.write(folder))

    def write(self, folder: Path) -> Path:
        return small_atlas.write(
            folder, routes_json=self.routes, ways_json=self.ways, sources_json=self.sources, arrivals=self.arrivals
        )


CASES: dict[str, tuple[Callable[[Files], object], Callable[[Files], object]]] = {}


def case_of(rule: str, breaks: Callable[[Files], object], keeps: Callable[[Files], object]) -> None:
    CASES[rule] = (breaks, keeps)


def shifted(line: list[list[float]], lon: float, lat: float) -> list[list[float]]:
    return [[round(x + lon, 2), round(y + lat, 2)] for x, y in line]


def demarcation_line(share: float) -> list[list[list[float]]]:
    """Return the western share of the line between the Koreas, as the base map has it."""
    (arc,) = basemap.shared_boundary("korea", "PRK", "KOR")
    arc = arc if arc[0][0] < arc[-1][0] else arc[::-1]
    return [[[round(x, 2), round(y, 2)] for x, y in arc[: int(len(arc) * share)]]]


# ------------------------------------------------------------------ structure

case_of(
    "antimeridian",
    lambda f: f.add("jump", "border", [[179.5, 1.0], [-179.5, 1.0]], []),
    lambda f: (
        f.add("jump", "border", MEKONG, []),
        f.line("jump", [[[179.5, 1.0], [180.0, 1.0]], [[-180.0, 1.0], [-179.5, 1.0]]]),
    ),
)
case_of(
    "bounding-box",
    lambda f: f["river"].update(bbox=[101.95, 17.82, 103.05, 18.3]),
    lambda f: f["river"].update(bbox=[101.95, 17.82, 103.05, 18.2]),
)
case_of(
    "repeated-position",
    lambda f: f.line("river", [MEKONG[0], *MEKONG]),
    lambda f: f.line("river", [*MEKONG, MEKONG[-2]]),
)
case_of(
    "repeated-item",
    lambda f: f.set("river-case", sources=["paper-1999", "paper-1999"]),
    lambda f: f.set("river-case", sources=["paper-1999", "report-2001"]),
)
case_of("way-rank", lambda f: f.ways["ways"][0].update(rank=1), lambda f: f.ways["ways"][0].update(rank=3))
case_of(
    "way-colour",
    lambda f: f.ways["ways"][0].update(colour="#a8321f"),
    lambda f: f.ways["ways"][0].update(colour="#a8321e"),
)
case_of(
    "view",
    lambda f: f.ways["atlas"].update(view=[170.0, 10.0, 190.0, 20.0]),
    lambda f: f.ways["atlas"].update(view=[-180, -90, 180, 90]),
)
case_of(
    "arrival-years",
    lambda f: setattr(f, "arrivals", f.arrivals + "2000,5,,,report-2001,,\n"),
    lambda f: setattr(f, "arrivals", f.arrivals + "2001,5,,,report-2001,,\n"),
)
case_of(
    "arrival-gaps",
    lambda f: setattr(f, "arrivals", f.arrivals + "2002,5,,,report-2001,,\n"),
    lambda f: setattr(f, "arrivals", None),
)
case_of(
    "arrival-sums",
    lambda f: setattr(f, "arrivals", f.arrivals.replace(",58,90,", ",58,91,")),
    lambda f: setattr(f, "arrivals", f.arrivals.replace(",58,90,", ",59,89,")),
)

case_of(
    "way-page",
    lambda f: f.rename_way("river-way", "index"),
    lambda f: f.rename_way("river-way", "index-way"),
)

# ------------------------------------------------------------------ references

case_of("unknown-way", lambda f: f.set("river-case", way="river-wey"), lambda f: f.set("river-case", way="sea-way"))
case_of(
    "unknown-source",
    lambda f: f.set("river-case", sources=["paper-1999", "paper-1998"]),
    lambda f: f.set("river-case", sources=["paper-1999", "second-copy"]),
)
case_of(
    "unused-source",
    lambda f: f.sources.append({"id": "extra", "type": "book", "publisher": "Press", "custom": {"tier": "A"}}),
    lambda f: (
        f.sources.append({"id": "extra", "type": "book", "publisher": "Press", "custom": {"tier": "A"}}),
        setattr(f, "arrivals", f.arrivals + "2001,5,,,extra,,\n"),
    ),
)
case_of(
    "unknown-place", lambda f: f.set("river-case", to_place="river"), lambda f: f.set("river-case", to_place="bangkok")
)
case_of(
    "unknown-feature",
    lambda f: f.set("river-case", see_also=["see-case"]),
    lambda f: f.set("river-case", see_also=["river"]),
)
case_of(
    "story-case",
    lambda f: f.ways["ways"][0].update(story_cases=["river-case", "sea-case"]),
    lambda f: f.ways["ways"][0].update(story_cases=["river-case"]),
)
case_of(
    "unknown-country",
    lambda f: f.set("river-case", countries=["LAO", "XQZ", "THA"]),
    lambda f: f.set("river-case", countries=["LAO", "XKX", "THA"]),
)
case_of(
    "unknown-rule",
    lambda f: f.set("river-case", reviewed=[{"rule": "leg-end", "reason": "It is meant."}]),
    lambda f: f.set("river-case", start="1999-05-03", reviewed=[{"rule": "exact-day", "reason": "A public day."}]),
)
case_of(
    "stale-review",
    lambda f: f.set("river-case", reviewed=[{"rule": "country", "reason": "An islet."}]),
    lambda f: f.set("river-case", reviewed=[]),
)
THIRD = {"id": "air-way", "rank": 3, "name_en": "By air", "name_ko": "하늘로", "colour": "#123456"}
case_of(
    "empty-way",
    lambda f: (f.ways["ways"].append(THIRD), f.add("alone", "place", [127.0, 37.6], ["KOR"], way="air-way")),
    lambda f: (
        f.ways["ways"].append(THIRD),
        f.add("alone", "place", [127.0, 37.6], ["KOR"], way="air-way"),
        f.add("line", "border", MEKONG, ["LAO", "THA"], way="air-way"),
    ),
)
case_of(
    "leg-number", lambda f: f.set("south-2", leg=3), lambda f: (f.set("south-2", leg=2), f.set("crossing-1", leg=1))
)
case_of(
    "route-way",
    lambda f: f.set("south-2", way="sea-way"),
    lambda f: (f.set("south-1", way="sea-way"), f.set("south-2", way="sea-way")),
)
case_of(
    "leg-join",
    lambda f: (f.add("airport", "place", [100.5, 13.8], ["THA"]), f.set("south-2", from_place="airport")),
    lambda f: (
        f.add("airport", "place", [100.5, 13.8], ["THA"]),
        f.set("south-2", from_place="airport"),
        f.set("south-1", to_place="airport"),
    ),
)
case_of(
    "leg-end",
    lambda f: f.line("crossing-1", [*CROSSING[:-1], [126.5, 37.5]]),
    lambda f: (
        f.line("crossing-1", [*CROSSING[:-1], [126.5, 37.5]]),
        f["incheon"]["geometry"].update(coordinates=[126.5, 37.5]),
    ),
)
case_of(
    "place-country",
    lambda f: f.set("sea-case", countries=["CHN"]),
    lambda f: f.set("sea-case", countries=["CHN"], to_place=None),
)


def two_more_ways(f: Files, odd: str) -> None:
    """Add two ways whose ids begin alike, and a feature of the first of them."""
    for rank, word in enumerate(("air", "road"), start=3):
        f.ways["ways"].append({"id": word, "rank": rank, "name_en": word, "name_ko": "길", "colour": f"#12345{rank}"})
        f.add(f"{word}-place", "place", [127.0, 37.6], ["KOR"], way=word)
        for number in range(8):
            f.add(f"{word}-{number}", "border", MEKONG, ["LAO", "THA"], way=word)
    f.add(odd, "border", MEKONG, ["LAO", "THA"], way="air")


case_of("id-way", lambda f: two_more_ways(f, "road-9"), lambda f: two_more_ways(f, "river-9"))
case_of(
    "unknown-key",
    lambda f: f.ways["atlas"].update(words=[{"key": "outcome.arived", "text_en": "Home", "text_ko": "집"}]),
    lambda f: f.ways["atlas"].update(words=[{"key": "outcome.arrived", "text_en": "Home", "text_ko": "집"}]),
)
case_of("language", lambda f: f.set("river", name_ko=None), lambda f: f.set("river", name_ko="강"))
case_of("script", lambda f: f.set("river", name_ko="The river"), lambda f: f.set("river", name_ko="Mekong강"))
case_of(
    "years-agree",
    lambda f: f.set("river", summary_en="So in 1998, and 1,999 people.", summary_ko="1989년에 그랬다."),
    lambda f: f.set("river", summary_en="So in 1998, and 1,999 people.", summary_ko="그랬다."),
)

# ------------------------------------------------------------------ geography

case_of(
    "country",
    lambda f: f.add("busan", "place", [129.1, 35.2], ["JPN"]),
    lambda f: f.add("busan", "place", [129.1, 35.1], ["KOR"]),  # in the harbour
)
case_of(
    "island",
    lambda f: f.add("majorca", "place", [3.0, 39.6], ["ESP"]),
    lambda f: f.add("barcelona", "place", [2.2, 41.4], ["ESP"]),
)
case_of(
    "swapped",
    lambda f: f.add("moscow", "place", [55.8, 37.6], ["RUS"]),
    lambda f: f.add("moscow", "place", [37.6, 55.8], ["RUS"]),
)
case_of(
    "inland",
    lambda f: f.add("nowhere", "place", [127.0, 37.6], []),
    lambda f: f.add("nowhere", "place", [123.0, 36.0], []),
)
case_of(
    "case-position",
    lambda f: f["river-case"]["geometry"].update(coordinates=[102.8, 18.2]),
    lambda f: f["river-case"]["geometry"].update(coordinates=[102.7, 18.1]),
)
case_of(
    "same-place",
    lambda f: f.add("seoul-2", "place", [127.1, 37.6], ["KOR"], name_en="Seoul"),
    lambda f: f.add("seoul-2", "place", [127.0, 37.6], ["KOR"], name_en="Seoul"),
)
case_of(
    "sea-leg",
    lambda f: f.line("crossing-1", [[121.4, 37.5], [121.6, 36.5], [125.2, 37.0], [126.6, 37.5]]),
    lambda f: f.line("crossing-1", [[121.4, 37.5], [122.4, 38.0], [125.2, 37.0], [126.6, 37.5]]),
)
case_of("land-leg", lambda f: f.set("crossing-1", mode="road"), lambda f: f.set("crossing-1", mode="mixed"))
case_of(
    "leg-countries",
    lambda f: f.set("south-1", countries=["LAO", "KHM", "THA"]),
    lambda f: f.set("south-1", countries=["LAO", "THA"], mode="mixed"),
)
case_of(
    "great-circle",
    lambda f: f.line("south-2", [FLIGHT[0], FLIGHT[-1]]),
    lambda f: f.line("south-2", FLIGHT[:1] + FLIGHT[2:3] + FLIGHT[4:]),
)
case_of(
    "border-line",
    lambda f: f.line("river", shifted(MEKONG, 0.0, 0.4)),
    lambda f: f.line("river", shifted(MEKONG, 0.0, 0.1)),
)
case_of(
    "border-length",
    lambda f: (f.add("mdl", "border", MEKONG, ["PRK", "KOR"]), f.line("mdl", demarcation_line(0.5))),
    lambda f: (f.add("mdl", "border", MEKONG, ["PRK", "KOR"]), f.line("mdl", demarcation_line(1.0))),
)

# ------------------------------------------------------------------ harm

case_of(
    "precision",
    lambda f: f.add("fine", "place", [127.05, 37.6], ["KOR"]),
    lambda f: f.add("coarse", "place", [127.1, 37.6], ["KOR"], precision_deg=0.5),
)
case_of("claimed-precision", lambda f: f.set("river", precision_deg=0.1), lambda f: f.set("river", precision_deg=0.05))


def undated(f: Files) -> None:
    f.source("paper-1999", issued=None)


case_of(
    "embargo",
    lambda f: (undated(f), f.set("river-case", start="2025-11")),
    lambda f: (undated(f), f.set("river-case", start="2025-10")),
)
case_of(
    "exact-day",
    lambda f: f.set("river-case", start="1999-05-03"),
    lambda f: f.set("river-case", start="1999-05-03", summary_en="Hwang Jang-yop spoke."),
)
case_of(
    "line-spacing",
    lambda f: f.line("crossing-1", [[121.4, 37.5], [121.5, 37.6], *CROSSING[1:]]),
    lambda f: f.line("crossing-1", [[121.4, 37.5], [121.5, 37.7], *CROSSING[1:]]),
)
case_of(
    "closest-view",
    lambda f: f.ways["atlas"].update(view=[126.9, 37.4, 127.2, 37.7]),
    lambda f: f.ways["atlas"].update(view=[126.5, 37.2, 127.2, 37.8]),
)
case_of(
    "personal-data",
    lambda f: f.set("river", summary_en="Ask at +82 10-1234-5678."),
    lambda f: f.set("river", summary_en="It counted 1,234-5,678 people, 34,314 in all, over 1998-2012."),
)
case_of(
    "private-name",
    lambda f: f.set("river", summary_en="The farmer Kim Chol-su left."),
    lambda f: f.set("river", summary_en="The secretary Hwang Jang-yop left North Korea by the Han River."),
)
case_of(
    "hidden-place",
    lambda f: f.set("vientiane", name_en="Shelter in the old town"),
    lambda f: f.set("vientiane", summary_en="The group sheltered abroad."),
)
case_of(
    "guidance",
    lambda f: f.set("river", summary_en="The best time to cross is winter."),
    lambda f: f.set("river", summary_en="It was crossed in winter at the time."),
)
case_of(
    "hostile-word",
    lambda f: f.set("river", summary_ko="밀입국자가 강을 건넜다."),
    lambda f: f.set("river", summary_ko="사람들이 강을 건넜다."),
)
case_of(
    "identifying",
    lambda f: f.set("river-case", summary_en="A 24-year-old and his mother came."),
    lambda f: f.set("river-case", summary_en="A 24-year-old came."),
)

# ------------------------------------------------------------------ sources

case_of(
    "source-tier",
    lambda f: f.set("sea-case", sources=["second-copy"]),
    lambda f: f.set("sea-case", sources=["second-copy", "first-copy"]),
)
case_of(
    "calendar",
    lambda f: f.set("river-case", start="1996-02", end="1996-02-30", summary_en="Hwang Jang-yop spoke."),
    lambda f: f.set("river-case", start="1996-02", end="1996-02-29", summary_en="Hwang Jang-yop spoke."),
)
case_of(
    "year-in-text",
    lambda f: f.set("river-case", summary_en="It was in May 1998."),
    lambda f: f.set("river-case", summary_en="It was in May 1999, after that of 1998."),
)
case_of("date-order", lambda f: f.set("sea-case", end="1997-12"), lambda f: f.set("sea-case", end="1998-01"))
case_of(
    "source-date",
    lambda f: f.source("report-2001", issued={"date-parts": [[2026, 11, 23]]}),
    lambda f: f.source("report-2001", issued={"date-parts": [[2026, 11, 22]]}),
)
case_of("source-age", lambda f: f.set("river-case", start="1999-07"), lambda f: f.set("river-case", start="1999-06"))
case_of(
    "address",
    lambda f: f.source("paper-1999", URL="https://203.0.113.7/article"),
    lambda f: f.source("paper-1999", URL="http://news.example.org/203.0.113.7?a=1#b"),
)
case_of(
    "linked-copy",
    lambda f: f.source("first-copy", URL="https://copy.example.org/a"),
    lambda f: f.source("report-2001", URL="https://copy.example.org/a"),
)
case_of(
    "same-address",
    lambda f: f.source("report-2001", URL="https://paper.example.org/1999/a?id=1&page=2"),
    lambda f: f.source("report-2001", URL="https://paper.example.org/1999/a?id=1&page=3"),
)
case_of(
    "source-name",
    lambda f: f.source("second-copy", publisher=None),
    lambda f: f.source("second-copy", publisher=None, title="A book"),
)
case_of(
    "best-first",
    lambda f: f.set("river-case", sources=["first-copy", "paper-1999"]),
    lambda f: f.set("river-case", sources=["paper-1999", "first-copy"]),
)


def found(files: Files, folder: Path) -> list[Problem]:
    return check(files.load(folder), today=TODAY)


def test_every_rule_has_a_case() -> None:
    assert set(CASES) == {rule.name for rule in RULES}


def test_rules_are_named_once_and_say_what_they_guard() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(rule.guards.endswith(".") for rule in RULES)
    assert {rule.family for rule in RULES} == {"structure", "references", "geography", "harm", "sources"}


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_breach_is_found_alone(rule: str, tmp_path: Path) -> None:
    files = Files()
    CASES[rule][0](files)
    problems = found(files, tmp_path)
    assert {problem.rule for problem in problems} == {rule}
    assert {problem.level for problem in problems} == {next(r.level for r in RULES if r.name == rule)}
    assert all("expected" in problem.message for problem in problems)


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_near_miss_is_let_through(rule: str, tmp_path: Path) -> None:
    files = Files()
    CASES[rule][1](files)
    assert found(files, tmp_path) == []


def test_small_atlas_has_no_problem(atlas: Atlas) -> None:
    assert check(atlas, today=TODAY) == []
    require(atlas, TODAY)


def test_problem_names_file_line_and_feature(tmp_path: Path) -> None:
    files = Files()
    files.set("river-case", way="river-wey")
    (problem,) = found(files, tmp_path)
    lines = (tmp_path / "routes.geojson").read_text(encoding="utf-8").splitlines()
    assert problem.path == str(tmp_path / "routes.geojson")
    assert lines[problem.line - 1].strip() == '"way": "river-wey",'
    assert problem.feature == "river-case"
    assert 'did you mean "river-way"?' in problem.message


def test_problem_of_a_source_and_of_a_year_names_its_line(tmp_path: Path) -> None:
    files = Files()
    files.source("first-copy", URL="https://copy.example.org:8080/a")
    files.arrivals = (files.arrivals or "").replace("312", "313")
    lines = {problem.rule: problem for problem in found(files, tmp_path)}
    text = (tmp_path / "sources.json").read_text(encoding="utf-8").splitlines()
    assert "8080" in text[lines["address"].line - 1]
    assert lines["arrival-sums"].line == 4


def test_all_problems_at_once_and_sorted(tmp_path: Path) -> None:
    files = Files()
    for rule in ("unknown-source", "swapped", "arrival-sums", "way-rank", "address"):
        CASES[rule][0](files)
    problems = found(files, tmp_path)
    assert {"unknown-source", "swapped", "arrival-sums", "way-rank", "address"} <= {p.rule for p in problems}
    assert problems == sorted(problems, key=lambda p: (p.path, p.line, p.rule, p.feature or "", p.message))


def test_require_raises_for_errors_and_passes_warnings(tmp_path: Path) -> None:
    files = Files()
    CASES["repeated-position"][0](files)
    require(files.load(tmp_path / "warned"), TODAY)
    CASES["unknown-way"][0](files)
    with pytest.raises(DataError) as raised:
        require(files.load(tmp_path / "wrong"), TODAY)
    assert [problem.rule for problem in raised.value.problems] == ["unknown-way"]


def test_reviewed_exception_sets_a_rule_aside_and_is_listed(tmp_path: Path) -> None:
    files = Files()
    files.add("majorca", "place", [3.0, 39.6], ["ESP"], reviewed=[{"rule": "island", "reason": "It is an island."}])
    atlas = files.load(tmp_path)
    assert check(atlas, today=TODAY) == []
    (exception,) = reviewed(atlas)
    assert (exception.feature, exception.rule, exception.reason) == ("majorca", "island", "It is an island.")
    assert "reviewed: It is an island." in str(exception)


def test_box_of_the_collection_is_that_of_its_features(tmp_path: Path) -> None:
    files = Files()
    files.routes["bbox"] = [100.5, 13.8, 127.0, 37.8]
    assert found(files, tmp_path / "right") == []
    files.routes["bbox"] = [100.5, 13.8, 127.0, 37.9]
    (problem,) = found(files, tmp_path / "wrong")
    assert (problem.rule, problem.feature, problem.line > 1) == ("bounding-box", None, True)


def test_very_many_breaches_of_one_rule_are_told_up_to_a_number(tmp_path: Path) -> None:
    files = Files()
    for number in range(1200):
        files.add(f"c-{number}", "case", [102.6, 18.0], ["LAO"], see_also=[f"nothing-{number}"])
    problems = found(files, tmp_path)
    assert len(problems) == 1001
    assert "1,000 times or more" in problems[0].message


def test_a_case_between_its_places_stands_far_from_both(tmp_path: Path) -> None:
    files = Files()
    files["sea-case"]["geometry"]["coordinates"] = [124.0, 37.4]
    assert found(files, tmp_path / "between") == []
    files["sea-case"]["geometry"]["coordinates"] = [124.0, 36.0]
    assert [problem.rule for problem in found(files, tmp_path / "off")] == ["case-position"]


def test_key_of_a_word_is_told_with_the_nearest(tmp_path: Path) -> None:
    files = Files()
    CASES["unknown-key"][0](files)
    (problem,) = found(files, tmp_path)
    assert "did you mean outcome.arrived?" in problem.message
    assert "outcome.arived" in (tmp_path / "ways.json").read_text(encoding="utf-8").splitlines()[problem.line - 1]


def test_embargo_counts_from_the_day_given(tmp_path: Path) -> None:
    files = Files()
    undated(files)
    files.set("river-case", start="2024-02-29", reviewed=[{"rule": "exact-day", "reason": "A public day."}])
    atlas = files.load(tmp_path)
    assert {p.rule for p in check(atlas, today=datetime.date(2025, 2, 27))} == {"embargo"}
    assert check(atlas, today=datetime.date(2025, 3, 1)) == []


@pytest.mark.parametrize(
    "day",
    [
        {"end": "1999-05-03"},
        {"summary_en": "They came on 3 May 1999."},
        {"summary_en": "They came on May 3, 1999."},
        {"name_ko": "1999년 5월 3일 강을 건넘"},
    ],
)
def test_a_day_is_found_wherever_it_stands(day: dict[str, str], tmp_path: Path) -> None:
    files = Files()
    files.set("river-case", start="1999-05", **day)
    assert {p.rule for p in found(files, tmp_path)} == {"exact-day"}


@pytest.mark.parametrize(("view", "close"), [([179.9, -10, -179.9, 10], True), ([179.0, -10, -179.0, 10], False)])
def test_the_closest_view_is_measured_across_the_180th_meridian(view: list[float], close: bool, tmp_path: Path) -> None:
    files = Files()
    files.ways["atlas"].update(view=view)
    assert ("closest-view" in {p.rule for p in found(files, tmp_path)}) == close


def test_a_box_at_the_180th_meridian_is_that_of_rfc_7946(tmp_path: Path) -> None:
    files = Files()
    files.add("islet", "place", [180.0, -16.8], ["FJI"])
    files["islet"]["bbox"] = [180.0, -16.8, 180.0, -16.8]
    assert "bounding-box" not in {p.rule for p in found(files, tmp_path)}
    files["islet"]["bbox"] = [-180.0, -16.8, 180.0, -16.8]
    assert "bounding-box" in {p.rule for p in found(files, tmp_path)}


def test_a_mistake_in_the_ways_hides_no_other_problem(tmp_path: Path) -> None:
    files = Files()
    files.ways["ways"][0]["colour"] = "#FFF"
    files.ways["ways"][1]["rank"] = "two"
    files.ways["atlas"]["intro_en"] = 5
    files.ways["atlas"]["view"] = [10.0, -10.0, 10.2, 10.0]
    files["river-case"]["geometry"]["coordinates"] = [102.12345, 18.0]
    atlas, problems = read(files.write(tmp_path))
    assert {problem.rule for problem in problems} == {"schema"}
    assert atlas is not None
    assert {problem.rule for problem in check(atlas)} >= {"precision", "closest-view"}
    assert "unknown-way" not in {problem.rule for problem in check(atlas)}


def test_lines_are_right_after_a_way_that_could_not_be_read(tmp_path: Path) -> None:
    files = Files()
    files.ways["ways"][0]["colour"] = "#FFF"
    files.ways["ways"][1]["name_ko"] = "No Hangul"
    atlas, _ = read(files.write(tmp_path))
    assert atlas is not None
    script = next(problem for problem in check(atlas) if problem.rule == "script")
    assert "No Hangul" in (tmp_path / "ways.json").read_text(encoding="utf-8").splitlines()[script.line - 1]


def test_what_could_not_be_read_is_not_reported_again(tmp_path: Path) -> None:
    files = Files()
    files.set("vientiane", role="nowhere")  # the place is left out, and what refers to it is not blamed
    files.set("south-2", mode="rocket")
    atlas, problems = read(files.write(tmp_path))
    assert {problem.rule for problem in problems} == {"unknown-word"}
    assert atlas is not None
    assert check(atlas, today=TODAY) == []


def test_lines_are_right_after_a_feature_that_could_not_be_read(tmp_path: Path) -> None:
    files = Files()
    files.set("river", certainty="sure")
    files.set("sea-case", see_also=["nothing"])
    atlas, _ = read(files.write(tmp_path))
    assert atlas is not None
    (problem,) = check(atlas, today=TODAY)
    assert "see_also" in (tmp_path / "routes.geojson").read_text(encoding="utf-8").splitlines()[problem.line - 1]


@pytest.mark.parametrize("parts", [[1999, 13], [1999, 2, 30], [9999, 12, 32], [1, 1, 1], [1999, 99, 99]])
def test_days_that_no_calendar_has_are_found(parts: list[int], tmp_path: Path) -> None:
    files = Files()
    files.source("report-2001", issued={"date-parts": [parts]})
    assert {problem.rule for problem in found(files, tmp_path)} == {"source-date"}


def test_other_languages_and_no_arrivals(tmp_path: Path) -> None:
    """An atlas in German alone, of other routes, is held to the same rules and to none about Korean."""
    text = json.dumps([small_atlas.routes(), small_atlas.ways()], ensure_ascii=False)
    routes, ways = json.loads(text.replace("_en", "_de"))
    for item in routes["features"]:
        item["properties"] = {k: v for k, v in item["properties"].items() if not k.endswith("_ko")}
    ways["atlas"]["languages"] = ["de"]
    pruned = json.loads(json.dumps(ways), object_hook=lambda o: {k: v for k, v in o.items() if not k.endswith("_ko")})
    folder = small_atlas.write(tmp_path, routes_json=routes, ways_json=pruned, arrivals=None)
    assert check(load(folder), today=TODAY) == []


def test_atlas_made_in_memory_is_checked_without_files(atlas: Atlas) -> None:
    from dataclasses import replace

    bare = replace(atlas, files={}, ways=atlas.ways[:1])
    problems = check(bare, today=TODAY)
    assert {problem.rule for problem in problems} == {"unknown-way"}
    assert {(problem.path, problem.line) for problem in problems} == {("routes.geojson", 1)}


def test_a_country_in_focus_is_one_of_iso_3166(tmp_path: Path) -> None:
    files = small_atlas.ways()
    files["atlas"]["focus"] = ["LAO", "XQZ"]
    (problem,) = check(load(small_atlas.write(tmp_path, ways_json=files)), today=TODAY)
    assert problem.rule == "unknown-country"
    assert '"XQZ"' in problem.message


def test_a_note_of_arrivals_stands_in_every_language(tmp_path: Path) -> None:
    arrivals = small_atlas.ARRIVALS.replace(",처음에는 147명으로 발표되었다.", ",")
    problem = check(load(small_atlas.write(tmp_path, arrivals=arrivals)), today=TODAY)[0]
    assert (problem.rule, problem.line, problem.path) == ("language", 3, str(tmp_path / "arrivals.csv"))
    assert "note is missing in ko" in problem.message
