"""A hand is raised, and the Learning group answers: the one person, or everybody."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from bot.decisions.inbox import Inbox
from bot.delivery.errands import Errands
from bot.sandbox.world import Post
from config.directory import PersonRole
from config.errors import Refused
from tests.integration.web.forms import Filled, opened
from tests.scenario.acting import Posted, Reader
from tests.scenario.seen import wire
from tests.scenario.sending import sent_to
from tests.scenario.stage import BRIEFING, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

ASKED = "When may we tell the grandparents' own GP what the school nurse has told us about it?"
ANSWER = "Ask for consent first. Where there is none, ring the duty desk the same day."
CLARIFICATION = "Consent comes first. Without it, the duty desk decides with you on the same day."
LONG_AGO = "gone-away"
"""A channel that the directory does not have any more."""


@dataclass(frozen=True)
class Desk:
    """The console, over HTTP, and who sits before it."""

    browser: httpx.AsyncClient
    coordinator: str
    approver: str

    async def page(self, path: str) -> Filled:
        filled = await opened(self.browser, path)
        assert filled.response.status_code == 200
        return filled

    async def answers(self, query: UUID, words: str) -> Filled:
        """Answer the query privately; return the page after it."""
        form = await self.page(f"/inbox/{query}/answer")
        sure = await form.sends(by=self.coordinator, words=words)
        return await (await sure.sends(sure="yes")).follows()


@pytest_asyncio.fixture(loop_scope="module")
async def desk(stage: Stage) -> AsyncGenerator[Desk]:
    """The console's desk."""
    named = {
        role: next(p.name for p in stage.sevenbot.directory.people if p.name and role in p.roles)
        for role in (PersonRole.COORDINATOR, PersonRole.APPROVER)
    }
    async with httpx.AsyncClient(base_url=stage.console_url, trust_env=False) as browser:
        yield Desk(browser, named[PersonRole.COORDINATOR], named[PersonRole.APPROVER])


async def asked(posted: Posted, reader: Reader, words: str | None = ASKED) -> UUID:
    """Raise a hand; return the query."""
    box = await reader.opens("I'm unsure" if words is None else "Ask a question")
    await reader.sends(box, words=words)
    (query,) = await posted.stage.rows(
        "SELECT id FROM queries WHERE dissemination = :it ORDER BY asked_at DESC LIMIT 1",
        it=posted.dissemination,
    )
    return query["id"]


def saying(stage: Stage, words: str) -> list[Post]:
    """Return everything that was posted anywhere, to anybody, and says these words."""
    return [post for post in stage.sandbox.world.posts if words in wire(post.body)]


async def answered(stage: Stage, reader: Reader, words: str) -> Post:
    """Wait until the person has an answer; return it."""
    async with asyncio.timeout(20):
        while True:
            for post in stage.private_posts(reader.person):
                if words in wire(post.body):
                    return post
            await asyncio.sleep(0.02)


async def test_a_private_answer_reaches_the_asker_alone(
    stage: Stage, platform: str, desk: Desk
) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader(2)
    query = await asked(posted, reader)
    await stage.later(days=7)
    assert "waiting 7 days" in (await desk.page("/inbox")).text

    words = f"{ANSWER} So it is in {platform}."
    page = await desk.answers(query, words)
    assert "answered after 7 days" in page.text
    message = await answered(stage, reader, words)
    assert "You asked about" in wire(message.body)
    assert stage.library[BRIEFING].title in wire(message.body)
    assert ASKED not in wire(message.body)
    assert "grandparents" not in wire(message.body)
    await stage.later(minutes=5)
    assert saying(stage, words) == [message]

    for where in ("/inbox", f"/inbox/{query}"):
        shown = (await desk.page(where)).response.text
        assert reader.person.account not in shown
        assert reader.person.name.replace("'", "&#39;") not in shown
        assert str(await stage.registered(reader.person)) not in shown
    ((took),) = await stage.rows(
        "SELECT answered_at - asked_at AS took FROM queries WHERE id = :it", it=query
    )
    assert timedelta(days=7) <= took["took"] < timedelta(days=7, minutes=5)


async def test_unsure_without_words_is_answered_too(
    stage: Stage, platform: str, desk: Desk
) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader(3)
    query = await asked(posted, reader, None)
    assert "Somebody is unsure, and left no words." in (await desk.page(f"/inbox/{query}")).text
    words = f"{ANSWER} It is no shame in {platform}."
    await desk.answers(query, words)
    message = await answered(stage, reader, words)
    assert "You said that something in" in wire(message.body)


async def test_who_is_still_unsure_after_the_answer_says_so_again(
    stage: Stage, platform: str, desk: Desk
) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader(4)
    first = await asked(posted, reader, None)
    assert await asked(posted, reader, None) == first
    await desk.answers(first, f"{ANSWER} So it is once in {platform}.")

    # The very request that asked, come again, is no new hand.
    await reader.resend()
    assert len(await posted.queries()) == 1
    box = await reader.opens("I'm unsure")
    thanks = await reader.sends(box)
    assert "The Learning group has it" in wire(thanks.body)
    await reader.sends(box)
    await reader.resend()
    assert len(await posted.queries()) == 2
    again = await asked(posted, reader, None)
    assert again != first
    assert f"/inbox/{again}" in (await desk.page("/inbox")).text
    words = f"{ANSWER} So it is a second time in {platform}."
    await desk.answers(again, words)
    await answered(stage, reader, words)


def posts_in(stage: Stage, channel: str) -> list[Post]:
    """Return a channel's posts, oldest first."""
    identity = stage.channel(channel).id
    return [post for post in stage.sandbox.world.posts if post.channel == identity]


async def test_a_clarification_reaches_every_channel_that_got_the_briefing_once(
    stage: Stage, platform: str, desk: Desk
) -> None:
    channels = stage.spare(platform), stage.spare(platform)
    elsewhere = stage.spare(platform)
    dissemination = await sent_to(stage, *channels, LONG_AGO)
    assert await stage.states(dissemination) == {
        **dict.fromkeys(channels, "delivered"),
        LONG_AGO: "halted",
    }
    face = stage.sandbox.faces[platform]
    (post,) = posts_in(stage, channels[0])
    posted = Posted(stage, face, post, dissemination)
    query = await asked(posted, posted.reader(1))

    # Not with identifying details, not in the words of who asked, and not by one person alone.
    form = await desk.page(f"/inbox/{query}/clarify")
    for refusable, said in (
        ("Jack Smith, aged 7, was not seen alone.", "This may identify somebody"),
        (f"We were asked: {ASKED}", "repeats 8 or more words of the query"),
    ):
        refused = await form.sends(by=desk.approver, words=refusable)
        assert refused.response.status_code == 422
        assert said in refused.text
        assert refused.values["words"] == refusable
    await form.sends(by=desk.approver, words=CLARIFICATION)
    (row,) = await stage.rows("SELECT id FROM clarifications WHERE query = :it", it=query)
    own = await desk.page(f"/clarifications/{row['id']}/approve")
    assert own.action is None
    assert "names no approver beside who wrote it" in own.text
    bot = stage.sevenbot
    inbox = Inbox(bot.database, Errands(bot.queue, bot.directory), bot.now)
    with pytest.raises(Refused, match="nobody approves their own words"):
        await inbox.approve(row["id"], by=desk.approver)
    withdraw = await desk.page(f"/clarifications/{row['id']}/withdraw")
    assert (await withdraw.sends(by=desk.approver)).response.status_code == 303

    # By two, it waits for the second, and then goes out.
    words = f"{CLARIFICATION} So it is in {platform}."
    await form.sends(by=desk.coordinator, words=words)
    (row,) = await stage.rows(
        "SELECT id FROM clarifications WHERE query = :it AND withdrawn_at IS NULL", it=query
    )
    await stage.later(minutes=5)
    assert [len(posts_in(stage, key)) for key in (*channels, elsewhere)] == [1, 1, 0]
    approve = await desk.page(f"/clarifications/{row['id']}/approve")
    assert approve.names == [desk.approver]
    page = await (await approve.sends(by=desk.approver)).follows()
    assert "Thank you. It is being posted now." in page.text
    async with asyncio.timeout(20):
        while any(len(posts_in(stage, key)) < 2 for key in channels):  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.02)
    assert (await approve.sends(by=desk.approver)).response.status_code == 303
    await stage.later(minutes=5)
    assert [len(posts_in(stage, key)) for key in (*channels, elsewhere)] == [2, 2, 0]
    assert len(saying(stage, words)) == len(channels)

    for key in channels:
        briefing, clarification = posts_in(stage, key)
        said = wire(clarification.body)
        assert words in said
        assert stage.library[BRIEFING].title in said
        assert "grandparents" not in said
        assert posted.reader(1).person.name not in said
        # It opens the briefing that this same channel got.
        on_it = Posted(stage, face, clarification, dissemination)
        assert "What to remember" in wire((await on_it.reader(4).opens("Read the briefing")).body)
        assert briefing.id != clarification.id
    states = await stage.rows(
        "SELECT d.channel, d.state FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE o.subject = :it",
        it=row["id"],
    )
    assert {each["channel"]: each["state"] for each in states} == dict.fromkeys(
        channels, "delivered"
    )
    assert "to everybody, " in (await desk.page("/inbox")).text
    acts = await stage.rows(
        "SELECT act, person FROM decisions WHERE subject = :it ORDER BY seq", it=row["id"]
    )
    assert [(each["act"], each["person"]) for each in acts] == [
        ("clarified", desk.coordinator),
        ("approved", desk.approver),
    ]
