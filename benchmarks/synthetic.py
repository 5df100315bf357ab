"""Atlases of any size in the project's own format: valid to the loader and to every check, the same for the same size.

Half of the features are lines of 20 positions, half points, spread over ten ways and over the land of East and
South-East Asia: a quarter reference lines that wander, a quarter arcs in the air between places, the rest places and
cases. Texts differ from feature to feature, in English and in Korean, as a register of incidents would.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.checks.land import land

WAYS, VERTICES = 10, 20
BOX = (72.0, -8.0, 146.0, 54.0)  # west, south, east, north
COLOURS = ("#8c510a", "#1b7837", "#2166ac", "#b2182b", "#762a83", "#01665e", "#c51b7d", "#4d4d4d", "#b35806", "#3f007d")
OUTCOMES = ("arrived", "stayed", "returned", "went-back", "detained", "died", "mixed", "unknown")
HAZARDS = ("drowning", "cold", "gunfire", "mines", "arrest", "repatriation", "exhaustion")
ROLES = ("origin", "transit", "host-city", "landfall", "destination")
CERTAINTY = ("documented", "reported", "schematic")
KINDS_EN = ("A group", "Several people", "One person", "Two people", "Some workers", "Passengers of a vessel")
KINDS_KO = ("한 무리", "여러 사람", "한 사람", "두 사람", "일부 노동자", "배에 탄 사람들")
EVENTS_EN = ("reached the coast", "were stopped on the way", "waited for months", "went on by rail", "asked for asylum")
EVENTS_KO = ("해안에 닿았다", "도중에 멈추었다", "몇 달을 기다렸다", "기차로 더 갔다", "망명을 신청했다")
ENDS_EN = (
    "The report gives no further details.",
    "Two accounts differ on the date.",
    "Later reports confirm the outline.",
)
ENDS_KO = ("보도에는 더 자세한 내용이 없다.", "두 기록은 날짜가 서로 다르다.", "이후 보도는 큰 줄거리를 확인한다.")


def write_atlas(folder: Path, count: int) -> Path:
    """Return `folder` with a synthetic atlas of `count` features (20 or more) in it."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(count)
    sources = _sources(max(5, count // 100))
    features = _features(chance, count, [source["id"] for source in sources])
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    (folder / "routes.geojson").write_text(f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n', "utf-8")
    _dump(folder / "ways.json", {"atlas": _words(), "ways": [_way(number) for number in range(WAYS)]})
    _dump(folder / "sources.json", sources)
    return folder


def _dump(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


def _words() -> dict[str, Any]:
    return {
        "languages": ["en", "ko"],
        "title_en": "A synthetic atlas", "title_ko": "합성 지도",
        "description_en": "Made up, to measure with.", "description_ko": "측정하려고 지어낸 지도입니다.",
        "notice_en": "Nothing here happened.", "notice_ko": "실제로 일어난 일이 아닙니다.",
    }  # fmt: skip


def _way(number: int) -> dict[str, Any]:
    names = {"name_en": f"Way number {number + 1}", "name_ko": f"{number + 1}번째 길"}
    return {"id": f"way-{number + 1}", "rank": number + 1, **names, "colour": COLOURS[number]}


def _sources(count: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"source-{number}",
            "type": "report",
            "title": f"Register, part {number}",
            "publisher": "A made-up institute",
            "issued": {"date-parts": [[2021]]},
            "URL": f"https://www.example.org/register/{number}",
            "custom": {"tier": "A"},
        }
        for number in range(count)
    ]


def _features(chance: random.Random, count: int, sources: list[str]) -> list[dict[str, Any]]:
    """Return the features: places first, then lines, arcs and cases in turns."""
    places = max(WAYS, count // 20)
    lines, arcs = count // 4, count // 4
    points, codes = _on_land(chance, count - arcs)
    made = []
    for number in range(count):
        if number < places:
            made.append(_place(chance, number, points[number], codes[number]))
        elif number < places + lines:
            made.append(_border(chance, number, points[number], codes[number]))
        elif number < places + lines + arcs:
            made.append(_arc(chance, number, made[:places]))
        else:
            made.append(_case(chance, number, points[number - arcs], codes[number - arcs]))
        made[-1]["properties"]["sources"] = [sources[number % len(sources)]]
    return made


def _on_land(chance: random.Random, count: int) -> tuple[NDArray[Any], list[str]]:
    """Return positions on a grid of 0.1 degree that lie in a country, with its code."""
    random_numbers = np.random.default_rng(chance.randrange(2**32))
    kept: list[NDArray[Any]] = []
    codes: list[str] = []
    while len(codes) < count:
        tried = random_numbers.uniform(BOX[:2], BOX[2:], (count, 2)).round(1)
        found = land().country_at(tried)
        named = np.array([len(code) == 3 for code in found])  # the base map has a few places that have no code
        kept.append(tried[named])
        codes.extend(found[named].tolist())
    return np.concatenate(kept)[:count], codes[:count]


def _feature(
    chance: random.Random, number: int, geometry: str, coordinates: Any, own: dict[str, Any]
) -> dict[str, Any]:
    who, event, end = (chance.randrange(len(words)) for words in (KINDS_EN, EVENTS_EN, ENDS_EN))
    year = own.get("start", str(chance.randrange(1990, 2021)))[:4]
    common = {
        "way": f"way-{number % WAYS + 1}",
        "name_en": f"Entry {number} of the register",
        "name_ko": f"등록부 {number}번 항목",
        "summary_en": f"{KINDS_EN[who]} {EVENTS_EN[event]} in {year}, says page {number * 7919 % 99991}."
        f" {ENDS_EN[end]}",
        "summary_ko": f"{KINDS_KO[who]}이 {year}년에 {EVENTS_KO[event]}. {ENDS_KO[end]}",
        "certainty": chance.choice(CERTAINTY),
        "precision_deg": 0.1,
    }
    properties = {**common, **own}
    return {
        "type": "Feature",
        "id": f"entry-{number}",
        "geometry": {"type": geometry, "coordinates": coordinates},
        "properties": properties,
    }


def _place(chance: random.Random, number: int, at: NDArray[Any], code: str) -> dict[str, Any]:
    own = {"kind": "place", "countries": [code], "role": chance.choice(ROLES)}
    return _feature(chance, number, "Point", at.tolist(), own)


def _case(chance: random.Random, number: int, at: NDArray[Any], code: str) -> dict[str, Any]:
    own = {
        "kind": "case",
        "countries": [code],
        "start": f"{chance.randrange(1990, 2021)}-{chance.randrange(1, 13):02d}",
        "people": chance.choice([None, 1, 2, 5, 12]),
        "outcome": chance.choice(OUTCOMES),
        "hazards": sorted(chance.sample(HAZARDS, chance.randrange(3))),
    }
    return _feature(chance, number, "Point", at.tolist(), own)


def _border(chance: random.Random, number: int, at: NDArray[Any], code: str) -> dict[str, Any]:
    lon, lat = at.tolist()
    line = [[lon, lat]]
    for _ in range(VERTICES - 1):
        lon, lat = lon + chance.uniform(0.02, 0.25), lat + chance.uniform(-0.15, 0.15)
        line.append([round(lon, 2), round(lat, 2)])
    own = {"kind": "border", "countries": [code], "precision_deg": 0.01}
    return _feature(chance, number, "LineString", line, own)


def _arc(chance: random.Random, number: int, places: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a leg in the air between two places that are not near each other."""
    first, last = chance.sample(places, 2)
    while _apart(first, last) <= 4:
        first, last = chance.sample(places, 2)
    codes = [first["properties"]["countries"][0], last["properties"]["countries"][0]]
    own = {
        "kind": "leg",
        "countries": list(dict.fromkeys(codes)),
        "route": f"route-{number}",
        "leg": 1,
        "mode": "air",
        "from_place": first["id"],
        "to_place": last["id"],
    }
    line = _great_circle(first["geometry"]["coordinates"], last["geometry"]["coordinates"])
    return _feature(chance, number, "LineString", line, own)


def _apart(a: dict[str, Any], b: dict[str, Any]) -> float:
    (x, y), (u, v) = a["geometry"]["coordinates"], b["geometry"]["coordinates"]
    return float(max(abs(x - u), abs(y - v)))


def _great_circle(start: list[float], end: list[float]) -> list[list[float]]:
    """Return positions along the great circle, rounded to 0.1 degree, the ends as they are."""
    lonlat = np.radians([start, end])
    a, b = np.column_stack(
        [np.cos(lonlat[:, 1]) * np.cos(lonlat[:, 0]), np.cos(lonlat[:, 1]) * np.sin(lonlat[:, 0]), np.sin(lonlat[:, 1])]
    )
    angle = np.arccos(np.clip(a @ b, -1, 1))
    share = np.linspace(0, 1, VERTICES)[:, None]
    x, y, z = ((np.sin((1 - share) * angle) * a + np.sin(share * angle) * b) / np.sin(angle)).T
    between = np.degrees(np.column_stack([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))])).round(1).tolist()
    return [start, *between[1:-1], end]
