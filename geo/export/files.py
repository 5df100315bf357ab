"""Writing files whole or not at all, and all of them or none: the only place that writes what people keep.

A file is written without a name where the system can do that (Linux), else under a temporary name in the same folder,
and takes the old file's place in one step. Of several files every one is on the disk, and has a name beside the old
one, before the first takes its place, so that want of room is met while all is old; if a step fails after that, the
old files come back. A process that a kill of the program does not reach does it (`geo.export.outlive`). Runs that write
into the same folder wait for each other, so that what lies there in the end is of one run.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.errors import FileError
from geo.export.outlive import TurnBack, outlive

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
        staged = []
        for name, data in files.items():
            turn_back()
            staged.append((stack.enter_context(_staged(_replaceable(folder / name), data)), folder / name))
        turn_back()
        with _undisturbed():
            _place(staged)
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
    last = time.monotonic() + LONGEST_WAIT
    while sys.platform != "win32":
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
    with _absent(temporary):
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | BINARY, 0o666)
        try:
            _fill(handle, data)
        finally:
            os.close(handle)
        yield temporary


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


def _place(staged: Iterable[tuple[int | Path, Path]]) -> None:
    """Put staged files in the places of their paths: all, or, where a step fails, none."""
    with contextlib.ExitStack() as stack:
        ready = [stack.enter_context(_beside(content, path)) for content, path in staged]
        placed: list[_Place] = []
        try:
            for place in ready:
                placed.append(place)
                place.new.replace(place.path)
        except BaseException:
            for place in placed:
                place.restore()
            raise


@dataclass(frozen=True)
class _Place:
    """A path, the new file beside it, and a second name of what is there (None: nothing, or a disk without links)."""

    path: Path
    new: Path
    old: Path | None
    empty: bool

    def restore(self) -> None:
        """Make the path what it was."""
        with contextlib.suppress(OSError):  # the disk fails; the other files can still come back
            if self.old:
                self.old.replace(self.path)  # does nothing where both are one file still
            elif self.empty:
                self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def _beside(content: int | Path, path: Path) -> Iterator[_Place]:
    """Return a context with a staged file, and the old one's second name, beside the path; both names go again."""
    new, old = _temporary(path), _temporary(path, "old")
    with _absent(old), _absent(new) if isinstance(content, int) else contextlib.nullcontext():
        kept = False
        with contextlib.suppress(OSError):  # nothing there, or a disk without links
            os.link(path, old, follow_symlinks=False)
            kept = True
        if isinstance(content, int):
            _link_unnamed(content, new)
        yield _Place(path, new, old if kept else None, empty=not os.path.lexists(path))


@contextlib.contextmanager
def _absent(path: Path) -> Iterator[None]:
    """Return a context before and after which there is no such file: a killed run may have left one."""
    path.unlink(missing_ok=True)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _link_unnamed(handle: int, path: Path) -> None:
    """Give an unnamed file its name."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{handle}", path.name, dst_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _temporary(path: Path, what: str = "new") -> Path:
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
