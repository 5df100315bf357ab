"""How a source is cited in one line: who published it and when, and a book's author and title.

English reads "BBC News, 15 June 2011", Korean "조선일보, 2011년 6월 15일". Any other language gets the date as ISO 8601
writes it, which needs no words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo.model import Atlas, Issued, Name, Source

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
UNDATED = {"en": "undated", "ko": "날짜 미상"}
UNDATED_ELSEWHERE = "n.d."
HANGUL = range(0xAC00, 0xD7A4)  # the block of composed syllables
NAMED_AUTHORS = 3  # of more than three, the first is named


def cite(source: Source, language: str) -> str:
    """Return one line that names a source in a language (BCP 47): author, title, publisher, date.

    What the source does not give is left out; a source that gives neither author, title nor publisher is cited by id.
    """
    base = language.partition("-")[0]
    parts = [_authors(source.author, base), _title(source, base), source.container_title, publisher(source, language)]
    named = [part for part in parts if part]
    return ", ".join([*(named or [source.id]), date(source.issued, base)])


def citations(atlas: Atlas, source_ids: Iterable[str], language: str) -> list[str]:
    """Return the citations of some sources, in their order; an id that sources.json lacks stands as it is."""
    known = atlas.sources
    return [cite(known[name], language) if name in known else name for name in source_ids]


def publisher(source: Source, language: str) -> str | None:
    """Return the publisher's name as a language writes it, else as the source itself does."""
    names = source.custom.publisher or {}
    return names.get(language) or names.get(language.partition("-")[0]) or source.publisher


def date(issued: Issued | None, language: str) -> str:
    """Return when a source came out, as precisely as it is known, or the language's word for undated."""
    if issued is None or not (issued.literal or issued.date_parts):
        return UNDATED.get(language, UNDATED_ELSEWHERE)
    if not issued.date_parts:
        return str(issued.literal)
    days = [_day(parts, language) for parts in issued.date_parts]
    span = {"en": " to ", "ko": "~"}.get(language, "/").join(days[:2])
    return _about(span, language) if issued.circa else span


def _day(parts: Sequence[int], language: str) -> str:
    """Return a year, a month or a day in words; a month outside 1 to 12 is left out with its day."""
    year, *rest = parts if len(parts) < 2 or parts[1] in range(1, 13) else parts[:1]
    if language == "ko":
        return " ".join(f"{number}{unit}" for number, unit in zip((year, *rest), "년월일", strict=False))
    if language == "en":
        month = [MONTHS[rest[0] - 1]] if rest else []
        return " ".join([*map(str, rest[1:]), *month, str(year)])
    return "-".join([f"{year:04}", *(f"{number:02}" for number in rest)])


def _about(text: str, language: str) -> str:
    return {"en": f"about {text}", "ko": f"{text} 무렵"}.get(language, f"~{text}")


def _title(source: Source, language: str) -> str | None:
    """Return the title: a book's in 《 》 in Korean and bare in English, any other's in quotation marks."""
    if source.title is None:
        return None
    if source.type == "book":
        return f"《{source.title}》" if language == "ko" else source.title
    return f"“{source.title}”"


def _authors(authors: Sequence[Name], language: str) -> str | None:
    """Return the authors' names joined as the language joins them, or None where there are none."""
    names = [name for name in map(_name, authors) if name]
    if not names:
        return None
    if len(names) > NAMED_AUTHORS:
        return names[0] + (" 외" if language == "ko" else " et al.")
    if language == "ko":
        return "·".join(names)
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if language == "en" else ", ".join(names)


def _name(name: Name) -> str:
    """Return a person's name as it is spoken: surname first and unspaced in Hangul, else given name first."""
    if name.literal:
        return name.literal
    family, given = name.family or "", name.given or ""
    if family and ord(family[0]) in HANGUL:
        return family + given
    return f"{given} {family}".strip()
