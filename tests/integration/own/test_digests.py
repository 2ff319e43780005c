"""Who gets a digest, when, and what it may say."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bot.agency_desk import AgencyDesk
from bot.delivery.composing import Needless
from bot.store.deliveries import load_delivery
from content.cascade.parts import Coverage
from content.message import Message, plain_text
from content.progress import Coming, PassingProgress, Share, Understanding, WaitingQuery
from handlers.interaction import Respondent
from handlers.ports import Member
from schedules.digests import is_fortnight
from schedules.plan import PLAN, OneOff
from tests.fakes.briefings import small_briefing
from tests.integration.own.conftest import Life, Sent

WEEK = timedelta(weeks=1)
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


async def tick(life: Life) -> datetime | None:
    async with life.database.begin() as connection:
        return await life.send_digests(connection, life.clock.now())


async def put_in(life: Life) -> list[tuple[str, str]]:
    """Who has a digest, by account, and of which week."""
    rows = await life.rows(
        "SELECT d.member, o.slot FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE o.kind = 'digest' ORDER BY o.slot"
    )
    found = [((await life.members.account_of(row.member))[1], row.slot) for row in rows]
    return sorted(found, key=lambda it: (it[1], it[0]))


async def composed(life: Life, account: str) -> Message | Needless:
    """What this week's digest to the account says in the moment of sending."""
    member = await life.joins(account)
    (row,) = await life.rows(
        "SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE o.kind = 'digest' AND d.member = :it ORDER BY o.due_at DESC LIMIT 1",
        it=member.id,
    )
    async with life.database.begin() as connection:
        delivery = await load_delivery(connection, row.id)
        assert delivery is not None
        return await life.compose_digest(connection, delivery)


async def words(life: Life, account: str) -> str:
    said = await composed(life, account)
    assert isinstance(said, Message), said
    return plain_text(said)


async def test_leads_get_one_a_week_and_coordinators_one_every_two(life: Life) -> None:
    assert life.clock.now() == MONDAY
    for week in range(2):
        assert await tick(life) == MONDAY + (week + 1) * WEEK
        life.clock.advance(timedelta(hours=2))
        await tick(life)
        life.clock.set(MONDAY + (week + 1) * WEEK)
    weekly = ["U-both", "U-deputy", "U-lead"]
    turns = [is_fortnight(MONDAY + week * WEEK) for week in range(2)]
    assert sorted(turns) == [False, True]
    assert await put_in(life) == [
        (account, f"2026-W{45 + week}")
        for week in range(2)
        for account in sorted([*weekly, *(["U-coordinator"] if turns[week] else [])])
    ]


@pytest.mark.parametrize("moment", [MONDAY - timedelta(hours=1), MONDAY + timedelta(days=1)])
async def test_on_other_days_and_hours_none_is_put_in_and_nobody_registered(
    life: Life, moment: datetime
) -> None:
    life.clock.set(moment)
    ahead = await tick(life)
    assert ahead is not None
    assert ahead > moment
    assert await put_in(life) == []
    assert await life.rows("SELECT 1 FROM members") == []


async def test_two_clocks_at_once_put_in_one_each(life: Life) -> None:
    await asyncio.gather(*(tick(life) for _ in range(4)))
    assert len(await put_in(life)) == len(set(await put_in(life))) >= 3


async def test_with_nothing_to_say_nothing_is_sent(life: Life) -> None:
    if not is_fortnight(life.clock.now()):
        life.clock.advance(WEEK)
    await tick(life)
    for account in ("U-lead", "U-both", "U-coordinator"):
        said = await composed(life, account)
        assert isinstance(said, Needless)
        assert "nothing to say" in said.reason


async def test_who_has_paused_or_wants_none_gets_none(life: Life) -> None:
    lead = await life.joins("U-lead")
    await life.briefs(*await life.crowd(3))
    await tick(life)
    assert isinstance(await composed(life, "U-lead"), Message)
    await life.preferences.pause(lead.id, life.clock.now() + timedelta(hours=3))
    paused = await composed(life, "U-lead")
    assert isinstance(paused, Needless)
    assert "paused" in paused.reason
    life.clock.advance(timedelta(hours=4))
    assert isinstance(await composed(life, "U-lead"), Message)
    await life.preferences.set_digests(lead.id, wanted=False)
    unwanted = await composed(life, "U-lead")
    assert isinstance(unwanted, Needless)
    assert "wants no digests" in unwanted.reason


async def answering(life: Life, sent: Sent, people: list[Member], fitting: int) -> None:
    """Let people read and answer everything, the first `fitting` of them as it fits practice."""
    for number, member in enumerate(people):
        life.clock.advance(timedelta(seconds=1))
        fits = number < fitting
        await life.keeps(
            life.opened(sent, member),
            life.read(sent, member),
            life.answered(sent, member, "q1"),
            life.answered(sent, member, "q2", fits=fits),
        )


async def test_a_lead_is_told_totals_of_the_own_agency(life: Life) -> None:
    people = await life.crowd(14)
    await tick(life)
    sent = await life.briefs(*people)
    await life.briefs(*people[:2], agency="health", again=sent)
    await answering(life, sent, people[:9], 7)
    said = await words(life, "U-lead")
    assert "Opened by 9 of 14. Read by 9 of 14." in said
    assert "What was understood is not shown yet" in said
    await answering(life, sent, people[9:12], 0)
    said = await words(life, "U-lead")
    assert "Read by 12 of 14." in said
    assert "Of the first 10 who answered every question, 7 " in said
    assert "Police & Co" in said
    assert "Health" not in said
    assert "Police & Co" not in await words(life, "U-both")


async def test_a_view_moves_by_whole_groups_however_often_one_looks(life: Life) -> None:
    people = await life.crowd(21)
    sent = await life.briefs(*people)
    police = life.directory.agency("police")
    shown: list[Understanding | None] = []
    for number, member in enumerate(people):
        await answering(life, sent, [member], number % 3)
        async with life.database.begin() as connection:
            progress = await life.progress.of_agency(connection, police, life.clock.now())
        shown.append(progress.briefings[0].understood)
    steps = dict.fromkeys(shown)
    assert [None if it is None else it.answered for it in steps] == [None, 10, 20]


async def test_who_comes_to_count_later_changes_no_earlier_figure(life: Life) -> None:
    """A later post makes people eligible who had answered already: they count from then on."""
    people = await life.crowd(20)
    early, late = people[:10], people[10:]
    sent = await life.briefs(*early)
    await answering(life, sent, late, 10)
    await answering(life, sent, early, 4)
    police = life.directory.agency("police")

    async def understood() -> Understanding | None:
        async with life.database.begin() as connection:
            progress = await life.progress.of_agency(connection, police, life.clock.now())
        return progress.briefings[0].understood

    assert await understood() == Understanding(10, 4)
    life.clock.advance(timedelta(hours=1))
    await life.briefs(*late, again=sent)
    assert await understood() == Understanding(20, 14)


async def cascade(life: Life, sent: Sent, agency: str, state: str = "open") -> UUID:
    now = life.clock.now()
    return await life.puts(
        "cascades",
        dissemination=sent.dissemination,
        agency=agency,
        posted_on=now.date(),
        deadline=now.date() + timedelta(days=14),
        opened_at=now,
        state=state,
    )


async def test_what_is_to_be_passed_on_and_what_comes(life: Life) -> None:
    people = await life.crowd(3)
    sent, now = await life.briefs(*people), life.clock.now()
    passing = await cascade(life, sent, "police")
    await cascade(life, sent, "health")
    lead = await life.joins("U-lead")
    told = {
        "teams": "Duty team",
        "reached": 8,
        "eligible": 20,
        "method": "team meeting",
        "on": now.date().isoformat(),
        "reflections": "",
        "barriers": "",
        "next_step": "",
        "attachment": "",
    }
    await life.puts("cascade_parts", cascade=passing, number=1, member=lead.id, body=told, at=now)
    coming = await life.briefs(briefing=replace(small_briefing("later"), title="Later"))
    plan = PLAN.dump_json(OneOff(now + timedelta(days=3))).decode()
    await life.changes(
        f"UPDATE disseminations SET plan = '{plan}' WHERE id = '{coming.dissemination}'"
    )
    await life.changes(f"DELETE FROM deliveries WHERE id = '{coming.delivery}'")
    async with life.database.begin() as connection:
        police = await life.progress.of_agency(connection, life.directory.agency("police"), now)
        health = await life.progress.of_agency(connection, life.directory.agency("health"), now)
    assert police.passing == (
        PassingProgress("A small briefing", now.date() + timedelta(days=14), Coverage(8, 20, 1)),
    )
    assert police.coming == (Coming("Later", (now + timedelta(days=3)).date()),)
    assert health.coming == ()  # its channels are not among the plan's
    assert len(health.passing) == 1
    await life.changes("UPDATE cascades SET state = 'whole'")
    async with life.database.begin() as connection:
        police = await life.progress.of_agency(connection, life.directory.agency("police"), now)
    assert police.passing == ()


async def test_a_coordinator_is_told_what_waits_and_what_needs_a_person(life: Life) -> None:
    people = await life.crowd(6)
    sent = await life.briefs(*people)
    await life.briefs(*people[:1], agency="health", again=sent)
    await life.briefs(agency="health", again=sent, state="halted")
    await cascade(life, sent, "police")
    await answering(life, sent, people[:6], 4)
    await life.keeps(life.asked(sent, people[0], "Who do we ring?"))
    await life.writes_to(people[0], "recall", people[0].id, "x", state="failed")
    life.clock.advance(timedelta(days=3))
    async with life.database.begin() as connection:
        it = await life.progress.of_partnership(connection, life.clock.now())
    (to_all,) = it.sent
    assert [line.name for line in to_all.agencies] == ["Health <Trust>", "Police & Co"]
    health, police = to_all.agencies
    assert (police.read, police.understood) == (Share(6, 6), Share(4, 6))
    assert police.coverage is not None
    assert (health.read, health.understood) == (Share(1, 1), Share(None, 1))
    assert health.coverage is None
    assert it.queries == (WaitingQuery("A small briefing", "Police & Co", 3),)
    assert {stuck.channel for stuck in it.stuck} == {"health", None}


async def test_who_leads_and_coordinates_gets_one_message(life: Life) -> None:
    sent = await life.briefs(*await life.crowd(2))
    await life.briefs(*await life.crowd(1), agency="health", again=sent)
    if not is_fortnight(life.clock.now()):
        life.clock.advance(WEEK)
    await tick(life)
    said = await words(life, "U-both")
    assert "Health <Trust>" in said
    assert "The partnership's learning" in said
    assert "The partnership's learning" not in await words(life, "U-lead")
    assert "Your agency this week" not in await words(life, "U-coordinator")


async def test_who_left_the_role_meanwhile_gets_nothing(life: Life) -> None:
    await life.briefs(*await life.crowd(2))
    await tick(life)
    agencies = tuple(agency.model_copy(update={"leads": ()}) for agency in life.directory.agencies)
    left = life.directory.model_copy(update={"agencies": agencies})
    life.compose_digest = replace(life.compose_digest, directory=left)
    assert isinstance(await composed(life, "U-lead"), Needless)


async def test_status_is_the_leads_own(life: Life) -> None:
    await life.briefs(*await life.crowd(2))
    desk = AgencyDesk(life.database, life.directory, life.progress, life.clock.now)
    for account in ("U-lead", "U-deputy"):
        (own,) = await desk.led_by(Respondent("north", account))
        assert own.name == "Police & Co"
        assert len(own.briefings) == 1
    (own,) = await desk.led_by(Respondent("north", "U-both"))
    assert own.nothing_to_say
    for account in ("U-0", "U-coordinator"):
        assert await desk.led_by(Respondent("north", account)) == []
    assert await desk.led_by(Respondent("south", "U-lead")) == []


async def test_what_to_put_in_the_directory(life: Life) -> None:
    desk = AgencyDesk(life.database, life.directory, life.progress, life.clock.now)
    connection = desk.connection("north")
    assert (connection.platform, connection.id, connection.agency) == ("slack", "T1", "police")
    assert connection.channels == ("police", "health")
    assert "Slack channel" in connection.channel_id
