"""Which features are meant when a user names ways and kinds."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import get_args

from geo.errors import UsageError, shorten
from geo.model import AnyFeature, Atlas, Kind, Way

KINDS: tuple[str, ...] = get_args(Kind)


def select(
    atlas: Atlas, ways: Iterable[str] | None = None, kinds: Iterable[str] | None = None
) -> tuple[AnyFeature, ...]:
    """Return the features of the named ways and kinds, in the file's order; None means all.

    Raises UsageError, which names what there is, for a way or kind that the atlas does not have.
    """
    wanted_ways = {way.id for way in chosen_ways(atlas, ways)}
    wanted_kinds = set(KINDS if kinds is None else known("kind", kinds, KINDS))
    if ways is None and kinds is None:
        return atlas.features
    return tuple(
        feature
        for feature in atlas.features
        if (ways is None or feature.properties.way in wanted_ways) and feature.properties.kind in wanted_kinds
    )


def chosen_ways(atlas: Atlas, ways: Iterable[str] | None = None) -> tuple[Way, ...]:
    """Return the named ways in the atlas's order; None means all. Raises UsageError for one that does not exist."""
    wanted = None if ways is None else set(known("way", ways, [way.id for way in atlas.ways]))
    return tuple(way for way in atlas.ways if wanted is None or way.id in wanted)


def known(noun: str, words: Iterable[str], available: Iterable[str]) -> tuple[str, ...]:
    """Return `words` once each is seen to be available; raises UsageError, naming what is, for the first that is not.

    A single text stands for a list of one, which is what a caller who forgot the list means.
    """
    words = (words,) if isinstance(words, str) else tuple(words)
    choices = list(available)
    for word in words:
        if word not in choices:
            near = difflib.get_close_matches(str(word), choices, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise UsageError(f"There is no {noun} {shorten(word)}{hint}; available: {', '.join(choices)}.")
    return words
