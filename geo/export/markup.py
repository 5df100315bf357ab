"""What KML and GPX share: XML made as a tree, so that text stays text, and an atlas's words in one language.

The libraries for both formats were looked at: gpxpy 1.6 writes the text of extensions and the addresses of links
without escaping them, and simplekml 1.3 numbers its ids for the life of the process, so that no two files are alike.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from geo.citation import cite
from geo.model import AnyFeature, Atlas, Source

# Noncharacters and what else XML 1.0 (section 2.2) does not allow
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: Element, tag: str, text: object = None, **attributes: str) -> Element:
    """Return a new element at the end of `parent`, with text where there is some."""
    element = SubElement(parent, tag, {name: xml_text(value) for name, value in attributes.items()})
    if text is not None:
        element.text = xml_text(str(text))
    return element


def xml_text(text: str) -> str:
    """Return text with U+FFFD in place of each character that XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)


def document(root: Element) -> bytes:
    """Return an XML file of a tree, indented, UTF-8."""
    indent(root, " ")
    body = tostring(root, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def said(texts: Mapping[str, str], language: str) -> str:
    """Return a text in a language, or in the first that it has."""
    return texts.get(language) or next(iter(texts.values()))


def about(atlas: Atlas) -> str:
    """Return what an atlas says of itself in its default language: description, notice, licence, a paragraph each."""
    language, words = atlas.languages[0], atlas.text
    texts = [words.description, words.notice, *([words.licence] if words.licence else [])]
    return "\n\n".join(said(text, language) for text in texts)


def sources_of(atlas: Atlas, feature: AnyFeature) -> list[tuple[str, str | None]]:
    """Return a feature's sources as citation and address, the address None where there is none."""
    language = atlas.languages[0]
    found = [(name, atlas.sources.get(name)) for name in feature.properties.sources]
    return [(cite(source, language), source.url) if source else (name, None) for name, source in found]


def when(feature: AnyFeature) -> str | None:
    """Return a feature's date as the data writes it, begin and end joined by a slash as ISO 8601 does."""
    dates = [date for date in (feature.properties.start, feature.properties.end) if date]
    return "/".join(dict.fromkeys(dates)) or None


def balloon(atlas: Atlas, feature: AnyFeature) -> str:
    """Return a feature's date, text in each language and sources as HTML, every text escaped."""
    names, summaries = feature.properties.name, feature.properties.summary
    default, *others = list(dict.fromkeys((*atlas.languages, *summaries)))
    texts = [said(summaries, default)]
    for language in others:
        if language in summaries:
            texts += [f"{names[language]}: {summaries[language]}" if language in names else summaries[language]]
    paragraphs = [text for text in (when(feature), *texts) if text]
    items = "".join(f"<li>{_link(*source)}</li>" for source in sources_of(atlas, feature))
    return "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs) + f"<ul>{items}</ul>"


def _link(text: str, address: str | None) -> str:
    return f'<a href="{html.escape(address)}">{html.escape(text)}</a>' if address else html.escape(text)


def cited_sources(atlas: Atlas, features: Iterable[AnyFeature]) -> list[Source]:
    """Return the sources that features name, each once, by id."""
    used = {name for feature in features for name in feature.properties.sources}
    return [atlas.sources[name] for name in sorted(used) if name in atlas.sources]
