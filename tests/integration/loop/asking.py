"""Leads and the private messages that they have: what each says now, on a platform that keeps what
it is sent. The test delivers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from bot.agencies.leads import Leads
from bot.decisions.amending import Amending
from bot.decisions.plans import stop_plan
from bot.delivery.composing import pooled
from bot.delivery.errands import Errands
from bot.delivery.rosters import Rosters
from bot.delivery.service import Deliverer
from bot.followups.asked import ComposeAsked
from bot.followups.cascade import ComposeCascade
from bot.store.content.shelf import BRIEFINGS
from bot.store.delivery.deliveries import State
from content.briefing import Briefing, WhatChanged
from content.cascade import Confirmation, Method
from content.message import Message, buttons_of, plain_text
from handlers.ports import Member
from schedules.kinds import Kind
from tests.fakes.briefings import approved, small_briefing
from tests.fakes.platform import FakePlatform, Post
from tests.integration.delivery.attempts import OpenGate
from tests.integration.loading import load_delivery
from tests.integration.loop.conftest import WHO, Loop
from tests.integration.own.conftest import Sent

CONFIRM, ADD, PACK = "Confirm", "Add another part", "Open the pack"
SEE, LATER = "See or correct", "Not yet, or hand over"


@dataclass
class Asking:
    """A briefing that the police's lead is asked to pass on."""

    loop: Loop
    platform: FakePlatform
    lead: Member
    deputy: Member
    sent: Sent
    briefing: Briefing = field(default_factory=small_briefing)

    @property
    def deliverer(self) -> Deliverer:
        loop = self.loop
        composers = {
            Kind.CASCADE: ComposeCascade(loop.directory),
            Kind.CASCADE_EDIT: ComposeAsked(Leads(loop.directory, loop.members)),
        }
        return Deliverer(
            database=loop.database,
            directory=loop.directory,
            platforms={"slack": self.platform},
            composers=pooled(loop.database, composers),
            rosters=Rosters(loop.database, loop.members.register_many, loop.clock.now),
            account_of=loop.members.account_of,
            now=loop.clock.now,
            surely_over=timedelta(),
        )

    @property
    def amending(self) -> Amending:
        errands = Errands(self.loop.queue, self.loop.directory)
        return Amending(self.loop.database, errands, self.loop.clock.now)

    async def waiting(self, *kinds: Kind) -> list[UUID]:
        """Return what is on its way to leads and their deputies, edits first, as a driver has
        it."""
        rows = await self.loop.rows(
            "SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
            " WHERE d.state IN ('planned', 'claimed', 'waiting') AND o.kind = ANY(:kinds)"
            " ORDER BY o.kind DESC, o.due_at, d.id",
            kinds=[kind.value for kind in kinds or (Kind.CASCADE, Kind.CASCADE_EDIT)],
        )
        return [row.id for row in rows]

    async def attempt(self, delivery: UUID) -> State:
        """Attempt one as though the time had come until which it waits."""
        async with self.loop.database.begin() as connection:
            await connection.exec_driver_sql(
                "UPDATE deliveries SET next_try_at = NULL, held = false, state ="
                " CASE state WHEN 'waiting' THEN 'planned' ELSE state END WHERE id = %s",
                (delivery,),
            )
        taken = await load_delivery(self.loop.database, delivery)
        return await self.deliverer.deliver(taken, OpenGate())

    async def deliver(self, *kinds: Kind) -> None:
        """Attempt what is on its way, once each."""
        for delivery in await self.waiting(*kinds):
            await self.attempt(delivery)

    async def settle(self) -> None:
        """Let the clock take its turn and deliver, until nothing is left to do. What waits for its
        reader's next day waits for it."""
        for _ in range(40):
            await self.loop.turn()
            before = await self.waiting()
            if not before:
                return
            await self.deliver()
            if await self.waiting() == before:
                self.loop.clock.advance(timedelta(days=1))
        raise AssertionError("It does not come to rest.")

    async def later(self, **by: float) -> None:
        self.loop.clock.advance(timedelta(**by))
        await self.settle()

    async def tells(
        self,
        member: Member,
        reached: int,
        *,
        teams: str = "Duty team",
        corrects: int | None = None,
        about: UUID | None = None,
    ) -> None:
        """Let somebody tell how many of twenty heard it."""
        it = await self.loop.desk.in_hand(await self.cascade(), member.id)
        assert it is not None
        told = Confirmation(teams, reached, 20, Method.TRAINING, self.loop.clock.now().date())
        delivery = about or self.posts(member)[0].delivery
        await self.loop.desk.confirm(it, member.id, told, delivery=delivery, corrects=corrects)

    async def hands(self, giver: Member, taker: Member) -> bool:
        it = await self.loop.desk.in_hand(await self.cascade(), giver.id)
        assert it is not None
        self.loop.clock.advance(timedelta(seconds=1))
        return await self.loop.desk.hand_over(it, giver.id, str(taker.id))

    async def correct(self, *, material: bool, number: int = 2) -> None:
        """Let the briefing be corrected, an hour later, to a version of another title."""
        self.loop.clock.advance(timedelta(hours=1))
        later = approved(
            replace(
                self.briefing,
                version=number,
                title=f"A small briefing, version {number}",
                change=WhatChanged(f"Number {number} is new.", material),
            )
        )
        async with self.loop.database.begin() as connection:
            await BRIEFINGS.save(connection, later, self.loop.clock.now())
        await self.amending.correct(later.slug, by=WHO)

    async def stop(self) -> None:
        await stop_plan(self.loop.database, self.sent.dissemination, "Cy", self.loop.clock.now)

    async def withdraw(self) -> None:
        await self.amending.withdraw(self.sent.dissemination, "It was out of date.", by=WHO)

    async def cascade(self) -> UUID:
        (found,) = await self._cascades()
        return found

    async def begun(self) -> bool:
        """Tell whether it is to be passed on yet."""
        return bool(await self._cascades())

    async def _cascades(self) -> list[UUID]:
        rows = await self.loop.rows(
            "SELECT id FROM cascades WHERE dissemination = :it", it=self.sent.dissemination
        )
        return [row.id for row in rows]

    async def edits(self) -> list[Any]:
        """Return every edit's row, the oldest first."""
        return list(
            await self.loop.rows(
                "SELECT o.subject, o.slot, d.state, d.reason FROM occurrences o"
                " JOIN deliveries d ON d.occurrence = o.id WHERE o.kind = 'cascade_edit'"
                " ORDER BY o.due_at, o.slot"
            )
        )

    def posts(self, member: Member) -> list[Post]:
        """Return the member's messages, the oldest first."""
        account = {self.lead.id: "U-lead", self.deputy.id: "U-deputy"}[member.id]
        return [post for post in self.platform.posts if post.channel == account]

    def shown(self, member: Member) -> Sequence[Message]:
        """Return what the member's messages say now, the oldest first."""
        return [self.now_of(post) for post in self.posts(member)]

    def now_of(self, post: Post) -> Message:
        edits = self.platform.edits.get(f"m-{post.delivery}", [])
        return edits[-1] if edits else post.message

    def words(self, member: Member) -> str:
        """Return what the member's one message says now."""
        (message,) = self.shown(member)
        return plain_text(message)

    def buttons(self, member: Member) -> list[str]:
        """Return the labels of that message's buttons."""
        (message,) = self.shown(member)
        return labels(message)


def labels(message: Message) -> list[str]:
    return [button.label for button in buttons_of(message)]


async def asked(loop: Loop) -> Asking:
    """Let a briefing reach the police on a Monday morning, and its lead be asked."""
    lead, deputy = await loop.joins("U-lead"), await loop.joins("U-deputy")
    it = Asking(loop, FakePlatform(), lead, deputy, await loop.briefs(lead))
    await it.settle()
    assert len(it.posts(lead)) == 1
    assert it.platform.edits == {}
    return it
