"""GPX 1.1: points as waypoints, lines as routes, every property in extensions that GDAL and QGIS read as columns."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element

from geo.export.flat import cells, cited
from geo.export.markup import about, add, document, said, sources_of
from geo.meridian import cut
from geo.model import AnyFeature, Atlas

GPX, GDAL = "http://www.topografix.com/GPX/1/1", "http://osgeo.org/gdal"
LINKS = 2  # GDAL reads no more and warns; all addresses stand in an extension


def gpx_bytes(atlas: Atlas, features: tuple[AnyFeature, ...]) -> bytes:
    """Return features as GPX, texts in the atlas's default language and all languages in the extensions.

    A line in several parts becomes a route a part, with the same id. GPX has no date that is only a year, so `start`
    and `end` stand in the extensions alone.
    """
    language = atlas.languages[0]
    root = Element("gpx", {"version": "1.1", "creator": "ten-ways-atlas", "xmlns": GPX, "xmlns:ogr": GDAL})
    metadata = add(root, "metadata")
    add(metadata, "name", said(atlas.text.title, language))
    add(metadata, "desc", about(atlas))
    shapes = [(feature, cut(feature.geometry)) for feature in features]
    for feature, geometry in shapes:  # the schema wants waypoints first
        if geometry["type"] == "Point":
            _described(_point(root, "wpt", geometry["coordinates"]), atlas, feature)
    for feature, geometry in shapes:
        if geometry["type"] != "Point":
            lines = geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
            for line in lines:
                route = add(root, "rte")
                _described(route, atlas, feature)
                for position in line:
                    _point(route, "rtept", position)
    return document(root)


def _described(element: Element, atlas: Atlas, feature: AnyFeature) -> None:
    """Add a feature's texts, links and properties, in the order that the schema asks for."""
    language = atlas.languages[0]
    add(element, "name", said(feature.properties.name, language))
    add(element, "desc", said(feature.properties.summary, language))
    add(element, "src", cited(atlas, feature))
    links = [(citation, address) for citation, address in sources_of(atlas, feature) if address]
    for citation, address in links[:LINKS]:
        add(add(element, "link", href=address), "text", citation)
    add(element, "type", feature.properties.kind)
    extensions = add(element, "extensions")
    for name, value in cells(feature).items():
        if value is not None:
            add(extensions, f"ogr:{name}", value)
    if links:
        add(extensions, "ogr:addresses", " ".join(address for _, address in links))


def _point(parent: Element, tag: str, position: Sequence[float]) -> Element:
    lon, lat = (format(Decimal(repr(degrees)), "f") for degrees in position)  # xs:decimal has no exponent
    return add(parent, tag, lat=lat, lon=lon)
