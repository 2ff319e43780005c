"""Surveys over this test's database: the clock's follow-up runs them, people answer at the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, text

from bot.delivery.errands import Errands
from bot.delivery.jobs import Queue
from bot.followups.pulse import RunSurveys
from bot.store.content.shelf import SURVEYS
from bot.store.engine import Database
from bot.store.pulse.surveys import Survey, find_survey
from bot.store.tables import eligible_members
from bot.surveys.composing import ComposePulse
from bot.surveys.desk import SurveyDesk
from bot.surveys.keys import PulseKeys
from bot.surveys.planning import plan_survey
from bot.surveys.responding import Responding
from config.directory import Agency, Channel, Directory, Person, PersonRole, Sector, Workspace
from content.survey import PulseSurvey, Submission
from tests.fakes.clock import FakeClock
from tests.fakes.surveys import small_survey
from tests.integration.conftest import Plant
from tests.integration.turning import turned

CY, UNA, OLLY = "Cy Coordinator", "Una Approver", "Olly Both"
THRESHOLD = 5
AGENCIES = ("health", "police", "school")
OPEN_DAYS = 10


def directory() -> Directory:
    """Three agencies with a channel each, and one for leads."""
    people = (
        (CY, PersonRole.COORDINATOR),
        (UNA, PersonRole.APPROVER),
        (OLLY, PersonRole.APPROVER),
    )
    channels = [(key, f"{key}-team", False) for key in AGENCIES] + [("police", "leads", True)]
    return Directory(
        partnership="Test",
        agencies=tuple(
            Agency(key=key, name=key.title(), sector=Sector.OTHER, head_count=10)
            for key in AGENCIES
        ),
        workspaces=(Workspace(key="north", platform="slack", id="T1", agency="police"),),
        channels=tuple(
            Channel(
                key=key, agency=agency, workspace="north", id=f"C-{key}", name=key, leads_only=leads
            )
            for agency, key, leads in channels
        ),
        people=tuple(
            Person(workspace="north", account=f"U{n}", roles=(role,), name=name)
            for n, (name, role) in enumerate(people)
        ),
    )


def said(talked: str = "yes", sure: str = "agree", words: str = "") -> Submission:
    """Return answers to the small survey."""
    return Submission({"talked": talked, "sure": sure}, words)


@dataclass
class Room:
    """Puts a survey to people, and lets them answer."""

    database: Database
    clock: FakeClock
    plant: Plant
    keys: PulseKeys
    directory: Directory = field(default_factory=directory)

    @property
    def errands(self) -> Errands:
        return Errands(Queue(self.database), self.directory)

    @property
    def follow_up(self) -> RunSurveys:
        return RunSurveys(self.errands, self.keys, THRESHOLD)

    @property
    def desk(self) -> SurveyDesk:
        return SurveyDesk(self.database, self.keys, self.clock.now)

    @property
    def compose(self) -> ComposePulse:
        return ComposePulse(self.directory, THRESHOLD, self.clock.now)

    @property
    def responding(self) -> Responding:
        return Responding(self.database, self.errands, self.clock.now)

    async def says(self, survey: UUID, words: str, *, by: str = CY, second: str = UNA) -> None:
        """Have one person propose what will be done, and a second one approve it."""
        proposal = await self.responding.propose(str(survey), words, by=by)
        await self.responding.approve(proposal.id, by=second)

    async def tick(self) -> datetime | None:
        """Let the follow-up do what is due."""
        return await turned(self.database, self.follow_up, self.clock.now())

    async def later(self, **by: float) -> datetime | None:
        """Let time pass, and the follow-up do what has come due."""
        self.clock.advance(timedelta(**by))
        return await self.tick()

    async def planned(
        self,
        survey: PulseSurvey | None = None,
        *,
        audience: str = "everyone",
        days: float = OPEN_DAYS,
    ) -> UUID:
        """Plan a survey that opens now."""
        survey = survey or small_survey(f"s-{uuid4().hex}")
        now = self.clock.now()
        async with self.database.begin() as connection:
            await SURVEYS.save(connection, survey, now)
        return await plan_survey(
            self.database,
            self.directory,
            survey.slug,
            version=None,
            audience=audience,
            opens_at=now,
            closes_at=now + timedelta(days=days),
            now=self.clock.now,
        )

    async def opened(self, people: Mapping[str, int], **how: Any) -> tuple[UUID, list[UUID]]:
        """Put a survey to so many people by agency. Returns it and them, agency after agency."""
        survey = await self.planned(**how)
        await self.tick()
        members = {key: await self.plant.members(count) for key, count in people.items()}
        await self.arrived(survey, {f"{key}-team": who for key, who in members.items()})
        return survey, [member for each in members.values() for member in each]

    async def arrived(self, survey: UUID, people: Mapping[str, Sequence[UUID]]) -> None:
        """Have the opening posted to these channels, where these people see it."""
        for channel, members in people.items():
            (delivery,) = await self.rows(
                "UPDATE deliveries d SET state = 'delivered', settled_at = :now FROM occurrences o"
                " WHERE o.id = d.occurrence AND o.subject = :it AND o.slot = 'opening'"
                " AND d.channel = :channel RETURNING d.id, d.agency",
                it=survey,
                channel=channel,
                now=self.clock.now(),
            )
            if members:
                async with self.database.begin() as connection:
                    await connection.execute(
                        insert(eligible_members),
                        [
                            {"delivery": delivery["id"], "member": m, "agency": delivery["agency"]}
                            for m in members
                        ],
                    )

    async def survey(self, survey: UUID) -> Survey:
        async with self.database.begin() as connection:
            return await find_survey(connection, str(survey))

    async def rows(self, query: str, **given: object) -> list[dict[str, Any]]:
        async with self.database.begin() as connection:
            return [dict(row) for row in (await connection.execute(text(query), given)).mappings()]

    async def run(self, statement: str) -> None:
        async with self.database.begin() as connection:
            await connection.execute(text(statement))

    async def script(self, statements: str) -> None:
        """Run several statements."""
        async with self.database.begin() as connection:
            await connection.exec_driver_sql(statements, execution_options={"no_parameters": True})

    async def counted(self, survey: UUID) -> dict[tuple[str, str, str], int]:
        """Return the counters that are above nought."""
        rows = await self.rows(
            "SELECT * FROM survey_counts WHERE survey = :it AND n > 0", it=survey
        )
        return {(row["agency"], row["question"], row["option"]): row["n"] for row in rows}

    async def left(self, survey: UUID) -> dict[str, int]:
        """Return how many rows of a survey's answers there are."""
        tables = ("survey_counts", "survey_comments", "survey_participation")
        return {
            name: (
                await self.rows(f"SELECT count(*) AS n FROM {name} WHERE survey = :it", it=survey)
            )[0]["n"]
            for name in tables
        }

    async def slots(self, survey: UUID) -> list[str]:
        """Return what was posted about it, as slot and channel."""
        rows = await self.rows(
            "SELECT o.slot, d.channel FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
            " WHERE o.subject = :it ORDER BY o.due_at, o.slot, d.channel",
            it=survey,
        )
        return [f"{row['slot']} {row['channel']}" for row in rows]


@pytest.fixture
def room(database: Database, clock: FakeClock, plant: Plant, tmp_path: Path) -> Room:
    """Surveys over this test's database."""
    return Room(database, clock, plant, PulseKeys(tmp_path / "keys"))
