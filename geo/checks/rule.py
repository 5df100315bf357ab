"""What a rule is, what it finds, and what it is given to look at."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from geo import meridian, positions
from geo.checks.finding import Finding, Findings
from geo.checks.texts import Corpus, every_text, words_of
from geo.errors import Level, Problem
from geo.model import ROUTES, SOURCES, WAYS, BorderFeature, CaseFeature, LegFeature, PlaceFeature

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping, Sequence

    from geo.model import Atlas

Family = Literal["structure", "references", "geography", "harm", "sources"]
AnyFeature = BorderFeature | LegFeature | PlaceFeature | CaseFeature
Coordinates = tuple[float, float]


def at(feature: AnyFeature, message: str, *path: str | int) -> Finding:
    """Return a finding in a feature; `path` leads into its properties, to its geometry where it is empty."""
    return Finding(ROUTES, ("properties", *path) if path else ("geometry",), feature.id, message)


@dataclass(frozen=True)
class Rule:
    """A named rule: what it guards, how grave a breach is, and the function that yields the breaches."""

    name: str
    family: Family
    guards: str
    level: Level
    function: Callable[[Context], Findings] = field(repr=False)
    whole: bool = False  # says something about the collection, so it is not asked where features could not be read

    @property
    def exceptable(self) -> bool:
        """Return whether a reviewed exception may set the rule aside: never where the page would break."""
        return self.family not in {"structure", "references"}


@dataclass(frozen=True)
class Context:
    """An atlas, sorted the ways that rules look at it, and the day that counts as today."""

    atlas: Atlas
    today: datetime.date

    @cached_property
    def legs(self) -> tuple[LegFeature, ...]:
        """Return the stretches of routes."""
        return tuple(feature for feature in self.atlas.features if isinstance(feature, LegFeature))

    @cached_property
    def cases(self) -> tuple[CaseFeature, ...]:
        """Return the things that happened."""
        return tuple(feature for feature in self.atlas.features if isinstance(feature, CaseFeature))

    @cached_property
    def borders(self) -> tuple[BorderFeature, ...]:
        """Return the reference lines."""
        return tuple(feature for feature in self.atlas.features if isinstance(feature, BorderFeature))

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return {}

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what `make` makes, made once for all rules that ask by this name."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    @cached_property
    def lines(self) -> tuple[BorderFeature | LegFeature, ...]:
        """Return every feature that is a line."""
        return (*self.borders, *self.legs)

    @cached_property
    def journeys(self) -> tuple[LegFeature | CaseFeature, ...]:
        """Return every feature that may begin and end at places."""
        return (*self.legs, *self.cases)

    @cached_property
    def places(self) -> Mapping[str, PlaceFeature]:
        """Return the places by id."""
        return {feature.id: feature for feature in self.atlas.features if isinstance(feature, PlaceFeature)}

    @cached_property
    def features(self) -> Mapping[str, AnyFeature]:
        """Return every feature by id."""
        return {feature.id: feature for feature in self.atlas.features}

    @cached_property
    def routes(self) -> Mapping[str, Sequence[LegFeature]]:
        """Return the legs of each route, by their numbers."""
        routes: defaultdict[str, list[LegFeature]] = defaultdict(list)
        for leg in self.legs:
            routes[leg.properties.route].append(leg)
        return {route: sorted(legs, key=lambda leg: leg.properties.leg) for route, legs in routes.items()}

    def words(self, language: str) -> Corpus:
        """Return all that the atlas itself says in one language."""
        corpus: Corpus = self.once(f"words {language}", lambda: Corpus.of(words_of(self.atlas, language)))
        return corpus

    @cached_property
    def every_text(self) -> Corpus:
        """Return all that anybody wrote into the files."""
        return Corpus.of(every_text(self.atlas))

    @cached_property
    def file_ids(self) -> Mapping[str, Sequence[str | None]]:
        """Return the ids that stand in the JSON files, malformed items' too, in the files' order."""
        return {
            ROUTES: self._ids(ROUTES, "features"),
            SOURCES: self._ids(SOURCES, None),
            WAYS: self._ids(WAYS, "ways"),
        }

    def _ids(self, name: str, member: str | None) -> list[str | None]:
        if name not in self.atlas.files:
            ways = [way.id for way in self.atlas.ways]
            return list({ROUTES: self.features, SOURCES: self.atlas.sources, WAYS: ways}[name])
        value: Any = self._json[name]
        items = value.get(member) if member and isinstance(value, dict) else value
        listed = items if isinstance(items, list) else []
        ids = [item.get("id") if isinstance(item, dict) else None for item in listed]
        return [identifier if isinstance(identifier, str) else None for identifier in ids]

    @cached_property
    def _json(self) -> Mapping[str, Any]:
        """Return ids and boxes of the JSON files, None for one that is not JSON (the loader tells)."""
        values: dict[str, Any] = {}
        for name in (ROUTES, SOURCES, WAYS):
            if name in self.atlas.files:
                try:
                    values[name] = json.loads(self.atlas.files[name].text, object_pairs_hook=_identified)
                except (ValueError, RecursionError):
                    values[name] = None
        return values

    @property
    def collection_box(self) -> Sequence[float] | None:
        """Return the bounding box that stands in routes.geojson for the whole collection, None without one."""
        value = self._json.get(ROUTES)
        return value.get("bbox") if isinstance(value, dict) else None

    def readable(self, name: str) -> bool:
        """Return whether a file is JSON, so that what it does not hold is really missing."""
        return self._json.get(name, ()) is not None

    @cached_property
    def complete(self) -> bool:
        """Return whether everything in the files could be read."""
        if not all(map(self.readable, (ROUTES, SOURCES, WAYS))):
            return False
        known = {ROUTES: len(self.atlas.features), SOURCES: len(self.atlas.sources), WAYS: len(self.atlas.ways)}
        return all(len(self.file_ids[name]) == number for name, number in known.items())

    @cached_property
    def _line(self) -> positions.LineFinder:
        return positions.line_finder(self.atlas.files)

    @cached_property
    def _places_in_files(self) -> Mapping[str, Mapping[str | None, int]]:
        return {name: {key: index for index, key in enumerate(ids)} for name, ids in self.file_ids.items()}

    def problem(self, rule: Rule, finding: Finding) -> Problem:
        """Return a finding as a problem, with the path of its file and the line."""
        file, path = finding.file, finding.path
        if file == ROUTES and finding.feature is not None:
            path = ("features", self._places_in_files[file].get(finding.feature, 0), *path)
        elif file == SOURCES and path:
            path = (self._places_in_files[file].get(str(path[0]), 0), *path[1:])
        elif file == WAYS and path[:1] == ("ways",) and len(path) > 1 and isinstance(path[1], int):
            path = ("ways", self._places_in_files[file].get(self.atlas.ways[path[1]].id, 0), *path[2:])
        name = self.atlas.files[file].path if file in self.atlas.files else file
        line = path[0] if file.endswith(".csv") and path and isinstance(path[0], int) else self._line(file, path)
        return Problem(name, line, rule.name, finding.feature, finding.message, rule.level)


def _identified(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object with its ids and boxes alone, so that a large file is not held a second time."""
    return {key: value for key, value in members if key in {"id", "features", "ways", "bbox"}}


def parts_of(feature: AnyFeature) -> Sequence[Sequence[Coordinates]]:
    """Return the positions (lon, lat) of a feature as lines; a point is a line of one position."""
    return meridian.parts_of(feature.geometry)


def ends_of(feature: AnyFeature) -> tuple[Coordinates, Coordinates]:
    """Return the first and the last position (lon, lat) of a feature."""
    parts = parts_of(feature)
    return parts[0][0], parts[-1][-1]
