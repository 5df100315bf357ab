"""Patterns for the rules of harm: what personal data, names and listed words look like in a text."""

from __future__ import annotations

import re
from typing import NamedTuple

from geo.checks import words


class Personal(NamedTuple):
    """Something personal: what it is, pieces of which every match has one (in small letters), how it is written."""

    what: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]


# A text is read for numbers only where it has six digits in a row or nearly so.
DIGITS = re.compile(r"\d(?:[ .()-]{0,2}\d){5}")
NUMBERS = (
    Personal("a telephone number", (), re.compile(r"(?<![\w.])\+\d{1,3}[ .()-]*\d(?:[ .()-]*\d){6,12}(?![A-Za-z0-9])")),
    Personal("a telephone number", (), re.compile(r"(?<![\w.,-])\(?0\d{1,3}\)?[ .-]\d{3,4}[ .-]\d{4}(?![A-Za-z0-9-])")),
    Personal("a telephone number", (), re.compile(r"(?<![\w.,-])\d{3}-\d{3,4}-\d{4}(?![A-Za-z0-9-])")),
    Personal("a resident registration number", (), re.compile(r"(?<!\d)\d{6}-[1-8]\d{6}(?!\d)")),
    Personal("a social security number", (), re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")),
    Personal("a passport number", (), re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}\d{7,9}(?![A-Za-z0-9])")),
    Personal(
        "a Chinese identity number",
        (),
        re.compile(r"(?<!\d)[1-6]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dXx](?!\w)"),
    ),
    Personal("a bank card number", (), re.compile(r"(?<![\d.,])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}(?![\d-])")),
    Personal("a position", (), re.compile(r"(?<![\d.,])-?\d{1,3}\.\d{3,}°? ?[NSEWnsew]?, ?-?\d{1,3}\.\d{3,}")),
)
_MESSENGERS = ("wechat", "kakao", "telegram", "whatsapp", "signal", "skype", "viber", "qq")
_MESSENGERS_KO = ("카카오톡", "카톡", "텔레그램", "위챗", "라인", "시그널")
_STREETS = ("Street", "St", "Avenue", "Ave", "Road", "Rd", "Lane", "Ln", "Drive", "Dr", "Boulevard", "Blvd")
PERSONAL = (
    Personal("an e-mail address", ("@",), re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")),
    Personal(
        "a messenger account",
        _MESSENGERS,
        re.compile(
            rf"\b(?:{'|'.join(_MESSENGERS)})(?:talk)?(?: ?(?:id|account|number|name))?(?:: ?| is )@?[\w.+-]*\d[\w.+-]*",
            re.IGNORECASE,
        ),
    ),
    Personal(
        "a messenger account",
        _MESSENGERS_KO,
        re.compile(
            rf"(?:{'|'.join(_MESSENGERS_KO)})(?: ?(?:아이디|ID|계정)[은는]? ?[:：]?| ?[:：])"
            r" ?[A-Za-z\d@][\w.@+-]{2,}"
        ),
    ),
    Personal("a messenger account", ("@",), re.compile(r"(?<![\w@.])@[A-Za-z][\w.]{3,}")),
    Personal(
        "a messenger link",
        ("t.me/", "wa.me/", "line.me/", "kakao.com/", "whatsapp.com/"),
        re.compile(r"\b(?:t\.me|wa\.me|line\.me|open\.kakao\.com|chat\.whatsapp\.com)/\S+", re.IGNORECASE),
    ),
    Personal(
        "a street address",
        tuple(f" {street.lower()}" for street in _STREETS),
        re.compile(rf"(?<![\w-])\d{{1,5}},? (?:[A-Z][\w'’.-]+ ){{1,3}}(?:{'|'.join(_STREETS)})\b\.?(?! Petersburg)"),
    ),
    Personal(
        "a street address",
        ("번지", "호"),
        re.compile(r"[로길동] ?\d{1,4}(?:-\d{1,3})? ?(?:번지|호(?![가-힣]|$)|호(?=[에의로]))"),
    ),
    Personal(
        "a street address",
        ("로 ", "길 "),
        re.compile(r"[가-힣]+(?:시|군|구) [가-힣0-9]+(?:로|길) ?\d{1,4}(?![\d년월일명건곳개])"),
    ),
    Personal(
        "a date of birth",
        ("born ",),
        re.compile(r"\bborn (?:on |in )?(?:\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2},? \d{4}|\d{4}-\d{2}-\d{2})"),
    ),
    Personal(
        "a date of birth",
        ("생", "출생", "태어"),
        re.compile(r"\d{4}년 ?\d{1,2}월 ?\d{1,2}일 ?(?:생(?![가-힣])|출생|에 태어)"),
    ),
    Personal("a position", ("°",), re.compile(r"\d{1,3} ?° ?\d{1,2} ?['′’]")),
)

# An amount of money, as prices of a journey are written.
_MONEY = "dollars?|won|yuan|yen|euros?|pounds?|baht|roubles?|rubles?|USD|KRW|CNY|RMB|EUR"
MONEY = re.compile(
    rf"(?:US\$|[$€£₩¥]) ?\d|\d[\d,.]*(?: ?(?:hundred|thousand|million))? ?(?:{_MONEY})\b"
    r"|\d[\d,.]* ?[만억천백]* ?(?:달러|위안|유로|바트|루블|[원엔](?![가-힣](?<![은는이가을를의에도로과씩]) ?))"
)
# A day of a year, in words or as ISO 8601 writes it.
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = re.compile(
    rf"\b\d{{1,2}} (?:{_MONTHS}) \d{{4}}\b|\b(?:{_MONTHS}) \d{{1,2}}, \d{{4}}\b"
    r"|\d{4}년 ?\d{1,2}월 ?\d{1,2}일|\b\d{4}-\d\d-\d\d\b"
)
FULL_WIDTH = re.compile("[\uff01-\uff5e]")
SURNAMED = re.compile(rf"\b(?:named|surnamed|family name) (?:{'|'.join(words.SURNAMES)})\b")

# Two capitalised words in a row, the second looked ahead to, so that three words give two pairs.
CAPITALISED = re.compile(
    r"[A-Z](?<!\w.)[a-zà-ž]+\.? (?=(?P<second>[A-Z][a-zà-ž]+(?:-[A-Za-z][a-zà-ž]+)?)(?P<more>(?: [A-Z][\w’-]+)*))"
)
_NO_SURNAME = "North South East West Trans Anti Non Mid The And But In For When While After Before With As If Both"
NO_SURNAME = frozenset(_NO_SURNAME.split())
WESTERN = frozenset(("Kim", "Lee", "Choi", "Choe", "Pak", "Jeong", "Kwon", "Yoon", "Ryu"))
_BEFORE_NAME = frozenset((*words.TITLES, *words.GIVEN_NAMES, *words.SURNAMES))
_TITLES_KO = "|".join(words.TITLES_KO)
_PARTICLE = "[은는이가을를의와과도로에]|에게|에서|으로|[^가-힣]|$"
NAMES_KO = re.compile(
    rf"[{words.SURNAMES_KO}](?<![가-힣].)(?:[가-힣][가-힣](?<![을를의와과던들적])(?= (?:{_TITLES_KO})(?:{_PARTICLE}))"
    rf"|[가-힣]{{1,3}}(?= 씨(?:{_PARTICLE})))"
)


def is_name(first: str, second: str, more: str) -> bool:
    """Return whether two capitalised words look like the name of a person.

    So they do after a title, the Korean way (Kim Il-sung), after a common given name, and with a Korean family name.
    """
    if first in _BEFORE_NAME:
        return True
    if first in NO_SURNAME:
        return False
    return second.partition("-")[2].islower() or (second in WESTERN and "-" not in more)


def word_pattern(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a listed phrase: whole words but where it goes on with `*`; Hangul has no word ends."""
    body = r"\w*".join(re.escape(part) for part in phrase.split("*"))
    if re.search("[가-힣]", phrase):
        return re.compile(body)
    return re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE)
