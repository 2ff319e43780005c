"""Edits of the private messages that asked leads to pass a briefing on, so that each says how that
stands now and offers only what can still be done.

An edit is composed when it is sent, of what stands in the database then, whatever it came about
for. So several of one message may come in any order, and the last one leaves it as it is to be. Of
several that wait together, that for the latest change is made.
"""

from dataclasses import dataclass

from bot.agencies.leads import Leads, colleagues
from bot.delivery.composing import Edit, Needless
from bot.platforms.results import Receipt
from bot.store.cascade.cascades import Cascade, load_cascade
from bot.store.cascade.corrected import CHANGED, heard_of
from bot.store.cascade.messages import AskedMessage, asked_message, overtaken
from bot.store.cascade.moves import HANDED, QUIET, given_up_by
from bot.store.cascade.parts import parts_of
from bot.store.delivery.deliveries import Delivery
from bot.store.engine import AsyncConnection
from bot.store.plans.corrections import corrections_of
from bot.store.plans.disseminations import briefing_sent_by
from bot.store.plans.withdrawing import withdrawn
from config.now import LONDON
from content.briefing import Briefing
from content.compose.cascade import Asked, compose_as_it_stands
from content.compose.correction import Correction, Withdrawal, compose_withdrawn
from content.compose.hand_over import compose_elsewhere, compose_handed_on
from content.message import Message
from content.templating import say


@dataclass(frozen=True, slots=True)
class ComposeAsked:
    """Composes these edits (`bot.delivery.composing.Compose`)."""

    leads: Leads

    async def __call__(self, connection: AsyncConnection, delivery: Delivery) -> Edit | Needless:
        """Return the message as it is to be now, unless there is none to edit."""
        message = await asked_message(connection, delivery.subject)
        cascade = await load_cascade(connection, message.cascade)
        if message.receipt is None or cascade is None:
            return Needless(say("needless.message_nowhere"))
        if await overtaken(connection, delivery.occurrence):
            return Needless(say("needless.overtaken"))
        briefing = await briefing_sent_by(connection, cascade.dissemination)
        now = await _notice(connection, cascade, briefing)
        if now is None:
            now = await self._as_it_stands(connection, delivery, message, cascade, briefing)
        return Edit(Receipt(**message.receipt), now)

    async def _as_it_stands(
        self,
        connection: AsyncConnection,
        delivery: Delivery,
        message: AskedMessage,
        cascade: Cascade,
        briefing: Briefing,
    ) -> Message:
        asked: Asked = "mine"
        if cascade.holder != message.member:
            gave = await given_up_by(connection, cascade.id, message.member)
            if gave is not None and gave.reason == HANDED:
                people = await self.leads.of(connection, cascade.agency)
                called = colleagues(people, message.member)
                to = None if gave.to is None else called.get(gave.to)
                return compose_handed_on(briefing, to, gave.at.astimezone(LONDON).date())
            if gave is None or gave.reason != QUIET:
                return compose_elsewhere(briefing)
            asked = "helped"
        if cascade.stopped:
            asked = "stopped"
        return compose_as_it_stands(
            briefing,
            delivery.subject,
            cascade.deadline,
            await parts_of(connection, cascade.id),
            asked=asked,
            corrections=await _told(connection, cascade, message),
        )


async def _notice(
    connection: AsyncConnection, cascade: Cascade, briefing: Briefing
) -> Message | None:
    """Return what stands in the message's place once the briefing was withdrawn."""
    gone = await withdrawn(connection, cascade.dissemination)
    if gone is None:
        return None
    told = Withdrawal(
        on=gone.at.astimezone(LONDON).date(),
        reason=gone.reason,
        posted_on=cascade.posted_on,
        theme=briefing.theme,
    )
    return compose_withdrawn(told, to_lead=True)


async def _told(
    connection: AsyncConnection, cascade: Cascade, message: AskedMessage
) -> list[Correction]:
    """Return the corrections that the message told of; only some do."""
    what, _, number = message.slot.partition(" ")
    if what != CHANGED:
        return []
    heard = await heard_of(connection, cascade.id, before=int(number))
    found = await corrections_of(connection, cascade.dissemination)
    return [it.told for it in found if heard < it.told.version <= int(number)]
