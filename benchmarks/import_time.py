"""How long Sevenbot takes to load: the composition root, and the command line's help.

Each time in a fresh process, with the byte code already compiled. Ends in one line of JSON, times
in seconds: `import_s` is the import of `bot.app` alone, the other two are whole processes,
Python's own start included.
"""

import os
import subprocess
import sys
from statistics import median
from time import perf_counter

from benchmarks.reporting import Figures, report, wants_short
from benchmarks.setting import ROOT

TIMES = 5
TIMED = "from time import perf_counter as t; a = t(); import bot.app; print(t() - a)"


def measure(*, short: bool = False) -> Figures:
    """Return the medians."""
    times = 2 if short else TIMES
    _python("-m", "bot", "--help")  # compiles what was not compiled yet
    return {
        "import_s": round(median(float(_python("-c", TIMED)) for _ in range(times)), 3),
        "help_s": round(median(_seconds("-m", "bot", "--help") for _ in range(times)), 3),
        "python_s": round(median(_seconds("-c", "") for _ in range(times)), 3),
    }


def _seconds(*arguments: str) -> float:
    began = perf_counter()
    _python(*arguments)
    return perf_counter() - began


def _python(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True, text=True,
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
    )  # fmt: skip
    return done.stdout


if __name__ == "__main__":
    report("import_time", measure(short=wants_short(__doc__ or "")))
