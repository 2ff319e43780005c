"""Whether there is anything to do about surveys: what `bot.store.pulse.practice` and
`bot.store.pulse.surveys` would find, in one statement."""

from typing import Final

from bot.store.looks import Look, any_of
from bot.store.pulse.practice import NEW_ROWS

_NEXT_AT: Final = """
    CASE WHEN v.opened_at IS NULL THEN v.opens_at
        WHEN v.closed_at IS NULL THEN least(v.remind_at, v.closes_at)
        ELSE v.closed_at END
"""
_NOT_OVER: Final = "v.shared_at IS NULL AND v.called_off IS NULL"

_UNASKED: Final = """
    surveys v JOIN disseminations s ON s.id = v.dissemination
    WHERE s.stopped_at IS NOT NULL AND v.opened_at IS NULL AND v.called_off IS NULL
"""
_WITHDRAWN: Final = """
    surveys v JOIN disseminations s ON s.id = v.dissemination
    WHERE s.withdrawn_at IS NOT NULL AND v.opened_at IS NOT NULL AND v.closed_at IS NULL
      AND v.called_off IS NULL
"""
_DUE: Final = f"surveys v WHERE {_NOT_OVER} AND {_NEXT_AT} <= :now"

_ROWS: Final = (NEW_ROWS, _UNASKED, _WITHDRAWN, _DUE)

PULSE_LOOK: Final = Look(
    any_of(*_ROWS),
    f"SELECT min({_NEXT_AT}) FROM surveys v WHERE {_NOT_OVER} AND {_NEXT_AT} > :now",  # noqa: S608 - made of constants alone
)
