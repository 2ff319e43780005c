"""Whether the keys of surveys are where they should be, and nowhere else: for the doctor."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from bot.store.engine import AsyncConnection
from bot.store.pulse.surveys import open_keys
from bot.surveys.keys import PulseKeys
from config.errors import SettingsError


async def key_troubles(connection: AsyncConnection, keys: PulseKeys) -> tuple[str, ...]:
    """Return a sentence for each open survey whose key is missing, open to others or another one,
    and for each key that is left of a survey that is not open (a restored backup, say): with an old
    copy of the database it could tell who took part."""
    checks = await open_keys(connection)
    return (*_missing(checks, keys), *_left(checks, keys))


def _missing(checks: Mapping[UUID, bytes], keys: PulseKeys) -> Iterator[str]:
    for survey, check in checks.items():
        try:
            keys.verified(survey, check)
        except SettingsError as error:
            for problem in error.problems:
                yield (
                    f"{problem} Survey {survey} takes no more answers on this machine:"
                    " SEVENBOT_PULSE_KEYS must lead to one folder for all machines."
                )


def _left(checks: Mapping[UUID, bytes], keys: PulseKeys) -> Iterator[str]:
    for survey in keys.there():
        if survey not in checks:
            path = keys.folder / f"{survey}.key"
            yield f"{path}: this survey is not open, and no copy of its key may be left: delete it."
