"""Whatever people do, in whatever order and however often: the counters equal a plain tally that
knows nothing of the store, and once a survey has closed nothing changes any more."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.evidence.counters import AgencyCounts
from bot.evidence.tables import cut
from bot.store.engine import Database
from bot.store.pulse.surveys import Survey
from bot.surveys.keys import PulseKeys
from content.survey import AGREEMENT, YES_NO
from tests.fakes.clock import FakeClock
from tests.integration.conftest import Plant
from tests.integration.surveys.conftest import THRESHOLD, Room, said

T = TypeVar("T")

PEOPLE = {"health": 7, "police": 4, "school": 0}
BOUNDS = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@dataclass
class Tally:
    """What a survey's answers come to, counted by hand."""

    survey: UUID
    people: list[tuple[str, UUID]]
    answers: dict[UUID, tuple[str, str, str]] = field(default_factory=dict)
    closed: Survey | None = None

    def counters(self) -> dict[tuple[str, str, str], int]:
        agency = {member: key for key, member in self.people}
        found: Counter[tuple[str, str, str]] = Counter()
        for member, (talked, sure, _) in self.answers.items():
            found[agency[member], "talked", talked] += 1
            found[agency[member], "sure", sure] += 1
        return dict(found)

    def comments(self) -> list[str]:
        return sorted(words for _, _, words in self.answers.values() if words)

    def by_agency(self) -> dict[str, AgencyCounts]:
        counters = self.counters()
        return {
            key: AgencyCounts(
                size,
                {
                    question: {option: counters.get((key, question, option), 0) for option in of}
                    for question, of in (("talked", YES_NO), ("sure", AGREEMENT))
                },
            )
            for key, size in PEOPLE.items()
            if size
        }


class Surveys(RuleBasedStateMachine):
    """Two surveys, one of which closes before the other, and the same people in both."""

    url: str

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        database, clock = Database(self.url, pool_size=3), FakeClock()
        keys = PulseKeys(Path(mkdtemp(prefix="sevenbot-")))
        self.room = Room(database, clock, Plant(database, clock), keys)
        self.tallies = [self.make(days) for days in (5, 10)]

    def does(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def make(self, days: float) -> Tally:
        survey, members = self.does(self.room.opened(PEOPLE, days=days))
        agencies = [key for key, size in PEOPLE.items() for _ in range(size)]
        return Tally(survey, list(zip(agencies, members, strict=True)))

    def teardown(self) -> None:
        self.does(self.room.database.close())
        self.runner.close()
        for file in self.room.keys.folder.iterdir():
            file.unlink()
        self.room.keys.folder.rmdir()

    @rule(
        which=st.integers(0, 1),
        who=st.integers(0, sum(PEOPLE.values()) - 1),
        talked=st.sampled_from(YES_NO),
        sure=st.sampled_from(AGREEMENT),
        words=st.sampled_from(["", "", "A word.", "Another word."]),
    )
    def somebody_answers(self, which: int, who: int, talked: str, sure: str, words: str) -> None:
        tally = self.tallies[which]
        _, member = tally.people[who]
        counted = self.does(self.room.desk.answer(tally.survey, member, said(talked, sure, words)))
        assert counted is (tally.closed is None and member not in tally.answers)
        if counted:
            tally.answers[member] = (talked, sure, words)

    @rule(which=st.integers(0, 1))
    def everybody_else_answers_at_once(self, which: int) -> None:
        tally = self.tallies[which]
        left = [member for _, member in tally.people if member not in tally.answers]

        async def answer() -> list[bool]:
            desk = self.room.desk
            return await asyncio.gather(
                *(desk.answer(tally.survey, member, said("no", "neither")) for member in left * 2)
            )

        assert sum(self.does(answer())) == (len(left) if tally.closed is None else 0)
        if tally.closed is None:
            tally.answers |= dict.fromkeys(left, ("no", "neither", ""))

    @rule(which=st.integers(0, 1))
    def a_stranger_tries(self, which: int) -> None:
        (stranger,) = self.does(self.room.plant.members(1))
        assert not self.does(self.room.desk.answer(self.tallies[which].survey, stranger, said()))

    @rule()
    def the_clock_ticks(self) -> None:
        self.does(self.room.tick())

    @precondition(lambda self: any(tally.closed is None for tally in self.tallies))
    @rule(days=st.sampled_from([1.0, 2.5, 5.0]))
    def time_passes(self, days: float) -> None:
        self.does(self.room.later(days=days))
        for tally in self.tallies:
            survey = self.does(self.room.survey(tally.survey))
            if survey.closed_at is not None and tally.closed is None:
                tally.closed = survey
                whole = cut(
                    tally.by_agency(),
                    THRESHOLD,
                    closes_at=survey.closes_at,
                    now=self.room.clock.now(),
                )
                assert survey.cut == whole
                shown = tally.comments() if len(tally.answers) >= 2 * THRESHOLD else []
                assert sorted(survey.comments) == shown

    @invariant()
    def the_counters_equal_the_tally(self) -> None:
        for tally in self.tallies:
            left = self.does(self.room.left(tally.survey))
            if tally.closed is not None:
                assert set(left.values()) == {0}
                now = self.does(self.room.survey(tally.survey))
                assert (now.cut, now.comments) == (tally.closed.cut, tally.closed.comments)
                continue
            assert self.does(self.room.counted(tally.survey)) == tally.counters()
            assert left["survey_participation"] == len(tally.answers)
            rows = self.does(
                self.room.rows(
                    "SELECT text FROM survey_comments WHERE survey = :it", it=tally.survey
                )
            )
            assert sorted(row["text"] for row in rows) == tally.comments()


def test_the_counters_equal_a_plain_tally(database_url: str) -> None:
    machine = type("OverThisDatabase", (Surveys,), {"url": database_url})
    run_state_machine_as_test(machine, settings=BOUNDS)
