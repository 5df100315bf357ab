"""A folder for formats that are made as a file: gone afterwards, killed or not, and want of room said in a sentence."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from geo.errors import FileError
from geo.export.outlive import undone_by


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Return a context with an empty folder; raises FileError where what is made in it cannot be written."""
    from pyogrio.errors import DataSourceError, FeatureError, FieldError  # here for start-up time: it loads GDAL

    try:
        folder = Path(tempfile.gettempdir()) / f"make-map-{secrets.token_hex(8)}"
        with undone_by(lambda: shutil.rmtree(folder, ignore_errors=True)):
            folder.mkdir(mode=0o700)
            yield folder
    except (OSError, sqlite3.OperationalError, DataSourceError, FeatureError, FieldError) as error:
        where = tempfile.tempdir or "the folder for temporary files"
        raise FileError(f"{where}: a file cannot be made there ({error})") from error
