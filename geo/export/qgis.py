"""How a way looks in QGIS: a style as its .qml files hold it, one rule a kind, and for legs one a mode of travel."""

from __future__ import annotations

from typing import get_args
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, tostring

from geo.export.markup import add
from geo.model import Mode, Way

# Dash and gap in pixels by mode, as on the page; no entry is an unbroken line.
DASHES = {"foot": "1;5", "rail": "11;3;2;3", "river": "13;4", "sea": "8;5", "mixed": "13;4;1;4", "unknown": "3;5"}
THIN = {"air", "unknown"}
POINTS = {"place": ("circle", "7"), "case": ("diamond", "10")}  # shape, size in pixels


def style_qml(way: Way, language: str) -> str:
    """Return a way's style as QML, texts on hovering in a language.

    It names no geometry type: QGIS shows a layer's points and lines as two layers and gives this style to both; a rule
    whose symbol does not suit a geometry draws nothing.
    """
    root = Element("qgis", {"version": "3.22.0", "styleCategories": "Symbology|MapTips"})
    renderer = add(root, "renderer-v2", type="RuleRenderer", symbollevels="0", forceraster="0", enableorderby="0")
    rules = add(renderer, "rules", key=_key(way.id))
    symbols = add(renderer, "symbols")
    for number, (label, condition, kind, options) in enumerate(_rules(way)):
        add(rules, "rule", key=_key(way.id, label), filter=condition, label=label, symbol=str(number))
        symbol = add(symbols, "symbol", type=kind, name=str(number), alpha="1", clip_to_extent="1", force_rhr="0")
        drawn = "SimpleLine" if kind == "line" else "SimpleMarker"
        layer = add(symbol, "layer", **{"class": drawn}, enabled="1", locked="0", **{"pass": "0"})
        options_map = add(layer, "Option", type="Map")
        for name, value in options.items():
            add(options_map, "Option", type="QString", name=name, value=value)
            add(layer, "prop", k=name, v=value)  # QGIS before 3.18 reads these
    add(root, "mapTip", f'<b>[% "name_{language}" %]</b>')
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, encoding="unicode")


def _rules(way: Way) -> list[tuple[str, str, str, dict[str, str]]]:
    """Return label, filter, symbol type and symbol options of each rule."""
    colour = ",".join(str(int(way.colour[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"
    legs = [
        (f"leg: {mode}", f"\"kind\" = 'leg' AND \"mode\" = '{mode}'", "line", _line(colour, mode))
        for mode in get_args(Mode)
    ]
    border = ("border", "\"kind\" = 'border'", "line", _line(colour, "border"))
    points = [(kind, f"\"kind\" = '{kind}'", "marker", _marker(colour, *look)) for kind, look in POINTS.items()]
    return [border, *legs, *points]


def _line(colour: str, mode: str) -> dict[str, str]:
    width = "3.4" if mode == "border" else "1.8" if mode in THIN else "2.6"
    line = {"line_color": colour, "line_width": width, "line_width_unit": "Pixel", "line_style": "solid"}
    if mode not in DASHES:
        return {**line, "capstyle": "round", "joinstyle": "round"}
    dashes = {"use_custom_dash": "1", "customdash": DASHES[mode], "customdash_unit": "Pixel", "capstyle": "flat"}
    return {**line, **dashes, "joinstyle": "round"}


def _marker(colour: str, shape: str, size: str) -> dict[str, str]:
    outline = {"outline_color": "255,255,255,255", "outline_style": "solid", "outline_width": "1"}
    return {
        "name": shape,
        "color": colour,
        "size": size,
        "size_unit": "Pixel",
        **outline,
        "outline_width_unit": "Pixel",
    }


def _key(*names: str) -> str:
    """Return a rule's key, the same every time."""
    return f"{{{uuid5(NAMESPACE_URL, '/'.join(names))}}}"
