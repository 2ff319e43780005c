"""What saving a version again changes, and what approving it does, on either shelf."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Generic

import pytest
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.content.shelf import BRIEFINGS, SURVEYS, Change, Shelf
from bot.store.engine import Database
from config.errors import NotFound, Refused
from content.approval import Status, W, unapproved
from content.briefing import Briefing, WhatChanged
from content.survey import PulseSurvey
from tests.fakes.briefings import small_briefing
from tests.fakes.clock import FakeClock
from tests.fakes.surveys import small_survey


@dataclass(frozen=True)
class Kind(Generic[W]):
    """One shelf, and its version 1 as its file gives it: approved, a draft, with other words."""

    shelf: Shelf[W]
    approved: W

    @property
    def draft(self) -> W:
        return unapproved(self.approved)

    @property
    def reworded(self) -> W:
        return replace(self.draft, title="In other words.")

    def version(self, name: str) -> W:
        """Return the version that a case below names."""
        return {
            "draft": self.draft,
            "draft, approver named": replace(self.draft, approver="Bo"),
            "other words": self.reworded,
            "approved": self.approved,
            "approved by another": replace(self.approved, approver="Bo"),
            "other words, approved": replace(self.approved, title="In other words."),
            "another author": replace(self.approved, author="Somebody else"),
        }[name]

    async def rows(self, connection: AsyncConnection) -> Sequence[Row[Any]]:
        table = self.shelf.table
        return (await connection.execute(select(table).order_by(table.c.version))).all()


@pytest.fixture(params=["briefing", "survey"])
def kind(request: pytest.FixtureRequest) -> Kind[Briefing] | Kind[PulseSurvey]:
    if request.param == "briefing":
        return Kind(BRIEFINGS, small_briefing())
    return Kind(SURVEYS, small_survey())


def test_the_words_before_anybody_approved_them(kind: Kind[Any]) -> None:
    draft = kind.draft
    assert (draft.status, draft.approver, draft.author) == (
        Status.DRAFT,
        None,
        kind.approved.author,
    )
    assert not draft.approved_by_another


@pytest.mark.parametrize(
    ("stored", "again", "change", "after"),
    [
        ("draft", "draft", Change.UNCHANGED, "draft"),
        ("draft", "draft, approver named", Change.UNCHANGED, "draft"),
        ("draft", "other words", Change.REPLACED, "other words"),
        ("draft", "approved", Change.APPROVED, "approved"),
        ("draft", "other words, approved", Change.REPLACED, "other words, approved"),
        ("approved", "approved", Change.UNCHANGED, "approved"),
        ("approved", "draft", Change.UNCHANGED, "approved"),
        ("approved", "approved by another", Change.UNCHANGED, "approved"),
    ],
)
async def test_saving_again(
    database: Database,
    clock: FakeClock,
    kind: Kind[Any],
    *,
    stored: str,
    again: str,
    change: Change,
    after: str,
) -> None:
    begun = clock.now()
    async with database.begin() as connection:
        first = await kind.shelf.save(connection, kind.version(stored), begun)
        assert (first.change, first.written) == (Change.NEW, kind.version(stored))
        clock.advance(timedelta(hours=1))
        second = await kind.shelf.save(connection, kind.version(again), clock.now())
        now = kind.version(after)
        assert (second.id, second.change, second.written) == (first.id, change, now)
        assert (await kind.shelf.load(connection, "small")).written == now
        (row,) = await kind.rows(connection)
    assert (row.title, row.status, row.approver) == (now.title, now.status.value, now.approver)
    assert row.imported_at == (begun if change is Change.UNCHANGED else clock.now())


@pytest.mark.parametrize("again", ["other words", "other words, approved", "another author"])
async def test_other_words_for_an_approved_version_are_refused(
    database: Database, clock: FakeClock, kind: Kind[Any], again: str
) -> None:
    async with database.begin() as connection:
        await kind.shelf.save(connection, kind.approved, clock.now())
        with pytest.raises(Refused, match="is approved and may have been sent") as refused:
            await kind.shelf.save(connection, kind.version(again), clock.now())
        assert "version 2 and import that" in str(refused.value)
        assert (await kind.shelf.load(connection, "small")).written == kind.approved


async def test_an_approval_is_stored_with_the_words(
    database: Database, clock: FakeClock, kind: Kind[Any]
) -> None:
    async with database.begin() as connection:
        await kind.shelf.save(connection, kind.draft, clock.now())
        await kind.shelf.save(connection, replace(kind.reworded, version=2), clock.now())
        stored = await kind.shelf.load(connection, "small", 1, lock=True)
        approved = await kind.shelf.set_approved(connection, stored, "Alex Approver")
        assert approved == replace(kind.approved, approver="Alex Approver")
        assert (await kind.shelf.load(connection, "small", 1)).written == approved
        first, newest = await kind.rows(connection)
    assert (first.status, first.approver) == ("approved", "Alex Approver")
    assert (newest.status, newest.approver) == ("draft", None)


async def test_the_newest_is_given_where_no_version_is_named(
    database: Database, clock: FakeClock, kind: Kind[Any]
) -> None:
    versions = [replace(kind.draft, version=number) for number in (3, 1, 10, 2)]
    async with database.begin() as connection:
        for each in versions:
            await kind.shelf.save(connection, each, clock.now())
        assert (await kind.shelf.load(connection, "small")).written.version == 10
        between = await kind.shelf.between(connection, "small", 1, 10)
    assert [each.version for each in between] == [2, 3]


@pytest.mark.parametrize(
    ("version", "named"), [(None, r"no (survey )?'none'"), (3, r"version 3 of (a survey )?'none'")]
)
async def test_what_is_not_there_is_named(
    database: Database, kind: Kind[Any], version: int | None, named: str
) -> None:
    async with database.begin() as connection:
        with pytest.raises(NotFound, match=named):
            await kind.shelf.load(connection, "none", version)


def test_a_version_is_named_to_people(kind: Kind[Any]) -> None:
    assert kind.shelf.named(kind.approved).endswith("'small' version 1")


def test_a_digest_is_the_words_alone(kind: Kind[Any]) -> None:
    digest = kind.shelf.digest(kind.approved)
    assert digest == kind.shelf.digest(kind.draft)
    assert digest != kind.shelf.digest(kind.reworded)


def test_what_a_version_corrects_is_in_its_digest() -> None:
    briefing = small_briefing()
    corrected = replace(briefing, change=WhatChanged("A number was wrong.", material=False))
    digests = {BRIEFINGS.digest(briefing), BRIEFINGS.digest(corrected)}
    assert len(digests) == 2
