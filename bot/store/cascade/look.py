"""Whether there is anything to do about passing learning on."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from bot.store.cascade.cascades import LEFT, NEW_ROWS, named_leads
from bot.store.cascade.corrected import UNTOLD_ROWS
from bot.store.cascade.messages import LOOKED_BACK, STALE_ROWS
from bot.store.looks import Look, any_of

_ROWS: Final = (
    NEW_ROWS,
    f"cascades JOIN disseminations ON disseminations.id = cascades.dissemination WHERE {LEFT}",
    UNTOLD_ROWS,
    STALE_ROWS,
    "cascades WHERE next_at <= :now",
)
_DUE: Final = any_of(*_ROWS)


def cascade_look(
    people: Mapping[str, Collection[UUID]], told_since: datetime, now: datetime
) -> Look:
    """Return the look: whether anything is to be opened, handed on, told or asked for, or a message
    does not say how it stands. `people` are those who lead each agency now."""
    return Look(
        _DUE,
        "SELECT min(next_at) FROM cascades",
        {
            **named_leads(people),
            "told_since": told_since,
            "changed_since": now - LOOKED_BACK,
        },
    )
