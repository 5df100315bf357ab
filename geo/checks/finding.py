"""What a rule finds: one breach, said in a sentence, with the place it stands at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from geo.positions import Path


class Finding(NamedTuple):
    """One breach of a rule: the file, where in it, the feature, and a sentence.

    `path` starts at the feature where there is one, at the item of sources.json (by its id), else at the file's top.
    """

    file: str
    path: Path
    feature: str | None
    message: str


Findings = Iterator[Finding]
