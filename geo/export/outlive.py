"""Work that a kill of this program, at whatever moment, leaves either done or undone.

No system replaces several files in one step, and none lets a program tidy up after SIGKILL. So a second process, forked
for the moment, does the work, in a session of its own that neither a kill of the program nor Ctrl-C reaches. A pipe
tells it when the program is gone: it turns back while it can, and otherwise goes on to the end. Where the second one is
killed, the program does the work itself. Only what ends both at once, such as a power cut, can come between.

The second process makes system calls and nothing else; no other thread lives in it, so it must not wait for anything
that one could have held. Beside the systems' own libraries of macOS forking is not safe, and Windows has none: there
the program does the work, and a kill can come between.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import NoReturn

from geo.errors import FileError

DONE, FAILED = b"+", b"-"
TurnBack = Callable[[], None]


class Unwanted(BaseException):
    """The program is gone or was interrupted, and the work not yet begun; nobody sees this error."""


def outlive(work: Callable[[TurnBack], None]) -> None:
    """Do `work` so that a kill leaves it done or undone; raises what it raises.

    It gets a function to call wherever it can still turn back: that raises `Unwanted` once nobody waits for the work.
    """

    def second(alive: int) -> bytes:
        try:
            work(lambda: _require_alive(alive))
        except FileError as error:
            return FAILED + os.fsencode(str(error))
        return DONE

    with _another_process(second) as answer:
        said = _all_of(answer)
    if said.startswith(FAILED):
        raise FileError(os.fsdecode(said[1:]))
    if said != DONE:  # no other process, or it was killed, or met a bug, which now shows itself here
        work(lambda: None)


@contextlib.contextmanager
def undone_by(undo: Callable[[], None]) -> Iterator[None]:
    """Return a context after which `undo` has been called, even where the program was killed in it."""

    def second(alive: int) -> bytes:
        _all_of(alive)
        undo()
        return DONE

    with _another_process(second):
        try:
            yield
        finally:
            undo()


@contextlib.contextmanager
def _another_process(task: Callable[[int], bytes]) -> Iterator[int]:
    """Return a context with the pipe on which a second process answers; empty where there can be none.

    `task` gets a pipe that ends when the program leaves the context, or is killed.
    """
    alive, hold = os.pipe()
    answer, told = os.pipe()
    pid = _fork()
    if pid == 0:
        os.close(hold)
        os.close(answer)
        _do(task, alive, told)
    os.close(alive)
    os.close(told)
    try:
        yield answer
    finally:
        os.close(hold)
        os.close(answer)
        with contextlib.suppress(ChildProcessError):  # a program that ignores SIGCHLD has nothing to wait for
            if pid is not None:
                os.waitpid(pid, 0)


def _fork() -> int | None:
    """Return what os.fork does; None where it cannot or should not be done."""
    if sys.platform != "linux":
        return None
    with warnings.catch_warnings(), contextlib.suppress(OSError):  # no room for a process
        warnings.simplefilter("ignore", DeprecationWarning)  # "may lead to deadlocks": see the top of this module
        return os.fork()
    return None


def _do(task: Callable[[int], bytes], alive: int, told: int) -> NoReturn:
    """Do a task as the second process, and end; whatever goes wrong, the program does it again and says it."""
    try:
        gc.disable()  # what the program would do away with is the program's
        os.setsid()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
        os.write(told, task(alive))
    finally:
        os._exit(0)


def _require_alive(alive: int) -> None:
    os.set_blocking(alive, False)
    with contextlib.suppress(BlockingIOError):
        os.read(alive, 1)
        raise Unwanted


def _all_of(pipe: int) -> bytes:
    """Return what comes through a pipe until it ends."""
    return b"".join(iter(lambda: os.read(pipe, 4096), b""))
