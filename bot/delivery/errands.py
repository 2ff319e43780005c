"""Errands: what goes out because of something that happened, outside a dissemination's own plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.delivery.expand import channel_delivery, delivery_id
from bot.delivery.jobs import Queue
from bot.delivery.quiet import or_held
from bot.store.cascade.messages import stale_messages
from bot.store.delivery.deliveries import Address, NewDelivery, State, insert_deliveries
from bot.store.delivery.edits import DueEdit, corrections_due, withdrawals_due
from bot.store.engine import AsyncConnection
from bot.store.plans.occurrences import Occurrence, insert_occurrence, insert_occurrences
from config.directory import Directory
from schedules.kinds import Kind
from schedules.occurrence import occurrence_id


@dataclass(frozen=True, slots=True)
class Recipient:
    """One member to write to. `workspace` is the directory's key."""

    member: UUID
    workspace: str
    agency: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to one member. Its subject and slot make it one for ever, as in `to_member`."""

    subject: UUID
    slot: str
    to: Recipient


@dataclass(frozen=True, slots=True)
class Errands:
    """Puts errands in, each once: a kind, subject and slot is one occurrence for ever, however
    often it is asked for. All in the caller's transaction."""

    queue: Queue
    directory: Directory

    async def to_member(
        self,
        connection: AsyncConnection,
        *,
        kind: Kind,
        subject: UUID,
        slot: str,
        to: Recipient,
        now: datetime,
    ) -> UUID | None:
        """Have one member written to. Returns the delivery's id, or None when the occurrence
        stood there already."""
        put = await self.to_members(connection, kind, [Letter(subject, slot, to)], now=now)
        return put.get(subject)

    async def to_members(
        self, connection: AsyncConnection, kind: Kind, letters: Sequence[Letter], *, now: datetime
    ) -> Mapping[UUID, UUID]:
        """Have many members written to, in as many statements as for one. The letters' subjects
        differ. Returns the deliveries' ids by subject, without those whose occurrence stood there
        already."""
        occurrences = [_occurrence(kind, it.subject, it.slot, now) for it in letters]
        new = await insert_occurrences(connection, occurrences, now=now, expanded=True)
        deliveries = {
            it.subject: NewDelivery(
                id=delivery_id(occurrence.id, str(it.to.member)),
                occurrence=occurrence.id,
                agency=it.to.agency,
                workspace=it.to.workspace,
                member=it.to.member,
            )
            for it, occurrence in zip(letters, occurrences, strict=True)
            if occurrence.id in new
        }
        await self._put(connection, list(deliveries.values()), now)
        return {subject: delivery.id for subject, delivery in deliveries.items()}

    async def to_channels(
        self,
        connection: AsyncConnection,
        *,
        kind: Kind,
        subject: UUID,
        slot: str,
        channels: Sequence[str],
        now: datetime,
    ) -> Sequence[UUID]:
        """Have channels (directory keys) written to. Returns the deliveries' ids, in the
        channels' order; empty when the occurrence stood there already. Each waits for its agency's
        hours."""
        occurrence = _occurrence(kind, subject, slot, now)
        if not await insert_occurrence(connection, occurrence, now=now, expanded=True):
            return []
        deliveries = [
            or_held(self.directory, channel_delivery(self.directory, occurrence.id, key), now)
            for key in channels
        ]
        await self._put(connection, deliveries, now)
        return [delivery.id for delivery in deliveries]

    async def to_posts(
        self, connection: AsyncConnection, kind: Kind, edits: Sequence[DueEdit], *, now: datetime
    ) -> None:
        """Have posts edited, in as many statements as for one; one that is asked for a second time
        stands there already."""
        occurrences = [_occurrence(kind, it.post, it.slot, now) for it in edits]
        new = await insert_occurrences(connection, occurrences, now=now, expanded=True)
        deliveries = [
            channel_delivery(self.directory, occurrence.id, it.channel)
            for it, occurrence in zip(edits, occurrences, strict=True)
            if occurrence.id in new
        ]
        await self._put(connection, deliveries, now)

    async def _put(
        self, connection: AsyncConnection, deliveries: Sequence[NewDelivery], now: datetime
    ) -> None:
        await insert_deliveries(connection, deliveries, now=now)
        await self.queue.defer_deliveries(
            connection,
            [
                Address(delivery.id, delivery.workspace, delivery.destination)
                for delivery in deliveries
                if delivery.state is State.PLANNED
            ],
        )


def _occurrence(kind: Kind, subject: UUID, slot: str, now: datetime) -> Occurrence:
    return Occurrence(
        id=occurrence_id(subject, kind.value, slot),
        kind=kind,
        subject=subject,
        slot=slot,
        due_at=now,
    )


async def edit_posts(connection: AsyncConnection, errands: Errands, now: datetime) -> int:
    """Put in the edits that corrections and withdrawals ask for now. Returns how many."""
    due: Sequence[tuple[Kind, Sequence[DueEdit]]] = (
        (Kind.WITHDRAWAL, await withdrawals_due(connection, now)),
        (Kind.CORRECTION, await corrections_due(connection, now)),
    )
    for kind, edits in due:
        await errands.to_posts(connection, kind, edits, now=now)
    return sum(len(edits) for _, edits in due)


async def edit_asked(
    connection: AsyncConnection, errands: Errands, now: datetime, *, cascade: UUID | None = None
) -> None:
    """Put in the edits of private messages that do not say any more how passing it on stands; of
    one cascade's alone where it is named."""
    stale = await stale_messages(connection, now, cascade)
    letters = [
        Letter(it.message, it.slot, Recipient(it.member, it.workspace, it.agency)) for it in stale
    ]
    await errands.to_members(connection, Kind.CASCADE_EDIT, letters, now=now)
