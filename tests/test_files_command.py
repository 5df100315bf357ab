"""The command and the disk: what it writes, what it leaves alone, and what it says where it cannot write."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import small_atlas
from tests.test_cli import ROOT, run

FULL = Path("/dev/full")  # a disk without room; Linux has it


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_atlas.write(tmp_path / "data")


def started(*arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(ROOT / "make_map.py"), *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_builds_at_once_leave_one_whole_map(tmp_path: Path, data: Path) -> None:
    out = tmp_path / "maps"
    other = small_atlas.write(tmp_path / "other")
    text = (other / "ways.json").read_text(encoding="utf-8")
    (other / "ways.json").write_text(text.replace("Two ways", "Another title"), encoding="utf-8")
    running = [started("build", "-q", "--data", folder, "--out", out) for folder in (data, other, data, other)]
    for process in running:
        assert process.communicate() == ("", "")
        assert process.returncode == 0
    assert {path.name for path in out.iterdir()} == {
        "index.html",
        "routes.geojson",
        "river-way.html",
        "sea-way.html",
    }
    titles = {"Another title" in path.read_text(encoding="utf-8") for path in out.glob("*.html")}
    assert len(titles) == 1


def test_the_folder_of_the_data_is_no_place_for_maps(data: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    (tmp_path / "link").symlink_to(data)
    for out in (data, tmp_path / "link", data / ".." / "data"):
        done = run("build", "--data", data, "--out", out)
        assert (done.returncode, done.stderr.splitlines()[-1]) == (
            2,
            f"{out}: is the folder of the data; name another folder with --out",
        )
    done = run("export", "--data", data, "--way", "sea-way", "-o", data / "routes.geojson")
    assert done.returncode == 2
    assert "the atlas was read from it" in done.stderr
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


@pytest.mark.parametrize("name", ["index.html", "routes.geojson", "sea-way.html"])
def test_a_file_that_somebody_else_made_is_not_replaced(name: str, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "maps"
    out.mkdir()
    text = (data / "routes.geojson").read_text(encoding="utf-8") if name == "routes.geojson" else "<h1>Mine</h1>"
    (out / name).write_text(text, encoding="utf-8")
    done = run("build", "--data", data, "--out", out)
    assert done.returncode == 2
    assert f"{out / name}: was not made by this program" in done.stderr
    assert [(path.name, path.read_text(encoding="utf-8")) for path in out.iterdir()] == [(name, text)]


def test_what_others_keep_beside_the_maps_stays(data: Path, tmp_path: Path) -> None:
    out, outside = tmp_path / "maps", tmp_path / "outside"
    (out / "sub").mkdir(parents=True)
    (out / "notes.txt").write_text("theirs", encoding="utf-8")
    (out / "old-way.html").write_text("theirs", encoding="utf-8")
    outside.write_text("theirs", encoding="utf-8")
    (out / "index.html").symlink_to(outside)
    for _ in range(2):
        assert run("build", "--data", data, "--out", out).returncode == 0
    assert not (out / "index.html").is_symlink()
    assert {path.read_text(encoding="utf-8") for path in (outside, out / "notes.txt", out / "old-way.html")} == {
        "theirs"
    }
    assert len(list(out.iterdir())) == 4 + 3


@pytest.mark.parametrize("command", [["build", "--out"], ["export", "--format", "csv", "-o"], ["new"]])
@pytest.mark.parametrize("what", ["a file", "under a file", "a pipe", "a device", "nothing"])
def test_what_cannot_be_written_is_said(what: str, command: list[str], data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("theirs", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    places = {"a file": "file", "under a file": "file/deep", "a pipe": "pipe", "a device": "/dev/null", "nothing": ""}
    target = str(tmp_path / places[what]) if places[what] else ""
    named = ["--data", str(data)] if command[0] != "new" else []
    done = run(command[0], *named, *command[1:], target)
    if (command[0], what) == ("export", "a file"):
        assert done.returncode == 0  # that is what -o is for
        return
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr
    assert (tmp_path / "file").read_text(encoding="utf-8") == "theirs"
    assert {path.name for path in tmp_path.iterdir()} == {"data", "file", "pipe"}


@pytest.mark.parametrize("command", ["list", "export", "check --format json"])
def test_a_full_disk_behind_standard_output_is_said(command: str, data: Path) -> None:
    arguments = [sys.executable, "make_map.py", *command.split(), "--data", str(data)]
    with FULL.open("wb") as full:
        done = subprocess.run(arguments, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "standard output: cannot be written (No space left on device)\n")


@pytest.mark.parametrize("form", ["gpkg", "fgb", "kml"])
def test_no_room_for_an_export_is_said(form: str, data: Path, tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"
    path.write_bytes(b"old")
    code = (
        "import resource, sys; import geo.cli; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "sys.argv = ['make_map.py', *sys.argv[1:]]; geo.cli.main()"
    )
    command = [sys.executable, "-c", code, "export", "-q", "--data", str(data), "-o", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert path.read_bytes() == b"old"
    assert {entry.name for entry in tmp_path.iterdir()} == {"data", path.name}


def test_letters_that_standard_output_does_not_have(data: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    text = (data / "ways.json").read_text(encoding="utf-8")
    (data / "ways.json").write_text(text.replace('"River way"', '"Río 강"'), encoding="utf-8")
    command = [sys.executable, "make_map.py", "list", "--data", str(data)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "R\\xedo \\uac15" in done.stdout


def test_problems_as_json_cannot_steer_a_terminal(tmp_path: Path) -> None:
    folder = small_atlas.write(tmp_path / "a\x9b31m\u202eb")
    (folder / "sources.json").write_text("{", encoding="utf-8")
    done = run("check", "--data", folder, "--format", "json")
    assert done.returncode == 1
    assert all(c.isprintable() or c == "\n" for c in done.stdout + done.stderr)
    assert json.loads(done.stdout)[0]["path"] == str(folder / "sources.json")


def test_a_killed_export_leaves_no_folder_behind(data: Path, tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    code = (
        "import os, signal, sqlite3; from geo.cli import main;"
        "sqlite3.connect = lambda path: os.kill(os.getpid(), signal.SIGKILL);"
        f"main(['export', '--data', {str(data)!r}, '-o', {str(tmp_path / 'atlas.gpkg')!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(room)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (-signal.SIGKILL, b"")  # the pipes end with the last process of the run
    assert list(room.iterdir()) == []
    assert not (tmp_path / "atlas.gpkg").exists()


def test_a_page_of_a_way_that_is_no_more_is_named(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "maps"
    assert run("build", "--data", data, "--out", out).returncode == 0
    (out / "notes.html").write_text("<h1>Mine</h1>", encoding="utf-8")
    for name in ("ways.json", "routes.geojson"):
        text = (data / name).read_text(encoding="utf-8")
        (data / name).write_text(text.replace('"sea-way"', '"lake-way"'), encoding="utf-8")
    for _ in range(2):  # made, and found fresh
        done = run("build", "--data", data, "--out", out)
        assert done.returncode == 0
        assert f"{out / 'sea-way.html'}: is the page of a way that is no more; delete it" in done.stderr
    done = run("build", "--check", "--data", data, "--out", out)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        f"{out}: pages of ways that are no more: sea-way.html; delete them",
    )
    (out / "sea-way.html").unlink()
    assert run("build", "--check", "--data", data, "--out", out).returncode == 0


def test_check_of_a_way_needs_its_page(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "maps"
    assert run("build", "--check", "--way", "sea-way", "--data", data, "--out", out).returncode == 1
    assert run("build", "--way", "sea-way", "--data", data, "--out", out).returncode == 0
    assert run("build", "--check", "--way", "sea-way", "--data", data, "--out", out).returncode == 0


def test_what_a_killed_run_left_goes_with_the_next_that_has_nothing_to_do(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "maps"
    assert run("build", "--data", data, "--out", out).returncode == 0
    (out / ".index.html.make-map-old").write_bytes(b"old")
    assert run("build", "--data", data, "--out", out).returncode == 0
    assert not (out / ".index.html.make-map-old").exists()


@pytest.mark.parametrize("name", ["x" * 300, "y/" * 3000, "loop", "loop/in"])
@pytest.mark.parametrize("command", ["build", "check", "export"])
def test_a_path_that_cannot_be_is_a_sentence(name: str, command: str, data: Path, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    path = f"{tmp_path}/{name}"
    arguments = {
        "build": ("build", "--data", data, "--out", path),
        "check": ("build", "--check", "--data", data, "--out", path),
        "export": ("export", "--data", data, "-o", f"{path}/x.geojson"),
    }[command]
    done = run(*arguments)
    assert "Traceback" not in done.stderr
    assert done.returncode == (1 if "is stale" in done.stderr or "not what" in done.stderr else 2)


def test_a_link_into_the_system_is_not_replaced(data: Path, tmp_path: Path) -> None:
    link = tmp_path / "out.geojson"
    link.symlink_to("/proc/self/fd/1")
    command = [sys.executable, "make_map.py", "export", "--data", str(data), "-o", str(link)]
    with (tmp_path / "f").open("wb") as file:
        done = subprocess.run(command, cwd=ROOT, stdout=file, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"{link}: leads to /proc/self/fd/1; expected the name of a file\n")
    assert link.is_symlink()


@pytest.mark.parametrize("command", ["build", "export", "list", "check"])
def test_closed_streams_leave_no_traceback(command: str, data: Path, tmp_path: Path) -> None:
    out = f" --out {tmp_path / 'maps'}" if command == "build" else ""
    for closed, codes in ((">&-", {0, 2}), ("2>&-", {0})):
        shell = f"{sys.executable} make_map.py {command} --data {data}{out} {closed}"
        done = subprocess.run(["sh", "-c", shell], cwd=ROOT, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr
        assert done.returncode in codes


def test_help_that_cannot_be_written_is_a_sentence() -> None:
    with FULL.open("wb") as full:
        command = [sys.executable, "make_map.py", "--help"]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "standard output: cannot be written (No space left on device)\n")
