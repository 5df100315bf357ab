"""A small valid atlas of two ways, made anew at each call so that a test may change what it likes."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]


def feature(identifier: str, kind: str, coordinates: Any, countries: list[str], **properties: Any) -> Json:
    """Return a feature with everything that a kind asks for; `properties` add to it or replace it."""
    own: dict[str, Json] = {
        "border": {"precision_deg": 0.01},
        "leg": {"route": "south", "leg": 1, "mode": "road"},
        "place": {"role": "transit"},
        "case": {"start": "1999-05", "people": 4, "outcome": "arrived", "hazards": ["drowning"]},
    }
    common = {
        "way": "river-way",
        "kind": kind,
        "name_en": identifier.replace("-", " ").capitalize(),
        "name_ko": "이름",
        "summary_en": "Published in outline.",
        "summary_ko": "개략만 보도됐다.",
        "sources": ["paper-1999"],
        "certainty": "reported",
        "precision_deg": 0.1,
        "countries": countries,
    }
    geometry = {"type": "Point" if isinstance(coordinates[0], float) else "LineString", "coordinates": coordinates}
    return {"type": "Feature", "id": identifier, "geometry": geometry, "properties": common | own[kind] | properties}


MEKONG = [
    [101.95, 18.08],
    [102.15, 18.2],
    [102.35, 18.05],
    [102.55, 17.96],
    [102.66, 17.82],
    [102.89, 17.98],
    [103.05, 18.03],
]
FLIGHT = [[100.5, 13.8], [105.0, 18.9], [109.8, 23.9], [115.0, 28.7], [120.7, 33.3], [127.0, 37.6]]
CROSSING = [[121.4, 37.5], [122.8, 37.8], [125.2, 37.0], [126.6, 37.5]]


def routes() -> Json:
    """Return routes.geojson: a border, a route of two legs, a leg at sea, five places, two cases."""
    features = [
        feature("river", "border", MEKONG, ["LAO", "THA"]),
        feature("vientiane", "place", [102.6, 18.0], ["LAO"], role="embassy-city"),
        feature("bangkok", "place", [100.5, 13.8], ["THA"]),
        feature("seoul", "place", [127.0, 37.6], ["KOR"], role="destination"),
        feature(
            "south-1", "leg", [[102.6, 18.0], [100.5, 13.8]], ["LAO", "THA"],
            from_place="vientiane", to_place="bangkok",
        ),
        feature(
            "south-2", "leg", FLIGHT, ["THA", "KOR"], leg=2, mode="air", from_place="bangkok", to_place="seoul",
        ),
        feature("river-case", "case", [102.6, 18.0], ["LAO", "THA"], from_place="vientiane", see_also=["sea-case"]),
        feature("yantai", "place", [121.4, 37.5], ["CHN"], way="sea-way", role="origin"),
        feature("incheon", "place", [126.6, 37.5], ["KOR"], way="sea-way", role="landfall"),
        feature(
            "crossing-1", "leg", CROSSING, ["CHN", "KOR"], way="sea-way", route="crossing", mode="sea",
            from_place="yantai", to_place="incheon", sources=["paper-1999", "first-copy"],
        ),
        feature(
            "sea-case", "case", [125.2, 37.0], ["CHN", "KOR"], way="sea-way", from_place="yantai", to_place="incheon",
            start="1998", end="1998-03", people=None, sources=["first-copy", "second-copy"],
        ),
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": deepcopy(features)}


def ways() -> Json:
    """Return ways.json: an atlas in English and Korean with two ways."""
    atlas = {
        "languages": ["en", "ko"],
        "title_en": "Two ways",
        "title_ko": "두 갈래 길",
        "description_en": "A small atlas.",
        "description_ko": "작은 지도.",
        "notice_en": "A sketch of past events. Not a guide.",
        "notice_ko": "지난 일의 개략도이며 길 안내가 아닙니다.",
        "view": [98.0, 12.0, 130.0, 40.0],
        "public_figures": ["Hwang Jang-yop"],
    }
    return {
        "atlas": atlas,
        "ways": [_way("river-way", 2, "#1f5fa8", "강을 건너"), _way("sea-way", 1, "#a8321f", "바다로")],
    }


def _way(identifier: str, rank: int, colour: str, name_ko: str) -> Json:
    text = {"topic": "what", "text_en": "What it was.", "text_ko": "어떤 길이었나.", "sources": ["report-2001"]}
    claim = {
        "id": f"{identifier}-claim", "claim_en": "Many went.", "claim_ko": "많이 갔다.", "verdict": "imprecise",
        "comment_en": "Few did.", "comment_ko": "적었다.", "sources": ["paper-1999"],
    }  # fmt: skip
    name_en = identifier.replace("-", " ").capitalize()
    return {
        "id": identifier, "rank": rank, "name_en": name_en, "name_ko": name_ko, "colour": colour, "frequency": "some",
        "texts": [text], "claims": [claim],
    }  # fmt: skip


def sources() -> list[Json]:
    """Return sources.json: two of tier A with links, two of tier B by different publishers."""
    return [
        {
            "id": "paper-1999", "type": "article-newspaper", "publisher": "The Paper",
            "issued": {"date-parts": [[1999, 6, 2]]}, "URL": "https://paper.example.org/1999/a?id=1&page=2",
            "custom": {"tier": "A", "publisher_ko": "신문"},
        },
        {
            "id": "report-2001", "type": "report", "title": "A report", "publisher": "An Institute",
            "issued": {"date-parts": [[2001]]}, "URL": "http://www.institute.example.net/report",
            "custom": {"tier": "A"},
        },
        {
            "id": "first-copy", "type": "article-newspaper", "publisher": "First Agency",
            "issued": {"date-parts": [[1998, 4]]}, "note": "Seen as a copy.", "custom": {"tier": "B"},
        },
        {"id": "second-copy", "type": "book", "publisher": "Second Press", "custom": {"tier": "B"}},
    ]  # fmt: skip


ARRIVALS = """year,total,men,women,sources,note_en,note_ko
1998,71,,,paper-1999,,
1999,148,58,90,paper-1999 report-2001,"First published as 147, corrected.",처음에는 147명으로 발표되었다.
2000,312,121,191,report-2001,,
"""


def write(
    folder: Path,
    *,
    routes_json: Json | None = None,
    ways_json: Json | None = None,
    sources_json: list[Json] | None = None,
    arrivals: str | None = ARRIVALS,
) -> Path:
    """Write an atlas into a folder, the small one where nothing else is given, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, Any] = {
        "routes.geojson": routes_json or routes(),
        "ways.json": ways_json or ways(),
        "sources.json": sources_json if sources_json is not None else sources(),
    }
    for name, value in files.items():
        text = json.dumps(value, ensure_ascii=False, indent=1)
        (folder / name).write_text(text + "\n", encoding="utf-8", errors="surrogatepass")
    if arrivals is not None:
        (folder / "arrivals.csv").write_text(arrivals, encoding="utf-8")
    return folder
