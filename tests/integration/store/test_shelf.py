"""What saving a version again changes, and what approving it does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store.content.briefings import (
    Change,
    list_briefings,
    load_briefing,
    save_briefing,
    set_approved,
)
from bot.store.engine import Database
from config.errors import Refused
from content.approval import Status, unapproved
from content.briefing import Briefing
from tests.fakes.briefings import small_briefing
from tests.fakes.clock import FakeClock

APPROVED = small_briefing()
DRAFT = unapproved(APPROVED)
OTHER = replace(DRAFT, summary="In other words.")


async def test_the_words_before_anybody_approved_them() -> None:
    assert (DRAFT.status, DRAFT.approver, DRAFT.author) == (Status.DRAFT, None, APPROVED.author)
    assert not DRAFT.approved_by_another


@pytest.mark.parametrize(
    ("stored", "again", "change", "after"),
    [
        (DRAFT, DRAFT, Change.UNCHANGED, DRAFT),
        (DRAFT, replace(DRAFT, approver="Bo"), Change.UNCHANGED, DRAFT),
        (DRAFT, OTHER, Change.REPLACED, OTHER),
        (DRAFT, APPROVED, Change.APPROVED, APPROVED),
        (DRAFT, replace(APPROVED, title="New"), Change.REPLACED, replace(APPROVED, title="New")),
        (APPROVED, APPROVED, Change.UNCHANGED, APPROVED),
        (APPROVED, DRAFT, Change.UNCHANGED, APPROVED),
        (APPROVED, replace(APPROVED, approver="Bo"), Change.UNCHANGED, APPROVED),
    ],
)
async def test_saving_again(
    database: Database,
    clock: FakeClock,
    *,
    stored: Briefing,
    again: Briefing,
    change: Change,
    after: Briefing,
) -> None:
    async with database.begin() as connection:
        first = await save_briefing(connection, stored, clock.now())
        assert (first.change, first.briefing) == (Change.NEW, stored)
        clock.advance(timedelta(hours=1))
        second = await save_briefing(connection, again, clock.now())
        assert (second.id, second.change, second.briefing) == (first.id, change, after)
        assert (await load_briefing(connection, "small")).briefing == after
        (entry,) = await list_briefings(connection)
    assert (entry.title, entry.status, entry.approver) == (
        second.briefing.title,
        second.briefing.status,
        second.briefing.approver,
    )
    unmoved = timedelta(hours=1) if change is Change.UNCHANGED else timedelta()
    assert entry.imported_at == clock.now() - unmoved


@pytest.mark.parametrize("again", [OTHER, replace(APPROVED, author="Somebody else")])
async def test_other_words_for_an_approved_version_are_refused(
    database: Database, clock: FakeClock, again: Briefing
) -> None:
    async with database.begin() as connection:
        await save_briefing(connection, APPROVED, clock.now())
        with pytest.raises(Refused, match="is approved and may have been sent"):
            await save_briefing(connection, again, clock.now())
        assert (await load_briefing(connection, "small")).briefing == APPROVED


async def test_an_approval_is_stored_with_the_words(database: Database, clock: FakeClock) -> None:
    async with database.begin() as connection:
        await save_briefing(connection, DRAFT, clock.now())
        await save_briefing(connection, replace(OTHER, version=2), clock.now())
        stored = await load_briefing(connection, "small", 1, lock=True)
        approved = await set_approved(connection, stored, "Alex Approver")
        assert approved == APPROVED
        assert (await load_briefing(connection, "small", 1)).briefing == APPROVED
        newest, first = await list_briefings(connection)
    assert (first.status, first.approver) == (Status.APPROVED, "Alex Approver")
    assert (newest.status, newest.approver) == (Status.DRAFT, None)
