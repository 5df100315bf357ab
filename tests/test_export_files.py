from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.errors import FileError
from geo.export import files
from geo.export.files import write_folder, write_whole


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


@pytest.mark.parametrize("step", ["fsync", "fdopen", "replace"])
def test_a_failure_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "x"
    path.write_bytes(b"old")
    if step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
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


# ------------------------------------------------------------------ runs that are killed, at once, without room

NAMES = [f"{number}.html" for number in range(3)]
WRITE = """
import os, signal, sys
from geo.export import files
from geo.errors import FileError

folder, letter = sys.argv[1], sys.argv[2].encode()
content = {f"{number}.html": letter * 200_000 for number in range(3)}
"""


def child(code: str, folder: Path, letter: str, *more: str) -> subprocess.Popen[str]:
    """Start a process that runs code after `WRITE`."""
    command = [sys.executable, "-c", WRITE + code, str(folder), letter, *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, start_new_session=True)


def letters(folder: Path) -> list[str]:
    """Return what the files of a folder are filled with; each must be whole."""
    found = [(folder / name).read_bytes() for name in NAMES]
    assert all(len(data) == 200_000 and len(set(data)) == 1 for data in found)
    return [chr(data[0]) for data in found]


def litter(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()} - set(NAMES)


# Writes again and again, each time with a kill at the next step that the program or its second process takes; says when
# nobody is left of that run, whether there was a kill, and how the program ended; waits for a line before the next.
KILLED = """
counted, killed = sys.argv[3:]

def dying(step, end):
    program, count = os.getpid(), 0
    def deadly(function):
        def call(*arguments, **named):
            nonlocal count
            if counted == ("program" if os.getpid() == program else "second"):
                count += 1
                if count == step:
                    real_write(end, b"k")
                    for pid in {"program": [program], "second": [os.getpid()], "both": [program, os.getpid()]}[killed]:
                        os.kill(pid, signal.SIGKILL)
            return function(*arguments, **named)
        return call
    real_write = os.write
    for name in "open fsync link replace unlink close mkdir rmdir fork setsid pipe read write set_blocking".split():
        setattr(os, name, deadly(getattr(os, name)))
    files.write_folder(folder, content)
    os._exit(0)

step, ended = 0, b"k"
while ended:
    step += 1
    start, end = os.pipe()
    pid = os.fork() or dying(step, end)
    os.close(end)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    ended = os.read(start, 1) and os.read(start, 1) + b"k"
    os.close(start)
    print(len(ended), code, flush=True)
    sys.stdin.readline()
"""


def killed_at_every_step(folder: Path, counted: str, killed: str) -> Iterator[int]:
    """Write b into a folder, killed at every step; yields how the program ended when nobody is left of a run."""
    process = child(KILLED, folder, "b", counted, killed)
    assert process.stdout is not None
    assert process.stdin is not None
    for line in process.stdout:
        was_killed, code = map(int, line.split())
        assert was_killed or code == 0
        yield code
        process.stdin.write("\n")
        process.stdin.flush()
    assert process.communicate()[1] == ""
    assert process.returncode == 0


def filled(folder: Path) -> None:
    write_folder(folder, dict.fromkeys(NAMES, b"a" * 200_000))


@pytest.mark.parametrize("counted", ["program", "second"])
def test_a_run_killed_at_any_step_leaves_all_old_or_all_new(tmp_path: Path, counted: str) -> None:
    filled(tmp_path)
    seen = []
    for _ in killed_at_every_step(tmp_path, counted, "program"):
        assert litter(tmp_path) == set()
        seen.append("".join(letters(tmp_path)))
        filled(tmp_path)
    assert set(seen) == {"aaa", "bbb"}
    assert len(seen) > 8


@pytest.mark.parametrize("counted", ["program", "second"])
def test_a_run_killed_at_any_step_leaves_a_whole_new_folder_or_none(tmp_path: Path, counted: str) -> None:
    seen = set()
    for _ in killed_at_every_step(tmp_path / "new" / "deep", counted, "program"):
        there = list(tmp_path.iterdir())
        seen.add(bool(there))
        if there:
            assert letters(tmp_path / "new" / "deep") == ["b"] * 3
            assert litter(tmp_path / "new" / "deep") == set()
            shutil.rmtree(tmp_path / "new")
    assert seen == {True, False}


def test_a_run_goes_on_when_its_second_process_is_killed(tmp_path: Path) -> None:
    filled(tmp_path)
    for code in killed_at_every_step(tmp_path, "second", "second"):
        assert code == 0
        assert letters(tmp_path) == ["b"] * 3
        assert litter(tmp_path) == set()
        filled(tmp_path)


def test_where_both_are_killed_every_file_is_whole_and_the_next_run_cleans_up(tmp_path: Path) -> None:
    filled(tmp_path)
    seen: set[str] = set()
    for _ in killed_at_every_step(tmp_path, "second", "both"):
        seen.update(letters(tmp_path))
        assert all(name.endswith((".make-map-new", ".make-map-old")) for name in litter(tmp_path))
        filled(tmp_path)
        assert litter(tmp_path) == set()
    assert seen == {"a", "b"}


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_ends_the_whole_group_leaves_all_old_or_all_new(tmp_path: Path, ending: signal.Signals, step: str) -> None:
    filled(tmp_path)
    code = f"""
real, program = os.{step}, os.getpid()
def deadly(*arguments):
    os.killpg(program, {ending.value})
    time.sleep(0.1)
    return real(*arguments)
os.{step} = deadly
files.write_folder(folder, content)
"""
    output, errors = child("import time\n" + code, tmp_path, "b").communicate()
    assert output == ""
    assert "_after_fork" not in errors
    assert "".join(letters(tmp_path)) == ("aaa" if step == "fsync" else "bbb")
    assert litter(tmp_path) == set()


def test_the_second_process_never_comes_back_into_the_program(tmp_path: Path) -> None:
    code = """
program, ended = os.getpid(), []
def write():
    try:
        files.write_folder(folder, content)
    finally:
        if os.getpid() != program:
            print("escaped", flush=True)
real = os.fork
os.fork = lambda: (os.kill(program, signal.SIGINT), real())[1]
for _ in range(50):
    try:
        write()
    except KeyboardInterrupt:
        pass
"""
    assert child(code, tmp_path, "b").communicate() == ("", "")


def test_threads_that_write_at_once_do_not_wait_for_each_other(tmp_path: Path) -> None:
    code = """
from concurrent.futures import ThreadPoolExecutor
from geo.export.outlive import undone_by
def write(number):
    with undone_by(lambda: None):
        files.write_folder(f"{folder}/{number}", content)
with ThreadPoolExecutor(4) as pool:
    list(pool.map(write, range(40)))
"""
    output, errors = child(code, tmp_path, "b").communicate(timeout=60)
    assert (output, errors) == ("", "")
    assert all(letters(tmp_path / str(number)) == ["b"] * 3 for number in range(40))


def test_an_interrupted_run_is_finished_or_undone_before_it_ends(tmp_path: Path) -> None:
    filled(tmp_path)
    code = "real, program = os.fsync, os.getpid()\n"
    code += "os.fsync = lambda handle: (os.kill(program, signal.SIGINT), time.sleep(0.1), real(handle))\n"
    code += "try: files.write_folder(folder, content)\nexcept KeyboardInterrupt: print('stopped')"
    output, errors = child("import time\n" + code, tmp_path, "b").communicate()
    assert (output, errors) == ("stopped\n", "")
    assert letters(tmp_path) == ["a"] * 3
    assert litter(tmp_path) == set()


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("failing", range(1, 4))
@pytest.mark.parametrize("there", [True, False])
def test_a_file_that_cannot_take_its_place_keeps_all_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int, there: bool, links: bool
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    if there:
        filled(tmp_path)
        (tmp_path / NAMES[0]).rename(tmp_path / "target")
        (tmp_path / NAMES[0]).symlink_to("target")
    before = {entry.name: (entry.is_symlink(), entry.read_bytes()) for entry in tmp_path.iterdir()}
    real, calls = os.replace, 0

    def replace(*arguments: str) -> None:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise PermissionError(1, "Operation not permitted")
        real(*arguments)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(FileError, match="Operation not permitted"):
        write_folder(tmp_path, dict.fromkeys(NAMES, b"b" * 200_000))
    assert {entry.name: (entry.is_symlink(), entry.read_bytes()) for entry in tmp_path.iterdir()} == before


def test_a_mistake_of_the_writer_keeps_its_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_whole(tmp_path / "x", b"x")
    assert list(tmp_path.iterdir()) == []


def test_without_room_for_a_process_the_program_writes_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", no_room)
    write_whole(tmp_path / "x", b"x")
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]
    assert (tmp_path / "x").read_bytes() == b"x"


def test_no_process_and_no_pipe_is_left_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pids: list[int] = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: pids.append(pid := fork()) or pid)
    before = len(list(Path("/proc/self/fd").iterdir()))
    filled(tmp_path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert len(pids) == 1
    with pytest.raises(ChildProcessError):
        os.waitpid(pids[0], os.WNOHANG)


def test_runs_at_once_leave_the_files_of_one_of_them(tmp_path: Path) -> None:
    again = "for _ in range(8): files.write_folder(folder, content)"
    running = [child(again, tmp_path, letter) for letter in "abcd"]
    for process in running:
        _, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
    assert len(set(letters(tmp_path))) == 1
    assert litter(tmp_path) == set()


def test_a_run_that_cannot_have_the_folder_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold = "with files._alone(files.Path(folder), lambda: None): print('held', flush=True); signal.pause()"
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
    code = "real, program = files._place, os.getpid()\n"
    code += "files._place = lambda *a: (os.kill(program, signal.SIGTERM), real(*a))\n"
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
