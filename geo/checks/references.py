"""Rules of reference: what a file names is there, routes hang together, every text stands in every language."""

from __future__ import annotations

import difflib
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.checks.codes import COUNTRY_CODES
from geo.checks.finding import Finding, Findings
from geo.checks.languages import missing_languages, scripts, years_agree
from geo.checks.rule import Rule, at, ends_of
from geo.model import ARRIVALS, ROUTES, SOURCES, WAYS, LegFeature

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from geo import model
    from geo.checks.rule import Context
    from geo.positions import Path


def nearest(word: str, words: Collection[str]) -> str:
    """Return " (did you mean …?)" where a known word is near, or nothing."""
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.75) if len(words) < 2000 else []
    return f' (did you mean "{near[0]}"?)' if near else ""


# ------------------------------------------------------------------ what is named is there


def unknown_ways(context: Context) -> Findings:
    """Find features of a way that ways.json does not have."""
    known = {identifier for identifier in context.file_ids[WAYS] if identifier}
    for feature in context.atlas.features:
        way = feature.properties.way
        if way not in known:
            yield at(feature, f'way "{way}" is not in ways.json; expected one of its ids{nearest(way, known)}', "way")


def unknown_sources(context: Context) -> Findings:
    """Find citations of sources that sources.json does not have."""
    known = context.atlas.sources
    for file, path, feature, identifier in _citations(context):
        if identifier not in known and identifier not in context.file_ids[SOURCES] and context.readable(SOURCES):
            message = (
                f'source "{identifier}" is not in sources.json; expected one of its ids{nearest(identifier, known)}'
            )
            yield Finding(file, path, feature, message)


def unused_sources(context: Context) -> Findings:
    """Find sources that nothing cites."""
    cited = {identifier for *_, identifier in _citations(context)}
    for identifier in context.atlas.sources:
        if identifier not in cited:
            yield Finding(SOURCES, (identifier,), None, f'source "{identifier}" is cited nowhere; expected a use')


def _citations(context: Context) -> Iterator[tuple[str, Path, str | None, str]]:
    """Yield file, path, feature and source id of every citation."""
    atlas = context.atlas
    for feature in atlas.features:
        for index, source in enumerate(feature.properties.sources):
            yield ROUTES, ("properties", "sources", index), feature.id, source
    for row in atlas.arrivals:
        yield from ((ARRIVALS, (), None, source) for source in row.sources)
    for path, sources in _way_citations(context):
        yield from ((WAYS, (*path, index), None, source) for index, source in enumerate(sources))


def _way_citations(context: Context) -> Iterator[tuple[Path, Iterable[str]]]:
    text = context.atlas.text
    yield ("atlas", "intro_sources"), text.intro_sources
    yield ("atlas", "end_sources"), text.end_sources
    yield ("atlas", "article"), (text.article,) if text.article else ()
    listed: list[tuple[str, Sequence[model.Section | model.Claim | model.WayText]]]
    listed = [("about", text.about), ("claims", text.claims)]
    for name, items in listed:
        yield from ((("atlas", name, index, "sources"), item.sources) for index, item in enumerate(items))
    for number, way in enumerate(context.atlas.ways):
        yield ("ways", number, "frequency_sources"), way.frequency_sources
        listed = [("texts", way.texts), ("claims", way.claims)]
        for name, items in listed:
            yield from ((("ways", number, name, index, "sources"), item.sources) for index, item in enumerate(items))


def unknown_places(context: Context) -> Findings:
    """Find journeys from or to what is no place of the atlas."""
    for feature in context.journeys:
        for member in ("from_place", "to_place"):
            identifier = getattr(feature.properties, member)
            if identifier is None or identifier in context.places:
                continue
            if identifier in context.features or identifier not in context.file_ids[ROUTES]:
                other = "another kind of feature" if identifier in context.features else "not there"
                near = nearest(identifier, context.places)
                yield at(feature, f'{member} "{identifier}" is {other}; expected the id of a place{near}', member)


def unknown_features(context: Context) -> Findings:
    """Find relations to features that are not there, or to the feature itself."""
    for feature in context.atlas.features:
        for identifier in feature.properties.see_also:
            if identifier == feature.id:
                yield at(feature, "see_also names the feature itself; expected others", "see_also")
            elif identifier not in context.features and identifier not in context.file_ids[ROUTES]:
                near = nearest(identifier, context.features)
                message = f'see_also "{identifier}" is not there; expected the id of a feature{near}'
                yield at(feature, message, "see_also")


def unknown_story_cases(context: Context) -> Findings:
    """Find cases chosen for a way's story that are not there, no cases, or another way's."""
    for number, way in enumerate(context.atlas.ways):
        own = {case.id for case in context.cases if case.properties.way == way.id}
        for index, identifier in enumerate(way.story_cases):
            if identifier in own or (identifier in context.file_ids[ROUTES] and identifier not in context.features):
                continue
            what = "another kind of feature or another way's" if identifier in context.features else "not there"
            message = f'story case "{identifier}" is {what}; expected the id of a case of way "{way.id}"'
            yield Finding(WAYS, ("ways", number, "story_cases", index), None, message + nearest(identifier, own))


def unknown_countries(context: Context) -> Findings:
    """Find country codes that ISO 3166-1 does not have."""
    for feature in context.atlas.features:
        for index, code in enumerate(feature.properties.countries):
            if code not in COUNTRY_CODES:
                message = f'country "{code}" is no code of ISO 3166-1 alpha-3{nearest(code, COUNTRY_CODES)}'
                yield at(feature, f"{message}; expected one", "countries", index)
    for index, code in enumerate(context.atlas.text.focus):
        if code not in COUNTRY_CODES:
            message = f'focus "{code}" is no code of ISO 3166-1 alpha-3{nearest(code, COUNTRY_CODES)}; expected one'
            yield Finding(WAYS, ("atlas", "focus", index), None, message)


def unknown_rules(context: Context) -> Findings:
    """Find reviewed exceptions to rules that are not there or allow none."""
    from geo.checks import RULES  # the table is made of this family too

    known = {rule.name: rule for rule in RULES}
    for feature in context.atlas.features:
        for index, reviewed in enumerate(feature.properties.reviewed):
            if reviewed.rule not in known:
                message = f'reviewed rule "{reviewed.rule}" is no rule{nearest(reviewed.rule, known)}; expected one'
                yield at(feature, message, "reviewed", index)
            elif not known[reviewed.rule].exceptable:
                message = f'rule "{reviewed.rule}" allows no exception; expected the data to be mended'
                yield at(feature, message, "reviewed", index)


# ------------------------------------------------------------------ ways and routes


def empty_ways(context: Context) -> Findings:
    """Find ways without a line or without a point; an atlas of points alone, or of lines alone, may be."""
    lines = {feature.properties.way for feature in context.lines}
    points = {place.properties.way for place in context.places.values()}
    points |= {case.properties.way for case in context.cases}
    for index, way in enumerate(context.atlas.ways):
        for what, there in (("line", lines), ("point", points)):
            if way.id not in there and (there or way.id not in lines | points):
                yield Finding(WAYS, ("ways", index), None, f'way "{way.id}" has no {what}; expected one at least')


def leg_numbers(context: Context) -> Findings:
    """Find routes whose legs are not numbered 1, 2, 3 and so on."""
    for route, legs in context.routes.items():
        for expected, leg in enumerate(legs, start=1):
            if leg.properties.leg != expected:
                message = f'leg {leg.properties.leg} of route "{route}" stands where leg {expected} is expected'
                yield at(leg, message, "leg")
                break


def route_ways(context: Context) -> Findings:
    """Find routes whose legs belong to different ways."""
    for route, legs in context.routes.items():
        for leg in legs[1:]:
            if leg.properties.way != legs[0].properties.way:
                message = f'route "{route}" begins in way "{legs[0].properties.way}"; expected the same way'
                yield at(leg, message, "way")


def joins(context: Context) -> Findings:
    """Find legs that do not begin where the leg before ends."""
    for legs in context.routes.values():
        for before, leg in pairwise(legs):
            end, start = ends_of(before)[1], ends_of(leg)[0]
            if end != start:
                yield at(leg, f'starts at {list(start)}; expected the end of "{before.id}", {list(end)}')
            elif before.properties.to_place != leg.properties.from_place:
                expected = before.properties.to_place
                message = (
                    f'from_place is "{leg.properties.from_place}"; expected "{expected}", where "{before.id}" ends'
                )
                yield at(leg, message, "from_place")


def leg_ends(context: Context) -> Findings:
    """Find legs that do not begin and end at their places."""
    for leg in context.legs:
        for member, end in zip(("from_place", "to_place"), ends_of(leg), strict=True):
            place = context.places.get(getattr(leg.properties, member))
            if place is not None and place.geometry.coordinates != end:
                there, verb = list(place.geometry.coordinates), "starts" if member == "from_place" else "ends"
                yield at(leg, f'{verb} at {list(end)}; expected {there}, where {member} "{place.id}" is')


def place_countries(context: Context) -> Findings:
    """Find legs and cases whose countries leave out that of a place they begin or end at."""
    for feature in context.journeys:
        named = feature.properties.countries
        for member, index in (("from_place", 0), ("to_place", -1)):
            place = context.places.get(getattr(feature.properties, member) or "")
            there = place.properties.countries if place else ()
            ends = named[index : index + 1 or None] if isinstance(feature, LegFeature) else named
            if place and there and not set(ends) & set(there):
                expected = "/".join(there)
                where = ("first", "last")[index] + " " if isinstance(feature, LegFeature) else ""
                message = (
                    f'countries are {", ".join(named) or "none"}; expected {expected} {where}for {member} "{place.id}"'
                )
                yield at(feature, message, "countries")


RULES = (
    Rule("unknown-way", "references", "A feature's way is in ways.json.", "error", unknown_ways),
    Rule("unknown-source", "references", "What is cited is in sources.json.", "error", unknown_sources),
    Rule("unused-source", "references", "Every source is cited.", "error", unused_sources, whole=True),
    Rule("unknown-place", "references", "Journeys begin and end at places of the atlas.", "error", unknown_places),
    Rule("unknown-feature", "references", "Related features are there.", "error", unknown_features),
    Rule("story-case", "references", "A way's story tells cases of that way.", "error", unknown_story_cases),
    Rule("unknown-country", "references", "Country codes are ISO 3166-1 alpha-3.", "error", unknown_countries),
    Rule("unknown-rule", "references", "Reviewed exceptions name a rule that allows them.", "error", unknown_rules),
    Rule("empty-way", "references", "Every way has lines and points.", "error", empty_ways, whole=True),
    Rule(
        "leg-number",
        "references",
        "A route's legs are numbered from 1, without gaps.",
        "error",
        leg_numbers,
        whole=True,
    ),
    Rule("route-way", "references", "A route's legs belong to one way.", "error", route_ways),
    Rule("leg-join", "references", "Each leg begins where the one before ends.", "error", joins, whole=True),
    Rule("leg-end", "references", "A leg begins and ends where its places are.", "error", leg_ends),
    Rule("place-country", "references", "Countries named hold the places named.", "error", place_countries),
    Rule("language", "references", "Every text stands in every language of the atlas.", "error", missing_languages),
    Rule("script", "references", "A text is in its language's letters, Korean in Hangul.", "error", scripts),
    Rule("years-agree", "references", "Languages do not name different years.", "warning", years_agree),
)
