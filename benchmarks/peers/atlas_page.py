"""What `make_map.py build` does for index.html: the atlas of a folder, checked, as one page, written whole.

The library's way (`geo.build(atlas).save(page)`) imports folium too; `python -m benchmarks` names it apart.
"""

import sys
from pathlib import Path

from geo import checks, site
from geo.load import load

if __name__ == "__main__":
    page = Path(sys.argv[2])
    atlas = load(sys.argv[1])
    checks.require(atlas)
    site.write_site(page.parent, {page.name: site.page_text(atlas).encode()})
