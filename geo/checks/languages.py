"""Rules of reference for texts: in every language, in its letters, with the same years."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.checks.dates import YEAR
from geo.checks.texts import texts_by_owner

if TYPE_CHECKING:
    from geo.checks.finding import Findings
    from geo.checks.rule import Context

# The letters that a text in a language is written with; a language that is not here may use any.
SCRIPTS = {
    "ar": ("Arabic", "\u0600-\u06ff"),
    "el": ("Greek", "\u0370-\u03ff"),
    "he": ("Hebrew", "\u0590-\u05ff"),
    "hi": ("Devanagari", "\u0900-\u097f"),
    "ja": ("Japanese", "\u3040-\u30ff\u4e00-\u9fff"),
    "ko": ("Hangul", "\uac00-\ud7a3"),
    "ru": ("Cyrillic", "\u0400-\u04ff"),
    "th": ("Thai", "\u0e00-\u0e7f"),
    "uk": ("Cyrillic", "\u0400-\u04ff"),
    "zh": ("Chinese", "\u4e00-\u9fff"),
    **dict.fromkeys(("de", "en", "es", "fr", "it", "nl", "pl", "pt", "tr", "vi"), ("Latin", "A-Za-z\u00c0-\u024f")),
}


def missing_languages(context: Context) -> Findings:
    """Find texts that do not stand in every language of the atlas, or in one that it does not have."""
    languages = context.atlas.languages
    for owner in texts_by_owner(context.atlas):
        for language in languages:
            if language not in owner.texts:
                yield owner.finding(f"{owner.name} is missing in {language}; expected {owner.name}_{language}", "")
        for language in owner.texts:
            if language not in languages:
                message = f'language "{language}" is not one of the atlas; expected {", ".join(languages)}'
                yield owner.finding(message, language)


def scripts(context: Context) -> Findings:
    """Find texts that are not written in their language's letters: left untranslated, or swapped."""
    patterns = {tag: (name, re.compile(f"[{letters}]")) for tag, (name, letters) in SCRIPTS.items()}
    for owner in texts_by_owner(context.atlas):
        for language, text in owner.texts.items():
            name, pattern = patterns.get(language.split("-")[0], ("", None))
            if pattern and not pattern.search(text):
                yield owner.finding(f"holds no {name} letter; expected text in {language}", language)


def years_agree(context: Context) -> Findings:
    """Find texts that name one year in one language and another in the other."""
    for owner in texts_by_owner(context.atlas):
        if len(owner.texts) < 2:
            continue
        years = {language: set(YEAR.findall(text)) for language, text in owner.texts.items()}
        first, *others = years
        for language in others:
            here, there = years[language] - years[first], years[first] - years[language]
            if here and there:  # where only one of them names more, the other may say it in words
                message = f"names {_listed(here)} where {owner.name}_{first} names {_listed(there)}; expected the same"
                yield owner.finding(message, language)


def _listed(years: set[str]) -> str:
    return ", ".join(sorted(years))
