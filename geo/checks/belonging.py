"""Rules of reference for what belongs together: features to their ways, words to the page that says them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from geo.checks.finding import Finding, Findings
from geo.checks.rule import Rule
from geo.explain import nearest
from geo.model import ROUTES, WAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.checks.rule import Context

MOST = 0.9  # of the ids of a way that have to begin alike before the others stand out
FEWEST = 5  # features of a way of which that can be said


def ids_of_ways(context: Context) -> Findings:
    """Find features whose id begins as those of another way do; ways whose ids have no beginning of their own pass."""
    own = _beginnings(context)
    way_of = {beginning: way for way, beginning in own.items()}
    for feature in context.atlas.features:
        way, beginning = feature.properties.way, _beginning(feature.id)
        other = way_of.get(beginning, way)
        if other != way and way in own:
            message = f'begins as those of way "{other}"; expected "{own[way]}-", as those of "{way}"'
            yield Finding(ROUTES, ("id",), feature.id, f"id {message}")


def _beginnings(context: Context) -> Mapping[str, str]:
    """Return the first word that nearly all ids of a way have, for each way that has such a word alone."""
    words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for feature in context.atlas.features:
        words[feature.properties.way][_beginning(feature.id)] += 1
    first = {way: counts.most_common(1)[0] for way, counts in words.items()}
    common = {way: word for way, (word, n) in first.items() if n >= max(FEWEST, MOST * words[way].total())}
    shared = Counter(common.values())
    return {way: word for way, word in common.items() if shared[word] == 1}


def _beginning(identifier: str) -> str:
    return identifier.partition("-")[0]


def unknown_keys(context: Context) -> Findings:
    """Find words of the atlas for the page that the page does not say."""
    known = page_keys()
    for index, word in enumerate(context.atlas.text.words):
        if word.key not in known:
            message = f'key "{word.key}" is no word of the page{nearest(word.key, known)}; expected one'
            yield Finding(WAYS, ("atlas", "words", index, "key"), None, message)


@cache
def page_keys() -> frozenset[str]:
    """Return the keys of all words that the page says, those of parts that are not always there too."""
    return frozenset(_keys())


def _keys() -> Iterator[str]:
    assets = files("geo") / "assets"
    for entry in (assets / "i18n" / "en").iterdir():
        yield from json.loads(entry.read_text(encoding="utf-8"))
    for entry in (assets / "words").iterdir():
        yield from json.loads(entry.read_text(encoding="utf-8"))["en"]


RULES = (
    Rule(
        "id-way",
        "references",
        "Where a way's ids begin alike, no other feature's id begins so.",
        "warning",
        ids_of_ways,
        whole=True,
    ),
    Rule("unknown-key", "references", "Words of the atlas for the page are words that it says.", "error", unknown_keys),
)
