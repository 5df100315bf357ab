"""Writing files whole or not at all: the only place that writes.

A file is written without a name where the system can do that (Linux), so that even a killed run leaves nothing
behind, and takes the old file's place in one step. Elsewhere it has a temporary name in the same folder for a moment.
Runs that write into the same folder wait for each other, so that what lies there in the end is of one run.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from geo.errors import FileError

if sys.platform != "win32":
    import fcntl

UNNAMED = getattr(os, "O_TMPFILE", 0)
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
BINARY = getattr(os, "O_BINARY", 0)
NO_UNNAMED = {errno.EOPNOTSUPP, errno.EINVAL, errno.EISDIR, errno.ENOSYS}  # what disks without unnamed files answer
LONGEST_WAIT = 60.0  # seconds for another run that writes into the same folder; one takes less than a second


def write_whole(path: str | Path, data: bytes) -> None:
    """Put a file of these bytes at `path`, replacing what is there in one step.

    A symbolic link at `path` is itself replaced; nothing is written through it. Raises FileError, the old file
    untouched, where the folder or file cannot be written, and for anything at `path` that is no regular file.
    """
    path = Path(path)
    with _as_file_error(path):
        _write_all(path.parent, {path.name: data})


def write_folder(folder: str | Path, files: Mapping[str, bytes]) -> None:
    """Put files into a folder, made where it is missing: all are on the disk before the first takes its place.

    Raises FileError as `write_whole` does; then every old file is untouched, unless it was the last step that failed.
    """
    folder = Path(folder)
    with _as_file_error(folder), _made(folder):
        _write_all(folder, files)


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


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    with _alone(folder), contextlib.ExitStack() as stack:
        staged = [
            (stack.enter_context(_staged(_replaceable(folder / name), data)), folder / name)
            for name, data in files.items()
        ]
        with _undisturbed():
            for temporary, path in staged:
                _place(temporary, path)
        _flush_folder(folder)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other run writes into a folder, and keep others waiting; a killed run keeps nobody waiting."""
    if sys.platform == "win32":  # there a file that another run is writing cannot be taken away
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    """Lock a folder; does without on disks that have no locks. Raises FileError after a long wait."""
    last = time.monotonic() + LONGEST_WAIT
    while sys.platform != "win32":
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
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
    return path


def _staged(path: Path, data: bytes) -> contextlib.AbstractContextManager[int | Path]:
    """Return a context with the bytes on the disk: the handle of an unnamed file, or a temporary path."""
    handle = _open_unnamed(path.parent)
    return _named(_temporary(path), data) if handle is None else _unnamed(handle, data)


@contextlib.contextmanager
def _unnamed(handle: int, data: bytes) -> Iterator[int]:
    try:
        _fill(handle, data)
        yield handle
    finally:
        os.close(handle)


@contextlib.contextmanager
def _named(temporary: Path, data: bytes) -> Iterator[Path]:
    temporary.unlink(missing_ok=True)  # what a killed run may have left
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | BINARY, 0o666)
    try:
        try:
            _fill(handle, data)
        finally:
            os.close(handle)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _fill(handle: int, data: bytes) -> None:
    with os.fdopen(handle, "wb", closefd=False) as file:
        file.write(data)
    os.fsync(handle)


def _open_unnamed(folder: Path) -> int | None:
    """Return the handle of a new file that has no name, or None where the system or the disk has no such thing."""
    if not UNNAMED or not Path("/proc/self/fd").is_dir():
        return None
    try:
        return os.open(folder, os.O_WRONLY | UNNAMED, 0o666)
    except OSError as error:
        if error.errno in NO_UNNAMED:
            return None
        raise


def _place(staged: int | Path, path: Path) -> None:
    """Put a staged file in the place of `path`, in one step."""
    if isinstance(staged, Path):
        staged.replace(path)
        return
    temporary = _temporary(path)
    temporary.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{staged}", temporary.name, dst_dir_fd=folder, follow_symlinks=True)
        temporary.replace(path)
    finally:
        os.close(folder)
        temporary.unlink(missing_ok=True)


def _temporary(path: Path) -> Path:
    """Return the name that a file has for a moment; always the same, so that what a kill leaves is used up again."""
    start = os.fsencode(path.name)[:200].decode("utf-8", errors="ignore")  # a name has 255 bytes at most
    return path.with_name(f".{start}.make-map-new")


def _flush_folder(folder: Path) -> None:
    """Ask the disk to keep the folder's new names; systems that cannot are left alone."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
