"""How agencies and the partnership stand, as leads and coordinators may be told."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from bot.desks.agency import AgencyDesk
from content.cascade.parts import Coverage
from content.progress import Coming, PassingProgress, Share, Understanding, WaitingQuery
from handlers.interaction import Respondent
from handlers.ports import Member
from schedules.plan import PLAN, OneOff
from tests.fakes.briefings import small_briefing
from tests.integration.own.conftest import Life, Sent


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


async def test_a_view_moves_by_whole_groups_however_often_one_looks(life: Life) -> None:
    people = await life.crowd(21)
    sent = await life.briefs(*people)
    police = life.directory.agency("police")
    shown: list[Understanding | None] = []
    for number, member in enumerate(people):
        await answering(life, sent, [member], number % 3)
        async with life.database.begin() as connection:
            progress = await life.progress.of_agency(
                connection, police, life.clock.now(), until=life.clock.now()
            )
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
            progress = await life.progress.of_agency(
                connection, police, life.clock.now(), until=life.clock.now()
            )
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
        police = await life.progress.of_agency(
            connection, life.directory.agency("police"), now, until=now
        )
        health = await life.progress.of_agency(
            connection, life.directory.agency("health"), now, until=now
        )
    assert police.passing == (
        PassingProgress("A small briefing", now.date() + timedelta(days=14), Coverage(8, 20, 1)),
    )
    assert police.coming == (Coming("Later", (now + timedelta(days=3)).date()),)
    assert health.coming == ()  # its channels are not among the plan's
    assert len(health.passing) == 1
    await life.changes("UPDATE cascades SET state = 'whole'")
    async with life.database.begin() as connection:
        police = await life.progress.of_agency(
            connection, life.directory.agency("police"), now, until=now
        )
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
        it = await life.progress.of_partnership(
            connection, life.clock.now(), until=life.clock.now()
        )
    (to_all,) = it.sent
    assert [line.name for line in to_all.agencies] == ["Health <Trust>", "Police & Co"]
    health, police = to_all.agencies
    assert (police.read, police.understood) == (Share(6, 6), Share(4, 6))
    assert police.coverage is not None
    assert (health.read, health.understood) == (Share(1, 1), Share(None, 1))
    assert health.coverage is None
    assert it.queries == (WaitingQuery("A small briefing", "Police & Co", 3),)
    assert {stuck.channel for stuck in it.stuck} == {"health", None}


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
