"""Find the browsers of the browser tests, or install them: `python -m tests.browser.install`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
# Chromium's own services stay off, so that nothing but the page could ask for anything.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FIREFOX_NAMES = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
SENTENCE = (
    "The browser tests need a Chromium: install one (Debian, Ubuntu: apt-get install chromium; "
    "elsewhere: python -m playwright install chromium) or name it in the variable CHROMIUM."
)
FIREFOX_SENTENCE = (
    "There is no Firefox here and none could be installed, so its smoke run is left out: install one that is no snap "
    "(Debian: apt-get install firefox-esr) or name it in the variable FIREFOX."
)


def find_chromium() -> str | None:
    """Return the path of a Chromium: the one named in CHROMIUM, one on the PATH, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find_firefox() -> str | None:
    """Return the path of a Firefox: the one named in FIREFOX, or one on the PATH that can read temporary files."""
    named = os.environ.get("FIREFOX")
    if named:
        return named
    return next((path for path in map(shutil.which, FIREFOX_NAMES) if path and not _is_snap(Path(path))), None)


def _is_snap(path: Path) -> bool:
    """Return whether a program is a snap, or Ubuntu's script that starts one: a snap sees no temporary files."""
    with path.open("rb") as program:
        return path.resolve().name == "snap" or b"/snap/bin/" in program.read(4096)


def install() -> None:
    """Install Chromium from the system's packages where that is allowed, else through Playwright."""
    _install_packages("chromium", "fonts-noto-cjk")
    if find_chromium() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _install_packages(*names: str) -> None:
    """Install packages of a Debian where that is allowed."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
        subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL)


def main() -> None:
    """Make sure that there is a Chromium, and a Firefox where one can be had; say how to get what is missing."""
    if find_chromium() is None:
        install()
    if find_firefox() is None:
        _install_packages("firefox-esr")
    if find_firefox() is None:
        sys.stderr.write(FIREFOX_SENTENCE + "\n")
    if find_chromium() is None:
        sys.exit(SENTENCE)


if __name__ == "__main__":
    main()
