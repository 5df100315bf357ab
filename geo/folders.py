"""Where the atlas is when nobody says: the folder data/ here, else the atlas that came with the program."""

from __future__ import annotations

from pathlib import Path

DEFAULT = "data"
PACKAGE = Path(__file__).parent


def bundled_atlas() -> Path | None:
    """Return the folder of the atlas that was installed with the program, or that of its checkout; None without."""
    folders = (PACKAGE / "atlas", PACKAGE.parent / DEFAULT)
    return next((folder for folder in folders if (folder / "ways.json").is_file()), None)


def default_folder() -> tuple[str, str]:
    """Return the folder to read when none was named, and a sentence where it is not data/ here."""
    bundled = bundled_atlas()
    if Path(DEFAULT).exists() or bundled is None:
        return DEFAULT, ""
    return str(bundled), f"There is no folder {DEFAULT} here: taking the atlas that came with the program, {bundled}"
