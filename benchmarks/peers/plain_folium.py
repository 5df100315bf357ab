"""A plain folium script as a user would write it: a FeatureGroup a way, lines and markers with popups, a LayerControl.

It reads the same files. Its popups say less than ours (one language, no links between features), it draws no base map
and checks nothing; both are to its advantage.
"""

import html
import json
import sys
from pathlib import Path

import folium

if __name__ == "__main__":
    folder, page = Path(sys.argv[1]), sys.argv[2]
    features = json.loads((folder / "routes.geojson").read_text("utf-8"))["features"]
    ways = json.loads((folder / "ways.json").read_text("utf-8"))["ways"]
    sources = {s["id"]: s for s in json.loads((folder / "sources.json").read_text("utf-8"))}

    atlas = folium.Map(location=[35, 120], zoom_start=4, tiles=None)
    groups = {way["id"]: folium.FeatureGroup(name=html.escape(way["name_en"])).add_to(atlas) for way in ways}
    colours = {way["id"]: way["colour"] for way in ways}

    for feature in features:
        p = feature["properties"]
        cited = [sources[name] for name in p["sources"]]
        links = ", ".join(
            f'<a href="{html.escape(s.get("URL", ""))}">{html.escape(s.get("publisher", s["id"]))}</a>' for s in cited
        )
        text = f"<b>{html.escape(p['name_en'])}</b><br>{p.get('start', '')}<p>{html.escape(p['summary_en'])}</p>{links}"
        popup = folium.Popup(text, max_width=320)
        geometry, colour = feature["geometry"], colours[p["way"]]
        if geometry["type"] == "Point":
            lon, lat = geometry["coordinates"]
            folium.CircleMarker([lat, lon], radius=5, color=colour, fill=True, popup=popup).add_to(groups[p["way"]])
            continue
        lines = [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]
        places = [[(lat, lon) for lon, lat in line] for line in lines]
        folium.PolyLine(places, color=colour, weight=3, popup=popup).add_to(groups[p["way"]])

    folium.LayerControl(collapsed=False).add_to(atlas)
    atlas.save(page)
