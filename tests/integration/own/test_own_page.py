"""What stands on a person's own page, and what they may open from it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from content.compose.home import compose_home
from content.message import plain_text
from content.own import OpenCascade, OpenRecall, OpenSurvey
from handlers.ports import Member
from tests.fakes.briefings import small_briefing
from tests.integration.own.conftest import Life, Sent, leading

WEEK = timedelta(weeks=1)


async def test_a_briefing_is_open_until_it_is_read_and_finished(life: Life) -> None:
    anna = await life.joins("U-anna")
    sent = await life.briefs(anna)
    (open_,) = (await life.page(anna)).briefings
    assert (open_.delivery, open_.read, open_.questions, open_.answered) == (
        sent.delivery,
        False,
        2,
        0,
    )
    await life.keeps(life.opened(sent, anna), life.read(sent, anna))
    await life.keeps(life.answered(sent, anna, "q1", fits=False))
    page = await life.page(anna)
    (open_,) = page.briefings
    assert (open_.read, open_.unanswered) == (True, 1)
    (passed,) = page.history
    assert (passed.answered, passed.fitting) == (1, 0)
    await life.keeps(life.answered(sent, anna, "q2"))
    page = await life.page(anna)
    assert page.briefings == ()
    assert page.nothing_open
    (passed,) = page.history
    assert (passed.read_on, passed.answered, passed.fitting) == (
        life.clock.now().date(),
        2,
        1,
    )


async def test_who_could_not_see_it_has_nothing_open_until_they_act_on_it(life: Life) -> None:
    anna, ben = await life.joins("U-anna"), await life.joins("U-ben")
    sent = await life.briefs(anna)
    assert (await life.page(ben)).nothing_open
    assert not await life.own.could_see(ben.id, sent.delivery)
    assert await life.own.could_see(anna.id, sent.delivery)
    assert await life.own.newest(ben) is None
    await life.keeps(life.opened(sent, ben))  # joined later, and pressed the post
    assert await life.own.could_see(ben.id, sent.delivery)
    assert len((await life.page(ben)).briefings) == 1
    assert await life.own.newest(ben) == sent.delivery


async def test_of_versions_and_repeats_the_newest_stands(life: Life) -> None:
    anna = await life.joins("U-anna")
    await life.briefs(anna)
    life.clock.advance(WEEK)
    second = await life.briefs(anna, briefing=replace(small_briefing(), version=2))
    (open_,) = (await life.page(anna)).briefings
    assert open_.delivery == second.delivery
    life.clock.advance(WEEK)
    third = await life.briefs(anna, again=second)
    (open_,) = (await life.page(anna)).briefings
    assert open_.delivery == third.delivery
    await life.keeps(life.read(third, anna))
    await life.keeps(*(life.answered(third, anna, f"q{n}") for n in (1, 2)))
    assert (await life.page(anna)).briefings == ()
    # The same version in another dissemination is finished already.
    life.clock.advance(WEEK)
    await life.briefs(anna, briefing=replace(small_briefing(), version=2))
    assert (await life.page(anna)).briefings == ()
    # A new version is not.
    life.clock.advance(WEEK)
    await life.briefs(anna, briefing=replace(small_briefing(), version=3))
    assert len((await life.page(anna)).briefings) == 1


async def test_what_is_old_stopped_or_never_came_is_not_open(life: Life) -> None:
    anna = await life.joins("U-anna")
    await life.briefs(anna, briefing=small_briefing("waits"), state="waiting")
    await life.briefs(
        anna, briefing=small_briefing("stopped"), stopped_at=life.clock.now(), stopped_by="Cy"
    )
    assert (await life.page(anna)).nothing_open
    assert await life.own.newest(anna) is None
    sent = await life.briefs(anna)
    life.clock.advance(timedelta(days=91))
    assert (await life.page(anna)).nothing_open
    assert await life.own.newest(anna) == sent.delivery


async def test_a_restricted_briefing_stands_for_leads_alone(life: Life) -> None:
    anna = await life.joins("U-anna")
    sent = await life.briefs(anna, briefing=replace(small_briefing(), restricted=True))
    assert (await life.page(anna)).nothing_open
    assert await life.own.newest(anna) is None
    assert len((await life.page(leading(anna))).briefings) == 1
    assert await life.own.newest(leading(anna)) == sent.delivery


async def recall(life: Life, sent: Sent, *, answered: bool) -> tuple[Member, UUID]:
    """Ask Anna again; return her and the message."""
    anna = await life.joins("U-anna")
    now = life.clock.now()
    message = await life.writes_to(anna, "recall", anna.id, "2026-11-02")
    asked = await life.puts(
        "recalls",
        dissemination=sent.dissemination,
        member=anna.id,
        agency="police",
        question="q1",
        first_fits=False,
        first_at=now,
        turn=1,
        recalled=int(answered),
    )
    await life.puts(
        "recall_turns",
        recall=asked,
        turn=1,
        delivery=message,
        step=0,
        variant=0,
        asked_at=now,
        **({"chosen": ["a"], "fits": True, "answered_at": now} if answered else {}),
    )
    return anna, message


async def test_what_asks_again_waits_until_it_is_answered(life: Life) -> None:
    sent = await life.briefs()
    anna, message = await recall(life, sent, answered=False)
    page = await life.page(anna)
    assert page.recalls == (OpenRecall(message, ("A small briefing",), 1),)


async def test_what_was_answered_again_stands_in_the_history(life: Life) -> None:
    anna = await life.joins("U-anna")
    sent = await life.briefs(anna)
    await life.keeps(life.read(sent, anna))
    await recall(life, sent, answered=True)
    page = await life.page(anna)
    assert page.recalls == ()
    (passed,) = page.history
    assert (passed.again, passed.again_fitting) == (1, 1)


async def test_of_a_withdrawn_briefing_the_theme_is_named_and_not_the_title(life: Life) -> None:
    anna = await life.joins("U-anna")
    sent = await life.briefs(anna)
    await life.keeps(life.read(sent, anna))
    (passed,) = (await life.page(anna)).history
    assert passed.title == "A small briefing"
    await life.changes(
        "UPDATE disseminations SET stopped_at = now(), stopped_by = 'Cy', withdrawn_at = now(),"
        " withdrawn_by = 'Cy', withdrawn_reason = 'It named a place.'"
    )
    page = await life.page(anna)
    (passed,) = page.history
    assert passed.title == f"A withdrawn briefing on the theme “{small_briefing().theme.name}”"
    assert "A small briefing" not in plain_text(compose_home(page, gets_digests=False))
    assert passed.read_on == life.clock.now().date()


async def test_a_lead_sees_what_they_have_in_hand_with_its_newest_message(life: Life) -> None:
    lead, other = await life.joins("U-lead"), await life.joins("U-deputy")
    sent, now = await life.briefs(), life.clock.now()
    cascade = await life.puts(
        "cascades",
        dissemination=sent.dissemination,
        agency="police",
        holder=lead.id,
        posted_on=now.date(),
        deadline=now.date(),
        opened_at=now,
    )
    bare = OpenCascade("A small briefing", now.date(), None)
    assert (await life.page(lead)).cascades == (bare,)
    await life.writes_to(lead, "cascade", cascade, "ask")
    life.clock.advance(WEEK)
    newest = await life.writes_to(lead, "cascade", cascade, "reminder 1")
    life.clock.advance(WEEK)
    await life.writes_to(lead, "cascade", cascade, "reminder 2", state="skipped")
    assert (await life.page(lead)).cascades == (replace(bare, delivery=newest),)
    assert (await life.page(other)).cascades == ()
    await life.changes("UPDATE cascades SET state = 'whole'")
    assert (await life.page(lead)).cascades == ()


async def test_a_survey_is_open_for_who_could_see_it_answered_or_not(life: Life) -> None:
    anna, ben = await life.joins("U-anna"), await life.joins("U-ben")
    now = life.clock.now()
    survey = await life.puts(
        "surveys",
        slug="s",
        purpose="pulse",
        body={"title": "Three questions"},
        audience="everyone",
        channels=["police-team"],
        opens_at=now,
        closes_at=now + WEEK,
        made_at=now,
    )
    occurrence = await life.puts(
        "occurrences", kind="pulse", subject=survey, slot="opening", due_at=now
    )
    post = await life.puts(
        "deliveries",
        occurrence=occurrence,
        agency="police",
        workspace="north",
        channel="police-team",
        channel_id="C-police",
        state="delivered",
        settled_at=now,
    )
    await life.puts("eligible_members", delivery=post, member=anna.id, agency="police")
    await life.puts("survey_participation", survey=survey, token=uuid4().bytes)
    open_ = OpenSurvey("Three questions", (now + WEEK).date())
    assert (await life.page(anna)).surveys == (open_,)
    assert (await life.page(ben)).surveys == ()
    life.clock.advance(WEEK)
    assert (await life.page(anna)).surveys == ()


async def test_a_pause_and_the_wish_for_digests_are_kept_apart(life: Life) -> None:
    anna = await life.joins("U-anna")
    page = await life.page(anna)
    assert (page.paused_until, page.digests) == (None, True)
    await life.preferences.set_digests(anna.id, wanted=False)
    until = life.clock.now() + WEEK
    await life.preferences.pause(anna.id, until)
    page = await life.page(anna)
    assert (page.paused_until, page.digests) == (until.date(), False)
    await life.preferences.set_digests(anna.id, wanted=True)
    page = await life.page(anna)
    assert (page.paused_until, page.digests) == (until.date(), True)
    life.clock.advance(WEEK)
    assert (await life.page(anna)).paused_until is None
