"""Where the time of this project's build goes: prints seconds of start-up, load, check, page and write as JSON."""

import json
import sys
import time
from itertools import pairwise

if __name__ == "__main__":
    marks = [("", time.perf_counter())]
    from geo import checks, site
    from geo.load import load

    marks.append(("start-up", time.perf_counter()))
    atlas = load(sys.argv[1])
    marks.append(("load", time.perf_counter()))
    checks.require(atlas)
    marks.append(("check", time.perf_counter()))
    page = site.page_text(atlas)
    marks.append(("page", time.perf_counter()))
    site.write_site(sys.argv[2], {"page.html": page.encode()})
    marks.append(("write", time.perf_counter()))
    taken = {name: now - before for (_, before), (name, now) in pairwise(marks)}
    sys.stdout.write(json.dumps(taken))
