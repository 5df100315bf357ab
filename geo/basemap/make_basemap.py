"""Make the embedded base map from Natural Earth; for maintainers, never run by a user.

    python -m pip install pycountry babel
    npm install --prefix build world-atlas@2 mapshaper@0.6
    python geo/basemap/make_basemap.py build/node_modules

Three TopoJSON files come out, one a level of detail, each with its bounds:

    world.topo.json       the whole world, from countries-110m
    asia.topo.json        East and South-East Asia, from countries-50m
    korea.topo.json       the Korean peninsula and its borders, from countries-10m

and `labels.json`, the names of countries and seas. Country names are Unicode CLDR's (through Babel); the
two Koreas and the seas are worded by hand below, because a neutral map has to choose those words itself.
Natural Earth is in the public domain; mapshaper does the cutting and the simplifying, antimeridian the cut at 180
degrees.
"""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import antimeridian
import pycountry
import shapely.geometry
from babel import Locale

from geo.basemap import Position, country_shapes, decode_arcs, join_ring

HERE = Path(__file__).parent

# west, south, east, north in degrees; share of vertices kept; smallest island kept; steps of the grid of positions
LEVELS: dict[str, tuple[str, str | None, str, str, str]] = {
    "world": ("countries-110m", None, "100%", "0km2", "4000"),
    "asia": ("countries-50m", "60,-12,152,58", "55%", "40km2", "10000"),
    "korea": ("countries-10m", "121,32,133.5,45", "80%", "2km2", "6000"),
}

# Boundaries that a state concerned contests, or that are lines of control: drawn dashed, whichever side.
DISPUTED = [
    ["PRK", "KOR"], ["IND", "PAK"], ["IND", "CHN"], ["ISR", "PSE"], ["MAR", "ESH"], ["SRB", "XKX"],
    ["CYP", "N. Cyprus"], ["SOM", "Somaliland"], ["SDN", "SSD"], ["RUS", "UKR"], ["SYR", "ISR"], ["LBN", "ISR"],
]  # fmt: skip

KOREAN_NAMES = {"PRK": "북한", "KOR": "한국", "MMR": "미얀마", "TWN": "대만", "HKG": "홍콩", "MAC": "마카오"}
ENGLISH_NAMES = {
    "PRK": "North Korea",
    "KOR": "South Korea",
    "MMR": "Myanmar (Burma)",
    "HKG": "Hong Kong",
    "MAC": "Macao",
}

# Where the whole name finds no room.
SHORT_NAMES = {"PRK": "N. Korea", "KOR": "S. Korea"}

# lon, lat of the label, first and last zoom, class, English, Korean
SEAS: list[tuple[float, float, int, int, str, str]] = [
    (134.6, 40.2, 4, 9, "Sea of Japan (East Sea)", "동해"),
    (122.6, 35.6, 4, 9, "Yellow Sea", "황해(서해)"),
    (124.0, 39.1, 7, 9, "Korea Bay", "서한만"),
    (124.8, 29.2, 5, 9, "East China Sea", "동중국해"),
    (114.6, 14.4, 4, 9, "South China Sea", "남중국해"),
    (149.5, 53.5, 4, 9, "Sea of Okhotsk", "오호츠크해"),
    (88.0, 14.0, 4, 9, "Bay of Bengal", "벵골만"),
    (178.0, 22.0, 2, 9, "Pacific Ocean", "태평양"),
    (-38.0, 28.0, 2, 9, "Atlantic Ocean", "대서양"),
    (78.0, -12.0, 2, 9, "Indian Ocean", "인도양"),
]

# Where the label of a country stands when the middle of its largest part is not the place for it, and from which
# zoom it is shown; a country that is not named here appears by its area.
PLACED: dict[str, tuple[float, float, int]] = {
    "PRK": (126.6, 39.6, 4), "KOR": (128.2, 36.2, 4), "JPN": (138.4, 36.4, 3), "CHN": (104.0, 35.0, 2),
    "RUS": (97.0, 62.0, 2), "USA": (-99.0, 39.5, 2), "CAN": (-105.0, 58.0, 2), "MNG": (103.5, 46.7, 3),
    "LAO": (103.3, 18.9, 5), "THA": (101.4, 15.6, 4), "MMR": (95.9, 21.5, 4), "VNM": (108.0, 14.0, 4),
    "KHM": (104.9, 12.7, 5), "TWN": (121.0, 23.8, 5), "PHL": (122.6, 11.8, 4), "MYS": (102.3, 4.2, 5),
    "SGP": (103.8, 1.3, 7), "FRA": (2.5, 46.6, 4), "NOR": (9.5, 61.5, 4), "IDN": (113.5, -0.8, 3),
}  # fmt: skip


def run_mapshaper(modules: Path, level: str, source: Path, out: Path) -> None:
    """Cut, thin and quantise the countries of one level."""
    _, bounds, kept, island, steps = LEVELS[level]
    command = [str(modules / ".bin" / "mapshaper"), str(source)]
    command += ["-clip", f"bbox={bounds}"] if bounds else []
    command += ["-simplify", kept, "keep-shapes", "-filter-islands", f"min-area={island}"]
    command += ["-filter-fields", "code", "-o", str(out), "format=topojson", f"quantization={steps}"]
    subprocess.run(command, check=True)


def countries(modules: Path, level: str) -> dict[str, Any]:
    """Return the countries of a world-atlas file as GeoJSON with their codes, cut at the 180th meridian.

    world-atlas has rings that run across that meridian, which a flat map would draw as bands around the world.
    """
    topology = json.loads((modules / "world-atlas" / f"{LEVELS[level][0]}.json").read_text(encoding="utf-8"))
    codes, arcs = country_codes(topology), decode_arcs(topology)
    features = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        if name == "Antarctica" or not geometry["type"]:
            continue
        parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        polygons = [[join_ring(indexes, arcs) for indexes in part] for part in parts]
        shape = shapely.MultiPolygon([(outer, holes) for outer, *holes in polygons if len(outer) >= 4])
        if crosses(polygons):
            shape = shapely.geometry.shape(antimeridian.fix_geojson(shapely.geometry.mapping(shape)))
        features.append(
            {"type": "Feature", "properties": {"code": codes[name]}, "geometry": shapely.geometry.mapping(shape)}
        )
    return {"type": "FeatureCollection", "features": features}


def crosses(polygons: list[list[list[Position]]]) -> bool:
    """Return whether a ring jumps from one side of the 180th meridian to the other."""
    return any(abs(b[0] - a[0]) > 180 for rings in polygons for ring in rings for a, b in pairwise(ring))


def country_codes(topology: dict[str, Any]) -> dict[str, str]:
    """Return the ISO 3166-1 alpha-3 code of each of Natural Earth's names, or the name where ISO has no code."""
    codes = {"Kosovo": "XKX"}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name, numeric = geometry["properties"]["name"], geometry.get("id")
        country = pycountry.countries.get(numeric=numeric) if numeric else None
        codes.setdefault(name, country.alpha_3 if country else name)
    return codes


def make_level(modules: Path, level: str) -> dict[str, Any]:
    """Return one level as a TopoJSON with `id` = country code, its bounds and nothing else."""
    source, raw = HERE / f"{level}.source.json", HERE / f"{level}.raw.json"
    source.write_text(json.dumps(countries(modules, level)), encoding="utf-8")
    run_mapshaper(modules, level, source, raw)
    topology = json.loads(raw.read_text(encoding="utf-8"))
    source.unlink()
    raw.unlink()
    (layer,) = topology["objects"].values()
    geometries = [
        {"type": g["type"], "id": g["properties"]["code"], "arcs": g["arcs"]} for g in layer["geometries"] if g["type"]
    ]
    bounds = LEVELS[level][1]
    bbox = [float(edge) for edge in bounds.split(",")] if bounds else [-180.0, -90.0, 180.0, 90.0]
    return {
        "type": "Topology",
        "bbox": bbox,
        "transform": topology["transform"],
        "disputed": DISPUTED,
        "objects": {
            "countries": {"type": "GeometryCollection", "geometries": sorted(geometries, key=lambda g: g["id"])}
        },
        "arcs": topology["arcs"],
    }


def first_zoom(area: float) -> int:
    """Return the zoom from which a country of `area` square degrees is named."""
    return next(zoom for zoom, least in ((3, 250.0), (4, 40.0), (5, 8.0), (6, 1.0), (7, -1.0)) if area > least)


def country_labels() -> list[dict[str, Any]]:
    """Return a label a country: position (lon, lat), first zoom, names by language."""
    english, korean = Locale("en").territories, Locale("ko").territories
    labels = []
    for code, shape in sorted(country_shapes("world").items()):
        country = pycountry.countries.get(alpha_3=code)
        if country is None:
            continue
        largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
        point = largest.representative_point()
        lon, lat, zoom = PLACED.get(code, (round(point.x, 1), round(point.y, 1), first_zoom(shape.area)))
        name_en = ENGLISH_NAMES.get(code, english[country.alpha_2])
        name_ko = KOREAN_NAMES.get(code, korean[country.alpha_2])
        short = {"short": {"en": SHORT_NAMES[code]}} if code in SHORT_NAMES else {}
        labels.append({"id": code, "at": [lon, lat], "zoom": [zoom, 9], "name": {"en": name_en, "ko": name_ko}} | short)
    return labels


def country_names() -> list[dict[str, Any]]:
    """Return the name of every country and territory of ISO 3166-1, by language."""
    english, korean = Locale("en").territories, Locale("ko").territories
    return [
        {
            "id": c.alpha_3,
            "name": {
                "en": ENGLISH_NAMES.get(c.alpha_3, english[c.alpha_2]),
                "ko": KOREAN_NAMES.get(c.alpha_3, korean[c.alpha_2]),
            },
        }
        for c in sorted(pycountry.countries, key=lambda country: country.alpha_3)
    ]


def write(name: str, value: object) -> None:
    """Write one file of the base map as compact JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (HERE / name).write_text(text + "\n", encoding="utf-8")
    print(f"{name}: {len(text.encode()):,} bytes")


def main(modules: Path) -> None:
    """Write the three levels and the labels."""
    for level in LEVELS:
        write(f"{level}.topo.json", make_level(modules, level))
    seas = [{"at": [x, y], "zoom": [a, b], "name": {"en": en, "ko": ko}} for x, y, a, b, en, ko in SEAS]
    write("labels.json", {"countries": country_labels(), "seas": seas, "names": country_names()})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
