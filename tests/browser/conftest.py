"""A real demo in a process of its own, and a real browser to look at it."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.patience import killed_after
from tests.peers.conftest import chromium, package
from tests.peers.required import pytest_runtest_makereport

__all__ = ["chromium", "package", "pytest_runtest_makereport"]


@dataclass(frozen=True)
class Show:
    """Where the running demo answers."""

    sandbox: str
    console: str


@pytest.fixture(scope="session")
def show() -> Iterator[Show]:
    """The demo as `make demo` starts it, on free ports."""
    running = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", "0", "--members", "40"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    addresses: list[str] = []
    try:
        with killed_after(running):
            for line in running.stdout:
                addresses += re.findall(r"http://\S+", line)
                if len(addresses) == 2:
                    break
        assert len(addresses) == 2, "the demo ended before it was ready"
        yield Show(*addresses)
        running.terminate()
        assert running.wait(30) == 0
    finally:
        running.kill()
        running.wait(30)
        running.stdout.close()


@pytest.fixture(scope="session")
def axe(package: Callable[[str], Path]) -> str:
    """axe-core's script."""
    return (package("axe-core") / "axe.min.js").read_text("utf-8")


@pytest.fixture
def browser(chromium: Callable[[], AbstractContextManager[Browser]]) -> Iterator[Browser]:
    """A browser for one test: while it is open, no asynchronous test can run in this thread."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def lasting_browser(
    chromium: Callable[[], AbstractContextManager[Browser]],
) -> Iterator[Browser]:
    """A browser for a module of tests among which none is asynchronous."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose errors fail the test."""
    errors: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []
