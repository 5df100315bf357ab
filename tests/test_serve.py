"""The live preview: what it answers and refuses, what it shows while the data is wrong, and how it ends."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geo import preview as previews
from geo.errors import UsageError
from geo.preview import Preview, changes, signature_of
from geo.serve import Server, report
from geo.site import page_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.model import Atlas

ROOT = Path(__file__).parents[1]
Look = tuple[int, int, int]


@pytest.fixture
def preview(atlas_folder: Path) -> Preview:
    """Return the preview of a folder that has been looked at once."""
    made = Preview(atlas_folder)
    made.refresh()
    return made


@pytest.fixture
def server(preview: Preview) -> Iterator[Server]:
    """Yield a running server."""
    with Server(preview, 0) as running:
        running.start()
        yield running
        preview.close()
        running.stop()


def ask(server: Server, path: str, host: str | None = None, method: str = "GET") -> tuple[int, str, dict[str, str]]:
    """Return status, text and headers of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    if host != "":
        connection.putheader("Host", host or f"127.0.0.1:{server.port}")
    connection.endheaders()
    answer = connection.getresponse()
    result = answer.status, answer.read().decode(), dict(answer.getheaders())
    connection.close()
    return result


def spoil(folder: Path) -> str:
    """Break ways.json and return its text as it was."""
    good = (folder / "ways.json").read_text(encoding="utf-8")
    (folder / "ways.json").write_text(good.replace('"colour"', '"color"', 1), encoding="utf-8")
    return good


def test_pages_and_data_are_answered_from_memory(server: Server, atlas: Atlas) -> None:
    status, text, headers = ask(server, "/")
    assert status == 200
    assert f'data-version="{server.preview.version}"' in text
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    for way in atlas.ways:
        assert ask(server, f"/{way.id}.html")[0] == 200
    status, text, headers = ask(server, "/routes.geojson")
    assert headers["Content-Type"] == "application/geo+json"
    assert len(json.loads(text)["features"]) == len(atlas.features)


@pytest.mark.parametrize(
    "path",
    ["/../ways.json", "/%2e%2e/ways.json", "//etc/passwd", "/ways.json", "/nowhere.html", "/river-way", "/.html"],
)
def test_nothing_but_the_pages_is_answered(server: Server, path: str) -> None:
    assert ask(server, path)[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example:80", ""])
def test_other_hosts_are_refused(server: Server, host: str) -> None:
    status, text, _ = ask(server, "/", host)
    assert status == 421
    assert "<html" not in text


def test_localhost_is_the_same_host(server: Server) -> None:
    assert ask(server, "/", f"LOCALHOST:{server.port}")[0] == 200


def test_it_listens_on_loopback_and_takes_no_other_method(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert ask(server, "/", method="POST")[0] == 501
    assert ask(server, "/", method="HEAD")[:2] == (200, "")


def test_only_a_live_page_may_ask_its_server(preview: Preview, atlas: Atlas) -> None:
    found = preview.page("index.html")
    assert found
    assert "connect-src 'self'" in found[1].decode()
    plain = page_text(atlas)
    assert "connect-src" not in plain
    assert "/live" not in plain
    assert "data-version" not in plain


def test_the_last_good_map_stays_while_the_data_is_wrong(preview: Preview) -> None:
    before, version = preview.page("index.html"), preview.version
    good = spoil(preview.folder)
    preview.refresh()
    assert preview.wrong
    assert preview.page("index.html") == before
    news = json.loads(preview.news(-1))
    assert news["version"] == version
    assert news["problems"][0]["level"] == "error"
    assert "ways.json:" in news["problems"][0]["text"]
    (preview.folder / "ways.json").write_text(good, encoding="utf-8")
    preview.refresh()
    assert not preview.wrong
    assert preview.version > version


def test_a_file_that_is_gone_is_told_and_the_map_stays(preview: Preview) -> None:
    (preview.folder / "sources.json").unlink()
    preview.refresh()
    assert preview.wrong
    assert "is not there" in preview.lines()[0]["text"]
    assert preview.page("index.html")


def test_a_page_waits_where_there_was_no_good_state(atlas_folder: Path) -> None:
    spoil(atlas_folder)
    waiting = Preview(atlas_folder)
    waiting.refresh()
    kind, page = waiting.page("index.html") or ("", b"")
    assert kind.startswith("text/html")
    assert "Atlas.watch(0" in page.decode()
    assert "connect-src 'self'" in page.decode()
    assert waiting.page("routes.geojson") is None
    assert json.loads(waiting.news(-1))["version"] == 0


def test_hostile_text_stays_text(preview: Preview) -> None:
    text = (preview.folder / "ways.json").read_text(encoding="utf-8")
    broken = text.replace('"colour": "', '"colour": "</script><img src=x onerror=alert(1)>', 1)
    (preview.folder / "ways.json").write_text(broken, encoding="utf-8")
    preview.refresh()
    assert "</script>" in json.loads(preview.news(-1))["problems"][0]["text"]
    assert "alert(1)" not in preview.page("index.html")[1].decode()  # type: ignore[index]


def test_only_the_page_that_is_asked_for_is_made(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str | None] = []
    original = previews.render_page

    def counted(atlas: Atlas, way: str | None, *rest: object) -> str:
        made.append(way)
        return original(atlas, way, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(previews, "render_page", counted)
    for _ in range(3):
        preview.page("index.html")
    assert made == [None]
    preview.refresh()
    preview.page("index.html")
    assert made == [None, None]


def test_news_come_when_there_is_a_look(preview: Preview) -> None:
    answers: list[bytes] = []
    waiting = threading.Thread(target=lambda: answers.append(preview.news(preview.seen)))
    waiting.start()
    preview.refresh()
    waiting.join(10)
    assert json.loads(answers[0])["seen"] == preview.seen


@pytest.mark.parametrize("told_by_system", [True, False])
def test_a_change_is_seen(atlas_folder: Path, monkeypatch: pytest.MonkeyPatch, told_by_system: bool) -> None:
    if not told_by_system:
        monkeypatch.setattr(previews, "find_spec", lambda name: None)
    before = signature_of(atlas_folder)
    (atlas_folder / "arrivals.csv").unlink()
    seen = next(changes(atlas_folder, before))
    assert seen == signature_of(atlas_folder) != before


@pytest.mark.parametrize(
    ("settled", "looks", "seen"),
    [
        (True, [(1, 9, 1)], (1, 9, 1)),  # the system has waited: one look is enough
        (False, [(1, 9, 1), (2, 9, 1), (2, 9, 1)], (2, 9, 1)),
        (True, [(1, 0, 1), (2, 9, 1), (2, 9, 1)], (2, 9, 1)),  # emptied, then written
        (True, [(1, 0, 1), (1, 0, 1)], (1, 0, 1)),  # and one that stays empty
    ],
)
def test_a_file_that_is_being_written_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: bool, looks: list[Look], seen: Look
) -> None:
    left = iter(looks)
    monkeypatch.setattr(previews, "_ticks", lambda folder: iter([settled]))
    monkeypatch.setattr(previews, "signature_of", lambda folder, after=0.0: (next(left),))
    assert list(changes(tmp_path, (None,))) == [(seen,)]
    assert list(left) == []


def test_what_is_wrong_is_told_with_its_level_and_that_the_page_stays(preview: Preview) -> None:
    told: list[str] = []
    complaints: list[tuple[str, str]] = []
    good = spoil(preview.folder)
    routes = (preview.folder / "routes.geojson").read_text(encoding="utf-8")
    (preview.folder / "routes.geojson").write_text(routes.replace('"kind"', '"sort"', 1), encoding="utf-8")
    preview.refresh()
    report(preview, told.append, lambda text, level: complaints.append((text, level)))
    assert told == ["the page keeps the last good state"]
    assert {level for _, level in complaints} == {"error"}
    for name in ("ways.json", "routes.geojson"):  # two files at once
        assert any(f"{name}:" in text for text, _ in complaints)
    (preview.folder / "ways.json").write_text(good, encoding="utf-8")
    (preview.folder / "routes.geojson").write_text(routes, encoding="utf-8")
    preview.refresh()
    report(preview, told.append, lambda text, level: complaints.append((text, level)))
    assert len(told) == 1


def test_errors_are_told_to_the_quiet_too(atlas_folder: Path) -> None:
    spoil(atlas_folder)
    command = [sys.executable, str(ROOT / "make_map.py"), "-q", "serve", "--data", str(atlas_folder), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    assert "ways.json:" in process.stderr.readline()
    process.terminate()
    process.communicate(timeout=30)


def test_a_port_that_is_taken_is_a_sentence(preview: Preview) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="choose another with --port"):
            Server(preview, taken.getsockname()[1])


def test_ctrl_c_ends_it_with_0_and_no_traceback(atlas_folder: Path) -> None:
    # The handler is set anew: a shell that runs the tests in the background ignores the signal.
    start = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\nfrom geo.cli import main\nmain()"
    )
    command = [sys.executable, "-c", start, "serve", "--data", str(atlas_folder), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    while "Ctrl-C" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=30)[1]
    assert process.returncode == 0
    assert "Traceback" not in rest


def test_an_address_that_is_none_is_answered_so(server: Server) -> None:
    assert ask(server, "http://[x/")[0] == 400
    assert ask(server, "http://[x/", host="elsewhere.example")[0] == 421
