"""Rules of structure that look past one value: what JSON, the model and the loader cannot see."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geo.checks.finding import Finding, Findings
from geo.checks.rule import Rule, at, parts_of
from geo.checks.texts import row_line
from geo.meridian import bounds
from geo.model import ARRIVALS, ROUTES, WAYS

if TYPE_CHECKING:
    from geo.checks.rule import Context

INDEX_PAGE = "index"  # the name of the page of all ways (geo.site), without its ending


def antimeridian(context: Context) -> Findings:
    """Find lines that jump across the 180th meridian instead of being cut there."""
    for feature in context.lines:
        for part in parts_of(feature):
            jump = next((pair for pair in pairwise(part) if abs(pair[0][0] - pair[1][0]) > 180), None)
            if jump:
                message = f"goes from longitude {jump[0][0]:g} to {jump[1][0]:g}; expected a MultiLineString cut at 180"
                yield at(feature, message)


def no_length(context: Context) -> Findings:
    """Find lines that are a point, and lines that stand still on their way."""
    for feature in context.lines:
        for part in parts_of(feature):
            still = next((a for a, b in pairwise(part) if a == b), None)
            if still:
                yield at(feature, f"repeats the position {list(still)}; expected each position once in a row")


def box(context: Context) -> Findings:
    """Find bounding boxes that are not those of the feature (RFC 7946, section 5)."""
    for feature in context.atlas.features:
        if feature.bbox is None:
            continue
        own = bounds([feature])
        if own is not None and tuple(feature.bbox) != own:
            message = f"is {list(feature.bbox)}; expected {list(own)} or none"
            yield Finding(ROUTES, ("bbox",), feature.id, f"bbox {message}")
    whole, given = bounds(context.atlas.features), context.collection_box
    if given is not None and context.complete and (whole is None or list(given) != list(whole)):
        yield Finding(ROUTES, ("bbox",), None, f"bbox is {given}; expected {list(whole) if whole else 'none'} or none")


def repeated_items(context: Context) -> Findings:
    """Find lists that name the same thing twice."""
    for feature in context.atlas.features:
        properties = feature.properties
        lists = {"sources": properties.sources, "see_also": properties.see_also}
        lists["hazards"] = getattr(properties, "hazards", ())
        for name, items in lists.items():
            if len(set(items)) < len(items):
                twice = next(item for item in items if items.count(item) > 1)
                yield at(feature, f'{name} names "{twice}" twice; expected it once', name)
        again = next((a for a, b in pairwise(properties.countries) if a == b), None)
        if again:
            yield at(feature, f"countries names {again} twice in a row; expected it once", "countries")


def ranks(context: Context) -> Findings:
    """Find ways that share a rank with an earlier one."""
    return _shared(context, "rank")


def page_names(context: Context) -> Findings:
    """Find ways whose page would lie where the page of all ways lies."""
    for index, way in enumerate(context.atlas.ways):
        if way.id == INDEX_PAGE:
            message = f'id is "{way.id}"; expected another: {way.id}.html is the page of all ways'
            yield Finding(WAYS, ("ways", index, "id"), None, message)


def colours(context: Context) -> Findings:
    """Find ways that share a colour with an earlier one."""
    return _shared(context, "colour")


def _shared(context: Context, member: str) -> Findings:
    seen: dict[object, str] = {}
    for index, way in enumerate(context.atlas.ways):
        value = getattr(way, member)
        first = seen.setdefault(value, way.id)
        if first != way.id:
            message = f'way "{way.id}" has the {member} {value} of "{first}"; expected one of its own'
            yield Finding(WAYS, ("ways", index, member), None, message)


def view(context: Context) -> Findings:
    """Find a view that is no box of the world; one with its west east of its east crosses the 180th meridian."""
    bounds = context.atlas.text.view
    if bounds is None:
        return
    west, south, east, north = bounds
    if west == east or not (max(abs(west), abs(east)) <= 180 and -90 <= south < north <= 90):
        message = f"view is {list(bounds)}; expected west, south, east, north in degrees (as in RFC 7946, section 5)"
        yield Finding(WAYS, ("atlas", "view"), None, message)


def arrival_years(context: Context) -> Findings:
    """Find years of arrivals out of order or given twice."""
    for before, year in pairwise(row.year for row in context.atlas.arrivals):
        if year <= before:
            message = f"year {year} comes after {before}; expected each year once, in order"
            yield Finding(ARRIVALS, (row_line(context.atlas, year),), None, message)


def arrival_gaps(context: Context) -> Findings:
    """Find years of arrivals that are left out."""
    for before, year in pairwise(row.year for row in context.atlas.arrivals):
        if year > before + 1:
            message = f"year {year} comes after {before}; expected {before + 1}"
            yield Finding(ARRIVALS, (row_line(context.atlas, year),), None, message)


def arrival_sums(context: Context) -> Findings:
    """Find rows in which men and women are not the total."""
    for row in context.atlas.arrivals:
        if row.men is not None and row.women is not None and row.men + row.women != row.total:
            both = f"{row.men} men and {row.women} women make {row.men + row.women}, not {row.total}"
            message = f"{row.year}: {both}; expected the total to be both"
        elif (row.men is None) != (row.women is None) or max(row.men or 0, row.women or 0) > row.total:
            message = f"{row.year}: men and women are half known or more than the total; expected both or neither"
        else:
            continue
        yield Finding(ARRIVALS, (row_line(context.atlas, row.year),), None, message)


RULES = (
    Rule("antimeridian", "structure", "A line across the 180th meridian is cut there.", "error", antimeridian),
    Rule(
        "bounding-box",
        "structure",
        "A bounding box, where one is given, is that of the feature or the collection.",
        "error",
        box,
    ),
    Rule("repeated-position", "structure", "A line moves from each position to the next.", "warning", no_length),
    Rule("repeated-item", "structure", "A list names a thing once.", "error", repeated_items),
    Rule("way-rank", "structure", "Each way has a rank of its own.", "error", ranks),
    Rule("way-page", "structure", "No way's page takes the place of the page of all ways.", "error", page_names),
    Rule("way-colour", "structure", "Each way has a colour of its own.", "warning", colours),
    Rule("view", "structure", "The first view is a box of the world.", "error", view),
    Rule("arrival-years", "structure", "Arrivals have one row a year, in order.", "error", arrival_years),
    Rule("arrival-gaps", "structure", "No year of arrivals is left out.", "warning", arrival_gaps, whole=True),
    Rule("arrival-sums", "structure", "Men and women add up to the total.", "error", arrival_sums),
)
