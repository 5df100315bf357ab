"""Writing files whole or not at all, and all of them or none: the only place that writes what people keep.

A file is written under a temporary name in the same folder and takes the old file's place in one step. Of several files
every one is on the disk, and every old one has a second name, before the first takes its place, so that want of room is
met while all is old; if a step fails after that, the old files come back. A process that a kill of the program does not
reach does it (`geo.export.outlive`). Runs that write into the same folder wait for each other, so that what lies there
in the end is of one run.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from geo.errors import FileError
from geo.export.outlive import TurnBack, outlive

if sys.platform != "win32":
    import fcntl

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
BINARY = getattr(os, "O_BINARY", 0)
SYSTEM = ("/dev/", "/proc/")  # what lies there is no file that could be put back
LONGEST_WAIT = 60.0  # seconds for another run that writes into the same folder; one takes less than a second


def write_whole(path: str | Path, data: bytes) -> None:
    """Put a file of these bytes at `path`, replacing what is there in one step.

    A symbolic link at `path` is itself replaced; nothing is written through it. Raises FileError, the old file
    untouched, where the folder or file cannot be written, and for anything at `path` that is no regular file.
    """
    path = Path(path)

    def work(turn_back: TurnBack) -> None:
        with _as_file_error(path):
            _write_all(path.parent, {path.name: data}, turn_back)

    outlive(work)


def write_folder(folder: str | Path, files: Mapping[str, bytes]) -> None:
    """Put files into a folder, made where it is missing, all or none.

    Raises FileError as `write_whole` does; then every old file is there as it was.
    """
    folder = Path(folder)

    def work(turn_back: TurnBack) -> None:
        with _as_file_error(folder), _made(folder):
            _write_all(folder, files, turn_back)

    outlive(work)


@contextlib.contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Return a context with a folder, made where it is missing; what was made goes again where nothing got into it."""
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder}: is a file; expected a folder, or a new name")
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for path in missing:
            with contextlib.suppress(OSError):  # another run has written into it, or it was never made
                path.rmdir()
        raise


@contextlib.contextmanager
def _as_file_error(path: Path) -> Iterator[None]:
    """Turn what the system says of a file into a FileError."""
    try:
        yield
    except OSError as error:
        where = error.filename if isinstance(error.filename, str) and Path(error.filename) != path else path
        raise FileError(f"{where}: cannot be written ({error.strerror or error})") from error
    except ValueError as error:  # a null character in the name
        raise FileError(f"{str(path)!r}: cannot be written ({error})") from error


def _write_all(folder: Path, files: Mapping[str, bytes], turn_back: TurnBack) -> None:
    with _alone(folder, turn_back), contextlib.ExitStack() as stack:
        for name, data in files.items():
            turn_back()
            stack.enter_context(_staged(_replaceable(folder / name), data))
        turn_back()
        with _undisturbed():
            _place(folder / name for name in files)
        _flush_folder(folder)


@contextlib.contextmanager
def _alone(folder: Path, turn_back: TurnBack) -> Iterator[None]:
    """Wait until no other run writes into a folder, and keep others waiting; a killed run keeps nobody waiting."""
    if sys.platform == "win32":  # there a file that another run is writing cannot be taken away
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder, turn_back)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path, turn_back: TurnBack) -> None:
    """Lock a folder; does without on disks that have no locks. Raises FileError after a long wait."""
    if sys.platform != "win32":
        last = time.monotonic() + LONGEST_WAIT
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                turn_back()
                if time.monotonic() > last:
                    raise FileError(f"{folder}: another run has been writing there for {LONGEST_WAIT:.0f} s") from None
                time.sleep(0.02)
            except OSError:
                break
            else:
                break


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off requests to stop: while files take their places, which takes some milliseconds."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _replaceable(path: Path) -> Path:
    """Return `path` if a file can take its place; raises FileError for a folder, a device or a pipe."""
    if path.name in {"", ".."}:
        raise FileError(f"{path}: is not the name of a file")
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:  # nothing there, or a link to nothing
        return path
    if not stat.S_ISREG(mode):
        raise FileError(f"{path}: is not a regular file; expected one, or a new name")
    if path.is_symlink() and str(path.readlink()).startswith(SYSTEM):  # such as /dev/stdout
        raise FileError(f"{path}: leads to {path.readlink()}; expected the name of a file")
    return path


@contextlib.contextmanager
def _staged(path: Path, data: bytes) -> Iterator[None]:
    """Return a context with bytes on the disk, beside the path whose place they are to take."""
    with _absent(_beside(path, "new")) as new:
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | BINARY, 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
        yield


def _place(paths: Iterable[Path]) -> None:
    """Put staged files in the places of their paths: all, or, where a step fails, none."""
    with contextlib.ExitStack() as stack:
        ready = [stack.enter_context(_kept(path)) for path in paths]
        placed: list[Path] = []
        try:
            for path in ready:
                placed.append(path)
                _beside(path, "new").replace(path)
        except BaseException:
            for path in placed:
                _restore(path)
            raise


@contextlib.contextmanager
def _kept(path: Path) -> Iterator[Path]:
    """Return a context in which what is at a path has a second name: a link, or a copy on a disk without links."""
    with _absent(_beside(path, "old")) as old:
        if os.path.lexists(path):
            try:
                os.link(path, old, follow_symlinks=False)
            except OSError:
                shutil.copy2(path, old, follow_symlinks=False)
        yield path


def _restore(path: Path) -> None:
    """Make a path what it was before it was kept."""
    with contextlib.suppress(OSError):  # the disk fails; the other files can still come back
        if os.path.lexists(old := _beside(path, "old")):
            old.replace(path)  # does nothing where both are one file still
        else:
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def _absent(path: Path) -> Iterator[Path]:
    """Return a context before and after which there is no such file: a killed run may have left one."""
    path.unlink(missing_ok=True)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _beside(path: Path, what: str) -> Path:
    """Return the name that a file has for a moment; always the same, so that what a kill leaves is used up again."""
    start = os.fsencode(path.name)[:200].decode("utf-8", errors="ignore")  # a name has 255 bytes at most
    return path.with_name(f".{start}.make-map-{what}")


def _flush_folder(folder: Path) -> None:
    """Ask the disk to keep the folder's new names; systems that cannot are left alone."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
