"""The command: what it writes, says and exits with."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geo.load import load

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"


def run(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    command = [sys.executable, str(ROOT / "make_map.py"), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the data with a slip in three files."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    for name, right, wrong in [
        ("routes.geojson", '"mode": "rail"', '"mode": "train"'),
        ("ways.json", '"verdict": "supported"', '"verdict": "true"'),
        ("arrivals.csv", "1999,148", "1999,many"),
    ]:
        text = (folder / name).read_text(encoding="utf-8")
        assert right in text
        (folder / name).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    return folder


def test_build_writes_a_page_of_all_a_page_a_way_and_the_data(tmp_path: Path) -> None:
    done = run("build", "--out", tmp_path / "maps")
    assert (done.returncode, done.stdout) == (0, "")
    ways = {way.id for way in load(DATA).ways}
    assert {path.name for path in (tmp_path / "maps").iterdir()} == {"index.html", "routes.geojson"} | {
        f"{way}.html" for way in ways
    }


def test_build_is_the_default_and_repeats_itself_to_the_byte(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    first = run(cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    before = {path.name: path.read_bytes() for path in (tmp_path / "maps").iterdir()}
    assert run("build", "--data", DATA, "--out", tmp_path / "again").returncode == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == before


def test_check_says_when_maps_are_stale_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "maps"
    assert run("build", "--check", "--out", out).returncode == 1
    assert not out.exists()
    assert run("build", "--out", out).returncode == 0
    assert run("build", "--check", "--out", out).returncode == 0
    (out / "dmz.html").write_text("old", encoding="utf-8")
    done = run("build", "--check", "--out", out)
    assert done.returncode == 1
    assert "dmz.html" in done.stderr
    assert (out / "dmz.html").read_text(encoding="utf-8") == "old"


def test_committed_maps_are_fresh() -> None:
    done = run("build", "--check")
    assert done.returncode == 0, done.stderr


def test_one_way_alone(tmp_path: Path) -> None:
    assert run("build", "--way", "dmz", "--out", tmp_path).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["dmz.html"]


def test_every_problem_is_told_with_file_line_and_feature(broken: Path) -> None:
    done = run("check", "--data", broken)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    assert any(
        line.startswith(f"{broken}/routes.geojson:") and "[unknown-word]" in line and 'feature "' in line
        for line in lines
    )
    assert any(line.startswith(f"{broken}/ways.json:") and "'true'" in line for line in lines)
    assert any(line.startswith(f"{broken}/arrivals.csv:3: [csv]") for line in lines)


def test_problems_as_json(broken: Path) -> None:
    done = run("check", "--data", broken, "--format", "json")
    problems = json.loads(done.stdout)
    assert done.returncode == 1
    assert {"path", "line", "rule", "feature", "message"} <= set(problems[0])
    assert {Path(problem["path"]).name for problem in problems} >= {"routes.geojson", "arrivals.csv"}


def test_sound_data_is_told_in_json_too() -> None:
    done = run("check", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_wrong_data_leaves_the_old_maps_whole(broken: Path, tmp_path: Path) -> None:
    out = tmp_path / "maps"
    assert run("build", "--way", "dmz", "--out", out).returncode == 0
    before = (out / "dmz.html").read_bytes()
    assert run("build", "--data", broken, "--out", out).returncode == 1
    assert run("export", "--data", broken, "-o", out / "x.geojson").returncode == 1
    assert [path.name for path in out.iterdir()] == ["dmz.html"]
    assert (out / "dmz.html").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--data", "no-such-folder"],
        ["build", "--way", "nowhere"],
        ["export", "--kind", "boat"],
        ["export", "--format", "shapefile"],
        ["export", "-o", "/no/such/folder/x.geojson"],
        ["build", "--out", "/proc/nowhere"],
        ["frobnicate"],
        ["check", "--format", "xml"],
        ["build", "--nonsense"],
    ],
)
def test_wrong_usage_and_unreadable_files_exit_with_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


@pytest.mark.parametrize("name", ["routes.geojson", "ways.json", "sources.json"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    (folder / name).unlink()
    done = run("check", "--data", folder)
    assert done.returncode == 2
    assert name in done.stderr


def test_broken_json_is_told_with_its_line(tmp_path: Path) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    lines = (folder / "sources.json").read_text(encoding="utf-8").splitlines()
    lines[40] = lines[40] + " oops"
    (folder / "sources.json").write_text("\n".join(lines), encoding="utf-8")
    done = run("check", "--data", folder)
    assert done.returncode == 1
    assert f"{folder}/sources.json:41: [json]" in done.stderr


def test_list_counts_every_feature() -> None:
    done = run("list")
    rows = [line.split() for line in done.stdout.splitlines()[1:]]
    assert sum(int(cell) for row in rows for cell in row[2:6]) == len(load(DATA).features)
    assert [int(row[0]) for row in rows] == list(range(10, 0, -1))


def test_export_pipes_geojson() -> None:
    done = run("export", "--way", "dmz", "--kind", "case")
    collection = json.loads(done.stdout)
    assert done.returncode == 0
    assert {feature["properties"]["kind"] for feature in collection["features"]} == {"case"}
    assert {feature["properties"]["way"] for feature in collection["features"]} == {"dmz"}


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} make_map.py export | head -c 10"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_nothing_steers_the_terminal(tmp_path: Path) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    text = (folder / "routes.geojson").read_text(encoding="utf-8")
    (folder / "routes.geojson").write_text(
        text.replace('"mode": "rail"', '"mode": "\\u001b[31mred\\u0007"', 1), encoding="utf-8"
    )
    done = run("check", "--data", folder)
    assert done.returncode == 1
    assert "\x1b" not in done.stderr + done.stdout
    assert "\x07" not in done.stderr + done.stdout


def test_no_progress_bar_when_piped(tmp_path: Path) -> None:
    done = run("build", "--way", "dmz", "--out", tmp_path)
    assert "\x1b" not in done.stderr
    assert "drawing" not in done.stderr


@pytest.mark.parametrize("name", ["build", "check", "list", "export"])
def test_each_command_has_help(name: str) -> None:
    done = run(name, "--help")
    assert done.returncode == 0
    assert "--data" in done.stdout


def test_version_is_the_packages() -> None:
    import geo

    assert run("--version").stdout.strip() == f"make_map.py {geo.__version__}"


def test_interrupt_leaves_no_traceback() -> None:
    code = (
        "import os, signal, sys, geo.cli\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it\n"
        "sys.argv = ['make_map.py', 'list']\n"
        "geo.cli.load_atlas = lambda folder: os.kill(os.getpid(), signal.SIGINT)\n"
        "geo.cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "stopped\n")
