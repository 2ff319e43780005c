"""Whatever becomes of the messages that ask again, in whatever order: what reached nobody is no
asking, and nobody is asked less or more often than planned."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import update

from bot.delivery.composing import Needless
from bot.followups.recall import ComposeRecall
from bot.store.engine import Database
from bot.store.tables import deliveries
from config.now import LONDON
from handlers.events import Recalled
from tests.fakes.clock import FakeClock
from tests.integration.loading import load_delivery
from tests.integration.loop.conftest import WHO, Loop, reworded

T = TypeVar("T")

BOUNDS = settings(
    max_examples=6,
    stateful_step_count=16,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
OUTCOMES = ("delivered", "skipped", "failed", "halted", "unconfirmed")
WEEK = timedelta(days=7)
LOST_IN_A_ROW = 3
PLANNED = {"q1": 1, "q2": 3}
"""How often each question comes back: the first was answered as practice has it."""


@dataclass
class Message:
    """A private message, as its member and the partnership know of it."""

    at: datetime
    turns: dict[str, int]
    """By question, which asking it is."""
    state: str = "planned"
    answered: set[str] = field(default_factory=set[str])

    def counts(self, question: str, now: datetime) -> bool:
        """Tell whether it is an asking of the question, by the words of the issue alone."""
        if question in self.answered or self.state in {"planned", "delivered", "unconfirmed"}:
            return True
        return self.state != "skipped" and self.at + WEEK > now


class AskedAgain(RuleBasedStateMachine):
    """One person and two questions: one answered as practice has it, and one not."""

    url: str

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.loop = Loop(Database(self.url, pool_size=2), FakeClock())
        self.messages: dict[UUID, Message] = {}
        self.compose = ComposeRecall(self.loop.database.statements, self.loop.clock.now)
        self.most_lost = 0

    def does(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @property
    def now(self) -> datetime:
        return self.loop.clock.now()

    @initialize()
    def begins(self) -> None:
        self.member = self.does(self.loop.joins(f"U-{uuid4().hex}"))
        self.sent = self.does(self.loop.briefs(self.member, briefing=reworded()))
        self.does(
            self.loop.keeps(
                self.loop.answered(self.sent, self.member, "q1"),
                self.loop.answered(self.sent, self.member, "q2", fits=False),
            )
        )
        self.turns()
        self.time_passes(7)

    def turns(self) -> None:
        """Let the clock take its turn, and see what it has put in."""
        self.does(self.loop.turn())
        self.sees()

    def sees(self) -> None:
        for row in self.does(
            self.loop.rows(
                "SELECT t.delivery, t.turn, c.question FROM recall_turns t"
                " JOIN recalls c ON c.id = t.recall WHERE c.member = :it",
                it=self.member.id,
            )
        ):
            known = self.messages.setdefault(row.delivery, Message(self.now, {}))
            if known.at == self.now:
                known.turns[row.question] = row.turn

    @rule(state=st.sampled_from(OUTCOMES), days=st.sampled_from([7, 1, 2, 23, 60]))
    def what_came_ends_and_time_passes(self, state: str, days: int) -> None:
        self.what_is_on_its_way_ends(state)
        self.time_passes(days)

    def time_passes(self, days: int) -> None:
        self.does(self.loop.later(days=days))
        self.sees()

    def what_is_on_its_way_ends(self, state: str) -> None:
        for delivery, message in self.messages.items():
            if message.state == "planned":
                today = message.at.astimezone(LONDON).date() == self.now.astimezone(LONDON).date()
                says = self.does(self.says_something(delivery))
                assert says is (today and delivery in self.does(self.asking()))
                message.state = state if says else "skipped"
                self.does(self.ended(delivery, message.state))
        lost = sum(message.state in {"failed", "halted"} for message in self.messages.values())
        self.most_lost = max(self.most_lost, lost)
        self.turns()

    async def says_something(self, delivery: UUID) -> bool:
        row = await load_delivery(self.loop.database, delivery)
        assert row is not None
        return not isinstance(await self.compose(row), Needless)

    async def ended(self, delivery: UUID, state: str) -> None:
        async with self.loop.database.begin() as connection:
            await connection.execute(
                update(deliveries)
                .where(deliveries.c.id == delivery)
                .values(state=state, settled_at=self.now)
            )

    async def asking(self, question: str | None = None) -> set[UUID]:
        """Return the messages that stand as askings, of one question or of any."""
        rows = await self.loop.rows(
            "SELECT t.delivery FROM recall_turns t JOIN recalls c ON c.id = t.recall"
            " WHERE c.member = :it AND c.question = coalesce(:question, c.question)",
            it=self.member.id,
            question=question,
        )
        return {row.delivery for row in rows}

    @rule(again=st.booleans())
    def a_dead_letter_is_settled(self, *, again: bool) -> None:
        for delivery, message in self.messages.items():
            if message.state in {"failed", "halted", "unconfirmed"}:
                # What was taken back after a week is asked in a message of another day.
                message.turns = {
                    question: turn
                    for question, turn in message.turns.items()
                    if message.counts(question, self.now)
                }
                message.state = "planned" if again else "skipped"
                letters = self.loop.letters
                if again:
                    self.does(letters.send_again(delivery, by=WHO))
                else:
                    self.does(letters.give_up(delivery, by=WHO, reason="She never saw it."))
                break
        self.turns()

    @rule(question=st.sampled_from(["q1", "q2"]), fits=st.booleans())
    def somebody_answers(self, question: str, *, fits: bool) -> None:
        for delivery, message in self.messages.items():
            turn = message.turns.get(question)
            reached = message.state in {"delivered", "unconfirmed"}
            if turn is None or not reached or question in message.answered:
                continue
            message.answered.add(question)
            self.does(self.loop.recalls.keep(self.answer(delivery, question, turn, fits=fits)))
            break
        self.turns()

    def answer(self, delivery: UUID, question: str, turn: int, *, fits: bool) -> Recalled:
        return Recalled(
            dissemination=self.sent.dissemination, delivery=delivery, agency="police",
            at=self.now, member=self.member.id, question=question, turn=turn, variant=0,
            chosen=("a",), fits=fits, first_fits=question == "q1", days=7,
        )  # fmt: skip

    @invariant()
    def only_what_may_have_reached_the_person_is_an_asking(self) -> None:
        for question, most in PLANNED.items():
            counted = {
                delivery
                for delivery, message in self.messages.items()
                if question in message.turns and message.counts(question, self.now)
            }
            assert self.does(self.asking(question)) == counted
            assert len(counted) <= most

    @invariant()
    def nobody_gets_two_on_one_day(self) -> None:
        days = [message.at.astimezone(LONDON).date() for message in self.messages.values()]
        assert len(days) == len(set(days))

    def teardown(self) -> None:
        """Let everything arrive from now on: each question then comes as often as planned, unless
        it was recalled, or given up since its messages could not be brought."""
        try:
            self.arrives()
        finally:
            self.does(self.loop.record.close())
            self.does(self.loop.database.close())
            self.runner.close()

    def arrives(self) -> None:
        for _ in range(20):
            self.what_is_on_its_way_ends("delivered")
            self.time_passes(8)  # on another day of the week each time
        courses = "SELECT question, ended, next_at FROM recalls WHERE member = :it"
        for row in self.does(self.loop.rows(courses, it=self.member.id)):
            reached = sum(
                row.question in message.turns and message.counts(row.question, self.now)
                for message in self.messages.values()
            )
            assert row.next_at is None
            match row.ended:
                case "asked as often as planned":
                    assert reached == PLANNED[row.question]
                case "recalled":
                    assert 0 < reached <= PLANNED[row.question]
                case _:
                    assert self.most_lost >= LOST_IN_A_ROW


def test_what_reached_nobody_is_no_asking(database_url: str) -> None:
    machine = type("OverThisDatabase", (AskedAgain,), {"url": database_url})
    run_state_machine_as_test(machine, settings=BOUNDS)
