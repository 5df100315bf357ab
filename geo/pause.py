"""A pause for Python's search for reference cycles, where very many objects are made and none of them is a cycle.

The search looks at all objects again and again while their number grows, which takes half of the time that a large
atlas takes to load. Nothing of an atlas refers back, so nothing stays in memory that would otherwise be freed.
"""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def collection_paused() -> Iterator[None]:
    """Leave the search for cycles off for a while; usable as a decorator. What was off before stays off."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
