"""What is left once nothing leads to anybody: what is sent, listed and told, and who is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.followups.retention import EVERY
from bot.store.cascade.cascades import unfinished_cascades
from bot.store.delivery.letters import list_letters
from bot.store.delivery.probes import next_probe, note_halted
from bot.store.inbox.answers import unsent_answers
from bot.store.inbox.queries import list_open, list_settled, open_queries
from bot.store.people.retention import LEAVES_AFTER
from bot.store.posts import PostLookup
from bot.web.held_words import HeldWords
from bot.web.record import record_data, render_record
from content.held import HeldKind, Keeping
from tests.integration.own.conftest import Life
from tests.integration.own.forgetting import forgets, two_briefings


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
    page = render_record(held, HeldWords(life.own.directory))
    assert page.count("Until when: Kept until 21 May 2029 at the latest.") == 8
    summary = await life.own.summary(people[0].id)
    assert summary.until[HeldKind.DID] == held.until(HeldKind.DID)


async def test_a_dead_letter_needs_nobody_any_more(life: Life) -> None:
    people, _, _ = await two_briefings(life)
    await life.changes(
        "UPDATE deliveries SET state = 'halted', reason = 'Closed.' WHERE member IS NOT NULL"
    )
    async with life.database.begin() as connection:
        await note_halted(connection)
        assert len(await list_letters(connection)) >= len(people)
        assert await next_probe(connection) is not None
    life.clock.set(datetime(2029, 11, 1, tzinfo=UTC))
    await forgets(life)
    async with life.database.begin() as connection:
        await note_halted(connection)
        assert await list_letters(connection) == []
        assert await next_probe(connection) is None
