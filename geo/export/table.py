"""CSV: points as lon and lat, every geometry as WKT, and cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from geo.export.flat import CITATIONS, Cell, rows
from geo.frames import columns
from geo.meridian import cut
from geo.model import AnyFeature, Atlas

# What Excel, LibreOffice and Sheets may run, full-width forms and a line break included, after any apostrophes.
FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def csv_bytes(atlas: Atlas, features: tuple[AnyFeature, ...]) -> bytes:
    """Return features as CSV (RFC 4180, UTF-8), a row each: properties, citations, lon, lat, WKT.

    A text that a spreadsheet could take for a formula has an apostrophe before it; `unguarded` takes it away again.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*map(guarded, columns(atlas)), CITATIONS, "lon", "lat", "WKT"])
    for row, feature in zip(rows(atlas, features), features, strict=True):
        geometry = cut(feature.geometry)
        position = geometry["coordinates"] if geometry["type"] == "Point" else (None, None)
        writer.writerow([*map(guarded, row.values()), *position, wkt(geometry)])
    return out.getvalue().encode("utf-8")


def guarded(value: Cell) -> Cell:
    """Return a cell with an apostrophe before text that looks like a formula; numbers stay."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def unguarded(text: str) -> str:
    """Return the text that a cell was written for."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def wkt(geometry: dict[str, Any]) -> str:
    """Return a GeoJSON point or line as well-known text, every digit kept."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        return f"POINT ({_pair(coordinates)})"
    if kind == "LineString":
        return f"LINESTRING {_pairs(coordinates)}"
    return f"MULTILINESTRING ({', '.join(map(_pairs, coordinates))})"


def _pairs(line: Sequence[Sequence[float]]) -> str:
    return f"({', '.join(map(_pair, line))})"


def _pair(position: Sequence[float]) -> str:
    return f"{position[0]} {position[1]}"
