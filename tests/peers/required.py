"""Turns a skipped peer into a failure where SEVENBOT_REQUIRE_PEERS says so, as `.ci/run` does.

`tests/peers` loads it by itself; `-p tests.peers.required` loads it for every folder.
"""

import os
from collections.abc import Generator

import pytest

VARIABLE = "SEVENBOT_REQUIRE_PEERS"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that was skipped for want of a peer."""
    report = yield
    if os.environ.get(VARIABLE) == "1" and report.skipped and "peer " in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} needs its peer here: {report.longrepr}"
    return report
