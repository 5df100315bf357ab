"""Online tiles that whoever builds a page may add beside the embedded base map, by the names of xyzservices.

They are off until a reader chooses them: choosing asks another server, and the page says so. The page's policy is
opened for exactly the hosts that are named here.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo.errors import UsageError, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

LEFT_FOR_LEAFLET = re.compile(r"\{(?!(?:x|y|-y|z|s|r)\})[^}]*\}")
SUBDOMAINS = "abc"  # Leaflet's own, where a provider names none


@dataclass(frozen=True)
class Tiles:
    """A tile server: address with {z}, {x}, {y}, its hosts as a policy names them, and whom to credit."""

    name: str
    address: str
    subdomains: tuple[str, ...]
    max_zoom: int
    credits: tuple[tuple[str, str | None], ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return scheme and host of every address that the tiles come from, one a subdomain."""
        names = self.subdomains if "{s}" in self.address else ("",)
        parts = (urlsplit(self.address.replace("{s}", name)) for name in names)
        return tuple(dict.fromkeys(f"{part.scheme}://{part.netloc}" for part in parts))

    def as_json(self) -> dict[str, Any]:
        """Return what the page needs to know."""
        hosts = [host.partition("//")[2] for host in self.hosts]
        fields = {"name": self.name, "url": self.address, "maxZoom": self.max_zoom, "hosts": hosts}
        return fields | {"subdomains": list(self.subdomains), "credits": [list(credit) for credit in self.credits]}


def tiles_named(names: Iterable[str]) -> tuple[Tiles, ...]:
    """Return the tile servers of these names, each once; letters' case and punctuation do not matter.

    Raises UsageError for a name that xyzservices does not have, and for one that cannot stand in an open file.
    """
    return tuple({tiles.name: tiles for tiles in map(_tiles, names)}.values())


def _tiles(name: str) -> Tiles:
    provider = _provider(name)
    if provider.requires_token():
        raise UsageError(
            f"{provider.name} asks for a key, which anybody could read in the page; expected tiles without."
        )
    settings = {key: str(value) for key, value in provider.items() if key not in {"x", "y", "z", "s", "r"}}
    address = re.sub(r"\{(\w+)\}", lambda found: settings.get(found[1], found[0]), provider.url)
    if not address.startswith("https://") or LEFT_FOR_LEAFLET.search(address) or "'" in address or ";" in address:
        raise UsageError(f"{provider.name} has no plain https address; expected other tiles.")
    credits = _Credits.of(provider.get("html_attribution") or provider.get("attribution", ""))
    subdomains = tuple(provider.get("subdomains", SUBDOMAINS)) if "{s}" in address else ()
    return Tiles(provider.name, address, subdomains, int(provider.get("max_zoom", 18)), credits)


def _provider(name: str) -> Any:
    """Return xyzservices' record of a tile server; raises UsageError, with names that are near, where it has none."""
    from xyzservices import providers  # here for start-up time: only a page with tiles needs it

    try:
        return providers.query_name(name)
    except ValueError:
        known = {_plain(key): key for key in providers.flatten()}
        near = [known[key] for key in _near(_plain(name), list(known))]
        hint = f"did you mean {' or '.join(near)}?" if near else "expected a name such as OpenStreetMap.Mapnik"
        raise UsageError(f"xyzservices has no tiles {shorten(name)}; {hint}") from None


def _near(word: str, words: list[str]) -> list[str]:
    """Return up to three words that look alike, or that begin with the one asked for."""
    begun = sorted(other for other in words if word and other.startswith(word))
    return (difflib.get_close_matches(word, words, n=3, cutoff=0.7) or begun)[:3]


def _plain(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


class _Credits(HTMLParser):
    """Reads a credit's HTML into plain texts, each with the address it links to or None."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []
        self.link: str | None = None

    @classmethod
    def of(cls, text: str) -> tuple[tuple[str, str | None], ...]:
        """Return the texts of a credit; links other than to the web are left out."""
        reader = cls()
        reader.feed(text)
        reader.close()
        return tuple(reader.found)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember where a link leads."""
        address = dict(attrs).get("href") or ""
        if tag == "a":
            self.link = address if re.match(r"https?://", address) else None

    def handle_endtag(self, tag: str) -> None:
        """Leave a link."""
        self.link = None if tag == "a" else self.link

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.found.append((data, self.link))
