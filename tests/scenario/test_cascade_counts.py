"""Passing it on while nobody answers: how many messages there are, to whom, on which day, in which
words; that there is an end; and who has told what, out of how many."""

import re
from dataclasses import dataclass

import pytest

from bot.decisions.plans import stop_plan
from bot.sandbox.world import Person
from config.directory import PersonRole
from config.now import LONDON
from schedules.followups import days_after
from tests.scenario.acting import Posted, Reader
from tests.scenario.seen import came_as, page, wire
from tests.scenario.sending import sent_to
from tests.scenario.stage import Stage
from tests.scenario.test_cascade import CASCADE, PASSING, cascade, fills

pytestmark = pytest.mark.asyncio(loop_scope="module")

THEIRS = {
    "slack": ("police-learning", "probation-practice", "lantern-team"),
    "teams": ("health-community", "childrens-practice", "school-staff"),
}
"""Channels of three agencies of a platform."""
OPEN_ACCOUNT = "Still open: a word on how this was passed on to your teams."
LAST = "This is our last reminder."
UNKIND = re.compile(
    r"\b(fail\w*|overdue|late\b|must|forgot\w*|escalat\w*|comply|blame)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Came:
    """A private message about passing it on."""

    to: tuple[str, str]
    day: int
    """After the post, by London's days."""
    words: str


async def alone(stage: Stage) -> None:
    """Let nothing that was sent before be asked for any more, on a Monday morning."""
    for earlier in await stage.rows("SELECT id FROM disseminations WHERE stopped_at IS NULL"):
        await stop_plan(stage.sevenbot.database, earlier["id"], "Cy", stage.sevenbot.now)
    await stage.monday()
    await stage.at_rest()


def about(stage: Stage, posted: Posted) -> list[Came]:
    """Return every private message about passing learning on that came to anybody, on either
    platform, since the post, in the words with which it came."""
    sandbox, first = stage.sandbox, posted.post.at
    found = [
        (post, came_as(post))
        for post in sandbox.world.posts
        if post.private_to is not None and post.at >= first
    ]
    return [
        Came(
            (post.workspace, post.private_to or ""),
            (post.at.astimezone(LONDON).date() - first.astimezone(LONDON).date()).days,
            said,
        )
        for post, said in found
        if PASSING in said or "Not confirmed yet" in said or "Confirmed in part" in said
    ]


def known(person: Person) -> tuple[str, str]:
    return person.workspace, person.account


def coordinator(stage: Stage) -> Person:
    account = next(
        person
        for person in stage.sevenbot.directory.people
        if PersonRole.COORDINATOR in person.roles
    )
    return stage.sandbox.world.people[account.workspace, account.account]


async def days_pass(stage: Stage, number: int) -> None:
    """Let days pass one by one on London's clock, and all of each come that comes in it."""
    for _ in range(number):
        await stage.until(days_after(stage.clock.now(), 1))


async def test_three_reminders_then_the_deputy_then_the_coordinator_then_silence(
    stage: Stage, platform: str
) -> None:
    await alone(stage)
    posted = await stage.posted(platform, follow_ups=CASCADE)
    in_channel = [post for post in stage.sandbox.world.posts if post.channel == posted.post.channel]
    await stage.later(minutes=1)
    await stage.at_rest()
    await days_pass(stage, 23)
    lead, deputy, *_ = posted.members
    came = about(stage, posted)
    assert [(it.to, it.day) for it in came] == [
        (known(lead), 0),
        (known(lead), 7),
        (known(lead), 12),
        (known(lead), 16),
        (known(deputy), 19),
        (known(coordinator(stage)), 22),
    ]

    ask, *reminders, to_deputy, to_coordinator = (it.words for it in came)
    assert "seven minutes are enough to start" in ask
    assert [OPEN_ACCOUNT in words for words in reminders] == [True] * 3
    assert [LAST in words for words in reminders] == [False, False, True]
    assert "we ask a deputy in your agency to help" in reminders[-1]
    assert "Could you help?" in to_deputy
    assert "No more reminders go out. A call often finds what would help." in to_coordinator
    agency = stage.sevenbot.directory.agency(posted.channel.agency)
    assert agency.name in to_coordinator
    assert "Nothing yet" in to_coordinator
    assert '"title": "Reminders sent", "value": "3"' in to_coordinator
    for it in came:
        assert not UNKIND.search(it.words)
        assert lead.name not in it.words

    # Here it ends, and none of it was ever said in the channel.
    assert (await cascade(stage, posted))["state"] == "unanswered"
    await days_pass(stage, 10)
    for _ in range(6):
        await stage.until(days_after(stage.clock.now(), 30))
    assert about(stage, posted) == came
    assert in_channel == [
        post for post in stage.sandbox.world.posts if post.channel == posted.post.channel
    ]


async def test_a_reminder_names_what_is_missing_and_nothing_comes_once_it_is_whole(
    stage: Stage, platform: str
) -> None:
    await alone(stage)
    posted = await stage.posted(platform, follow_ups=CASCADE)
    lead = posted.members[0]
    await stage.later(minutes=1)
    await stage.at_rest()
    message = stage.private_posts(lead, PASSING)[-1]
    reader = Reader(Posted(stage, posted.face, message, posted.dissemination), lead)
    await days_pass(stage, 8)
    part = {"teams": "Duty team", "on": "today", "reached": "8", "eligible": "20"}
    await fills(reader, await reader.opens("Confirm"), "team_meeting", **part)
    await days_pass(stage, 5)
    rest = part | {"teams": "Night team", "reached": "12"}
    receipt = await fills(reader, await reader.opens("Add another part"), "supervision", **rest)
    assert "All 20 people reached" in wire(page(receipt).body)
    await days_pass(stage, 30)
    came = about(stage, posted)
    assert [(it.to, it.day) for it in came] == [(known(lead), day) for day in (0, 7, 12)]
    assert "Still open: 12 people who should hear this." in came[-1].words
    assert "8 of 20 people reached, 12 to go" in came[-1].words


async def test_the_partnership_sees_who_has_told_what_out_of_how_many_and_who_has_not(
    stage: Stage, platform: str
) -> None:
    await alone(stage)
    channels = THEIRS[platform]
    sent = await sent_to(stage, *channels, follow_ups=CASCADE)
    await stage.later(minutes=1)
    await stage.at_rest()
    directory = stage.sevenbot.directory
    agencies = [directory.agency(directory.channel(key).agency) for key in channels]
    whole, in_part, silent = agencies
    tells = {whole.key: ("12", "12"), in_part.key: ("18", "20")}
    for agency in (whole, in_part):
        account = agency.leads[0]
        lead = stage.sandbox.world.people[account.workspace, account.account]
        message = stage.private_posts(lead, PASSING)[-1]
        reader = Reader(Posted(stage, stage.sandbox.faces[platform], message, sent), lead)
        reached, eligible = tells[agency.key]
        told = {"teams": "All", "on": "today", "reached": reached, "eligible": eligible}
        page(await fills(reader, await reader.opens("Confirm"), "team_meeting", **told))

    async def rows() -> dict[str, str]:
        """Return what the console says of each agency."""
        words = await stage.page(f"/disseminations/{sent}")
        table = words.split('id="cascade"', 1)[1].split("</table>")[0]
        said = [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in table.split("<tr>")]
        return {
            agency.key: row
            for agency in agencies
            for row in said
            if row.startswith(agency.name.replace("'", "&#39;"))
        }

    told = await rows()
    assert " 12 of 12 everybody reached" in told[whole.key]
    assert " 18 of 20 open asked for by" in told[in_part.key]
    assert " no account yet open asked for by" in told[silent.key]
    assert "nothing yet" in told[silent.key]

    told_of = len(stage.private_posts(coordinator(stage), "No more reminders go out"))
    await days_pass(stage, 23)
    told = await rows()
    assert "no account yet open, and no more reminders go out" in told[silent.key]
    news = stage.private_posts(coordinator(stage), "No more reminders go out")[told_of:]
    said = [wire(post.body) for post in news]
    assert len(said) == 2
    assert [silent.name in words for words in said].count(True) == 1
    assert [in_part.name in words and "18 of 20" in words for words in said].count(True) == 1
    assert [whole.name in words for words in said] == [False, False]
