"""Where a delivery goes: into a channel, or to one person."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from bot.delivery.expand import gone
from bot.delivery.gate import Gate, Rests
from bot.delivery.outcome import not_taken, ours
from bot.platforms.base import Place, Platform
from bot.platforms.limits import Call
from bot.platforms.results import (
    Broken,
    CannotLook,
    LookResult,
    Ready,
    Receipt,
    SendResult,
    Stopped,
    TryLater,
)
from bot.store.delivery.attempts import Located
from bot.store.delivery.deliveries import Delivery, State
from config.directory import Directory, Workspace
from config.errors import NotFound
from content.message import Message
from content.templating import say
from schedules.kinds import EDITS

AccountOf = Callable[[UUID], Awaitable[tuple[str, str]]]
"""Gives the workspace's key and the account behind a pseudonym. Raises NotFound."""


@dataclass(frozen=True, slots=True)
class ToChannel:
    """Into a channel, for all who can see it."""

    place: Place
    call: ClassVar = Call.POST

    async def send(self, platform: Platform, message: Message, delivery: UUID) -> SendResult:
        """Post it."""
        return await platform.post(self.place, message, delivery=delivery)

    async def open(self, platform: Platform, gate: Gate) -> None:
        """Nothing: a channel is open."""
        del platform, gate

    async def change(self, platform: Platform, receipt: Receipt, message: Message) -> SendResult:
        """Put the message in place of one that stands there."""
        return await platform.update(self.place, receipt, message)

    async def look(self, platform: Platform, delivery: UUID) -> LookResult:
        """Look whether an earlier attempt was posted."""
        return await platform.look(self.place, delivery=delivery)


@dataclass(frozen=True, slots=True)
class ToPerson:
    """To one person alone."""

    workspace: Workspace
    account: str
    member: UUID
    call: ClassVar = Call.PRIVATE

    @property
    def place(self) -> Place:
        """Return what stands for the person where pace is kept."""
        return Place(self.workspace, str(self.member))

    async def send(self, platform: Platform, message: Message, delivery: UUID) -> SendResult:
        """Send it."""
        return await platform.post_private(self.workspace, self.account, message, delivery=delivery)

    async def open(
        self, platform: Platform, gate: Gate
    ) -> TryLater | Stopped | Broken | Rests | None:
        """Open the conversation with them where that is to be done, when its turn has come. Returns
        why they cannot be written to (yet), or None."""
        if (opens := platform.opening(self.workspace, self.account)) is None:
            return None
        if (rests := await gate.turn(Call.CHAT)) is not None:
            return rests
        line = self.place.channel
        opened = await opens()
        gate.arrived(line)
        if isinstance(opened, TryLater):
            await gate.refused(Call.CHAT, line, opened)
        return None if isinstance(opened, Ready) else opened

    async def change(self, platform: Platform, receipt: Receipt, message: Message) -> SendResult:
        """Put the message in place of one that they have."""
        return await platform.update_private(self.workspace, receipt, message)

    async def look(self, platform: Platform, delivery: UUID) -> LookResult:
        """Say that nobody looks into a person's own conversation."""
        del platform, delivery
        return CannotLook(say("attempt.theirs"))


Destination = ToChannel | ToPerson


async def destination_of(
    delivery: Delivery, directory: Directory, account_of: AccountOf
) -> Destination | str:
    """Return where the delivery goes, or the reason in words why it can go nowhere."""
    if delivery.member is not None:
        try:
            key, account = await account_of(delivery.member)
            return ToPerson(directory.workspace(key), account, delivery.member)
        except (NotFound, KeyError):
            return say("attempt.no_person")
    assert delivery.channel is not None
    assert delivery.channel_id is not None
    try:
        channel = directory.channel(delivery.channel)
        place = Place(directory.workspace(delivery.workspace), delivery.channel_id)
    except KeyError:
        return gone(delivery.channel)
    if (channel.workspace, channel.id) != (delivery.workspace, delivery.channel_id):
        return gone(delivery.channel)
    return ToChannel(place)


async def look_for(delivery: UUID, to: Destination, platform: Platform) -> LookResult:
    """Look whether an earlier attempt was posted, whatever goes wrong."""
    try:
        return await to.look(platform, delivery)
    except Exception as error:  # noqa: BLE001 - a look that fails is no look
        return CannotLook(ours(error))


def nowhere(delivery: Delivery, reason: str) -> tuple[State, str]:
    """Return what becomes of a delivery that can go nowhere, and the reason. What an earlier
    attempt may have posted cannot be looked for: a person does, and it is not sent once more when
    its channel is back."""
    if delivery.state is State.CLAIMED and delivery.kind not in EDITS:
        return State.UNCONFIRMED, f"{say('attempt.in_doubt')} {reason}"
    return not_taken(delivery, State.HALTED), reason


def located(directory: Directory, channel: str | None) -> Located | None:
    """Return where the directory has a channel; None for a message to one person, and for a
    channel that it does not have."""
    if channel is None:
        return None
    try:
        found = directory.channel(channel)
    except KeyError:
        return None
    return Located(found.agency, found.workspace, found.id)
