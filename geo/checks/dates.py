"""Dates that may be known to the year, the month or the day (ISO 8601): the first and the last day they can mean."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# A year from 1800 to 2099 in a text, and not a part of a larger number
YEAR = re.compile(r"(?<![\d,.])(1[89]\d\d|20\d\d)(?!\d|[.,]\d)")


def first_day(text: str) -> datetime.date | None:
    """Return the first day that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` can mean, None where the calendar has no such day."""
    year, month, day = (*(int(part) for part in text.split("-")), 1, 1)[:3]
    return _date(year, month, day)


def last_day(text: str) -> datetime.date | None:
    """Return the last day that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` can mean, None where the calendar has no such day."""
    return last_day_of([int(part) for part in text.split("-")])


def last_day_of(parts: Sequence[int]) -> datetime.date | None:
    """Return the last day that a year, year and month, or year, month and day can mean, None where there is none."""
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    return _date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def year_before(today: datetime.date) -> datetime.date:
    """Return the same day a year earlier; 28 February for the 29th."""
    return _date(today.year - 1, today.month, today.day) or datetime.date(today.year - 1, 2, 28)


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except (ValueError, OverflowError):
        return None
