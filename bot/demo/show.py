"""`sevenbot demo`: everything in one process, until it is stopped or until everybody has acted."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import UUID

from rich.console import Console
from rich.progress import Progress

import content
from bot import opening, operations
from bot.app import Sevenbot
from bot.decisions.approval import approve
from bot.delivery.disseminate import disseminate
from bot.demo.tally import Comparison, compare
from bot.evidence.ladder import Ladder
from bot.printing import display
from bot.processes import Part, Running, open_sockets, stop_signals
from bot.sandbox.app import Sandbox
from bot.sandbox.page import EngagementRow
from bot.sandbox.scenario import Scenario, Seen
from bot.sandbox.world import Attempt
from bot.store.content.shelf import BRIEFINGS
from bot.store.delivery.deliveries import OPEN, State
from bot.store.evidence.audit import Kept, count_kept
from bot.store.evidence.engagement import read_engagement
from config.errors import Mismatch
from config.settings import Settings
from content.importing.checked import import_file
from content.templating import say
from schedules.plan import OneOff

BRIEFING = "professional-curiosity"
LIBRARY = Path(content.__file__).parent / "library"
PATIENCE_SECONDS = 60.0
"""How long the demo waits for its posts before it says that something is wrong."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A running system and its sandbox."""

    sandbox: Sandbox
    sevenbot: Sevenbot
    dissemination: UUID
    console_url: str
    fitting: Sequence[frozenset[str]]
    """By question, the keys of the answers that fit practice."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one headless run came to."""

    kept: Kept
    ladder: Ladder
    comparison: Comparison
    attempts: Sequence[Attempt]
    seconds: float

    @property
    def let_in(self) -> list[str]:
        """Return the forged or stale requests that were not refused."""
        return [attempt.name for attempt in self.attempts if not _refused(attempt)]

    @property
    def troubles(self) -> list[str]:
        """Return what was not as it must be, in words. Empty when all is well."""
        undelivered = [state for state in self.kept.outcomes if state != State.DELIVERED.value]
        return [
            *self.comparison.troubles,
            *(f"deliveries: {self.kept.outcomes[state]} {state}" for state in undelivered),
            *(f"the request '{name}' was let in" for name in self.let_in),
        ]

    def as_json(self) -> Mapping[str, object]:
        """Return the figures for scripts."""
        return {
            "deliveries": dict(self.kept.outcomes),
            "engagement": display.ladder_json(self.ladder)["agencies"],
            "duplicates": self.comparison.duplicates,
            "lost": self.comparison.lost,
            "rejected": {
                "tried": len(self.attempts),
                "refused": len(self.attempts) - len(self.let_in),
            },
            "seconds": round(self.seconds, 2),
        }

    def sentence(self) -> str:
        """Return the figures in one sentence."""
        return (
            f"{sum(self.kept.outcomes.values())} deliveries, {self.comparison.lost} facts lost,"
            f" {self.comparison.duplicates} doubled,"
            f" {len(self.attempts) - len(self.let_in)} of {len(self.attempts)} forged or stale"
            f" requests refused, {self.seconds:.1f} s."
        )


class Demo:
    """The demonstration, with so many members. `port` is the sandbox's; the bot and the console
    take the two after it (0: any free ones)."""

    def __init__(self, *, members: int, port: int, out: Console, err: Console) -> None:
        self._members = members
        self._port = port
        self._out = out
        self._err = err

    async def until_stopped(self) -> None:
        """Post a briefing and run until SIGINT or SIGTERM."""
        stop = stop_signals()
        began = perf_counter()
        async with self._set() as (stage, running):
            await self._posted(stage)
            world = stage.sandbox.world
            self._out.print(
                f"Ready after {perf_counter() - began:.1f} s."
                f" {len(world.tally.posts.keys() & world.channels.keys())} channels have the"
                " briefing.",
                highlight=False,
            )
            self._out.print(f"  Sandbox  {stage.sandbox.url}", highlight=False)
            self._out.print(f"  Console  {stage.console_url}", highlight=False)
            for line in _leading(stage.sevenbot):
                self._out.print(line, highlight=False, soft_wrap=True)
            self._out.print("Press Ctrl+C to stop. Nothing is kept.", highlight=False)
            await running.until_stopped(stop)

    async def once(self, *, as_json: bool) -> None:
        """Let everybody act once, and print the figures: read back from the database, and held
        against what the sandbox counted. Raises Mismatch when they differ."""
        began = perf_counter()
        async with self._set() as (stage, _):
            await self._posted(stage)
            seen = await self._act(stage)
            attempts = [
                attempt for face in stage.sandbox.faces.values() for attempt in await face.attack()
            ]
            async with stage.sevenbot.database.begin() as connection:
                kept = await count_kept(connection, stage.dissemination)
                ladder = await read_engagement(
                    connection,
                    stage.dissemination,
                    threshold=stage.sevenbot.settings.suppression_threshold,
                )
            world = stage.sandbox.world
            comparison = compare(
                seen, world.channels, world.tally.posts, world.tally.deliveries, kept
            )
        figures = Figures(kept, ladder, comparison, attempts, perf_counter() - began)
        if as_json:
            display.print_json(self._out, figures.as_json())
        else:
            display.print_ladder(self._out, ladder, stage.sevenbot.directory)
            self._out.print(figures.sentence(), highlight=False)
        if figures.troubles:
            raise Mismatch("The figures cannot be trusted: " + "; ".join(figures.troubles))

    async def _act(self, stage: Stage) -> dict[str, Seen]:
        scenario = Scenario(stage.sandbox.world, stage.sandbox.faces, fitting=stage.fitting)
        with Progress(console=self._err, transient=True) as progress:
            task = progress.add_task("Reading and answering", total=len(scenario.people()))
            return await scenario.run(lambda: progress.advance(task))

    async def _posted(self, stage: Stage) -> None:
        """Wait until every delivery has its outcome. Raises Mismatch when one never comes."""
        still = {state.value for state in OPEN}
        deadline = perf_counter() + PATIENCE_SECONDS
        while True:
            async with stage.sevenbot.database.begin() as connection:
                kept = await count_kept(connection, stage.dissemination)
            if kept.outcomes and not still & kept.outcomes.keys():
                return
            if perf_counter() > deadline:
                raise Mismatch(
                    f"After {PATIENCE_SECONDS:.0f} seconds not every channel has its post:"
                    f" {dict(kept.outcomes)}. The machine may be very busy: try again."
                )
            await asyncio.sleep(0.1)

    @asynccontextmanager
    async def _set(self) -> AsyncGenerator[tuple[Stage, Running]]:
        """Set everything up in a temporary folder, and send the briefing."""
        free = self._port == 0
        public, console = (0, 0) if free else (self._port + 1, self._port + 2)
        stage: Stage | None = None

        async def figures() -> Sequence[EngagementRow]:
            return () if stage is None else await _rows(stage)

        with (
            open_sockets(port=public, console_port=console) as sockets,
            TemporaryDirectory(prefix="sevenbot-") as name,
        ):
            folder = Path(name)
            sandbox = Sandbox(
                bot_url=sockets.public_url,
                members=self._members,
                port=self._port,
                console_url=sockets.console_url,
                engagement=figures,
            )
            directory = folder / "directory.yaml"
            directory.write_text(sandbox.directory_yaml, encoding="utf-8")
            settings = Settings.load(
                {
                    **sandbox.environ,
                    "SEVENBOT_DATA_DIR": str(folder / "data"),
                    "SEVENBOT_DIRECTORY": str(directory),
                    "SEVENBOT_PUBLIC_URL": sockets.public_url,
                }
            )
            async with sandbox, opening.opened_app(settings) as sevenbot:
                running = Running(sevenbot, set(Part), sockets=sockets)
                await running.start()
                try:
                    library = {
                        path.stem: import_file(path).briefing
                        for path in operations.markdown_files([LIBRARY])
                    }
                    await operations.store(sevenbot.database, library.values(), sevenbot.now)
                    await approve(
                        sevenbot.database,
                        sevenbot.directory,
                        BRIEFINGS,
                        BRIEFING,
                        version=None,
                        by=sevenbot.directory.approvers[0],
                        now=sevenbot.now,
                    )
                    dissemination = await disseminate(
                        sevenbot.database,
                        sevenbot.queue,
                        sevenbot.directory,
                        BRIEFING,
                        None,
                        "everyone",
                        OneOff(sevenbot.now()),
                        sevenbot.now,
                    )
                    stage = Stage(
                        sandbox,
                        sevenbot,
                        dissemination,
                        sockets.console_url,
                        [
                            frozenset(answer.key for answer in question.answers if answer.fits)
                            for question in library[BRIEFING].questions
                        ],
                    )
                    yield stage, running
                finally:
                    await running.stop()


def _leading(sevenbot: Sevenbot) -> tuple[str, str, str]:
    """Say how commands in a second terminal come to this demo, and in whose names."""
    data, directory = sevenbot.settings.data_dir, sevenbot.settings.directory
    names = [f"{one.name}, {role.value}" for one in sevenbot.directory.people for role in one.roles]
    return (
        "Commands speak to it in a second terminal after this line:",
        f"  export SEVENBOT_DATA_DIR={quote(str(data))} SEVENBOT_DIRECTORY={quote(str(directory))}",
        f"Names for --by: {'; '.join(names)}.",
    )


async def _rows(stage: Stage) -> Sequence[EngagementRow]:
    """Return the figures for the sandbox's page."""
    async with stage.sevenbot.database.begin() as connection:
        ladder = await read_engagement(
            connection,
            stage.dissemination,
            threshold=stage.sevenbot.settings.suppression_threshold,
        )
    return [
        EngagementRow(
            display.agency_name(stage.sevenbot.directory, agency),
            say(f"rung.{rung.value}"),
            count.count,
            count.of,
            count.suppressed,
        )
        for agency, row in ladder.agencies.items()
        for rung, count in row.rungs.items()
    ]


def _refused(attempt: Attempt) -> bool:
    """Tell whether the bot refused it as the sender's fault, and not by falling over."""
    return HTTPStatus.BAD_REQUEST <= attempt.status < HTTPStatus.INTERNAL_SERVER_ERROR
