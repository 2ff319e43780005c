"""Pausing private messages for a while, and ending the pause."""

from datetime import date, datetime, time

from config.now import LONDON
from content.compose.pause import (
    MAX_DAY,
    UNTIL,
    as_page,
    compose_pause,
    compose_paused,
    compose_resumed,
)
from content.dates import read_date
from handlers.flow import show
from handlers.interaction import FieldErrors, Interaction, PrivateNote, Reply, UpdateView
from handlers.ports import Member, Ports


async def pause(interaction: Interaction, member: Member, ports: Ports) -> Reply:
    """Open the box that asks until when."""
    del member, ports
    return show(interaction, compose_pause())


async def send_pause(interaction: Interaction, member: Member, ports: Ports) -> Reply:
    """Pause until the day that was written. One that cannot be read is handed back."""
    words = interaction.written.get(UNTIL, "").strip()[:MAX_DAY]
    until = read_date(words, ports.now().astimezone(LONDON).date())
    if isinstance(until, str):
        return FieldErrors({UNTIL: until}, compose_pause(draft=words))
    await ports.preferences.pause(member.id, morning_of(until))
    return UpdateView(as_page(compose_paused(until)))


async def resume(interaction: Interaction, member: Member, ports: Ports) -> Reply:
    """End the pause. What was pressed stands as it was, so that only this is said."""
    del interaction
    await ports.preferences.resume(member.id)
    return PrivateNote(compose_resumed())


def morning_of(day: date) -> datetime:
    """Return the aware moment at which a London day begins: a pause until then ends there."""
    return datetime.combine(day, time(), LONDON)
