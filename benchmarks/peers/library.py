"""The atlas of a folder as a folium map, saved: what this project takes as a library."""

import sys

import geo

if __name__ == "__main__":
    geo.build(geo.load(sys.argv[1])).save(sys.argv[2])
