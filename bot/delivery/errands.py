"""Errands: what goes out because of something that happened, outside a dissemination's own plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.delivery.expand import channel_delivery, delivery_id
from bot.delivery.jobs import Queue
from bot.store.deliveries import Address, NewDelivery, State, insert_deliveries
from bot.store.engine import AsyncConnection
from bot.store.occurrences import Occurrence, insert_occurrence
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
        occurrence = _occurrence(kind, subject, slot, now)
        delivery = NewDelivery(
            id=delivery_id(occurrence.id, str(to.member)),
            occurrence=occurrence.id,
            agency=to.agency,
            workspace=to.workspace,
            member=to.member,
        )
        put = await self._put(connection, occurrence, [delivery], now)
        return delivery.id if put else None

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
        channels' order; empty when the occurrence stood there already."""
        occurrence = _occurrence(kind, subject, slot, now)
        deliveries = [channel_delivery(self.directory, occurrence.id, key) for key in channels]
        put = await self._put(connection, occurrence, deliveries, now)
        return [delivery.id for delivery in deliveries] if put else []

    async def _put(
        self,
        connection: AsyncConnection,
        occurrence: Occurrence,
        deliveries: Sequence[NewDelivery],
        now: datetime,
    ) -> bool:
        if not await insert_occurrence(connection, occurrence, now=now, expanded=True):
            return False
        await insert_deliveries(connection, deliveries, now=now)
        await self.queue.defer_deliveries(
            connection,
            [
                Address(delivery.id, delivery.workspace, delivery.destination)
                for delivery in deliveries
                if delivery.state is State.PLANNED
            ],
        )
        return True


def _occurrence(kind: Kind, subject: UUID, slot: str, now: datetime) -> Occurrence:
    return Occurrence(
        id=occurrence_id(subject, kind.value, slot),
        kind=kind,
        subject=subject,
        slot=slot,
        due_at=now,
    )
