"""The atlas of a folder, checked, as one page: this project as a library."""

import sys

import geo

if __name__ == "__main__":
    geo.build(geo.load(sys.argv[1])).save(sys.argv[2])
