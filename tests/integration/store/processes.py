"""Other processes that use the embedded server, and what they leave on the machine."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

import psutil

from bot.store.server import cluster
from tests.patience import killed_after

ROOT = Path(__file__).parents[3]

TENANT = """
import sys
from pathlib import Path
from bot.store.server.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
print(server.start(), flush=True)
sys.stdin.readline()
server.stop()
print("left", flush=True)
"""
"""Another process that uses the server until it is told to leave."""


def run_aside(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    with killed_after(process):
        return pipe(process.stdout).readline()


def pipe(end: IO[str] | None) -> IO[str]:
    assert end is not None
    return end


def leave(process: subprocess.Popen[str]) -> None:
    out, _ = process.communicate("leave\n", timeout=30)
    assert out == "left\n"


def postgres_in(folder: Path) -> list[psutil.Process]:
    found: list[psutil.Process] = []
    for pid in cluster._processes_in(folder / "postgres"):
        with suppress(psutil.NoSuchProcess):  # whoever served a connection ends soon after it
            found.append(psutil.Process(pid))
    return found


def postmaster(folder: Path) -> psutil.Process:
    lines = (folder / "postgres" / "postmaster.pid").read_text().splitlines()
    return psutil.Process(int(lines[0]))
