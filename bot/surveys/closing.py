"""Closing surveys: the results are worked out once, and what they are made of is forgotten."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bot.evidence.counters import AgencyCounts, by_agency
from bot.evidence.tables import cut, may_show_comments
from bot.store.engine import AsyncConnection
from bot.store.pulse.answers import alone, counters, eligible
from bot.store.pulse.closing import comments, forget, take_tables
from bot.store.pulse.surveys import Survey, call_off, set_closed
from bot.surveys.keys import PulseKeys
from content.templating import say


async def close_surveys(
    connection: AsyncConnection,
    surveys: Sequence[Survey],
    keys: PulseKeys,
    *,
    threshold: int,
    now: datetime,
) -> bool:
    """Close surveys that are open and locked, all in this transaction. Returns False, and closes
    none, where something else holds the tables of answers for too long.

    The keys are destroyed before the commit: once the results stand, no key does. Should the
    commit fail, the surveys are closed the next time; that needs no key. Raises SettingsError when
    a key cannot be destroyed."""
    for survey in surveys:  # all of them before the tables, or two would wait for each other
        await alone(connection, survey.id)
    if not await take_tables(connection):
        return False
    for survey in surveys:
        await _work_out(connection, survey, threshold, now)
    await forget_all(connection, [survey.id for survey in surveys], keys)
    return True


async def forget_all(connection: AsyncConnection, surveys: Sequence[UUID], keys: PulseKeys) -> None:
    """Forget what was answered to surveys, and destroy their keys. This transaction holds them
    alone, and the tables of answers. Raises SettingsError when a key cannot be destroyed."""
    await forget(connection, surveys)
    for survey in surveys:
        await asyncio.to_thread(keys.destroy, survey)


async def _work_out(
    connection: AsyncConnection, survey: Survey, threshold: int, now: datetime
) -> None:
    counts = await _counts(connection, survey)
    if not counts:
        await call_off(connection, survey.id, say("called_off.nobody"))
        return
    whole = cut(counts, threshold, closes_at=survey.closes_at, now=now)
    shown = may_show_comments(counts.values(), threshold)
    words = await comments(connection, survey.id) if shown else ()
    await set_closed(connection, survey.id, whole, words, now)


async def _counts(connection: AsyncConnection, survey: Survey) -> dict[str, AgencyCounts]:
    """Return the counts of the agencies that were reached."""
    found = await counters(connection, survey.id)
    sizes = await eligible(connection, survey.id)
    agencies = {agency for agency, _, _ in found}
    counts = by_agency(survey.body, {key: sizes.get(key, 0) for key in agencies}, found)
    return {key: each for key, each in counts.items() if each.eligible or each.answered}
