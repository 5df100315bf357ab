"""Rules of sources: enough of them, dates that can be, addresses that lead to the publisher and nowhere else."""

from __future__ import annotations

import datetime
import ipaddress
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from geo.checks.dates import YEAR, first_day, last_day, last_day_of
from geo.checks.finding import Finding, Findings
from geo.checks.rule import AnyFeature, Rule, at
from geo.model import SOURCES, Source

if TYPE_CHECKING:
    from geo.checks.rule import Context

EARLIEST = 1800  # no source of a map of movements is older
HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])", re.IGNORECASE)
# Hosts that stand between a reader and the publisher: archives, caches, proxies, shorteners, copies.
MIRRORS = (
    "archive.org", "archive.is", "archive.ph", "archive.today", "archive.md", "archive.fo", "archive.li", "archive.vn",
    "perma.cc", "webcitation.org", "ghostarchive.org", "megalodon.jp", "googleusercontent.com", "ampproject.org",
    "translate.goog", "12ft.io", "removepaywall.com", "outline.com", "bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly",
    "is.gd", "buff.ly", "lnkd.in", "wikiwand.com", "onion", "i2p", "local", "localhost", "internal", "lan",
    "ngrok.io", "ngrok-free.app", "cloudfront.net", "amazonaws.com", "akamaized.net", "sci-hub.se", "nitter.net",
)  # fmt: skip
COPY_LABELS = re.compile(r"^(mirror|mirrors|proxy|cache|staging|stage|preview|dev|localhost)\d*(\.|-)", re.IGNORECASE)


def tiers(context: Context) -> Findings:
    """Find features that rest on less than one first-rate source or two independent second-rate ones."""
    for feature in context.atlas.features:
        known = [context.atlas.sources[name] for name in feature.properties.sources if name in context.atlas.sources]
        if len(known) < len(feature.properties.sources):
            continue  # told as an unknown source
        if any(source.custom.tier == "A" for source in known):
            continue
        if len({_publisher(source) for source in known}) < 2:
            count = "one source" if len(known) == 1 else f"{len(known)} sources of one publisher"
            message = f"rests on {count} of tier B; expected one of tier A or two of B by different publishers"
            yield at(feature, message, "sources")


def _publisher(source: Source) -> str:
    """Return who stands behind a source, as well as it is known."""
    authors = " ".join(name.literal or name.family or "" for name in source.author)
    return (source.publisher or source.container_title or authors or source.id).casefold()


def calendar_dates(context: Context) -> Findings:
    """Find dates that the calendar does not have."""
    for feature in context.atlas.features:
        for member in ("start", "end"):
            text = getattr(feature.properties, member)
            if text is not None and (first_day(text) is None or int(text[:4]) < EARLIEST):
                yield at(feature, f"{member} is {text}; expected a day of the calendar from {EARLIEST} on", member)


def date_order(context: Context) -> Findings:
    """Find features that end before they begin."""
    for feature in context.atlas.features:
        start, end = feature.properties.start, feature.properties.end
        if end is None:
            continue
        if start is None:
            yield at(feature, f"end is {end} and there is no start; expected both", "end")
        elif (last := last_day(end)) and (first := first_day(start)) and last < first:
            yield at(feature, f"end {end} is before start {start}; expected it after", "end")


def year_in_text(context: Context) -> Findings:
    """Find cases whose texts name years and not the one that they start in."""
    for case in context.cases:
        start = case.properties.start
        texts = (*case.properties.name.values(), *case.properties.summary.values())
        told = {year for text in texts for year in YEAR.findall(text)}
        if told and start[:4] not in told:
            yield at(case, f"start is {start} and the texts name {', '.join(sorted(told))}; expected its year", "start")


def source_dates(context: Context) -> Findings:
    """Find sources of a day that the calendar does not have or that has not come yet."""
    for source in context.atlas.sources.values():
        for parts in (source.issued.date_parts or ()) if source.issued else ():
            text = "-".join(f"{part:02d}" for part in parts)
            first = _first_day_of(parts)
            if first is None or first.year < EARLIEST or first > context.today:
                message = f'source "{source.id}" is dated {text}; expected a day between {EARLIEST} and today'
                yield Finding(SOURCES, (source.id, "issued"), None, message)


def _first_day_of(parts: tuple[int, ...]) -> datetime.date | None:
    try:
        return datetime.date(*(*parts, 1, 1)[:3])
    except (ValueError, OverflowError):
        return None


def older_sources(context: Context) -> Findings:
    """Find cases that every one of their sources is older than."""
    for case in context.cases:
        start = first_day(case.properties.start)
        last = [_last_issued(context.atlas.sources[s]) for s in case.properties.sources if s in context.atlas.sources]
        if start and last and all(day is not None and day < start for day in last):
            message = f"starts {case.properties.start}, after every one of its sources; expected a source that can know"
            yield at(case, message, "start")


def _last_issued(source: Source) -> datetime.date | None:
    """Return the last day that a source's date can mean, None where it has none."""
    if source.issued is None or not source.issued.date_parts:
        return None
    return last_day_of(source.issued.date_parts[-1])


def addresses(context: Context) -> Findings:
    """Find addresses that lead to a machine, a copy or an archive, and not to the publisher by name."""
    for source in context.atlas.sources.values():
        fault = address_fault(source.url) if source.url else None
        if fault:
            yield Finding(SOURCES, (source.id, "URL"), None, f'source "{source.id}" URL {fault}')


@lru_cache(maxsize=10_000)  # the preview asks for the same ones each time
def address_fault(address: str) -> str | None:
    """Return what is wrong with a web address, or None."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or ""), parts.port
    except ValueError:
        return "is no address; expected https://host/path"
    if "@" in parts.netloc or port is not None or parts.netloc.endswith(":"):
        return "holds a user name or a port; expected neither"
    if _is_number(host):
        return f"leads to the number {host}; expected a host by name"
    if not HOST.fullmatch(host):
        return f"has the host {host or 'nothing'}; expected a name in plain letters, such as www.example.org"
    if COPY_LABELS.match(host) or any(host == name or host.endswith(f".{name}") for name in MIRRORS):
        return f"leads to {host}, a copy, an archive or a short link; expected the publisher's own address"
    return None


def _is_number(host: str) -> bool:
    """Return whether a browser would read a host as an IP address."""
    if re.fullmatch(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*\.?", host, re.IGNORECASE):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def linked_copies(context: Context) -> Findings:
    """Find links to second-rate copies."""
    for source in context.atlas.sources.values():
        if source.custom.tier == "B" and source.url:
            message = f'source "{source.id}" is of tier B and linked; expected no URL: a copy is cited, not linked'
            yield Finding(SOURCES, (source.id, "URL"), None, message)


def same_addresses(context: Context) -> Findings:
    """Find sources that share an address."""
    seen: dict[str, str] = {}
    for source in context.atlas.sources.values():
        first = seen.setdefault(source.url, source.id) if source.url else source.id
        if first != source.id:
            message = f'source "{source.id}" has the address of "{first}"; expected one entry for one document'
            yield Finding(SOURCES, (source.id, "URL"), None, message)


def nameless(context: Context) -> Findings:
    """Find sources that say neither who nor what."""
    for source in context.atlas.sources.values():
        if not (source.title or source.publisher or source.container_title or source.author):
            message = f'source "{source.id}" has no publisher, title or author; expected one of them'
            yield Finding(SOURCES, (source.id,), None, message)


def best_first(context: Context) -> Findings:
    """Find features that cite a second-rate source before a first-rate one."""
    for feature in context.atlas.features:
        tiers_cited = _tiers(context, feature)
        if tiers_cited != sorted(tiers_cited):
            yield at(feature, "cites a source of tier B before one of tier A; expected the best first", "sources")


def _tiers(context: Context, feature: AnyFeature) -> list[str]:
    known = context.atlas.sources
    return [known[name].custom.tier for name in feature.properties.sources if name in known]


RULES = (
    Rule("source-tier", "sources", "A feature has one source of tier A or two independent of B.", "error", tiers),
    Rule("calendar", "sources", "Dates are days, months or years that were.", "error", calendar_dates),
    Rule("date-order", "sources", "What has an end has a start before it.", "error", date_order),
    Rule("year-in-text", "sources", "A case's texts name the year of its date.", "warning", year_in_text),
    Rule("source-date", "sources", "A source's date is a day before today.", "error", source_dates),
    Rule("source-age", "sources", "A case is not younger than all of its sources.", "warning", older_sources),
    Rule(
        "address",
        "sources",
        "Links lead to the publisher's host by name: no number, port or mirror.",
        "error",
        addresses,
    ),
    Rule("linked-copy", "sources", "Sources of tier B are not linked.", "warning", linked_copies),
    Rule("same-address", "sources", "One document has one entry.", "warning", same_addresses),
    Rule("source-name", "sources", "A source says who or what it is.", "error", nameless),
    Rule("best-first", "sources", "Sources of tier A are cited first.", "warning", best_first),
)
