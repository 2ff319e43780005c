"""Leaving somebody alone who has just heard of a briefing that is to be passed on."""

from datetime import datetime
from typing import Final

from bot.store.cascade.cascades import Cascade, set_stage
from bot.store.engine import AsyncConnection
from config.directory import Directory
from schedules.calendar import calendar_of
from schedules.followups import days_after

LEFT_ALONE: Final = 3
"""Days until the next reminder after somebody got it from a colleague, said "not yet", was told of
a correction, or took back that all had been reached."""


async def leave_alone(
    connection: AsyncConnection, directory: Directory, cascade: Cascade, now: datetime
) -> None:
    """Let no message about a cascade come for some days, where one is to come at all."""
    if cascade.next_at is None:
        return
    later = calendar_of(directory, cascade.agency).next_allowed(days_after(now, LEFT_ALONE)).at
    await set_stage(connection, cascade.id, cascade.stage, max(cascade.next_at, later))
