"""What people do with a survey, and what its posts say."""

from uuid import UUID

from bot.delivery.composing import Needless
from content.message import Message, plain_text
from tests.integration.loading import load_delivery
from tests.integration.surveys.conftest import Room, said


async def post(room: Room, survey: UUID, slot: str, channel: str = "police-team") -> str:
    """Return what a post says now, or why it is not sent."""
    (row,) = await room.rows(
        "SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE o.subject = :it AND o.slot LIKE :slot AND d.channel = :channel",
        it=survey,
        slot=slot,
        channel=channel,
    )
    async with room.database.begin() as connection:
        delivery = await load_delivery(room.database, row["id"])
        said = await room.compose(connection, delivery)
    if isinstance(said, Needless):
        return said.reason
    assert isinstance(said, Message)
    return plain_text(said)


async def answered(room: Room, survey: UUID, people: list[UUID], talked: str = "yes") -> None:
    for number, member in enumerate(people):
        words = f"Comment number {number}" if number % 2 else ""
        assert await room.desk.answer(
            survey, member, said(talked, ("agree", "neither")[number % 2], words)
        )
