"""The atlas that a command works on: read, checked, its problems told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from geo.errors import DataError, Problem
from geo.terminal import as_json, progress, tell, tell_problem

if TYPE_CHECKING:
    from geo.bar import Bar
    from geo.model import Atlas


def load_atlas(folder: str) -> Atlas:
    """Return the atlas in a folder; raises DataError, FileError."""
    from geo.load import load

    return load(folder)


def sound_atlas(folder: str) -> Atlas:
    """Return the atlas in a folder with no error in it, its warnings told.

    Raises DataError with every problem, FileError.
    """
    with progress() as bar:
        atlas, problems = checked_atlas(folder, bar)
    tell_atlas(f"{folder}: {contents_of(atlas)}", [as_json(problem) for problem in problems])
    return atlas


def checked_atlas(folder: str, bar: Bar) -> tuple[Atlas, tuple[Problem, ...]]:
    """Return the atlas in a folder with no error in it, and its warnings; raises DataError, FileError."""
    atlas, problems = looked_at(folder, bar)
    if atlas is None or any(problem.level == "error" for problem in problems):
        raise DataError(problems)
    return atlas, problems


def looked_at(folder: str, bar: Bar) -> tuple[Atlas | None, tuple[Problem, ...]]:
    """Return what could be read of the atlas in a folder, and every problem in it; raises FileError."""
    from geo import checks
    from geo.load import read

    bar.doing("reading")
    atlas, problems = read(folder)
    bar.doing("checking")
    problems = problems + (checks.check(atlas) if atlas else [])
    return atlas, DataError(problems).problems


def contents_of(atlas: Atlas) -> str:
    """Return in words what an atlas holds."""
    counts = f"{len(atlas.features)} features, {len(atlas.ways)} ways, {len(atlas.sources)} sources"
    return f"{counts}; languages {', '.join(atlas.languages)}"


def tell_atlas(contents: str, problems: Iterable[Mapping[str, Any]]) -> None:
    """Say the warnings of an atlas, and, as a detail, what it holds."""
    for problem in problems:
        tell_problem(Problem(**problem))
    tell(contents, detail=True)
