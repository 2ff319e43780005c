"""Whatever happens to a cascade, in whatever order, and however its messages and their edits fail
on the way: in the end every message that asked a lead says how it stands."""

import asyncio
import random
from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.delivery.composing import Edit
from bot.platforms.results import TryLater, Unclear
from bot.store.engine import Database
from content.cascade import summed
from content.message import plain_text
from handlers.ports import Member
from schedules.kinds import Kind
from tests.fakes.briefings import small_briefing
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform, Post
from tests.integration.loading import load_delivery
from tests.integration.loop.asking import ADD, CONFIRM, LATER, PACK, SEE, Asking, labels
from tests.integration.loop.conftest import Loop

STEPS = st.lists(
    st.sampled_from(["turn", "day", "week", "deliver", "edit", "fault", "break"])
    | st.sampled_from(["tell", "correct", "hand", "amend", "stop", "withdraw"]),
    min_size=2,
    max_size=14,
)

_numbers = count(1)


class Play:
    """One cascade, and what has been done to it."""

    def __init__(self, it: Asking, chance: random.Random) -> None:
        self.it = it
        self.chance = chance
        self.version = 1
        self.gone = False

    async def does(self, step: str) -> None:
        it, loop = self.it, self.it.loop
        loop.clock.advance(timedelta(seconds=30))
        match step:
            case "turn":
                await loop.turn()
            case "day" | "week":
                await loop.turn()
                loop.clock.advance(timedelta(days=1 if step == "day" else 7))
                await loop.turn()
            case "deliver" | "edit":
                kinds = (Kind.CASCADE_EDIT,) if step == "edit" else (Kind.CASCADE,)
                for delivery in (await it.waiting(*kinds))[:2]:
                    await it.attempt(delivery)
            case "tell" | "correct" | "hand":
                await self._acts(step)
            case "amend" if not self.gone:
                self.version += 1
                await it.correct(material=self.version % 2 == 0, number=self.version)
            case "stop":
                await it.stop()
            case "withdraw":
                self.gone = True
                await it.withdraw()
            case "fault":
                it.platform.edit_answers.append(TryLater("Too many.", timedelta(seconds=5)))
            case _:
                it.platform.edit_answers.append(Unclear("The connection broke."))

    async def _acts(self, step: str) -> None:
        it = self.it
        if not await it.begun():
            return
        people = [it.lead, it.deputy]
        self.chance.shuffle(people)
        for member in people:
            found = await it.loop.desk.in_hand(await it.cascade(), member.id)
            if found is None or found.withdrawn:
                continue
            if step == "hand":
                await it.hands(member, next(other for other in people if other is not member))
            else:
                corrects = 1 if step == "correct" and found.parts else None
                reached, about = self.chance.randrange(21), it.sent.delivery
                await it.tells(member, reached, corrects=corrects, about=about)
            return


async def _play(it: Asking, steps: list[str], seed: int) -> None:
    play = Play(it, random.Random(seed))
    for step in ("turn", "deliver", *steps):
        await play.does(step)
    it.platform.edit_answers.clear()
    await it.settle()
    for member in (it.lead, it.deputy):
        for message in it.shown(member):
            assert labels(message) == await _may_be_pressed(it, member)
            newest = f"version {play.version}" if play.version > 1 else "A small briefing"
            assert (newest in plain_text(message)) is not play.gone
    for post in it.posts(it.lead) + it.posts(it.deputy):
        await _says_how_it_stands(it, post)
    await it.stop()
    await it.settle()
    left = await it.loop.rows(
        "SELECT o.kind, o.slot, d.state, d.reason FROM deliveries d"
        " JOIN occurrences o ON o.id = d.occurrence"
        " WHERE d.state NOT IN ('delivered', 'skipped') AND d.member IS NOT NULL"
    )
    assert left == []


async def _may_be_pressed(it: Asking, member: Member) -> list[str]:
    """Return the labels of what somebody can still do, as the desk has it."""
    found = await it.loop.desk.in_hand(await it.cascade(), member.id)
    if found is None or found.withdrawn:
        return []
    coverage = summed(found.parts)
    if coverage.whole:
        return [PACK, SEE]
    (row,) = await it.loop.rows(
        "SELECT c.holder = :member AND s.stopped_at IS NULL AS due FROM cascades c"
        " JOIN disseminations s ON s.id = c.dissemination WHERE c.id = :it",
        it=found.cascade,
        member=member.id,
    )
    told = [ADD, PACK, SEE] if coverage.parts else [CONFIRM, PACK]
    return [*told, LATER] if row.due else told


async def _says_how_it_stands(it: Asking, post: Post) -> None:
    """Check that a message was left alone, where nothing has changed since it was composed, and
    else is what its last edit makes of it."""
    (row,) = await it.loop.rows(
        "SELECT coalesce(m.tells, 0) = c.changes AS says_so, e.id AS edit FROM deliveries m"
        " JOIN occurrences o ON o.id = m.occurrence JOIN cascades c ON c.id = o.subject"
        " LEFT JOIN occurrences f ON f.kind = 'cascade_edit' AND f.subject = m.id"
        " AND f.slot = c.changes::text LEFT JOIN deliveries e ON e.occurrence = f.id"
        " WHERE m.id = :it",
        it=post.delivery,
    )
    if row.says_so:
        assert it.now_of(post) == post.message
        return
    edit = await load_delivery(it.loop.database, row.edit)
    made = await it.deliverer.composers[Kind.CASCADE_EDIT](edit)
    assert isinstance(made, Edit)
    assert it.now_of(post) == made.message


def test_every_message_says_how_it_stands(database_url: str) -> None:
    with asyncio.Runner() as runner:
        database, clock = Database(database_url), FakeClock()
        loop = Loop(database, clock)
        runner.run(loop.queue.open())
        people = [runner.run(loop.joins(account)) for account in ("U-lead", "U-deputy")]

        async def begin() -> Asking:
            """Begin with another briefing, on the Monday after the one before was done with."""
            clock.advance(timedelta(days=7 - clock.now().weekday()))
            clock.set(clock.now().replace(hour=9, minute=0))
            lead, deputy = people
            briefing = small_briefing(f"small-{next(_numbers)}")
            sent = await loop.briefs(lead, briefing=briefing)
            return Asking(loop, FakePlatform(), lead, deputy, sent, briefing)

        @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
        @given(STEPS, st.integers(0, 9))
        def play(steps: list[str], seed: int) -> None:
            runner.run(_play(runner.run(begin()), steps, seed))

        try:
            play()
        finally:
            runner.run(loop.record.close())
            runner.run(loop.queue.close())
            runner.run(database.close())
