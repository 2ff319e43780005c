"""Whether there is anything to do about questions that are asked again."""

from datetime import datetime
from typing import Final

from bot.store.looks import Look, any_of
from bot.store.recall.beginnings import DOUBTED_ROWS, NEW_ROWS
from bot.store.recall.recalls import DUE_ROWS, NEXT
from bot.store.recall.returns import UNSENT_ROWS, asked_until

_ROWS: Final = (UNSENT_ROWS, DOUBTED_ROWS, NEW_ROWS, DUE_ROWS)
_DUE: Final = any_of(*_ROWS)


def recall_look(now: datetime) -> Look:
    """Return the look: the very rows that a turn takes in hand."""
    return Look(_DUE, NEXT, {"asked_until": asked_until(now)})
