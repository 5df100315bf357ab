"""Work that a kill of this program, at whatever moment, leaves either done or undone (on Linux).

No system replaces several files in one step, and none lets a program tidy up after SIGKILL. So a second process, forked
for the moment, does the work, in a session of its own that neither a kill of the program or its process group nor
Ctrl-C reaches. A pipe tells it when the program is gone: it turns back while it can, and otherwise goes on to the end.
Where the second one is killed, the program does the work itself. Only what ends both at once can come between: a power
cut, the end of a container.

The second process reads and writes files and nothing else: no other thread of the program lives in it, so it must not
wait for anything that one could have held, and it closes the pipes of other second processes, which would else wait for
each other's ends. Beside the systems' own libraries of macOS forking is not safe, and Windows has none: there the
program does the work, and a kill can come between.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

from geo.errors import FileError

DONE, FAILED = b"+", b"-"
LONGEST_ANSWER = 4096  # bytes that a pipe takes in one piece (POSIX: at least 512; Linux: 4096)
TurnBack = Callable[[], None]

_forking = threading.Lock()
_ours: set[int] = set()  # the program's ends of the pipes to second processes


class Unwanted(BaseException):
    """The program is gone or was interrupted, and the work not yet begun; nobody sees this error."""


def outlive(work: Callable[[TurnBack], None]) -> None:
    """Do `work` so that a kill leaves it done or undone; raises what it raises.

    It gets a function to call wherever it can still turn back: that raises `Unwanted` once nobody waits for the work.
    """

    def second(news: int) -> bytes:
        try:
            work(lambda: _require_wanted(news))
        except FileError as error:
            return FAILED + os.fsencode(str(error))[: LONGEST_ANSWER - 1]
        return DONE

    with _another_process(second) as answer:
        said = os.read(answer, LONGEST_ANSWER)
    if said.startswith(FAILED):
        raise FileError(os.fsdecode(said[1:]))
    if said != DONE:  # no other process, or it was killed, or met a bug, which now shows itself here
        work(lambda: None)


@contextlib.contextmanager
def undone_by(undo: Callable[[], None]) -> Iterator[None]:
    """Return a context after which `undo` has been called, even where the program was killed in it."""

    def second(news: int) -> bytes:
        os.read(news, 1)
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

    `task` gets a pipe on which news comes when the program leaves the context: a byte, or the end if it was killed.
    """
    with _forking:
        news, hold = os.pipe()
        answer, told = os.pipe()
        _ours.update((hold, answer))
        pid = _forked(task, news, told)
        os.close(news)
        os.close(told)
    try:
        yield answer
    finally:
        with contextlib.suppress(BrokenPipeError):  # it has ended
            os.write(hold, b".")
        with _forking:
            _ours.difference_update((hold, answer))
            os.close(hold)
            os.close(answer)
        if pid is not None:
            with contextlib.suppress(ChildProcessError):  # a program that ignores SIGCHLD has nothing to wait for
                os.waitpid(pid, 0)


def _forked(task: Callable[[int], bytes], news: int, told: int) -> int | None:
    """Begin a task in a second process and return its number; None where that cannot or should not be done."""
    if sys.platform != "linux":
        return None
    # Before it begins, as the second process must not run what the program does on Ctrl-C.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # "may lead to deadlocks": see the top of this module
            pid = os.fork()
    except OSError:  # no room for a process
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return None
    if pid == 0:
        try:
            gc.disable()  # what the program would do away with is the program's
            os.setsid()
            for end in _ours:
                os.close(end)
            os.write(told, task(news))
        finally:  # whatever went wrong, the program does it again and says it
            os._exit(0)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return pid


def _require_wanted(news: int) -> None:
    """Raise Unwanted if the program is gone or waits no more."""
    if sys.platform == "linux":
        os.set_blocking(news, False)
        with contextlib.suppress(BlockingIOError):
            os.read(news, 1)
            raise Unwanted
