"""Fonts that have every character of a picture, found among those that are installed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from matplotlib import font_manager

from geo.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST = "DejaVu Sans"  # comes with matplotlib
PREFERRED = (
    "Noto Sans CJK KR", "Noto Sans KR", "Nanum Gothic", "NanumGothic", "Malgun Gothic", "Apple SD Gothic Neo",
    "Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC",
    "Microsoft YaHei", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai",
)  # fmt: skip
HANGUL = (
    "install one that has it, such as Noto Sans CJK (Debian, Ubuntu: apt-get install fonts-noto-cjk), Nanum Gothic, "
    "Malgun Gothic (Windows) or Apple SD Gothic Neo (macOS)"
)


def families_for(texts: Iterable[str]) -> list[str]:
    """Return names of installed fonts, in the order to try them, that together have every character of some texts.

    Raises UsageError, which names what to install, where a character is in none.
    """
    missing = {ord(character) for text in texts for character in text if character.isprintable() and character != " "}
    chosen: list[str] = []
    installed = _installed()
    for name in (FIRST, *PREFERRED, *sorted(set(installed) - {FIRST, *PREFERRED})):
        if missing and name in installed:
            left = missing - _characters(installed[name])
            chosen += [name] if left != missing else []
            missing = left
    if missing:
        raise UsageError(_sentence(chr(min(missing))))
    return chosen or [FIRST]


def _sentence(character: str) -> str:
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    script = name.split()[0].capitalize()
    advice = HANGUL if script == "Hangul" else f"install one for {script}, such as Noto Sans of that script"
    return f"No font on this machine has {script} ({character}): {advice}."


def _installed() -> dict[str, font_manager.FontEntry]:
    """Return the upright regular face of each installed family."""
    entries = [
        e for e in font_manager.fontManager.ttflist if e.style == "normal" and str(e.weight) in {"400", "normal"}
    ]
    return {entry.name: entry for entry in sorted(entries, key=lambda entry: entry.fname, reverse=True)}


def _characters(entry: font_manager.FontEntry) -> set[int]:
    """Return the characters of a font file; the faces of a collection have the same."""
    return set(font_manager.get_font(entry.fname).get_charmap())
