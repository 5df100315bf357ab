"""Every hostile text in every field of every file: shown as it is or refused, by the loader and by all that is made."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from geo import checks
from geo.cli import main
from geo.errors import printable
from geo.export import exported
from geo.load import load, read
from geo.model import Atlas
from geo.picture import picture_bytes
from geo.site import page_text
from tests import hostile_atlas
from tests.hostile_atlas import REFUSED, SHOWN, TEXTS, fields, files, put, write

# Members that take any text, as those do that stand once a language; others take ids, listed words, dates, colours.
FREE = {"title", "note", "publisher", "family", "given", "literal", "container-title", "reason"}


def is_free(file: str, path: hostile_atlas.Path_) -> bool:
    if file == "arrivals.csv":
        return isinstance(path[0], int) and path[0] > 0 and path[1] in {5, 6}
    last = str(path[-1]) if isinstance(path[-1], str) else str(path[-2])
    named = last in FREE or last == "public_figures" or (file == "sources.json" and last == "type")
    return named or last.endswith(("_en", "_ko"))


@cache
def free_fields() -> tuple[tuple[str, hostile_atlas.Path_], ...]:
    return tuple(field for field in fields() if is_free(*field))


def test_the_atlas_without_them_is_read(tmp_path: Path) -> None:
    assert len(load(write(tmp_path, files())).features) == 11
    assert len(free_fields()) > 100
    assert len(fields()) - len(free_fields()) > 100


@pytest.mark.parametrize("text", list(TEXTS), ids=list(TEXTS))
def test_every_field_takes_it_as_it_is_or_refuses_it(text: str, tmp_path: Path) -> None:
    """Each field alone: free text takes what may be shown; nothing takes anything else, and what is said is plain."""
    for number, (file, path) in enumerate(fields()):
        content = files()
        put(content[file], path, TEXTS[text])
        atlas, problems = read(write(tmp_path, content))
        taken = not problems and atlas is not None
        if is_free(file, path):
            assert taken == (text in SHOWN), (file, path)
        elif taken and atlas is not None:  # a reference is held by the checks, a language decides which members are
            problems = checks.check(atlas)
            assert any(problem.level == "error" for problem in problems), (number, file, path)
        assert all(str(problem).isprintable() and len(str(problem)) < 2000 for problem in problems), (file, path)


@cache
def spoilt(text: str, folder: Path) -> Atlas:
    """Return an atlas in which every field of free text is a hostile one, by a number told from all others."""
    content = files()
    for number, (file, path) in enumerate(free_fields()):
        put(content[file], path, (SHOWN[text] + f" #{number}")[-9990:] if text else f"가 #{number}")
    return load(write(folder / "spoilt", content))


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes, the code of its scripts, its addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.code: list[str] = []
        self.data: list[str] = []
        self.addresses: list[str] = []
        self._into: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action", "xlink:href"}]
        if tag in {"script", "style"}:
            self._into = self.data if ("type", "application/json") in attrs else self.code
            self._into.append("")

    def handle_endtag(self, tag: str) -> None:
        self._into = None
        self.tags.append(("/" + tag,))

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data


def leaves(value: object) -> list[str]:
    """Return every text in a JSON value."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in leaves(item)]
    if isinstance(value, list):
        return [text for item in value for text in leaves(item)]
    return [value] if isinstance(value, str) else []


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """The same atlas with harmless texts."""
    return spoilt("", tmp_path_factory.mktemp("plain"))


@pytest.fixture(params=list(SHOWN))
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Atlas]:
    return SHOWN[request.param], spoilt(request.param, tmp_path_factory.getbasetemp() / request.param.replace(" ", "-"))


@pytest.mark.parametrize("way", [None, "sea-way"])
def test_page_has_the_same_elements_and_scripts(hostile: tuple[str, Atlas], plain: Atlas, way: str | None) -> None:
    text, atlas = hostile
    page, harmless = Elements(page_text(atlas, way)), Elements(page_text(plain, way))
    assert page.tags == harmless.tags
    assert page.code == harmless.code
    assert page.addresses == harmless.addresses
    assert "default-src 'none'" in page_text(atlas, way)
    assert not any(name.startswith("on") for _, *names in page.tags for name in names)
    kept = leaves([json.loads(block) for block in page.data])
    assert sum(text[-500:] in leaf for leaf in kept) > 50


def test_geojson_holds_it_as_it_was(hostile: tuple[str, Atlas]) -> None:
    _, atlas = hostile
    taken = json.loads(exported(atlas, "geojson"))["features"]
    for feature, given in zip(taken, atlas.features, strict=True):
        assert feature["properties"]["name_en"] == given.properties.name["en"]
        assert feature["properties"]["summary_ko"] == given.properties.summary["ko"]


@pytest.mark.parametrize("form", ["kml", "gpx"])
def test_kml_and_gpx_have_the_same_elements(form: str, hostile: tuple[str, Atlas], plain: Atlas) -> None:
    text, atlas = hostile
    root, harmless = (ElementTree.fromstring(exported(one, form)) for one in (atlas, plain))
    assert [(node.tag, sorted(node.attrib)) for node in root.iter()] == [
        (node.tag, sorted(node.attrib)) for node in harmless.iter()
    ]
    shown = text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    assert sum(shown[-500:] in (node.text or "") for node in root.iter()) > 20
    described = [node for node in root.iter() if node.tag.endswith("}description")]
    for node, other in zip(described, (n for n in harmless.iter() if n.tag.endswith("}description")), strict=True):
        here, there = Elements(node.text or ""), Elements(other.text or "")
        if form == "kml" and there.tags:
            assert here.tags == there.tags
            assert all(address.startswith(("https://", "http://")) for address in here.addresses)


def test_no_cell_of_csv_is_a_formula(hostile: tuple[str, Atlas]) -> None:
    _, atlas = hostile
    rows = list(csv.reader(io.StringIO(exported(atlas, "csv").decode("utf-8"), newline="")))
    assert len(rows) == len(atlas.features) + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    for row in rows[1:]:
        for name, cell in zip(rows[0], row, strict=True):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝")) or name in {"lon", "lat"}


def test_geopackage_holds_it_as_it_was(hostile: tuple[str, Atlas], tmp_path: Path) -> None:
    _, atlas = hostile
    path = tmp_path / "atlas.gpkg"
    path.write_bytes(exported(atlas, "gpkg"))
    database = sqlite3.connect(path)
    taken = {row for way in atlas.ways for row in database.execute(f'SELECT id, name_en FROM "{way.id}"')}  # noqa: S608
    styles = database.execute("SELECT styleQML FROM layer_styles").fetchall()
    database.close()
    assert taken == {(feature.id, feature.properties.name["en"]) for feature in atlas.features}
    assert [ElementTree.fromstring(style).tag for (style,) in styles] == ["qgis"] * len(atlas.ways)


def test_terminal_prints_a_line_for_a_line(
    hostile: tuple[str, Atlas], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text, atlas = hostile
    folder = Path(atlas.files["ways.json"].path).parent
    listed = CliRunner().invoke(main, ["list", "--data", str(folder)])
    checked = CliRunner().invoke(main, ["check", "--data", str(folder)])
    as_json = CliRunner().invoke(main, ["check", "--format", "json", "--data", str(folder)])
    assert listed.exit_code == 0
    assert len(listed.output.splitlines()) == 1 + len(atlas.ways)
    assert all(line.isprintable() for line in (listed.output + checked.output).splitlines())
    assert printable(text)[-500:] in listed.output
    assert checked.exit_code in {0, 1}
    assert isinstance(json.loads(as_json.stdout), list)


@pytest.mark.parametrize("name", ["mathematics", "template literal", "script", "format"])
def test_picture_draws_it_as_text(name: str, tmp_path: Path) -> None:
    drawing = picture_bytes(spoilt(name, tmp_path), ".svg")
    tags = {node.tag.rpartition("}")[2] for node in ElementTree.fromstring(drawing).iter()}
    assert tags & {"script", "image", "foreignObject", "a"} == set()


@pytest.mark.parametrize("text", list(REFUSED), ids=list(REFUSED))
def test_no_answer_of_the_command_steers_a_terminal(text: str, tmp_path: Path) -> None:
    content = files()
    for file, path in fields():
        put(content[file], path, REFUSED[text])
    folder = write(tmp_path, content)
    for command in (["check"], ["check", "--format", "json"], ["list"], ["export"], ["build", "--out", "x"]):
        done = CliRunner().invoke(main, [*command, "--data", str(folder)])
        assert done.exit_code == 1
        assert all(line.isprintable() for line in done.output.splitlines()), command
