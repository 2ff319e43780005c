"""`demo --once`: the whole system, headless, its figures read back and held against the wire."""

import json
import re
import signal
import subprocess
from collections.abc import Callable

import httpx
import pytest

from bot.demo import show
from bot.sandbox.faults import Fault, PlannedFault
from bot.sandbox.scenario import Seen
from bot.sandbox.slack.face import SlackFace
from bot.sandbox.world import Attempt
from tests.integration.cli.conftest import Shell
from tests.integration.cli.test_commands import SCRIPT, inherited, run_script

RUNGS = ["delivered", "opened", "acknowledged", "answered", "understood"]
AGENCIES = 6


def test_the_figures(shell: Shell) -> None:
    ended = run_script(shell, "demo", "--once", "--json", "--members", "24", "--port", "0")
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    assert set(figures) == {
        "deliveries",
        "engagement",
        "duplicates",
        "lost",
        "rejected",
        "seconds",
    }
    assert figures["deliveries"] == {"delivered": 8}
    assert (figures["duplicates"], figures["lost"]) == (0, 0)
    assert set(figures["rejected"]) == {"tried", "refused"}
    assert figures["rejected"]["tried"] == figures["rejected"]["refused"] >= 20
    assert 0 < figures["seconds"] < 30
    assert len(figures["engagement"]) == AGENCIES
    for rungs in figures["engagement"].values():
        assert list(rungs) == RUNGS
        for count in rungs.values():
            assert set(count) == {"count", "of", "suppressed"}
            assert count["suppressed"] is (count["count"] is None)
            assert count["count"] is None or 0 <= count["count"] <= count["of"]
    assert sum(rungs["opened"]["of"] for rungs in figures["engagement"].values()) == 24


def test_in_words(shell: Shell) -> None:
    ended = shell("demo", "--once", "--members", "12", "--port", "0")
    assert ended.code == 0, ended.err
    for words in ("Northshire Police", "Hazel Brook School", "all together", *RUNGS):
        assert words in ended.out
    assert "8 deliveries, 0 facts lost, 0 doubled" in " ".join(ended.out.split())


def test_a_planted_mismatch_ends_with_1(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saw a thing happen that the database does not have, a channel got the post twice,
    and two forged requests were not refused."""
    scenario, act = show.Scenario, show.Demo._act

    class Inventive(scenario):
        async def run(self, done: Callable[[], None] = lambda: None) -> dict[str, Seen]:
            seen = await super().run(done)
            next(iter(seen.values())).opened.add("U0NOBODY")
            return seen

    async def acting(self: show.Demo, stage: show.Stage) -> dict[str, Seen]:
        deliveries = stage.sandbox.world.tally.deliveries
        deliveries[next(iter(deliveries))] += 1
        return await act(self, stage)

    async def attack(_: SlackFace) -> list[Attempt]:
        return [Attempt("a forged one", 200), Attempt("a broken one", 500)]

    monkeypatch.setattr(show, "Scenario", Inventive)
    monkeypatch.setattr(show.Demo, "_act", acting)
    monkeypatch.setattr(SlackFace, "attack", attack)
    ended = shell("demo", "--once", "--json", "--members", "12", "--port", "0")
    assert ended.code == 1
    # The figures are told all the same, and why nobody should trust them.
    figures = json.loads(ended.out)
    assert (figures["lost"], figures["duplicates"]) == (1, 1)
    assert figures["rejected"]["tried"] - figures["rejected"]["refused"] == 2
    assert "The figures cannot be trusted: " in ended.err
    for said in (
        "opened: people saw",
        "was posted 2 times",
        "the request 'a forged one' was let in",
        "the request 'a broken one' was let in",
    ):
        assert said in ended.err


def test_posts_that_never_come(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every post meets an error, so none has its outcome before patience ends."""
    monkeypatch.setattr(show, "PATIENCE_SECONDS", 0.2)
    build = show.Sandbox

    class Broken(build):
        async def start(self) -> None:
            self.world.faults.append(PlannedFault(Fault.RATE_LIMITED, times=1000, seconds=5))
            await super().start()

    monkeypatch.setattr(show, "Sandbox", Broken)
    ended = shell("demo", "--once", "--members", "12", "--port", "0")
    assert ended.code == 1
    assert "After 0 seconds not every channel has its post" in ended.err


def test_until_it_is_stopped(shell: Shell) -> None:
    """As `make demo` runs it: a sandbox and a console to look at, until Ctrl+C."""
    running = subprocess.Popen(
        [SCRIPT, "demo", "--members", "12", "--port", "0"],
        env={**inherited(), "TMPDIR": str(shell.folder), "PYTHONUNBUFFERED": "1"},
        cwd=shell.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert running.stdout is not None
        said: list[str] = []
        while not (said and said[-1].startswith("Press Ctrl+C to stop.")):
            said.append(running.stdout.readline())
            assert said[-1], said
        words = "".join(said)
        assert re.search(r"Ready after \d+\.\d s\. 8 channels have the briefing\.", words)
        addresses = re.findall(r"http://127\.0\.0\.1:\d+", words)
        pages = [httpx.get(address, trust_env=False).text for address in addresses]
        assert "Northshire Police" in pages[0]
        assert "Professional curiosity" in pages[1]
        # What it says for a second terminal leads commands to it.
        export = next(line for line in said if "export" in line).strip()
        asked = subprocess.run(
            ["/bin/sh", "-c", f'{export} && exec "$0" engagement professional-curiosity', SCRIPT],
            env=inherited(),
            cwd=shell.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert asked.returncode == 0, asked.stderr
        assert "Hazel Brook School" in asked.stdout
        # The sandbox's page shows the figures of the database.
        figures = httpx.get(f"{addresses[0]}/page/engagement", trust_env=False)
        assert "Hazel Brook School" in figures.text
        assert "held back" in figures.text
        running.send_signal(signal.SIGINT)
        rest = running.stdout.read()
        assert running.wait(30) == 0, rest
        assert "Traceback" not in rest
    finally:
        running.kill()
        running.wait()
        if running.stdout is not None:
            running.stdout.close()
    # Nothing is kept.
    assert list(shell.folder.glob("sevenbot-*")) == []
