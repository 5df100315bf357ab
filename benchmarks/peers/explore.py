"""`geopandas.GeoDataFrame.explore` as a user would call it: coloured by way, a popup with the main columns.

It has one layer, so no way can be switched off.
"""

import sys
from pathlib import Path

import geopandas

if __name__ == "__main__":
    frame = geopandas.read_file(Path(sys.argv[1]) / "routes.geojson")
    columns = ["name_en", "summary_en", "start", "sources"]
    page = frame.explore(column="way", categorical=True, popup=columns, tooltip="name_en", tiles=None)
    page.save(sys.argv[2])
