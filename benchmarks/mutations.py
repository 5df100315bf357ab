"""What share of mistakes in the real data some rule catches: `python -m benchmarks.mutations [number]`.

Each mutation changes one thing in a copy of data/, as a slip of an editor's would: something is dropped, swapped,
misspelt or moved. It counts as caught where the loader or a rule reports something that it does not report of the
data as it is. What is not caught is shown by name: a person has to see it.
"""

from __future__ import annotations

import datetime
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from math import cos, radians
from pathlib import Path
from typing import Any

from geo.checks import RULES, check
from geo.load import read

DATA = Path(__file__).parent.parent / "data"
TODAY = datetime.date(2026, 11, 22)
EACH = 40  # mutations of a kind, where the data has that many places for it
Json = dict[str, Any]
Mutation = Callable[[Json, random.Random], str | None]


def some(routes: Json, chance: random.Random, *kinds: str) -> Json:
    return chance.choice([f for f in routes["features"] if f["properties"]["kind"] in kinds or not kinds])


def misspelt(word: str, chance: random.Random) -> str:
    """Return a word with two neighbouring letters swapped, one left out or one doubled."""
    places = [i for i in range(len(word) - 1) if word[i] != word[i + 1]]
    at = chance.choice(places)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return chance.choice([swapped, word[:at] + word[at + 1 :], word[: at + 1] + word[at:]])


def drop_feature(*kinds: str) -> Mutation:
    def mutate(routes: Json, chance: random.Random) -> str | None:
        feature = some(routes, chance, *kinds)
        routes["features"].remove(feature)
        return str(feature["id"])

    return mutate


def drop_property(routes: Json, chance: random.Random) -> str | None:
    feature = some(routes, chance)
    name = chance.choice(list(feature["properties"]))
    del feature["properties"][name]
    return f"{feature['id']}: {name}"


def drop_item(name: str) -> Mutation:
    def mutate(routes: Json, chance: random.Random) -> str | None:
        feature = some(routes, chance)
        items = feature["properties"].get(name)
        if not items:
            return None
        del items[chance.randrange(len(items))]
        return str(feature["id"])

    return mutate


def drop_vertex(routes: Json, chance: random.Random) -> str | None:
    feature = some(routes, chance, "leg")
    line = feature["geometry"]["coordinates"]
    if feature["geometry"]["type"] != "LineString" or len(line) < 3:
        return None
    del line[chance.randrange(len(line))]
    return f"{feature['id']} ({feature['properties']['mode']})"


def misspell_word(*names: str) -> Mutation:
    def mutate(routes: Json, chance: random.Random) -> str | None:
        feature, name = some(routes, chance), chance.choice(names)
        value = feature["properties"].get(name)
        if not value:
            return None
        if isinstance(value, list):
            place = chance.randrange(len(value))
            value[place] = misspelt(value[place], chance)
        else:
            feature["properties"][name] = misspelt(value, chance)
        return f"{feature['id']}: {feature['properties'][name]}"

    return mutate


def misspell_name(routes: Json, chance: random.Random) -> str | None:
    properties = some(routes, chance)["properties"]
    name = chance.choice(list(properties))
    wrong = misspelt(name, chance)
    properties[wrong] = properties.pop(name)
    return wrong


def misspell_id(routes: Json, chance: random.Random) -> str | None:
    feature = some(routes, chance, "place")
    feature["id"] = misspelt(feature["id"], chance)
    return str(feature["id"])


def swap_lonlat(*kinds: str) -> Mutation:
    def turned(value: Any) -> Any:
        return value[::-1] if isinstance(value[0], int | float) else [turned(item) for item in value]

    def mutate(routes: Json, chance: random.Random) -> str | None:
        feature = some(routes, chance, *kinds)
        feature["geometry"]["coordinates"] = turned(feature["geometry"]["coordinates"])
        return str(feature["id"])

    return mutate


def swap_properties(first: str, second: str, *kinds: str) -> Mutation:
    def mutate(routes: Json, chance: random.Random) -> str | None:
        feature = some(routes, chance, *kinds)
        properties = feature["properties"]
        if properties.get(first) is None or properties.get(second) is None or properties[first] == properties[second]:
            return None
        properties[first], properties[second] = properties[second], properties[first]
        return str(feature["id"])

    return mutate


def reverse_countries(routes: Json, chance: random.Random) -> str | None:
    feature = some(routes, chance, "leg")
    countries = feature["properties"]["countries"]
    if countries == countries[::-1]:
        return None
    countries.reverse()
    return str(feature["id"])


def other_country(routes: Json, chance: random.Random) -> str | None:
    feature = some(routes, chance)
    countries = feature["properties"]["countries"]
    if not countries:
        return None
    other = chance.choice(["PRK", "KOR", "CHN", "RUS", "JPN", "THA", "LAO", "MNG", "VNM", "USA"])
    place = chance.randrange(len(countries))
    if other in countries:
        return None
    countries[place] = other
    return f"{feature['id']}: {other}"


def swap_legs(routes: Json, chance: random.Random) -> str | None:
    feature = some(routes, chance, "leg")
    feature["properties"]["leg"] += chance.choice([-1, 1])
    return f"{feature['id']}: leg {feature['properties']['leg']}"


def reverse_line(routes: Json, chance: random.Random) -> str | None:
    feature = some(routes, chance, "leg")
    feature["geometry"]["coordinates"].reverse()
    return str(feature["id"])


def swap_way(routes: Json, chance: random.Random) -> str | None:
    feature = some(routes, chance)
    other = some(routes, chance)["properties"]["way"]
    if other == feature["properties"]["way"]:
        return None
    feature["properties"]["way"] = other
    return f"{feature['id']}: {other}"


def moved(position: list[float], chance: random.Random, km: float) -> None:
    """Move a position on its grid of 0.1 degree, about `km` in one of four directions."""
    east, north = chance.choice([(1, 0), (-1, 0), (0, 1), (0, -1)])
    position[0] = round(position[0] + east * km / 111.2 / cos(radians(position[1])), 1)
    position[1] = round(position[1] + north * km / 111.2, 1)


def move_point(kind: str, km: float) -> Mutation:
    def mutate(routes: Json, chance: random.Random) -> str | None:
        feature = some(routes, chance, kind)
        moved(feature["geometry"]["coordinates"], chance, km)
        return str(feature["id"])

    return mutate


def move_vertex(km: float, *, inner: bool) -> Mutation:
    def mutate(routes: Json, chance: random.Random) -> str | None:
        feature = some(routes, chance, "leg")
        line = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] != "LineString" or (inner and len(line) < 3):
            return None
        place = chance.randrange(1, len(line) - 1) if inner else chance.choice([0, -1])
        moved(line[place], chance, km)
        return f"{feature['id']} ({feature['properties']['mode']})"

    return mutate


def move_border(km: float) -> Mutation:
    def mutate(routes: Json, chance: random.Random) -> str | None:
        feature = some(routes, chance, "border")
        moved(chance.choice(feature["geometry"]["coordinates"]), chance, km)
        return str(feature["id"])

    return mutate


def fine_position(routes: Json, chance: random.Random) -> str | None:
    feature = some(routes, chance, "place", "case")
    feature["geometry"]["coordinates"][chance.randrange(2)] += chance.choice([0.01, -0.04, 0.003])
    return str(feature["id"])


def other_mode(routes: Json, chance: random.Random) -> str | None:
    feature = some(routes, chance, "leg")
    before = feature["properties"]["mode"]
    feature["properties"]["mode"] = chance.choice([m for m in ("foot", "road", "rail", "sea", "air") if m != before])
    return f"{feature['id']}: {before} -> {feature['properties']['mode']}"


def other_year(routes: Json, chance: random.Random) -> str | None:
    feature = some(routes, chance, "case")
    start = feature["properties"]["start"]
    feature["properties"]["start"] = str(int(start[:4]) + chance.choice([10, 100, -100, 20])) + start[4:]
    return f"{feature['id']}: {feature['properties']['start']}"


def digits_swapped(routes: Json, chance: random.Random) -> str | None:
    feature = some(routes, chance, "case")
    start = feature["properties"]["start"]
    digits = list(start[:4])
    place = chance.randrange(3)
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    if "".join(digits) == start[:4]:
        return None
    feature["properties"]["start"] = "".join(digits) + start[4:]
    return f"{feature['id']}: {feature['properties']['start']}"


def untranslated(routes: Json, chance: random.Random) -> str | None:
    properties = some(routes, chance)["properties"]
    properties["summary_ko"] = properties["summary_en"]
    return str(properties["name_en"])


def repeated_id(routes: Json, chance: random.Random) -> str | None:
    some(routes, chance)["id"] = some(routes, chance)["id"]
    ids = [feature["id"] for feature in routes["features"]]
    return "id used before" if len(set(ids)) < len(ids) else None


KINDS: dict[str, Mutation] = {
    "drop a place": drop_feature("place"),
    "drop a leg": drop_feature("leg"),
    "drop a border": drop_feature("border"),
    "drop a case": drop_feature("case"),
    "drop a property": drop_property,
    "drop a source of a feature": drop_item("sources"),
    "drop a country of a feature": drop_item("countries"),
    "drop a vertex of a leg": drop_vertex,
    "swap longitude and latitude of a point": swap_lonlat("place", "case"),
    "swap longitude and latitude of a line": swap_lonlat("leg", "border"),
    "swap English and Korean": swap_properties("summary_en", "summary_ko"),
    "swap begin and end place": swap_properties("from_place", "to_place", "leg", "case"),
    "swap start and end date": swap_properties("start", "end", "case"),
    "swap the order of countries": reverse_countries,
    "swap numbers of legs": swap_legs,
    "swap the direction of a line": reverse_line,
    "swap the way of a feature": swap_way,
    "misspell a word of the vocabulary": misspell_word("kind", "certainty", "mode", "outcome", "role", "hazards"),
    "misspell a reference": misspell_word("way", "sources", "from_place", "to_place", "see_also"),
    "misspell a country": misspell_word("countries"),
    "misspell a property's name": misspell_name,
    "misspell the id of a place": misspell_id,
    "use an id twice": repeated_id,
    "name another country": other_country,
    "give another mode": other_mode,
    "give a year 10 to 100 off": other_year,
    "swap digits of a year": digits_swapped,
    "leave a text untranslated": untranslated,
    "give a position too fine": fine_position,
    "move a place 50 km": move_point("place", 50),
    "move a place 500 km": move_point("place", 500),
    "move a case 50 km": move_point("case", 50),
    "move a case 500 km": move_point("case", 500),
    "move the end of a leg 50 km": move_vertex(50, inner=False),
    "move a vertex of a leg 50 km": move_vertex(50, inner=True),
    "move a vertex of a leg 500 km": move_vertex(500, inner=True),
    "move a vertex of a border 50 km": move_border(50),
}


def found(folder: Path, routes: Json) -> set[tuple[str, str | None, str]]:
    """Return what the loader and the rules report of a folder with these routes."""
    (folder / "routes.geojson").write_text(json.dumps(routes, ensure_ascii=False), encoding="utf-8")
    atlas, problems = read(folder)
    problems += check(atlas, today=TODAY) if atlas else []
    return {(problem.rule, problem.feature, problem.message) for problem in problems}


def tried(kind: str, routes: Json, folder: Path, number: int) -> tuple[int, int, Counter[str], list[str]]:
    """Return how many mutations of a kind were tried and caught, by which rules, and which were not caught."""
    chance, usual = random.Random(kind), found(folder, routes)
    rules: Counter[str] = Counter()
    count, missed = 0, []
    for _ in range(number * 4):
        copy = deepcopy(routes)
        what = KINDS[kind](copy, chance)
        if what is None or copy == routes:
            continue
        news = {rule for rule, *_ in found(folder, copy) - usual}
        rules.update(news)
        missed += [] if news else [what]
        count += 1
        if count == number:
            break
    return count, count - len(missed), rules, missed


def main() -> None:
    """Print the table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else EACH
    routes = json.loads((DATA / "routes.geojson").read_text(encoding="utf-8"))
    total = caught_in_all = 0
    print("| mutation | tried | caught | share | rules that caught most | not caught, for example |")
    print("| --- | ---: | ---: | ---: | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(DATA, Path(name) / "data"))
        for kind in KINDS:
            count, caught, rules, missed = tried(kind, routes, folder, number)
            total, caught_in_all = total + count, caught_in_all + caught
            share = f"{caught / count:.0%}" if count else "-"
            names = ", ".join(rule for rule, _ in rules.most_common(3))
            print(f"| {kind} | {count} | {caught} | {share} | {names} | {'; '.join(missed[:2])} |", flush=True)
    print(f"| all | {total} | {caught_in_all} | {caught_in_all / total:.0%} | | |")
    print(f"\n{len(RULES)} rules:", dict(Counter(rule.family for rule in RULES)))


if __name__ == "__main__":
    main()
