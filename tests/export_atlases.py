"""Small atlases for the tests of what is taken out: written as files and read by the loader, as any atlas is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from geo.load import load
from geo.model import Atlas

HOSTILE = "{{ 7*7 }} {% x %} {# y #} `${z}` </script>]]>&amp; \"quoted\" 'single' <b>한글</b> \ufffe\n=1+1"
DATA = Path(__file__).parent.parent / "data"


def feature(name: str, kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    """Return a valid feature of a kind; the type of its geometry is told from its coordinates."""
    depth = 0
    inner = coordinates
    while isinstance(inner, list):
        inner, depth = inner[0], depth + 1
    own: dict[str, dict[str, Any]] = {
        "border": {},
        "place": {"role": "transit"},
        "case": {"start": "1997-05", "people": None, "outcome": "unknown", "hazards": []},
        "leg": {"route": "r", "leg": 1, "mode": "sea", "from_place": "a", "to_place": "b"},
    }
    common = {
        "way": "north",
        "kind": kind,
        "name_en": name,
        "name_ko": "이름",
        "summary_en": "One.",
        "summary_ko": "하나.",
    }
    rest = {"sources": ["paper"], "certainty": "reported", "precision_deg": 0.1, "countries": ["FJI"]}
    return {
        "type": "Feature",
        "id": name,
        "geometry": {"type": ("Point", "LineString", "MultiLineString")[depth - 1], "coordinates": coordinates},
        "properties": common | rest | own[kind] | properties,
    }


SOURCES = [
    {
        "id": "paper",
        "type": "article-newspaper",
        "publisher": "The Paper & Sons",
        "issued": {"date-parts": [[2011, 6, 15]]},
        "URL": "https://example.org/a?b=1&c=2",
        "custom": {"tier": "A", "publisher_ko": "신문"},
    },
    {"id": "copy", "type": "report", "publisher": "A Bureau", "custom": {"tier": "B"}},
]
WAYS = {
    "atlas": {
        "languages": ["en", "ko"],
        "title_en": "Two ways",
        "title_ko": "두 갈래",
        "description_en": "An atlas.",
        "description_ko": "지도.",
        "notice_en": "A sketch.",
        "notice_ko": "개략도.",
    },
    "ways": [
        {"id": "north", "rank": 2, "name_en": "North", "name_ko": "북쪽", "colour": "#102030"},
        {"id": "south", "rank": 1, "name_en": "North", "name_ko": "남쪽", "colour": "#a0b0c0"},
    ],
}
FEATURES = [
    feature("a", "place", [178.1, -18.1]),
    feature("b", "place", [-171.8, -13.8], way="south", see_also=["a", "c"]),
    feature("a-b", "leg", [[178.1, -18.1], [-171.8, -13.8]], sources=["paper", "copy"], start="1997", end="1999"),
    feature("gaps", "border", [[[170.25, -1e-7], [171.5, 2.0]], [[172.0, 2.0], [173.0, 3.0]]]),
    feature("c", "case", [0.0, 51.5], way="south", people=12, hazards=["cold", "drowning"], start="2011-06-15"),
    feature("9-hostile", "case", [-0.1, 5.0], name_en=HOSTILE, summary_en=HOSTILE, name_ko=HOSTILE),
    feature("reviewed", "place", [10.0, 10.0], reviewed=[{"rule": "x-y", "reason": "왜: \"so\""}]),
]  # fmt: skip


def atlas_at(folder: Path, features: list[dict[str, Any]] | None = None, **atlas_text: Any) -> Atlas:
    """Return an atlas of these features, written to `folder` and loaded from it."""
    folder.mkdir(exist_ok=True)
    collection = {"type": "FeatureCollection", "features": FEATURES if features is None else features}
    ways = {**WAYS, "atlas": {**WAYS["atlas"], **atlas_text}}  # type: ignore[dict-item]
    for name, value in (("routes.geojson", collection), ("ways.json", ways), ("sources.json", SOURCES)):
        (folder / name).write_text(json.dumps(value), encoding="utf-8")
    return load(folder)
