"""Texts that try to be more than text, and an atlas in which every field that may hold text holds some."""

from __future__ import annotations

import csv
import io
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from tests import small_atlas

RUN = "window.ran=1"
# Each may stand in a text and is shown as it is.
SHOWN = {
    "jinja expression": "{{ 7*7 }}{{ cycler.__init__.__globals__ }}",
    "jinja statement": "{% for x in y %}{% endfor %}{% raw %}",
    "jinja comment": "{# gone #}",
    "template literal": f"`${{{RUN}}}`",
    "script": f"</script><script>{RUN}</script>",
    "script in a comment": f"<!--<script>{RUN}//--></script>",
    "image": f'<img src=x onerror="{RUN}">',
    "drawing": f"<svg/onload={RUN}><a xlink:href='javascript:{RUN}'>",
    "end of cdata": f"]]><script>{RUN}</script><![CDATA[",
    "attribute": f'" onmouseover="{RUN}" autofocus onfocus=\'{RUN}\'',
    "style": f"</style><style>*{{display:none}}</style><title></title></textarea><script>{RUN}</script>",
    "entity": f"&lt;script&gt;{RUN}&lt;/script&gt;&#0;&colon;&amp;",
    "script link": f"javascript:{RUN}",
    "data link": f"data:text/html,<script>{RUN}</script>",
    "markdown link": f"[x](javascript:{RUN}) | cell | <b>\n```\n# heading",
    "formula": "=cmd|' /C calc'!A0",
    "formula at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula plus": "+1+1",
    "formula minus": '-1+1"',
    "wide formula": "\uff1d1+1",
    "quoted formula": "'=1+1",
    "quotes and ends of rows": 'a";"b",\n"c',
    "shell": "$(touch ran) `touch ran` ; touch ran | touch ran",
    "format": "%s %n {0} {0.__class__} {} %(x)s \\1 \\g<0> $1 $&",
    "mathematics": "$\\frac{1}{0}$ $x$ \\input{/etc/passwd}",
    "prototype": "__proto__ constructor toString",
    "path": "../../../../etc/passwd",
    "emoji and marks": "👩‍👩‍👧‍👦 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L ﷽ \ufffe\uffff",
    "long": "가나 다" * 2000,
    "long word": "W" * 9000,
}
# None of these may stand in any text.
REFUSED = {
    "terminal colour": "\x1b[31mred",
    "terminal title": "\x1b]0;title\x07",
    "terminal link": "\x1b]8;;https://example.org\x1b\\",
    "C1 control": "\x9b31m",
    "bell": "\x07",
    "backspace": "safe\x08\x08\x08\x08evil",
    "delete": "\x7f",
    "carriage return": "old\rnew",
    "tab before a formula": "\t=1+1",
    "null": "a\x00b",
    "right to left override": "a\u202etxt.exe",
    "isolate": "a\u2066b\u2069",
    "right to left mark": "a\u200fb\u061c",
    "line separator": "a\u2028b",
    "paragraph separator": "a\u2029b",
    "byte-order mark": "a\ufeffb",
    "lone surrogate": "a\ud800b",
    "surrogates the wrong way round": "\udc00\ud800",
}
TEXTS = SHOWN | REFUSED
Path_ = tuple[str | int, ...]


def files() -> dict[str, Any]:
    """Return the files of an atlas with every member that the model knows; arrivals as rows."""
    routes, ways, sources = small_atlas.routes(), small_atlas.ways(), small_atlas.sources()
    case = routes["features"][-1]["properties"]
    case["reviewed"] = [{"rule": "country", "reason": "An islet."}]
    text = {"text_en": "Text.", "text_ko": "글.", "sources": ["paper-1999"]}
    claim = deepcopy(ways["ways"][0]["claims"][0]) | {"id": "whole-claim"}
    ways["atlas"] |= {
        "licence_en": "CC BY 4.0", "licence_ko": "자유 이용", "intro_en": "Begin.", "intro_ko": "처음.",
        "intro_sources": ["paper-1999"], "end_en": "End.", "end_ko": "끝.", "end_sources": ["paper-1999"],
        "about": [{"heading_en": "About", "heading_ko": "소개"} | text], "claims": [claim], "article": "paper-1999",
        "words": [{"key": "outcome.arrived", "text_en": "Came", "text_ko": "왔다"}],
    }  # fmt: skip
    ways["ways"][0] |= {"frequency_note_en": "Few.", "frequency_note_ko": "적다.", "frequency_sources": ["paper-1999"]}
    ways["ways"][0]["story_cases"] = ["river-case"]
    sources[0] |= {
        "title": "A title", "container-title": "A series", "note": "A note.",
        "author": [{"family": "Family", "given": "Given"}, {"literal": "A group"}],
    }  # fmt: skip
    sources[1]["issued"] = {"literal": "early in 2001"}
    rows = list(csv.reader(io.StringIO(small_atlas.ARRIVALS, newline="")))
    return {"routes.geojson": routes, "ways.json": ways, "sources.json": sources, "arrivals.csv": rows}


def fields() -> list[tuple[str, Path_]]:
    """Return file and path of every text in the files, but the words of RFC 7946 itself."""
    found: list[tuple[str, Path_]] = []

    def walk(name: str, value: Any, path: Path_) -> None:
        members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in members:
            walk(name, item, (*path, key))
        if isinstance(value, str) and not (name == "routes.geojson" and path[-1] == "type"):
            found.append((name, path))

    for name, value in files().items():
        walk(name, value, ())
    return found


def put(value: Any, path: Path_, text: str) -> None:
    """Put a text at a path of a file."""
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = text


def write(folder: Path, content: dict[str, Any]) -> Path:
    """Write the files of an atlas and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in content.items():
        if name == "arrivals.csv":
            out = io.StringIO(newline="")
            csv.writer(out).writerows(value)
            (folder / name).write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))
        else:
            (folder / name).write_text(json.dumps(value), encoding="utf-8")
    return folder
