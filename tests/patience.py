"""Nothing waits for ever on another process: a hang ends as a failure that names itself.

What no helper here can bound (a loop that never comes back, say) pytest's `faulthandler_timeout`
does: it prints where every thread stands, and ends the run."""

from collections.abc import Generator
from contextlib import contextmanager
from subprocess import Popen
from threading import Timer

LONG = 120.0
"""Seconds. Far longer than anything here takes, on a machine that others use too."""


@contextmanager
def killed_after(process: Popen[str], seconds: float = LONG) -> Generator[None]:
    """Kill the process when the block takes longer than this: whoever reads from it then reads
    its end."""
    watch = Timer(seconds, process.kill)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
