"""After its period nothing leads to anybody, and every figure is what it was."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.followups.retention import EVERY, Forget
from bot.store.people.unlinking import unlink_dissemination
from content.held import HeldKind
from tests.integration.own.conftest import MONTHS, Life
from tests.integration.own.forgetting import (
    everything,
    figures,
    forgets,
    ids_made_of,
    takes_part,
    two_briefings,
)
from tests.integration.own.test_held import TOLD


async def test_figures_stay_and_no_row_leads_to_anybody(life: Life) -> None:
    people, first, second = await two_briefings(life)
    before = {sent: await figures(life, sent) for sent in (first, second)}
    known = {
        str(it) for sent in (first, second) for p in people for it in ids_made_of(life, sent, p)
    }
    traces = known | {str(person.id) for person in people}
    found = [words for rows in (await everything(life)).values() for words in rows]
    assert all(any(str(person.id) in words for words in found) for person in people)
    life.clock.set(datetime(2029, 11, 1, tzinfo=UTC))
    await forgets(life)
    assert {sent: await figures(life, sent) for sent in (first, second)} == before
    left = await everything(life)
    for name, rows in left.items():
        for words in rows:
            if name == "members":
                continue
            assert not [trace for trace in traces if trace in words], (name, words)
    for table, column in TOLD:
        whose = f"SELECT t.{column} AS it FROM {table} t JOIN members m ON m.id = t.{column}"
        assert await life.rows(f"{whose} WHERE m.sealed_account IS NOT NULL") == [], table
    assert "cascade_edit" not in str(left["occurrences"])
    assert "would" not in str(left["queries"])
    assert "Ask them." not in str(left["queries"])
    by_dissemination = [
        {
            row.member
            for row in await life.rows(
                "SELECT member FROM engagement_events WHERE dissemination = :it"
                " UNION SELECT member FROM recalls WHERE dissemination = :it"
                " UNION SELECT d.member FROM recalls c JOIN recall_turns t ON t.recall = c.id"
                " JOIN deliveries d ON d.id = t.delivery WHERE c.dissemination = :it",
                it=sent.dissemination,
            )
        }
        for sent in (first, second)
    ]
    assert [len(it) for it in by_dissemination] == [7, 7]
    assert not by_dissemination[0] & by_dissemination[1]


async def test_the_search_finds_what_is_left(life: Life) -> None:
    """The test above can fail: before, every trace is there."""
    people, first, _ = await two_briefings(life)
    rows = await everything(life)
    for table, _column in TOLD:
        if table != "preferences":
            assert any(str(person.id) in str(rows[table]) for person in people), table
    assert str(life.opened(first, people[0]).id) in str(rows["engagement_events"])


async def test_what_is_younger_keeps_its_people(life: Life) -> None:
    people, first, second = await two_briefings(life)
    life.clock.set(datetime(2028, 11, 3, tzinfo=UTC))
    before = await figures(life, second)
    await forgets(life)
    assert await figures(life, second) == before
    held = await life.own.held(people[0].id)
    assert {entry["kept_until"].isoformat() for entry in held.entries[HeldKind.DID]} == {  # type: ignore[union-attr]
        "2029-05-21"
    }
    messages = (await life.own.held(people[1].id)).entries[HeldKind.MESSAGES]
    until = {(str(it["kind"]), str(it.get("kept_until"))) for it in messages}
    # An edit of a message about passing it on is kept for as long as that message.
    assert {("cascade", "2029-05-21"), ("cascade_edit", "2029-05-21")} <= until
    asked = "SELECT dissemination FROM recalls WHERE member = :it"
    assert await life.rows(asked, it=people[0].id) == [(second.dissemination,)]
    assert await life.rows(
        "SELECT unlinked_at IS NULL AS linked FROM disseminations WHERE id = :it",
        it=first.dissemination,
    ) == [(False,)]


async def test_twice_is_once_and_two_clocks_do_no_harm(life: Life) -> None:
    await two_briefings(life)
    life.clock.set(datetime(2029, 11, 1, tzinfo=UTC))
    forget = Forget(MONTHS)
    async with life.database.begin() as one:
        assert await forget(one, life.clock.now()) == life.clock.now()
        async with life.database.begin() as other:
            assert await Forget(MONTHS)(other, life.clock.now()) == life.clock.now() + EVERY
    await forgets(life, forget)
    done = await everything(life)
    await forgets(life)
    assert await everything(life) == done
    async with life.database.begin() as connection:
        resting = await forget(connection, life.clock.now() + timedelta(minutes=5))
    assert resting == life.clock.now() + EVERY


@pytest.mark.parametrize("table", ["recalls", "queries", "cascade_parts", "disseminations"])
async def test_killed_half_way_nothing_is_half_done(life: Life, table: str) -> None:
    await two_briefings(life)
    life.clock.set(datetime(2029, 11, 1, tzinfo=UTC))
    before = await everything(life)
    await life.changes(
        "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END'"
    )
    await life.changes(f"CREATE TRIGGER die AFTER UPDATE ON {table} EXECUTE FUNCTION die()")
    with pytest.raises(DBAPIError):
        await forgets(life)
    await life.changes(f"DROP TRIGGER die ON {table}")
    assert await everything(life) == before
    await forgets(life)
    assert await everything(life) != before


async def changed(life: Life, statements: str) -> None:
    async with life.database.begin() as connection:
        for statement in statements.split(";"):
            await connection.execute(text(statement))


async def test_facts_still_take_no_other_change(life: Life) -> None:
    sent = await takes_part(life, *[await life.joins(f"U-{n}") for n in range(2)])
    assert sent
    allow = "SELECT set_config('sevenbot.unlinking', 'on', true)"
    for change, words in (
        ("UPDATE engagement_events SET member = member", "is a fact"),
        ("UPDATE decisions SET subject = subject", "is a fact"),
        (f"{allow}; UPDATE engagement_events SET kind = 'opened'", "only what leads"),
        (f"{allow}; UPDATE responses SET fits = NOT fits", "only what leads"),
        (f"{allow}; UPDATE cascade_parts SET number = 2", "only what leads"),
        (f"{allow}; UPDATE decisions SET person = 'Eve'", "only what leads"),
        (f"{allow}; DELETE FROM engagement_events", "is a fact"),
        (f"{allow}; TRUNCATE responses", "is a fact"),
    ):
        with pytest.raises(DBAPIError, match=words):
            await changed(life, change)


async def test_unlinking_twice_in_one_go_changes_nothing_more(life: Life) -> None:
    _, first, _ = await two_briefings(life)
    async with life.database.begin() as connection:
        await unlink_dissemination(connection, first.dissemination, life.clock.now())
    done = await everything(life)
    async with life.database.begin() as connection:
        await unlink_dissemination(connection, first.dissemination, life.clock.now())
    assert await everything(life) == done
