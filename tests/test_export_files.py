from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from geo.errors import FileError
from geo.export import files
from geo.export.files import write_folder, write_whole


@pytest.fixture(params=["unnamed", "named"])
def _way_of_writing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write as Linux can, and as every other system does."""
    if request.param == "named":
        monkeypatch.setattr(files, "UNNAMED", 0)


def has_unnamed(folder: Path) -> bool:
    """Return whether files are written without a name in this folder: some disks cannot."""
    handle = files._open_unnamed(folder)
    if handle is not None:
        os.close(handle)
    return handle is not None


pytestmark = pytest.mark.usefixtures("_way_of_writing")


def test_a_new_file_and_a_replaced_one(tmp_path: Path) -> None:
    path = tmp_path / "지도.html"
    write_whole(path, b"old, and longer")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_the_file_is_as_readable_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_whole(tmp_path / "x", b"")
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"theirs")
    folder = tmp_path / "out"
    folder.mkdir()
    for name, target in (("a", outside), ("b", tmp_path / "nothing"), (".c.new", outside)):
        (folder / name).symlink_to(target)
    for name in "abc":
        write_whole(folder / name, b"ours")
        assert not (folder / name).is_symlink()
    assert outside.read_bytes() == b"theirs"
    assert not (tmp_path / "nothing").exists()
    assert sorted(entry.name for entry in folder.iterdir()) == ["a", "b", "c"]


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "device").symlink_to(os.devnull)
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "device", "pipe"):
        with pytest.raises(FileError, match="is not a regular file"):
            write_whole(tmp_path / name, b"x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("name", ["missing/x", "file/x", "x" * 300, "a\0b", ".."])
def test_what_cannot_be_written_is_a_file_error_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError) as caught:
        write_whole(tmp_path / name, b"x")
    assert "\n" not in str(caught.value)
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("step", ["fsync", "link", "replace"])
def test_a_failure_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "x"
    path.write_bytes(b"old")
    if step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    elif step == "link" and not has_unnamed(tmp_path):
        monkeypatch.setattr(os, "fdopen", fail)
    else:
        monkeypatch.setattr(os, step, fail)
    with pytest.raises(FileError, match=r"cannot be written \(No space left on device\)"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]


def test_an_interrupted_folder_keeps_every_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path / "out", {"a": b"1", "b": b"2"})
    calls: list[int] = []
    real = os.fsync

    def interrupted(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(handle)

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "out", {"a": b"3", "b": b"4"})
    assert {entry.name: entry.read_bytes() for entry in (tmp_path / "out").iterdir()} == {"a": b"1", "b": b"2"}


def test_a_folder_is_made_and_filled(tmp_path: Path) -> None:
    write_folder(tmp_path / "deep" / "out", {"a": b"1", "b": b"2"})
    assert sorted(entry.name for entry in (tmp_path / "deep" / "out").iterdir()) == ["a", "b"]


def test_a_folder_that_is_a_file_is_a_file_error(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(FileError, match="out: cannot be written"):
        write_folder(tmp_path / "out", {"a": b"1"})


def test_a_killed_run_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    killed = (
        "import os, signal, sys; from geo.export import files; files.UNNAMED = int(sys.argv[2]);"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL);"
        "files.write_whole(sys.argv[1], b'new' * 100_000)"
    )
    done = subprocess.run([sys.executable, "-c", killed, path, str(files.UNNAMED)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    left = [entry.name for entry in tmp_path.iterdir() if entry != path]
    assert left == ([] if has_unnamed(tmp_path) else [".x.new"])
    write_whole(path, b"next")
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]
