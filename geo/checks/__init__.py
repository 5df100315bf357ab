"""What is wrong with an atlas: families of rules, each a small function in one table.

`RULES` is the table. A rule says what it guards; a breach is an error, which keeps data off the page, or a warning. A
reviewed exception in the data sets a rule of geography, harm or sources aside for one feature, and is listed.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from geo.checks import belonging, geography, harm, references, sources, structure
from geo.checks.finding import Finding
from geo.checks.rule import Context, Rule, at
from geo.errors import DataError, Problem, printable
from geo.model import ROUTES
from geo.pause import collection_paused

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from geo.model import Atlas

__all__ = ["RULES", "ReviewedException", "Rule", "check", "require", "reviewed"]

STALE = Rule(
    "stale-review", "references", "A reviewed exception still excepts something.", "warning", lambda _: iter(())
)
MOST = 1000  # breaches of one rule that are told: nobody reads more, and some take time to explain
RULES: tuple[Rule, ...] = (
    *structure.RULES,
    *references.RULES,
    *belonging.RULES,
    STALE,
    *geography.RULES,
    *harm.RULES,
    *sources.RULES,
)


@dataclass(frozen=True, order=True)
class ReviewedException:
    """A rule that a person set aside for one feature, with the reason."""

    path: str
    line: int
    feature: str
    rule: str
    reason: str

    def __str__(self) -> str:
        """Return the exception on one line."""
        return printable(f'{self.path}:{self.line}: [{self.rule}] feature "{self.feature}": reviewed: {self.reason}')


@collection_paused()
def check(atlas: Atlas, *, today: datetime.date | None = None) -> list[Problem]:
    """Return every problem of an atlas, errors and warnings, sorted by file and line; of one rule `MOST` at most.

    `today` is the day that the embargo of a year counts from.
    """
    context = Context(atlas, today or datetime.date.today())  # noqa: DTZ011 - the editor's own day is meant
    excepted = _excepted(atlas)
    used: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    for rule in RULES:
        found = [context.problem(rule, finding) for finding in islice(_breaches(context, rule, excepted, used), MOST)]
        problems.extend(found)
        if len(found) == MOST:
            message = f"is broken {MOST:,} times or more; expected less: further places are not told"
            problems.append(Problem(found[0].path, 1, rule.name, None, message, rule.level))
            used.update(key for key in excepted if key[1] == rule.name)  # they may stand where nobody looked
    problems.extend(context.problem(STALE, finding) for finding in _stale(context, excepted, used))
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.rule, p.feature or "", p.message))


def require(atlas: Atlas, today: datetime.date | None = None) -> None:
    """Raise DataError with every error of an atlas, where there is one; warnings pass."""
    errors = [problem for problem in check(atlas, today=today) if problem.level == "error"]
    if errors:
        raise DataError(errors)


def reviewed(atlas: Atlas) -> list[ReviewedException]:
    """Return the reviewed exceptions that stand in the data, sorted by file and line."""
    context = Context(atlas, datetime.date.min)
    listed = []
    for feature in atlas.features:
        for index, item in enumerate(feature.properties.reviewed):
            place = context.problem(STALE, at(feature, "", "reviewed", index))
            listed.append(ReviewedException(place.path, place.line, feature.id, item.rule, item.reason))
    return sorted(listed)


def _breaches(
    context: Context, rule: Rule, excepted: Container[tuple[str, str]], used: set[tuple[str, str]]
) -> Iterator[Finding]:
    """Yield what a rule finds, reviewed exceptions apart, which are added to `used`.

    A rule about the whole collection finds nothing where not all of it could be read.
    """
    for finding in rule.function(context):
        if rule.whole and not context.complete:
            return
        key = (finding.feature or "", rule.name)
        if rule.exceptable and key in excepted:
            used.add(key)
        else:
            yield finding


def _excepted(atlas: Atlas) -> dict[tuple[str, str], int]:
    """Return feature id and rule of each reviewed exception, with its place in the feature's list."""
    return {
        (feature.id, item.rule): index
        for feature in atlas.features
        for index, item in enumerate(feature.properties.reviewed)
    }


def _stale(context: Context, excepted: dict[tuple[str, str], int], used: set[tuple[str, str]]) -> Iterator[Finding]:
    """Yield the reviewed exceptions that except nothing any more."""
    exceptable = {rule.name for rule in RULES if rule.exceptable}
    for (feature, rule), index in excepted.items():
        if rule in exceptable and (feature, rule) not in used:
            message = f'rule "{rule}" finds nothing here any more; expected the exception to be taken out'
            yield Finding(ROUTES, ("properties", "reviewed", index), feature, message)
