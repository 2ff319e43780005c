"""Disseminations as the console lists them: still to come, sent, or never sent."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.plans.overview import (
    BEGAN_AT,
    QUEUED_AT,
    Sending,
    ahead_of,
    every_sending,
    sending_from,
)
from bot.store.tables import disseminations

logger = logging.getLogger(__name__)


class Stage(StrEnum):
    """How far a dissemination has come."""

    AHEAD = "ahead"
    """Nothing was sent yet, and something will be."""
    SENT = "sent"
    """A worker has begun to send it. More may follow, by its plan."""
    NEVER = "never"
    """It was stopped, or its moment was missed, before anything was sent."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One dissemination, and the moment (aware, UTC) that goes with its stage: when its first post
    is due, when that was due, or when it was made."""

    sending: Sending
    stage: Stage
    at: datetime


async def list_sendings(connection: AsyncConnection, *, limit: int = 100) -> Sequence[Listed]:
    """Return the newest disseminations: first what is still to come, the soonest before the
    others, then the rest, latest first. One whose plan cannot be read is left out: the doctor
    names it."""
    newest = (
        every_sending()
        .add_columns(BEGAN_AT.label("began_at"), QUEUED_AT.label("queued_at"))
        .order_by(disseminations.c.created_at.desc())
        .limit(limit)
    )
    read: list[Listed] = []
    for row in await connection.execute(newest):
        try:
            read.append(_listed(row))
        except ValidationError:
            logger.warning("The plan of dissemination %s cannot be read.", row.id)
    return _in_order(read)


def _listed(row: Row[*tuple[Any, ...]]) -> Listed:
    sending = sending_from(row)
    if row.began_at is not None:
        return Listed(sending, Stage.SENT, row.began_at)
    ahead = row.queued_at or ahead_of(row)
    if row.stopped_at is not None or ahead is None:
        return Listed(sending, Stage.NEVER, row.created_at)
    return Listed(sending, Stage.AHEAD, ahead)


def _in_order(listed: Iterable[Listed]) -> list[Listed]:
    latest_first = sorted(listed, key=lambda it: it.at, reverse=True)
    ahead = [it for it in latest_first if it.stage is Stage.AHEAD]
    return [*reversed(ahead), *(it for it in latest_first if it.stage is not Stage.AHEAD)]
