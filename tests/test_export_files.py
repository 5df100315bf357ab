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
    for name, target in (("a", outside), ("b", tmp_path / "nothing"), (".c.make-map-new", outside)):
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


def test_the_longest_name_that_a_disk_takes(tmp_path: Path) -> None:
    name = "가" * 85
    for data in (b"old", b"new"):
        write_whole(tmp_path / name, data)
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [(name, b"new")]


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
    with pytest.raises(FileError, match="out: is a file; expected a folder"):
        write_folder(tmp_path / "out", {"a": b"1"})
    with pytest.raises(FileError, match="cannot be written"):
        write_folder(tmp_path / "out" / "deep", {"a": b"1"})
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


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
    assert left == ([] if has_unnamed(tmp_path) else [".x.make-map-new"])
    write_whole(path, b"next")
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]


# ------------------------------------------------------------------ runs that are killed, at once, without room

NAMES = [f"{number}.html" for number in range(3)]
WRITE = """
import os, signal, sys
from geo.export import files
from geo.errors import FileError

files.UNNAMED, folder, letter = int(sys.argv[1]), sys.argv[2], sys.argv[3].encode()
content = {f"{number}.html": letter * 200_000 for number in range(3)}
"""


def child(code: str, folder: Path, letter: str, *more: str) -> subprocess.Popen[str]:
    """Start a process that runs code after `WRITE`."""
    command = [sys.executable, "-c", WRITE + code, str(files.UNNAMED), str(folder), letter, *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def letters(folder: Path) -> list[str]:
    """Return what the files of a folder are filled with; each must be whole."""
    found = [(folder / name).read_bytes() for name in NAMES]
    assert all(len(data) == 200_000 and len(set(data)) == 1 for data in found)
    return [chr(data[0]) for data in found]


def litter(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()} - set(NAMES)


KILLED = """
def dying(step):
    count = 0
    def counted(function):
        def call(*arguments, **named):
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **named)
        return call
    for name in ("open", "fsync", "link", "replace", "unlink", "close"):
        setattr(os, name, counted(getattr(os, name)))
    files.write_folder(folder, content)
    os._exit(0)

step = code = 0
while not step or code:
    step += 1
    pid = os.fork() or dying(step)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(code, flush=True)
    sys.stdin.readline()
"""


def test_a_run_killed_at_any_step_leaves_whole_files_and_the_next_cleans_up(tmp_path: Path) -> None:
    old = dict.fromkeys(NAMES, b"a" * 200_000)
    write_folder(tmp_path, old)
    process = child(KILLED, tmp_path, "b")
    assert process.stdout is not None
    assert process.stdin is not None
    codes, seen = [], set()
    for code in process.stdout:
        codes.append(int(code))
        seen.update(letters(tmp_path))
        assert len(litter(tmp_path)) <= len(NAMES)
        write_folder(tmp_path, old)
        assert litter(tmp_path) == set()
        process.stdin.write("\n")
        process.stdin.flush()
    process.communicate()
    assert set(codes[:-1]) == {-signal.SIGKILL}
    assert codes[-1] == 0
    assert len(codes) > 3 * len(NAMES)
    assert seen == {"a", "b"}


def test_runs_at_once_leave_the_files_of_one_of_them(tmp_path: Path) -> None:
    again = "for _ in range(8): files.write_folder(folder, content)"
    running = [child(again, tmp_path, letter) for letter in "abcd"]
    for process in running:
        _, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
    assert len(set(letters(tmp_path))) == 1
    assert litter(tmp_path) == set()


def test_a_run_that_cannot_have_the_folder_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold = "with files._alone(files.Path(folder)): print('held', flush=True); signal.pause()"
    process = child(hold, tmp_path, "a")
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    monkeypatch.setattr(files, "LONGEST_WAIT", 0.0)
    with pytest.raises(FileError, match="another run has been writing there"):
        write_whole(tmp_path / "x", b"x")
    process.kill()
    process.communicate()
    write_whole(tmp_path / "x", b"x")  # a killed run keeps nobody waiting
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]


def test_a_request_to_stop_waits_until_all_files_are_in_place(tmp_path: Path) -> None:
    write_folder(tmp_path, dict.fromkeys(NAMES, b"a" * 200_000))
    code = "real = files._place\n"
    code += "files._place = lambda *a: (os.kill(os.getpid(), signal.SIGTERM), real(*a))\n"
    process = child(code + "files.write_folder(folder, content)", tmp_path, "b")
    process.communicate()
    assert process.returncode == -signal.SIGTERM
    assert letters(tmp_path) == ["b"] * 3


def test_no_room_leaves_the_old_files_and_no_litter(tmp_path: Path) -> None:
    write_folder(tmp_path, dict.fromkeys(NAMES, b"a" * 200_000))
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
    code += "try: files.write_folder(folder, content)\nexcept FileError as error: print(error)"
    output, errors = child(code, tmp_path, "b").communicate()
    assert errors == ""
    assert output == f"{tmp_path}: cannot be written (File too large)\n"
    assert letters(tmp_path) == ["a"] * 3
    assert litter(tmp_path) == set()


def test_a_folder_that_was_made_for_nothing_goes_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "there").mkdir()
    monkeypatch.setattr(os, "fsync", full)
    for folder in (tmp_path / "new" / "deep", tmp_path / "there"):
        with pytest.raises(FileError, match="No space left"):
            write_folder(folder, {"a": b"1"})
    assert [entry.name for entry in tmp_path.iterdir()] == ["there"]


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    code = "os.geteuid() or os.setuid(65534)  # whoever may do everything becomes somebody who may not\n"
    code += "try: files.write_folder(folder, content)\nexcept FileError as error: print(error)"
    (tmp_path / "shut").mkdir(mode=0o555)
    output, errors = child(code, tmp_path / "shut", "b").communicate()
    assert errors == ""
    assert output.endswith(": cannot be written (Permission denied)\n")
    assert list((tmp_path / "shut").iterdir()) == []


def test_what_others_keep_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "x").write_bytes(b"theirs")
    (tmp_path / "notes.txt").write_bytes(b"theirs")
    write_folder(tmp_path, {"a": b"1"})
    assert {entry.name for entry in tmp_path.iterdir()} == {"a", "notes.txt", "sub"}
    assert (tmp_path / "sub" / "x").read_bytes() == b"theirs"
