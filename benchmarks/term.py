"""A term of the learning loop: six months lived through in two minutes, held against a tally.

A thousand people read, answer, are unsure, ask, are asked again, pause, join and leave; leads pass
briefings on, correct, hand over or never answer; the Learning group replies. Schedules, handlers,
follow-ups, queue, worker and PostgreSQL are the real ones; the clock is moved from one moment at
which something may be due to the next. Deliveries go through an in-process port; the tests live
through a month with twenty people over the signed wire of the sandbox's Slack and Teams.

What must have become of it is worked out apart, in plain Python, from what people themselves did
and saw (`benchmarks/loop/tally`). Every difference is one mismatch, and is told in words on
standard error. Ends in one line of JSON, and with 1 where there is a mismatch.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import yaml

from benchmarks.loop.calendar import FIRST_DAY, Sending, Term
from benchmarks.loop.diary import Who
from benchmarks.loop.held import HeldClock
from benchmarks.loop.library import Library
from benchmarks.loop.practitioners import HABITS, LIVELY, Habits
from benchmarks.loop.simulation import Simulation
from benchmarks.loop.stage import Stage, in_process
from benchmarks.loop.tally.comparing import differences
from benchmarks.loop.tally.expected import Expected
from benchmarks.loop.tally.found import Found, read_all
from benchmarks.loop.tally.mailbox import Mailbox
from benchmarks.loop.tally.rooms import Room, Rooms
from benchmarks.reporting import Figures, progress, report
from bot.commands.common import run
from bot.opening import database_address
from bot.sandbox.partnership import build_world
from bot.store.engine import Database
from bot.store.migrate import migrate
from bot.store.people.identity import load_identity_key
from config.settings import Settings
from schedules.followups import FollowUps

MEMBERS, MONTHS = 1_000, 6


@dataclass(frozen=True, slots=True)
class Form:
    """What is lived through."""

    members: int = MEMBERS
    months: int = MONTHS
    habits: Habits = HABITS
    first: date = FIRST_DAY
    """A Monday in whose week the month's first Tuesday falls: then there is something to tell in
    the first morning's digests, as the tally takes it."""
    follow_ups: FollowUps = field(default_factory=FollowUps)
    """What the bot is told to do after a post. The tally goes by the issue's words, whatever it
    is told."""
    afterwards: Callable[[Database], Awaitable[None]] | None = None
    """Done to the database once the term is over, before it is read: for tests."""

    @property
    def term(self) -> Term:
        """Return its term."""
        return Term(self.months, self.first)

    @property
    def clock(self) -> HeldClock:
        """Return a clock that shows the night before its first morning."""
        return HeldClock(self.term.rounds[0].replace(hour=0))


SHORT = Form(members=20, months=1, habits=LIVELY)
"""Shows that it works: every moment costs the clock a look, however few the people are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    mismatches: Sequence[str]
    found: Found
    letters: int
    seconds: float

    def figures(self, form: Form) -> Figures:
        """Return the line's figures."""
        return {
            "mismatches": len(self.mismatches),
            "seconds": round(self.seconds, 1),
            "members": form.members,
            "months": form.months,
            "events": sum(self.found.events.values()),
            "messages": self.letters,
            "asked_again": len(self.found.askings),
        }


async def measure(form: Form) -> Outcome:
    """Live through a term with an embedded database of its own."""
    with TemporaryDirectory(prefix="sevenbot-bench-") as name:
        folder = Path(name)
        stage = prepared(form, folder)
        with database_address(Settings.load(stage.environ)) as address:
            database = Database(address, pool_size=1)
            await migrate(database)
            await database.close()
            stage.address = address
            return await lived(form, stage)


async def measured(form: Form) -> Figures:
    """Live through a term, tell what came of it, and return its figures."""
    outcome = await measure(form)
    for words in outcome.mismatches:
        progress(words)
    figures = outcome.figures(form)
    report("term", figures)
    return figures


def prepared(form: Form, folder: Path) -> Stage:
    """Return a stage that has not begun, its platforms in the process. It still needs the
    database's address."""
    world, directory = build_world(form.members)
    return in_process(world, yaml.safe_load(directory), folder, "", form.clock)


async def lived(form: Form, stage: Stage) -> Outcome:
    """Live through the term on this stage, and hold what came of it against the tally."""
    began = perf_counter()
    term, library = form.term, Library()
    sendings = term.sendings(list(library.briefings))
    simulation = Simulation(
        stage, term, library, sendings, form.follow_ups, form.habits, progress=progress
    )
    await simulation.run()
    database = Database(stage.address, pool_size=1)
    try:
        if form.afterwards is not None:
            await form.afterwards(database)
        key = load_identity_key(Settings.load(stage.environ))
        found = await read_all(database, key, list(stage.world.people))
    finally:
        await database.close()
    expected = _expected(simulation, sendings)
    mismatches = [
        *simulation.diary.troubles,
        *differences(expected, found, simulation.letters),
    ]
    return Outcome(mismatches, found, len(simulation.letters), perf_counter() - began)


def _expected(simulation: Simulation, sendings: Sequence[Sending]) -> Expected:
    stage = simulation.stage
    people: list[dict[str, str]] = stage.document["people"]
    coordinators: tuple[Who, ...] = tuple(
        (each["workspace"], each["account"]) for each in people if "coordinator" in each["roles"]
    )
    expected = Expected(
        rooms=Rooms(
            {
                channel.id: Room(channel.id, channel.workspace, channel.agency)
                for channel in stage.world.channels.values()
            }
        ),
        rosters=simulation.beginning,
        mailbox=Mailbox(came=Counter(simulation.letters)),
        briefings={s.slug: simulation.library.briefings[s.slug] for s in sendings},
        coordinators=coordinators,
    )
    acts = list(simulation.diary.in_order())
    expected.live((*simulation.term.rounds, simulation.term.closing), sendings, acts)
    return expected


def main() -> None:
    """Read the command line, and live through it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--members", type=int, default=MEMBERS)
    parser.add_argument("--months", type=int, default=MONTHS)
    given = parser.parse_args()
    figures = run(measured(Form(given.members, given.months)))
    sys.exit(1 if figures["mismatches"] else 0)


if __name__ == "__main__":
    main()
