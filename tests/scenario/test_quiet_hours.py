"""Agencies with hours: what comes due outside of them, or in somebody's leave, waits; then it comes
in few messages, one a day, and none is lost."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.delivery.quiet import MOST_A_DAY
from bot.sandbox.world import Person
from config.now import LONDON
from content.briefing import Briefing
from schedules.calendar import calendar_of, next_day
from schedules.followups import CascadePlan, FollowUps, days_after
from tests.scenario.acting import Posted
from tests.scenario.scene import GROUNDS
from tests.scenario.seen import wire
from tests.scenario.stage import Stage
from tests.scenario.test_recall import AGAIN, RECALL, answered
from tests.scenario.writing import writes

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOURS = "mon-fri 08:00-18:00"
OPENS, CLOSES = time(8), time(18)
SEVERAL = (
    "child-exploitation",
    "domestic-abuse",
    "information-sharing",
    "mental-health-and-wellbeing",
    "neglect",
)
ASKED_ONCE = FollowUps(
    recall=None,
    cascade=CascadePlan(within_days=40, remind_days=(35,), deputy_days=42, coordinator_days=45),
    practice=None,
)
MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def hours(stage: Stage) -> None:
    """Give the agencies of these tests their hours."""
    agencies = {ground.agency for ground in GROUNDS.values()}

    def given(directory: dict[str, Any]) -> None:
        for agency in directory["agencies"]:
            if agency["key"] in agencies:
                agency["window"] = HOURS

    await stage.restart(given)


def opening(stage: Stage, platform: str, moment: datetime) -> datetime:
    """Return the first moment from this one on that is within the agency's hours: bank holidays
    fall on other days, whenever this is run."""
    return calendar_of(stage.sevenbot.directory, GROUNDS[platform].agency).next_allowed(moment).at


def evening(moment: datetime) -> datetime:
    """Return half past seven in the evening of the moment's London day."""
    return datetime.combine(moment.astimezone(LONDON).date(), time(19, 30), LONDON)


async def working_morning(stage: Stage, platform: str) -> None:
    """Let time pass until an agency's day begins."""
    await stage.until(opening(stage, platform, next_day(stage.clock.now())) + MINUTE)


def came(stage: Stage, person: Person, saying: str, since: datetime) -> Counter[date]:
    """Return how many private messages that say this came since then on which London day; all of
    them within the agency's hours."""
    posts = [post for post in stage.private_posts(person, saying) if post.at > since]
    moments = [post.at.astimezone(LONDON) for post in posts]
    assert [it for it in moments if not OPENS <= it.time() < CLOSES] == []
    return Counter(it.date() for it in moments)


async def test_what_comes_due_in_the_evening_waits_for_the_agencys_morning(
    stage: Stage, platform: str
) -> None:
    await working_morning(stage, platform)
    posted = await stage.posted(platform, follow_ups=RECALL)
    reader = posted.reader(2)
    await stage.until(evening(stage.clock.now()))
    await answered(stage, posted, reader, fits=False)
    since = stage.clock.now()
    due = days_after(since, 7)
    opens = opening(stage, platform, due)
    assert opens > due + timedelta(hours=12)
    for moment in (due + MINUTE, due + timedelta(hours=8), opens - MINUTE):
        await stage.until(moment)
        assert came(stage, reader.person, AGAIN, since) == {}
    await stage.until(opens + MINUTE)
    today = opens.astimezone(LONDON).date()
    assert came(stage, reader.person, AGAIN, since) == {today: 1}
    assert "3 questions" in wire(stage.private_posts(reader.person, AGAIN)[-1].body)
    for hours_later in (4, 9, 13):
        await stage.until(opens + timedelta(hours=hours_later))
        assert came(stage, reader.person, AGAIN, since) == {today: 1}


async def test_after_leave_several_come_in_one_message_and_never_two_on_one_day(
    stage: Stage, platform: str
) -> None:
    await working_morning(stage, platform)
    sent = [await stage.posted(platform, briefing=it, follow_ups=RECALL) for it in SEVERAL]
    person = sent[0].members[3]
    for slug, posted in zip(SEVERAL, sent, strict=True):
        await answers_one_wrongly(posted, person, stage.library[slug])
    since = stage.clock.now()
    await stage.until(days_after(since, 3))
    day = since.astimezone(LONDON).date() + timedelta(days=23)
    told = await writes(stage, platform, person, f"pause until {day:%-d %B}")
    assert f"No private message comes before {day:%A %-d %B %Y}" in told.words
    back = datetime.combine(day, time(), LONDON)
    for number in range(4, 23):
        await stage.until(days_after(since, number))
    await stage.until(back + timedelta(hours=1))  # the leave is over, and it is night
    assert came(stage, person, AGAIN, since) == {}

    first = opening(stage, platform, stage.clock.now())
    await stage.until(first + MINUTE)
    one = stage.private_posts(person, AGAIN)[-1]
    titles = [stage.library[slug].title for slug in SEVERAL]
    assert came(stage, person, AGAIN, since) == {first.astimezone(LONDON).date(): 1}
    assert [title for title in titles if title in wire(one.body)] == titles[:3]
    assert wire(one.body).count("One question.") == 3
    await stage.until(first + timedelta(hours=9))
    assert came(stage, person, AGAIN, since).total() == 1

    second = opening(stage, platform, next_day(first))
    await stage.until(second + MINUTE)
    other = stage.private_posts(person, AGAIN)[-1]
    assert [title for title in titles if title in wire(other.body)] == titles[3:]
    days = {moment.astimezone(LONDON).date(): 1 for moment in (first, second)}
    for number in range(24, 30):  # on the thirtieth they may return once more
        await stage.until(days_after(since, number))
        assert came(stage, person, AGAIN, since) == days
    # Nothing is lost, and nothing was asked twice.
    askings = await stage.rows(
        "SELECT c.dissemination, t.turn FROM recalls c JOIN recall_turns t ON t.recall = c.id"
        " WHERE c.member = :it",
        it=await stage.registered(person),
    )
    asked = sorted((row["dissemination"], row["turn"]) for row in askings)
    assert asked == sorted((posted.dissemination, 1) for posted in sent)


async def answers_one_wrongly(posted: Posted, person: Person, briefing: Briefing) -> None:
    """Answer the first question, and close the page."""
    reader = posted.as_(person)
    screen = await reader.opens("Check my understanding")
    wrong = next(answer.key for answer in briefing.questions[0].answers if not answer.fits)
    assert "Not quite" in wire((await reader.sends(screen, wrong)).body)


async def test_a_leads_pause_loses_nothing_and_lets_nothing_flood(
    stage: Stage, platform: str
) -> None:
    await working_morning(stage, platform)
    first = await stage.posted(platform, follow_ups=RECALL)
    lead = first.members[0]
    await answered(stage, first, first.as_(lead), fits=False)
    await writes(stage, platform, lead, "pause for 10 days")
    since = stage.clock.now()
    sent = [await stage.posted(platform, follow_ups=ASKED_ONCE) for _ in range(5)]
    for number in range(1, 10):
        await stage.until(days_after(since, number))
    assert came(stage, lead, "", since) == {}

    back = opening(stage, platform, days_after(since, 10))
    for number in range(8):
        await stage.until(days_after(back, number) + timedelta(hours=2))
    days = came(stage, lead, "", since)
    assert min(days) == back.astimezone(LONDON).date()
    assert max(days.values()) == MOST_A_DAY
    assert came(stage, lead, "Passing it on", since).total() == len(sent)
    assert came(stage, lead, AGAIN, since).total() == 1
    asked = await stage.rows(
        "SELECT c.dissemination, d.state FROM deliveries d JOIN occurrences o"
        " ON o.id = d.occurrence JOIN cascades c ON c.id = o.subject"
        " WHERE o.slot = 'ask' AND c.dissemination = ANY(:sent)",
        sent=[posted.dissemination for posted in sent],
    )
    assert {row["dissemination"]: row["state"] for row in asked} == {
        posted.dissemination: "delivered" for posted in sent
    }
    assert len(asked) == len(sent)
