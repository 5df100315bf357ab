"""Every text of an atlas, with the place it stands at; and a quick search through all of them at once."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from geo.checks.finding import Finding
from geo.model import ARRIVALS, ROUTES, SOURCES, WAYS, Localised

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geo.model import Atlas
    from geo.positions import Path


class Owner(NamedTuple):
    """A text in its languages, and the object that it belongs to: file, path of the object, feature, name."""

    file: str
    path: Path
    feature: str | None
    name: str
    texts: Mapping[str, str]

    def finding(self, message: str, language: str) -> Finding:
        """Return a finding at the text in one language, at the object itself where there is no language."""
        path = (*self.path, f"{self.name}_{language}") if language else self.path
        where = f"{self.name}_{language} " if language else ""
        return Finding(self.file, path, self.feature, where + message)


def texts_by_owner(atlas: Atlas) -> Iterator[Owner]:
    """Yield every text that stands once a language."""
    for feature in atlas.features:
        properties = feature.properties
        yield Owner(ROUTES, ("properties",), feature.id, "name", properties.name)
        yield Owner(ROUTES, ("properties",), feature.id, "summary", properties.summary)
    yield from _of_object(WAYS, ("atlas",), atlas.text)
    for index, way in enumerate(atlas.ways):
        yield from _of_object(WAYS, ("ways", index), way)
    for row in atlas.arrivals:
        if row.note is not None:
            yield Owner(ARRIVALS, (row_line(atlas, row.year),), None, "note", row.note)


def row_line(atlas: Atlas, year: int) -> int:
    """Return the line of the last row of a year in arrivals.csv."""
    file = atlas.files.get(ARRIVALS)
    lines = file.text.splitlines() if file else []
    found = [number for number, line in enumerate(lines, start=1) if line.startswith((f"{year},", f'"{year}",'))]
    return found[-1] if found else 1


def _of_object(file: str, path: Path, value: Localised) -> Iterator[Owner]:
    """Yield the texts of one object of ways.json and of the objects in it."""
    localised = type(value).localised_names()
    for name in type(value).model_fields:
        member = getattr(value, name)
        if name in localised and member is not None:
            yield Owner(file, path, None, name, member)
        elif isinstance(member, tuple):
            for index, item in enumerate(member):
                if isinstance(item, Localised):
                    yield from _of_object(file, (*path, name, index), item)


class Text(NamedTuple):
    """One text and where it stands."""

    file: str
    path: Path
    feature: str | None
    where: str
    text: str

    def finding(self, message: str) -> Finding:
        """Return a finding at the text."""
        return Finding(self.file, self.path, self.feature, f"{self.where} {message}")


def words_of(atlas: Atlas, language: str) -> Iterator[Text]:
    """Yield what the atlas itself says in one language (`en` takes `en-GB` too)."""
    for owner in texts_by_owner(atlas):
        for tag, text in owner.texts.items():
            if tag.split("-")[0] == language:
                name = f"{owner.name}_{tag}"
                yield Text(owner.file, (*owner.path, name), owner.feature, name, text)


def every_text(atlas: Atlas) -> Iterator[Text]:
    """Yield every text that anybody wrote into the files, in any language, notes and reasons too."""
    for language in dict.fromkeys(tag.split("-")[0] for owner in texts_by_owner(atlas) for tag in owner.texts):
        yield from words_of(atlas, language)
    for feature in atlas.features:
        for index, reviewed in enumerate(feature.properties.reviewed):
            yield Text(ROUTES, ("properties", "reviewed", index), feature.id, "reviewed", reviewed.reason)
    for source in atlas.sources.values():
        for name in ("title", "publisher", "note"):
            if getattr(source, name):
                yield Text(SOURCES, (source.id, name), None, f'source "{source.id}" {name}', getattr(source, name))


@dataclass(frozen=True)
class Corpus:
    """Many texts joined into one, so that a pattern is tried once and not once a text."""

    texts: tuple[Text, ...]

    @classmethod
    def of(cls, texts: Iterable[Text]) -> Corpus:
        """Return a corpus of texts."""
        return cls(tuple(texts))

    @cached_property
    def joined(self) -> str:
        """Return all texts, a NUL between them; no text holds one."""
        return "\0".join(text.text for text in self.texts)

    @cached_property
    def lower(self) -> str:
        """Return all texts in small letters."""
        return "\0".join(text.text.lower() for text in self.texts)

    @cached_property
    def starts(self) -> list[int]:
        """Return the offset of each text in the joined text."""
        return [0, *accumulate(len(text.text) + 1 for text in self.texts)]

    @cached_property
    def lower_starts(self) -> list[int]:
        """Return the same for the text in small letters, which may be longer."""
        return [0, *accumulate(len(text.text.lower()) + 1 for text in self.texts)]

    def find(self, pattern: re.Pattern[str], hints: Sequence[str] = ()) -> Iterator[tuple[Text, re.Match[str]]]:
        """Yield each text in which a pattern is found, with the match.

        `hints` are small letters of which every match has some; where there are hints, only texts with one are read.
        """
        if not hints:
            for match in pattern.finditer(self.joined):
                yield self.texts[bisect_right(self.starts, match.start()) - 1], match
            return
        for text in self.having(hints):
            yield from ((text, match) for match in pattern.finditer(text.text))

    def having(self, hints: Sequence[str]) -> Iterator[Text]:
        """Yield the texts that hold one of some pieces of text, in small letters."""
        found: set[int] = set()
        for hint in hints:
            place = self.lower.find(hint)
            while place >= 0:
                number = bisect_right(self.lower_starts, place) - 1
                found.add(number)
                place = self.lower.find(hint, self.lower_starts[number + 1])
        return (self.texts[number] for number in sorted(found))
