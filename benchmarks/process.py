"""What a whole process takes: wall and processor time, and the largest memory it had (of that child alone).

On a machine that does other work too, the processor time says more than the wall time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TO_MB = 1e6 if sys.platform == "darwin" else 1e3  # ru_maxrss counts bytes there, kibibytes elsewhere


@dataclass(frozen=True)
class Taken:
    """What one run took."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def run(arguments: Sequence[str], log: Path) -> Taken | None:
    """Return what a Python process with these arguments took, None where it failed; what it said goes to `log`."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with log.open("wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return Taken(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / TO_MB) if process.returncode == 0 else None
