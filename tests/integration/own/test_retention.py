"""After its period nothing leads to anybody, and every figure is what it was."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.followups.retention import EVERY, Forget
from bot.store.answers import unsent_answers
from bot.store.audit import count_kept
from bot.store.cascade_parts import parts_of
from bot.store.cascades import unfinished_cascades
from bot.store.engagement import count_engagement
from bot.store.pairs import count_recall
from bot.store.posts import PostLookup
from bot.store.queries import list_open, list_settled, open_queries, time_to_answer
from bot.store.retention import LEAVES_AFTER
from bot.store.tables import metadata
from bot.store.unlinking import unlink_dissemination
from bot.web.record import record_data, render_record
from content.cascade import summed
from content.held import HeldKind, Keeping
from handlers.events import Recalled
from handlers.ports import Member
from schedules.occurrence import occurrence_id
from tests.integration.own.conftest import MONTHS, Life, Sent
from tests.integration.own.test_held import TOLD

WHOLE = {
    "teams": "Duty team",
    "on": "2026-11-03",
    "method": "team meeting",
    "reached": 8,
    "eligible": 9,
}


async def finishes(life: Life, sent: Sent) -> None:
    """Let nothing more of it be posted."""
    async with life.database.begin() as connection:
        await connection.execute(
            text("UPDATE disseminations SET filled_until = '9999-01-01' WHERE id = :id"),
            {"id": sent.dissemination},
        )


async def takes_part(life: Life, *members: Member, step: int = 0) -> Sent:
    """Let members leave every kind of row about one briefing; the second answers otherwise."""
    sent, now = await life.briefs(*members), life.clock.now()
    for number, member in enumerate(members):
        fits = number != 1
        query = life.asked(sent, member, f"What would {member.id} do?")
        await life.keeps(
            life.opened(sent, member),
            life.read(sent, member),
            life.answered(sent, member, "q1", fits=fits),
            query,
        )
        recall = await life.puts(
            "recalls",
            dissemination=sent.dissemination,
            member=member.id,
            agency="police",
            question="q1",
            first_fits=fits,
            first_at=now,
            turn=1,
            next_at=now + timedelta(days=30),
        )
        await life.puts(
            "recall_turns",
            recall=recall,
            turn=1,
            delivery=await the_recall(life, member),
            step=step,
            variant=0,
            asked_at=now,
            chosen=["a"],
            fits=True,
            answered_at=now,
        )
        await life.keeps(
            Recalled(
                dissemination=sent.dissemination,
                delivery=await the_recall(life, member),
                agency="police",
                at=now,
                member=member.id,
                question="q1",
                turn=1,
                variant=0,
                chosen=("a",),
                fits=True,
                first_fits=fits,
                days=7,
            )
        )
        if number == 0:
            async with life.database.begin() as connection:
                await connection.execute(
                    text(
                        "UPDATE queries SET answer = 'Ask them.', answered_by = 'Cy',"
                        " answered_at = asked_at + interval '1 day' WHERE id = :id"
                    ),
                    {"id": query.query},
                )
            await life.puts("decisions", act="answered", subject=query.query, person="Cy", at=now)
            await life.writes_to(member, "answer", query.query, "1")
            await life.puts(
                "clarifications",
                dissemination=sent.dissemination,
                query=query.query,
                text="Ask first.",
                author="Cy",
                written_at=now,
            )
            await life.puts(
                "decisions",
                act="clarified",
                subject=UUID(int=7),
                person="Cy",
                at=now,
                detail={"query": str(query.query)},
            )
    lead, deputy = members[0], members[1]
    cascade = await life.puts(
        "cascades",
        dissemination=sent.dissemination,
        agency="police",
        holder=deputy.id,
        posted_on=now.date(),
        deadline=now.date(),
        opened_at=now,
    )
    await life.writes_to(deputy, "cascade", cascade, "ask")
    await life.puts("cascade_parts", cascade=cascade, number=1, member=lead.id, body=WHOLE, at=now)
    await life.puts(
        "cascade_moves",
        cascade=cascade,
        former=lead.id,
        holder=deputy.id,
        reason="handed",
        at=now,
    )
    await finishes(life, sent)
    return sent


async def the_recall(life: Life, member: Member) -> UUID:
    """The one private message that asks the member again, about every briefing there is."""
    found = await life.rows(
        "SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE d.member = :it AND o.kind = 'recall'",
        it=member.id,
    )
    return found[0].id if found else await life.writes_to(member, "recall", member.id, "2026-11-09")


async def figures(life: Life, sent: Sent) -> Mapping[str, Any]:
    """All that is counted of a dissemination."""
    async with life.database.begin() as connection:
        cascades = await connection.execute(
            text("SELECT id, agency, state, stage FROM cascades WHERE dissemination = :it"),
            {"it": sent.dissemination},
        )
        return {
            "engagement": await count_engagement(connection, sent.dissemination),
            "recall": await count_recall(connection, sent.dissemination),
            "kept": await count_kept(connection, sent.dissemination),
            "cascades": [
                (row.agency, row.state, summed(await parts_of(connection, row.id)))
                for row in cascades.all()
            ],
            "time to answer": await time_to_answer(connection),
        }


async def everything(life: Life) -> Mapping[str, Sequence[str]]:
    """Every row of every table, as text."""
    return {
        name: sorted(
            row.words for row in await life.rows(f"SELECT to_jsonb(t)::text AS words FROM {name} t")
        )
        for name in metadata.tables
    }


async def forgets(life: Life, forget: Forget | None = None) -> None:
    """Let the clock take its turns until all is done."""
    forget, now = forget or Forget(MONTHS), life.clock.now()
    for _ in range(50):
        async with life.database.begin() as connection:
            if await forget(connection, now) == now + EVERY:
                return
    raise AssertionError("It never comes to an end.")


def ids_made_of(life: Life, sent: Sent, member: Member) -> set[UUID]:
    """Ids that whoever knows the pseudonym can work out."""
    asked = life.asked(sent, member, "")
    return {
        life.opened(sent, member).id,
        life.read(sent, member).id,
        life.answered(sent, member, "q1").id,
        life.answered(sent, member, "q1", fits=False).id,
        asked.id,
        occurrence_id(member.id, "recall", "2026-11-09"),
    }


async def two_briefings(life: Life) -> tuple[list[Member], Sent, Sent]:
    people = [await life.joins(f"U-{number}") for number in range(7)]
    first = await takes_part(life, *people)
    life.clock.advance(timedelta(days=200))
    return people, first, await takes_part(life, *people, step=1)


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


async def test_nothing_of_it_is_sent_or_listed_any_more(life: Life) -> None:
    people, first, second = await two_briefings(life)
    await life.changes(
        "DELETE FROM deliveries WHERE id IN (SELECT d.id FROM deliveries d"
        " JOIN occurrences o ON o.id = d.occurrence WHERE o.kind = 'answer')"
    )
    life.clock.set(datetime(2029, 11, 1, tzinfo=UTC))
    posts = PostLookup(life.database, life.clock.now)
    assert await posts.posted(first.delivery) is not None
    await forgets(life)
    life.clock.advance(timedelta(minutes=1))
    assert await posts.posted(first.delivery) is None
    async with life.database.begin() as connection:
        assert await unsent_answers(connection) == []
        assert await unfinished_cascades(connection) == []
        assert await list_open(connection) == []
        assert await list_settled(connection) == []
        assert (await open_queries(connection)).count == 0
    assert await life.rows("SELECT 1 FROM recalls WHERE next_at IS NOT NULL") == []
    assert not await life.own.could_see(people[0].id, second.delivery)


async def test_a_press_that_came_too_late_leads_to_nobody_either(life: Life) -> None:
    people, first, _ = await two_briefings(life)
    life.clock.set(datetime(2029, 11, 1, tzinfo=UTC))
    await forgets(life)
    late = await life.joins("U-late")
    await life.keeps(life.opened(first, late), life.opened(first, people[0]))
    life.clock.advance(EVERY)
    await forgets(life)
    for member in (late, people[0]):
        assert (
            await life.rows("SELECT 1 FROM engagement_events WHERE member = :m", m=member.id) == []
        )


async def test_a_plan_that_still_posts_is_kept(life: Life) -> None:
    member = await life.joins("U-1")
    sent = await life.briefs(member)
    life.clock.set(datetime(2039, 11, 1, tzinfo=UTC))
    await forgets(life)
    held = await life.own.held(member.id)
    assert held.until(HeldKind.COULD_SEE) is Keeping.OPEN
    await life.changes("UPDATE disseminations SET stopped_at = now(), stopped_by = 'Cy'")
    await forgets(life)
    assert await life.rows("SELECT 1 FROM eligible_members WHERE member = :m", m=member.id) == []
    assert sent


async def test_a_survey_of_its_own(life: Life) -> None:
    member, now = await life.joins("U-1"), life.clock.now()
    survey = await life.puts(
        "surveys",
        slug="hearing",
        purpose="pulse",
        body={"title": "Hearing"},
        audience="everyone",
        channels=[],
        opens_at=now,
        closes_at=now + timedelta(days=10),
        made_at=now,
        closed_at=now + timedelta(days=10),
        results={},
        comments=[],
    )
    occurrence = await life.puts(
        "occurrences", kind="pulse", subject=survey, slot="opening", due_at=now
    )
    delivery = await life.puts(
        "deliveries",
        occurrence=occurrence,
        agency="police",
        workspace="north",
        channel="police-team",
        channel_id="C1",
        state="delivered",
        settled_at=now,
    )
    await life.puts("eligible_members", delivery=delivery, member=member.id, agency="police")
    held = await life.own.held(member.id)
    assert str(held.until(HeldKind.COULD_SEE)) == "2028-11-12"
    life.clock.set(datetime(2028, 11, 11, tzinfo=UTC))
    await forgets(life)
    assert len((await life.own.held(member.id)).entries[HeldKind.COULD_SEE]) == 1
    life.clock.set(datetime(2028, 11, 13, tzinfo=UTC))
    await forgets(life)
    assert (await life.own.held(member.id)).entries[HeldKind.COULD_SEE] == []
    assert await life.rows("SELECT count(*) AS n FROM eligible_members") == [(1,)]


async def test_members_whom_nothing_leads_to_leave_the_register(life: Life) -> None:
    gone, back, set_lately = [await life.joins(f"U-{n}") for n in ("gone", "back", "lately")]
    await life.preferences.set_digests(gone.id, wanted=False)
    await life.writes_to(gone, "digest", gone.id, "2026-W45")
    life.clock.set(datetime(2028, 11, 3, tzinfo=UTC))
    await life.preferences.set_digests(set_lately.id, wanted=False)
    await forgets(life)
    assert (await life.own.held(gone.id)).entries[HeldKind.MESSAGES] == []
    life.clock.advance(LEAVES_AFTER - timedelta(days=1))
    await forgets(life)
    assert await life.joins("U-back") == back  # seen again: they stay
    life.clock.advance(timedelta(days=2))
    await forgets(life)
    left = {row.id for row in await life.rows("SELECT id FROM members")}
    assert left == {back.id, set_lately.id}
    assert len(await life.rows("SELECT 1 FROM preferences")) == 1
    again = await life.joins("U-gone")
    assert again.id != gone.id


async def test_the_record_says_why_and_until_when(life: Life) -> None:
    people, _, _ = await two_briefings(life)
    held = await life.own.held(people[0].id)
    data: Any = record_data(held)["held"]
    for kind in HeldKind:
        assert data[kind.value]["why"]
        assert data[kind.value]["until"]
    days = {kind: data[kind.value]["until_day"] for kind in HeldKind if held.entries[kind]}
    assert days == {
        HeldKind.MEMBER: None,
        HeldKind.COULD_SEE: "2029-05-21",
        HeldKind.DID: "2029-05-21",
        HeldKind.ANSWERS: "2029-05-21",
        HeldKind.ASKED_AGAIN: "2029-05-21",
        HeldKind.QUERIES: "2029-05-21",
        HeldKind.PASSED_ON: "2029-05-21",
        HeldKind.IN_HAND: "2029-05-21",
        HeldKind.MESSAGES: "2029-05-21",
    }
    assert data["did"]["entries"][0]["kept_until"] == "2028-11-02"
    page = render_record(held)
    assert page.count("Until when: Kept until 21 May 2029 at the latest.") == 8
    summary = await life.own.summary(people[0].id)
    assert summary.until[HeldKind.DID] == held.until(HeldKind.DID)


async def test_unlinking_twice_in_one_go_changes_nothing_more(life: Life) -> None:
    _, first, _ = await two_briefings(life)
    async with life.database.begin() as connection:
        await unlink_dissemination(connection, first.dissemination, life.clock.now())
    done = await everything(life)
    async with life.database.begin() as connection:
        await unlink_dissemination(connection, first.dissemination, life.clock.now())
    assert await everything(life) == done
