"""KML 2.2 for Google Earth and other globes: a folder a way, colours, time spans, descriptions with sources."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from geo.export.flat import cells
from geo.export.markup import about, add, balloon, document, said
from geo.meridian import cut
from geo.model import AnyFeature, Atlas, Way

FIELDS = {"start": "date_start", "end": "date_end"}  # GDAL has a field of its own called end, and loses ours
WIDTHS = {"leg": "2.5", "border": "4"}  # pixels


def kml_bytes(atlas: Atlas, features: tuple[AnyFeature, ...]) -> bytes:
    """Return features as KML, a folder for each way that has one of them, names in the atlas's default language."""
    language = atlas.languages[0]
    root = Element("kml", {"xmlns": "http://www.opengis.net/kml/2.2"})
    body = add(root, "Document", id="_atlas")  # feature and way ids hold no underscore or dot, so ours differ
    add(body, "name", said(atlas.text.title, language))
    add(body, "open", 1)
    add(body, "description", about(atlas))
    ways = [way for way in atlas.ways if any(feature.properties.way == way.id for feature in features)]
    for way in ways:
        _styles(body, way)
    for way in ways:
        folder = add(body, "Folder", id=f"_way.{way.id}")
        add(folder, "name", said(way.name, language))
        if way.frequency_note:
            add(folder, "description", said(way.frequency_note, language))
        for feature in features:
            if feature.properties.way == way.id:
                _placemark(folder, atlas, feature)
    return document(root)


def _styles(body: Element, way: Way) -> None:
    """Add how lines, reference lines and points of a way look; no picture, which would ask a server for it."""
    colour = way.colour[1:]
    abgr = f"ff{colour[4:6]}{colour[2:4]}{colour[0:2]}"
    for kind, width in WIDTHS.items():
        line = add(add(body, "Style", id=f"_{way.id}.{kind}"), "LineStyle")
        add(line, "color", abgr)
        add(line, "width", width)
    for kind, scale in (("place", "0.7"), ("case", "1")):
        icon = add(add(body, "Style", id=f"_{way.id}.{kind}"), "IconStyle")
        add(icon, "color", abgr)
        add(icon, "scale", scale)


def _placemark(folder: Element, atlas: Atlas, feature: AnyFeature) -> None:
    """Add a feature, its parts in the order that the schema asks for."""
    properties = feature.properties
    named = {"id": feature.id} if feature.id[0].isalpha() else {}  # an XML id may not begin with a digit
    placemark = add(folder, "Placemark", **named)
    add(placemark, "name", said(properties.name, atlas.languages[0]))
    add(placemark, "description", balloon(atlas, feature))
    if properties.start or properties.end:
        span = add(placemark, "TimeSpan")
        if properties.start:
            add(span, "begin", properties.start)
        add(span, "end", properties.end or properties.start)
    add(placemark, "styleUrl", f"#_{properties.way}.{properties.kind}")
    extended = add(placemark, "ExtendedData")
    for name, value in cells(feature).items():
        if value is not None:
            add(add(extended, "Data", name=FIELDS.get(name, name)), "value", value)
    _geometry(placemark, cut(feature.geometry))


def _geometry(parent: Element, geometry: dict[str, Any]) -> None:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "MultiLineString":
        several = add(parent, "MultiGeometry")
        for line in coordinates:
            _geometry(several, {"type": "LineString", "coordinates": line})
        return
    positions = [coordinates] if kind == "Point" else coordinates
    element = add(parent, kind)
    if kind == "LineString":
        add(element, "tessellate", 1)
    add(element, "coordinates", " ".join(f"{lon},{lat}" for lon, lat in positions))
