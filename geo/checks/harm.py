"""Rules of harm: what could guide somebody who hunts, identify somebody who fled, or turn people into a threat.

A program holds the countable part of them: decimals, dates, spacing, patterns, lists. Whether a true sentence can hurt
somebody is for a person to judge.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from math import cos, hypot, radians
from typing import TYPE_CHECKING

from geo.checks.dates import last_day, year_before
from geo.checks.finding import Finding, Findings
from geo.checks.patterns import (
    CAPITALISED,
    DAY,
    DIGITS,
    FULL_WIDTH,
    MONEY,
    NAMES_KO,
    NUMBERS,
    PERSONAL,
    SURNAMED,
    is_name,
    word_pattern,
)
from geo.checks.rule import Coordinates, Rule, at, parts_of
from geo.checks.texts import Corpus
from geo.checks.words import GUIDANCE, HIDDEN, HOSTILE, TITLES
from geo.errors import shorten
from geo.model import WAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.checks.rule import Context
    from geo.checks.texts import Text
    from geo.checks.words import Word

MOVEMENT_STEP, BORDER_STEP = 0.1, 0.01  # degrees: about 11 km and 1 km north to south
LARGEST_LINE = 12  # positions; a line of few cannot follow a road or a valley
CLOSEST_KM = 20  # between neighbouring positions of a line
KM_A_DEGREE = 111.2
CLOSEST_VIEW = 0.5  # degrees; at zoom 9, the closest that the map gives, a telephone shows as much

# ------------------------------------------------------------------ positions and dates


def precision(context: Context) -> Findings:
    """Find positions of movements finer than a tenth of a degree, and of borders finer than a hundredth."""
    for feature in context.atlas.features:
        digits = 2 if feature.properties.kind == "border" else 1
        step = BORDER_STEP if digits == 2 else MOVEMENT_STEP
        for part in parts_of(feature):
            fine = next((p for p in part if round(p[0], digits) != p[0] or round(p[1], digits) != p[1]), None)
            if fine:
                message = f"has the position {list(fine)}; expected steps of {step} degree"
                yield at(feature, message)
                break
        if feature.properties.precision_deg < step:
            message = f"precision_deg is {feature.properties.precision_deg:g}; expected {step} or more"
            yield at(feature, message, "precision_deg")


def claimed_precision(context: Context) -> Findings:
    """Find positions that are finer than the precision that the feature claims for them."""
    for feature in context.borders:
        if feature.properties.precision_deg >= MOVEMENT_STEP and any(
            round(number, 1) != number for part in parts_of(feature) for position in part for number in position
        ):
            claimed = feature.properties.precision_deg
            yield at(feature, f"precision_deg is {claimed:g}; expected the steps of its positions", "precision_deg")


def embargo(context: Context) -> Findings:
    """Find what happened less than a year ago, or may have, as far as its date says."""
    latest = year_before(context.today)
    for feature in context.atlas.features:
        for member in ("start", "end"):
            text = getattr(feature.properties, member)
            day = last_day(text) if text else None
            if day is not None and day > latest:
                yield at(feature, f"{member} is {text}; expected {latest} or earlier: a year must have passed", member)


def exact_days(context: Context) -> Findings:
    """Find cases with a day, whose texts name no public figure: months are exact enough for private people."""
    for case in context.cases:
        properties = case.properties
        texts = " ".join((*properties.name.values(), *properties.summary.values()))
        if any(name in texts for name in context.atlas.text.public_figures):
            continue
        expected = "expected a month, unless the event was public"
        for member in ("start", "end"):
            if len(getattr(properties, member) or "") == len("YYYY-MM-DD"):
                yield at(case, f"{member} is {getattr(properties, member)}; {expected}", member)
        for member, told in (("name", properties.name), ("summary", properties.summary)):
            for language, text in told.items():
                if day := DAY.search(text):
                    name = f"{member}_{language}"
                    yield at(case, f"{name} holds {day[0]}; {expected}", name)


def spacing(context: Context) -> Findings:
    """Find lines so fine that they could follow a road: too many positions, or too close to each other."""
    for leg in context.legs:
        if leg.properties.mode == "air":
            continue  # a great circle follows no road
        count = sum(abs(position[0]) != 180 for part in parts_of(leg) for position in part)
        if count > LARGEST_LINE:
            yield at(leg, f"has {count} positions; expected {LARGEST_LINE} at most: a line is a sketch")
        for part in parts_of(leg):
            close = next((pair for pair in pairwise(part) if len(part) > 2 and 0 < _km(*pair) < CLOSEST_KM), None)
            if close:
                message = f"has positions {_km(*close):.0f} km apart at {list(close[0])}; expected {CLOSEST_KM} or more"
                yield at(leg, message)


def _km(a: Coordinates, b: Coordinates) -> float:
    """Return the distance of two near positions; not a number where one is on the cut at the 180th meridian."""
    if abs(a[0]) == 180 or abs(b[0]) == 180:
        return float("nan")
    return hypot((a[0] - b[0]) * cos(radians((a[1] + b[1]) / 2)), a[1] - b[1]) * KM_A_DEGREE


def closest_view(context: Context) -> Findings:
    """Find a first view that would open closer than the map may be looked at."""
    view = context.atlas.text.view
    if view is None:
        return
    wide = view[2] - view[0] + (360 if view[2] < view[0] else 0)
    if min(wide, abs(view[3] - view[1])) < CLOSEST_VIEW:
        message = f"view is {list(view)}; expected {CLOSEST_VIEW} degree or more each way: zoom stops at 9"
        yield Finding(WAYS, ("atlas", "view"), None, message)


# ------------------------------------------------------------------ words


def personal_data(context: Context) -> Findings:
    """Find telephone numbers, addresses, accounts and identity numbers in any text."""
    corpus = context.every_text
    if FULL_WIDTH.search(corpus.joined):
        corpus = Corpus.of(text._replace(text=unicodedata.normalize("NFKC", text.text)) for text in corpus.texts)
    numbered = Corpus.of(dict.fromkeys(text for text, _ in corpus.find(DIGITS)))
    for texts, listed in ((numbered, NUMBERS), (corpus, PERSONAL)):
        for what, hints, pattern in listed:
            for text, match in texts.find(pattern, hints):
                yield text.finding(f"holds what looks like {what}: {shorten(match[0])}; expected no personal data")


def names(context: Context) -> Findings:
    """Find names of people that are not on the list of public figures."""
    for text, match in context.words("en").find(CAPITALISED):
        first = match[0].rstrip(". ")
        if is_name(first, match["second"], match["more"]):
            titled = "" if first in TITLES else f"{first} "
            yield from _unless_public(context, text, titled + match["second"], match["more"])
    for text, match in context.words("en").find(SURNAMED):
        yield from _unless_public(context, text, match[0].rpartition(" ")[2], "")
    for text, match in context.words("ko").find(NAMES_KO):
        yield from _unless_public(context, text, match[0], "")


def _unless_public(context: Context, text: Text, name: str, more: str) -> Findings:
    """Yield a finding where a name is no part of a public figure's, and none where what stands there holds one."""
    whole = name + more
    if not any(name in figure or figure in whole for figure in context.atlas.text.public_figures):
        message = f"names {shorten(name)}, who is not among public_figures; expected no private person's name"
        yield text.finding(message)


def hostile_words(context: Context) -> Findings:
    """Find words that turn people into a threat or a crime."""
    for language, listed in HOSTILE.items():
        yield from _words_found(context.words(language), listed)


def guidance(context: Context) -> Findings:
    """Find sentences that tell somebody what to do, and prices, times and habits that only they would ask for."""
    for language, listed in GUIDANCE.items():
        corpus = context.words(language)
        yield from _words_found(corpus, listed)
        for text, match in Corpus.of(text for text in corpus.texts if text.feature).find(MONEY):
            yield text.finding(f"holds {shorten(match[0])}; expected no amount of money: it may be read as a price")


def hidden_places(context: Context) -> Findings:
    """Find points named after what nobody may find by a map: shelters, helpers, posts, crossing spots."""
    for language, listed in HIDDEN.items():
        titles = (text for text in context.words(language).texts if text.where.startswith("name_"))
        yield from _words_found(Corpus.of(text for text in titles if text.feature in context.places), listed)


def _words_found(corpus: Corpus, listed: Sequence[Word]) -> Findings:
    """Yield a finding for each word of a list in each text; claims are quoted, with a verdict, and pass."""
    for word in listed:
        hint = word.phrase.partition("*")[0].strip().lower()
        texts = [text for text in corpus.having([hint]) if not text.where.startswith("claim_")]
        pattern = word_pattern(word.phrase) if texts else None
        for text in texts:
            if pattern and (match := pattern.search(text.text)):
                yield text.finding(f"holds {shorten(match[0])}; expected other words: {word.instead}")


AGE = re.compile(
    r"\b\d{1,2}[- ]years?[- ]old\b|\baged \d{1,2}\b|\b(?:[Mm]an|[Ww]oman|[Bb]oy|[Gg]irl) of \d{1,2}\b"
    r"|\d{1,2}(?:세|살)(?![가-힣]*기)"
)
FAMILY = re.compile(
    r"\b(?:mother|father|wife|husband|daughter|son|sister|brother|twins?)s?\b|어머니|아버지|아내|남편|딸|아들|남매|자매|형제"
)
HOME = re.compile(
    r"\b(?:native of|born in|grew up in|home town|hometown|came from the (?:town|village|city) of)\b|고향|출신지"
)


def identifying(context: Context) -> Findings:
    """Find cases without a public figure that join two or more of age, family, home town and exact day."""
    public = context.atlas.text.public_figures
    for case in context.cases:
        texts = [*case.properties.name.values(), *case.properties.summary.values()]
        if any(name in text for name in public for text in texts):
            continue
        details: Mapping[str, bool] = {
            "an age": any(AGE.search(text) for text in texts),
            "family": any(FAMILY.search(text) for text in texts),
            "a home town": any(HOME.search(text) for text in texts),
            "an exact day": len(case.properties.start) == 10,
        }
        told = [name for name, found in details.items() if found]
        if len(told) > 1:
            yield at(case, f"joins {' and '.join(told)}; expected one of them at most in a private person's case")


RULES = (
    Rule("precision", "harm", "Movements stand on a grid of 0.1 degree, borders on one of 0.01.", "error", precision),
    Rule("claimed-precision", "harm", "A border is no finer than it claims to be.", "warning", claimed_precision),
    Rule("embargo", "harm", "What happened lies a year or more back.", "error", embargo),
    Rule("exact-day", "harm", "Cases of private people are dated to the month.", "warning", exact_days),
    Rule("line-spacing", "harm", "A line has few positions, 20 km or more apart.", "error", spacing),
    Rule("closest-view", "harm", "The map does not open closer than it may be looked at.", "error", closest_view),
    Rule("personal-data", "harm", "No telephone, e-mail, account, address or identity number.", "error", personal_data),
    Rule("private-name", "harm", "Only public figures are named.", "error", names),
    Rule(
        "hidden-place", "harm", "No point stands for a shelter, helper, post or crossing spot.", "error", hidden_places
    ),
    Rule(
        "guidance",
        "harm",
        "No listed words of advice or guards' habits; no amount of money.",
        "error",
        guidance,
    ),
    Rule("hostile-word", "harm", "People are not called a threat or a crime.", "error", hostile_words),
    Rule("identifying", "harm", "A private case does not join details that identify.", "warning", identifying),
)
